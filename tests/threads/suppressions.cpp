// The distribution's cpp-httplib is not built with ThreadSanitizer, which sees the library's static
// tables being made (in a guard that it does not see) and then read. Only what the library itself
// asks of the C library is left out: our handlers are watched as ever.
extern "C" const char* __tsan_default_suppressions();

extern "C" const char* __tsan_default_suppressions() {
  return "called_from_lib:libcpp-httplib.so\n";
}
