# What ./nines and ./check have in common: missing packages, and building a preset. To be sourced,
# with `root` set to the checkout's folder and `program` to the name that messages begin with.

say() { printf '%s: %s\n' "$program" "$*" >&2; }
fail() {
  say "$@"
  exit 2
}

# True when header $1 is in a place where compilers look.
has_header() {
  for prefix in /usr/include /usr/local/include /opt/homebrew/include /opt/local/include \
    /usr/lib/llvm-19/lib/clang/19/include; do
    [ -e "$prefix/$1" ] && return 0
  done
  return 1
}

# Prints the packages of the sections $* that are missing, one a line.
missing_packages() {
  installed=
  have_dpkg=no
  if command -v dpkg-query >/dev/null; then
    have_dpkg=yes
    # Exits 1 when it does not know one of the names, and still lists the others.
    installed=$(sed -n 's/^[a-z]*  *\([^ ]*\) .*/\1/p' "$root/cmake/packages.txt" |
      xargs dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null |
      sed -n 's/^installed //p')
  fi
  while read -r section package probes; do
    case " $* " in *" $section "*) ;; *) continue ;; esac
    case "
$installed
" in *"
$package
"*) continue ;; esac
    found=no
    for probe in $(printf '%s' "$probes" | tr ',' ' '); do
      case $probe in
        # Where dpkg is, a library comes from its package: stray headers may lack the rest.
        *.*) [ $have_dpkg = no ] && has_header "$probe" && found=yes ;;
        *) command -v "$probe" >/dev/null && found=yes ;;
      esac
    done
    [ $found = yes ] || printf '%s\n' "$package"
  done <"$root/cmake/packages.txt"
}

# run_step LOG COMMAND...: keeps the output in build/log/LOG; shows its end when the command fails.
run_step() {
  log=$root/build/log/$1
  shift
  mkdir -p "$root/build/log" && "$@" >"$log" 2>&1 </dev/null && return 0
  say "this failed: $*"
  tail -n "${log_lines:-25}" "$log" | sed 's/^/  | /' >&2
  say "the whole output is in $log"
  return 1
}

apt_get() {
  $elevate env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
    apt-get -o DPkg::Lock::Timeout=300 "$@"
}

install_from_apt() {
  have_lists=no
  for list in /var/lib/apt/lists/*_Packages*; do [ -e "$list" ] && have_lists=yes; done
  # A source that cannot be reached need not be the one that has our packages.
  [ $have_lists = yes ] || apt_get update || :
  apt_get install -y --no-install-recommends "$@" && return 0
  # The lists may be old, or an installation was interrupted half-way.
  $elevate dpkg --configure -a || :
  apt_get update || :
  apt_get install -y --no-install-recommends "$@"
}

# Installs what is missing of the sections $*, or says what is missing and exits 2.
need_packages() {
  missing=$(missing_packages "$@" | tr '\n' ' ')
  missing=${missing% }
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null ||
    fail "these are missing (named as on Debian): $missing.
Install them with this system's package manager, then start $program again."
  elevate=
  how=
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "these packages are missing: $missing.
Have them installed by somebody who is root: apt-get install $missing"
    elevate=sudo
    how=', with sudo'
    if ! [ -t 0 ]; then
      elevate='sudo -n'
      sudo -n true 2>/dev/null || fail "these packages are missing: $missing.
sudo wants a password and there is no terminal to ask for it: sudo apt-get install $missing"
    fi
  fi
  say "installing$how: $missing"
  # Word splitting is meant: each name is an argument.
  run_step install.log install_from_apt $missing || exit 2
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -z "$missing" ] || fail "installed, but still not there: $missing"
}

# What a build folder is tied to: the place of the checkout (CMake keeps absolute paths) and the
# system (its libraries).
identity() {
  system=
  if [ -r /etc/os-release ]; then read -r system </etc/os-release || :; fi
}

# prepare_lock NAME: waits until no other process works on the same thing; held until exit or
# `exec 9>&-`. Compilers left behind by a killed build hold it too.
prepare_lock() {
  mkdir -p "$root/build" 2>/dev/null && : 2>/dev/null >>"$root/build/.lock-$1" ||
    fail "cannot write to $root/build, where nines is built.
Make a copy of the checkout that you may write to, and start $program there."
  exec 9>>"$root/build/.lock-$1"
  command -v flock >/dev/null || return 0
  flock -n 9 && return 0
  say "another process is building; waiting for it"
  flock 9
}

# configure PRESET: makes build/PRESET afresh when it was made for another place or system.
configure() {
  made_for=$root/build/$1/.made-for
  identity
  if ! [ -r "$made_for" ] || [ "$(cat "$made_for")" != "$root
$system" ]; then
    rm -rf "${root:?}/build/$1"
    mkdir -p "$root/build/$1"
    printf '%s\n%s\n' "$root" "$system" >"$made_for"
  fi
  # Relative to the folder, as --preset wants it.
  run_step "configure-$1.log" in_root cmake --preset "$1"
}

in_root() (cd "$root" && "$@")

# build PRESET [TARGET]
build() {
  jobs=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
  run_step "build-$1.log" cmake --build "$root/build/$1" -j "$jobs" ${2:+--target "$2"}
}
