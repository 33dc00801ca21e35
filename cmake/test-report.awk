# Reads a JUnit report of ctest's. Prints "PASSED FAILED SKIPPED", then a line for each skipped test
# with its reason. A test that could not be started has not passed.
/^\t<testcase / {
  name = $0
  sub(/^\t<testcase name="/, "", name)
  sub(/" classname=.*/, "", name)
  state = "failed"
  if (/ status="run"/) state = "passed"
  if (/ status="disabled"/) state = "skipped"
  reason = "no reason given"
}
/^\t\t<skipped message="SKIP_/ { state = "skipped" }
/SKIPPED:/ && state == "skipped" { reason = $0; sub(/.*SKIPPED: */, "", reason) }
/^\t<\/testcase>/ {
  count[state]++
  if (state == "skipped") list = list "        skipped: " name ": " reason "\n"
}
END {
  gsub(/&lt;/, "<", list)
  gsub(/&gt;/, ">", list)
  gsub(/&quot;/, "\"", list)
  gsub(/&apos;/, "'", list)
  gsub(/&amp;/, "\\&", list)
  printf "%d %d %d\n%s", count["passed"], count["failed"], count["skipped"], list
}
