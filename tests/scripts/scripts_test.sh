#!/bin/sh
# The tests of ./nines and ./check: scripts_test.sh FUNCTION SOURCE_FOLDER BUILD_FOLDER.
# They run on a copy in a temporary folder, with a PATH of its own in which cmake, ctest, apt-get,
# dpkg-query, sudo and id are fakes that record how they are called.
set -eu

test=$1
source=$2
built=$3
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
tree=$work/tree
calls=$work/calls
: >"$calls"

die() {
  echo "FAILED: $*"
  for file in "$work"/*.txt "$calls"; do
    [ ! -e "$file" ] || { echo "--- $file" && cat "$file"; }
  done
  exit 1
}
expect_status() { [ "$status" -eq "$1" ] || die "exit status $status, not $1"; }
expect_in() { grep -qF -- "$2" "$work/$1" || die "no \"$2\" in $1"; }
expect_out() { [ "$(cat "$work/out.txt")" = "$1" ] || die "standard output is not \"$1\""; }
expect_calls() {
  count=$(grep -c -- "$2" "$calls") || :
  [ "$count" -eq "$1" ] || die "$count calls of \"$2\", not $1"
}

# fake NAME: a command with the body from standard input, behind one line that records the call.
fake() {
  {
    printf '#!/bin/sh\necho "%s $*" >>"%s"\n' "$1" "$calls"
    cat
  } >"$work/bin/$1"
  chmod +x "$work/bin/$1"
}

# wait_for FILE TEXT: until the text is there, at most a minute.
wait_for() {
  tries=0
  until grep -qs -- "$2" "$1"; do
    tries=$((tries + 1))
    [ $tries -lt 600 ] || die "no \"$2\" in $1"
    sleep 0.1
  done
}

# A tree like this one with a program of one line, and all needs met.
make_tree() {
  mkdir -p "$tree/lib" "$tree/apps" "$tree/tests" "$tree/cmake" "$tree/content" "$work/bin"
  cp "$source/nines" "$source/check" "$tree"
  cp "$source/cmake/prepare.sh" "$source/cmake/packages.txt" "$source/cmake/test-report.awk" \
    "$tree/cmake"
  touch "$tree/CMakeLists.txt" "$tree/CMakePresets.json" "$tree/lib/a.cpp" "$tree/lib/b.cpp"
  find "$tree" -exec touch -d '1 hour ago' {} +
  for tool in sh awk base64 cat chmod cp cut date dirname env find flock grep head id mkdir mv \
    nproc printf readlink rm sed sleep sort tail touch tr xargs; do
    ln -s "$(command -v $tool)" "$work/bin/$tool"
  done
  for tool in true c++ ninja pkg-config bwrap clang-format-19 clang++-19 lld prometheus chromium; do fake $tool </dev/null; done
  fake cmake <<'END'
case $1 in
  --preset) ;;
  --build)
    # A build that takes until the test lets it go on, at most a minute.
    tries=0
    while [ -n "${FAKE_GATE:-}" ] && ! [ -e "$FAKE_GATE" ] && [ $tries -lt 600 ]; do
      tries=$((tries + 1))
      sleep 0.1
    done
    [ -z "${FAKE_FAIL:-}" ] || { echo "the compiler says no"; exit 1; }
    mkdir -p "$2/apps/nines" "$2/tests/fuzz"
    printf '#!/bin/sh\nprintf "[%%s]" "$@"\n' >"$2/apps/nines/nines"
    chmod +x "$2/apps/nines/nines"
    ;;
esac
END
  # Headers are looked for in fixed places; what is tested is how the answer is used.
  sed -i -e '/hpp\|\.h/d' "$tree/cmake/packages.txt"
  touch -d '1 hour ago' "$tree/cmake/packages.txt"
}

run() {
  status=0
  env PATH="$work/bin" "$@" >"$work/out.txt" 2>"$work/err.txt" </dev/null || status=$?
}

# As on Debian: what is installed is a list, apt-get adds to it.
make_debian() {
  printf 'build libone-dev one.hpp\nbuild libtwo-dev two.hpp\n' >"$tree/cmake/packages.txt"
  echo libone-dev >"$work/installed"
  fake dpkg-query <<END
sed 's/^/installed /' "$work/installed"
END
  fake dpkg </dev/null
  fake apt-get <<END
[ "\$DEBIAN_FRONTEND" = noninteractive ] || exit 9
case "\$* " in
  *" install "*)
    [ ! -e "$work/broken" ] || { rm "$work/broken"; exit 100; }
    echo libtwo-dev >>"$work/installed"
    ;;
esac
END
  rm "$work/bin/id"
  fake id <<'END'
echo "${FAKE_ID:-0}"
END
}

test_a_fresh_tree_is_built_and_started_with_its_arguments() {
  run "$tree/nines" quiz 'two words' ''
  expect_status 0
  expect_out '[quiz][two words][]'
  expect_calls 1 'cmake --build'
}

test_a_built_tree_starts_without_a_build() {
  run "$tree/nines"
  : >"$calls"
  run "$tree/nines" again
  expect_out '[again]'
  [ ! -s "$work/err.txt" ] || die "it said something"
  [ ! -s "$calls" ] || die "it called something"
}

test_it_starts_through_links_and_from_another_folder() {
  mkdir "$work/links"
  ln -s ../tree/nines "$work/links/relative"
  ln -s "$work/links/relative" "$work/links/absolute"
  cd /
  run "$work/links/absolute" a
  expect_out '[a]'
  cd "$tree"
  run sh nines b
  expect_out '[b]'
  expect_calls 1 'cmake --build'
}

test_a_changed_source_or_package_list_is_built() {
  run "$tree/nines"
  touch "$tree/lib/a.cpp"
  run "$tree/nines"
  expect_calls 2 'cmake --build'
  rm "$tree/lib/b.cpp"
  run "$tree/nines"
  expect_calls 3 'cmake --build'
  touch "$tree/cmake/packages.txt"
  run "$tree/nines"
  expect_calls 4 'cmake --build'
  run "$tree/nines"
  expect_calls 4 'cmake --build'
}

test_an_edit_during_the_build_is_not_missed() {
  FAKE_GATE=$work/go run "$tree/nines" &
  wait_for "$calls" 'cmake --build'
  touch "$tree/lib/a.cpp"
  touch "$work/go"
  wait
  run "$tree/nines"
  expect_calls 2 'cmake --build'
}

test_changed_content_needs_no_build() {
  run "$tree/nines"
  touch "$tree/content/new.json"
  run "$tree/nines"
  expect_calls 1 'cmake --build'
}

test_a_moved_tree_is_built_afresh() {
  run "$tree/nines"
  touch "$tree/build/release/left-over"
  mv "$tree" "$work/moved"
  run "$work/moved/nines" a
  expect_out '[a]'
  expect_calls 2 'cmake --build'
  [ ! -e "$work/moved/build/release/left-over" ] || die "the old build was kept"
}

test_a_failed_build_shows_its_end_and_is_tried_again() {
  FAKE_FAIL=1 run "$tree/nines"
  expect_status 2
  expect_out ''
  expect_in err.txt 'the compiler says no'
  expect_in err.txt "$tree/build/log/build-release.log"
  run "$tree/nines" a
  expect_out '[a]'
}

test_an_interrupted_build_is_taken_up_again() {
  status=0
  # A background job ignores SIGINT unless it is told not to.
  FAKE_GATE=$work/never PATH=$work/bin env --default-signal=INT "$(command -v setsid)" "$tree/nines" \
    >"$work/out.txt" 2>"$work/err.txt" </dev/null &
  group=$!
  wait_for "$calls" 'cmake --build'
  kill -s INT -- "-$group"
  wait "$group" || status=$?
  expect_status 130
  expect_in err.txt interrupted
  run "$tree/nines" a
  expect_out '[a]'
}

test_two_starts_at_once_build_once() {
  FAKE_GATE=$work/go PATH=$work/bin "$tree/nines" one >"$work/one.txt" 2>&1 </dev/null &
  wait_for "$calls" 'cmake --build'
  run "$tree/nines" two &
  wait_for "$work/err.txt" waiting
  touch "$work/go"
  wait
  expect_out '[two]'
  expect_in one.txt '[one]'
  expect_calls 1 'cmake --build'
}

test_missing_packages_are_named_where_there_is_no_apt() {
  rm "$work/bin/c++" "$work/bin/ninja"
  run "$tree/nines"
  expect_status 2
  expect_in err.txt 'missing (named as on Debian): g++ ninja-build.'
  expect_calls 0 cmake
}

test_a_missing_header_is_a_missing_package_where_there_is_no_dpkg() {
  echo 'build libnone-dev no/such/header.hpp,nor/this.hpp' >>"$tree/cmake/packages.txt"
  run "$tree/nines"
  expect_status 2
  expect_in err.txt ': libnone-dev.'
}

test_only_what_is_missing_is_installed() {
  make_debian
  run "$tree/nines" a
  expect_out '[a]'
  expect_calls 1 'apt-get .*install .* libtwo-dev$'
  expect_calls 0 'apt-get .*libone-dev'
}

test_a_failed_installation_is_tried_once_more_with_new_lists() {
  make_debian
  : >"$work/broken"
  run "$tree/nines" a
  expect_out '[a]'
  expect_calls 2 'apt-get .*install'
  grep -q 'apt-get .* update$' "$calls" || die 'no update'
}

test_an_impossible_installation_exits_2_with_the_log() {
  make_debian
  fake apt-get <<'END'
echo "E: Unable to locate package"
exit 100
END
  run "$tree/nines"
  expect_status 2
  expect_in err.txt 'E: Unable to locate package'
  expect_in err.txt "$tree/build/log/install.log"
}

test_without_root_and_sudo_the_packages_are_named() {
  make_debian
  FAKE_ID=1000 run "$tree/nines"
  expect_status 2
  expect_in err.txt 'apt-get install libtwo-dev'
  expect_calls 0 apt-get
}

test_without_a_terminal_sudo_is_not_asked_for_a_password() {
  make_debian
  fake sudo <<'END'
exit 1
END
  FAKE_ID=1000 run "$tree/nines"
  expect_status 2
  expect_in err.txt 'sudo apt-get install libtwo-dev'
  expect_calls 0 'sudo [^-]'
  expect_calls 0 apt-get
}

test_sudo_without_a_password_is_used() {
  make_debian
  fake sudo <<'END'
shift
exec "$@"
END
  FAKE_ID=1000 run "$tree/nines" a
  expect_out '[a]'
  expect_calls 0 'sudo [^-]'
}

test_a_tree_that_cannot_be_written_is_refused_clearly() {
  # For root, too, nothing can be made below a file.
  : >"$tree/build"
  run "$tree/nines"
  expect_status 2
  expect_in err.txt "cannot write to $tree/build"
}

test_a_built_tree_starts_where_it_cannot_be_written() {
  run "$tree/nines"
  chmod -R a-w "$tree"
  run "$tree/nines" a
  expect_out '[a]'
}

make_ctest() {
  fake ctest <<'END'
while [ $# -gt 0 ]; do
  [ "$1" = --output-junit ] && report=$2
  shift
done
printf '%s\n' '<testsuite tests="4"' '	>' \
  '	<testcase name="a" classname="a" time="0" status="run">' '	</testcase>' \
  '	<testcase name="b, &lt;b&gt;" classname="b" time="0" status="notrun">' \
  '		<skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>' \
  '		<system-out>SKIPPED: no sandbox &amp; co' '</system-out>' '	</testcase>' \
  '	<testcase name="c" classname="c" time="0" status="notrun">' \
  '		<skipped message="Unable to find executable"/>' '	</testcase>' \
  '	<testcase name="d" classname="d" time="0" status="fail">' '	</testcase>' \
  '</testsuite>' >"$report"
echo '1/4 Test #1: a ...   Passed  0.0 sec'
echo '4/4 Test #4: d ...***Failed  0.0 sec'
exit 8
END
}

test_check_counts_tests_and_steps_and_goes_on_after_a_failure() {
  make_ctest
  run "$tree/check" --quick
  expect_status 1
  # One test and three steps; a test that failed and one that could not be started.
  [ "$(tail -n 1 "$work/out.txt")" = '4 passed, 2 failed, 1 skipped' ] || die 'wrong totals'
  expect_in out.txt 'skipped: b, <b>: no sandbox & co'
  expect_in out.txt 'Test #4: d'
  if grep -q 'Test #1' "$work/out.txt"; then die 'passed tests are listed'; fi
}

test_check_without_results_of_ctest_fails() {
  fake ctest <<'END'
exit 0
END
  run "$tree/check" --quick
  expect_status 1
  [ "$(tail -n 1 "$work/out.txt")" = '3 passed, 1 failed' ] || die 'wrong totals'
}

test_check_shows_a_failed_build_and_runs_no_tests() {
  make_ctest
  FAKE_FAIL=1 run "$tree/check" --quick
  expect_status 1
  expect_in out.txt 'the compiler says no'
  expect_calls 0 ctest
  [ "$(tail -n 1 "$work/out.txt")" = '1 passed, 1 failed' ] || die 'wrong totals'
}

test_check_refuses_arguments_that_it_does_not_know() {
  run "$tree/check" --fast
  expect_status 2
  expect_in err.txt usage
}

install_the_program() {
  make=$(command -v cmake)
  "$make" --install "$built" --prefix "$work/usr" >"$work/install.txt" 2>&1 || die 'not installed'
}

test_the_installed_program_has_its_files() {
  install_the_program
  for file in bin/nines share/nines/content share/man/man1/nines.1 share/doc/nines/README.md \
    share/doc/nines/LICENSE share/doc/nines/LICENSE.content; do
    [ -e "$work/usr/$file" ] || die "$file is not there"
  done
  "$work/usr/bin/nines" --version >"$work/out.txt" </dev/null || die 'it does not start'
}

# covered COMMAND...: with an empty folder over the checkout, and over the build if that is elsewhere.
covered() {
  unshare --user --map-root-user --mount sh -c '
    for folder in "$1" "$2"; do
      [ ! -e "$folder" ] || mount -t tmpfs none "$folder" || exit
    done
    shift 2
    exec "$@"' - "$source" "$built" "$@"
}

# installed ARGUMENT...: the installed program, for a user who has nothing yet, and with no checkout
# to be seen where the system grants mounts of one's own.
installed() {
  status=0
  cover=covered
  covered true 2>/dev/null || cover=
  (cd / && $cover env -i PATH="$PATH" HOME="$work/home" "$work/usr/bin/nines" "$@") \
    >"$work/out.txt" 2>"$work/err.txt" || status=$?
}

test_the_installed_program_works_where_there_is_no_checkout() {
  install_the_program
  mkdir "$work/home"
  cp "$source/graders/circuit-breaker/submissions/accepted/lazy_mutex.hpp" "$work/mine.hpp"

  installed quiz linearizable-second-read --seed 7 <<'END'
a
END
  expect_status 0
  expect_in out.txt 'of 1 right'
  [ -e "$work/home/.local/share/nines/journal.db" ] || die 'the answer is not kept'

  installed dashboard --headless --duration 5 --json </dev/null
  expect_status 0
  expect_in out.txt '"schema": "nines.dashboard/1"'

  installed grade --no-robust --json "$work/mine.hpp" </dev/null
  if grep -q 'no sandbox works\|no C++ compiler' "$work/err.txt"; then
    echo 'SKIPPED: nothing can be graded on this machine'
    return
  fi
  expect_status 0
  expect_in out.txt '"verdict": "PASS"'
}

make_tree
$test
