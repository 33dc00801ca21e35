// Compiled after adapter.hpp: functions that return something else than int. Which one is chosen by
// a macro, since what is not supported may not compile.
#include <cstdio>
#include <memory>

namespace nines_results {

int fail(const char* what) {
  std::printf("%s\n", what);
  return 1;
}

int run(nines_adapter::Breaker& breaker) {
#if defined(NINES_VOID)
  int runs = 0;
  breaker.call([&runs] { ++runs; });
  if (runs != 1) return fail("a function that returns nothing was not run once");
#elif defined(NINES_REFERENCE)
  static int target = 0;
  int& result = breaker.call([]() -> int& { return target; });
  if (&result != &target) return fail("a reference came back as a reference to something else");
#elif defined(NINES_MOVE_ONLY)
  const std::unique_ptr<int> result = breaker.call([] { return std::make_unique<int>(7); });
  if (!result || *result != 7) return fail("a std::unique_ptr came back changed");
#endif
  return 0;
}

}  // namespace nines_results

int nines_driver::run_check(const char*) {
  void* object = nines_driver::subject.make(3, 1, 2);
  const int found = nines_results::run(*static_cast<nines_adapter::Breaker*>(object));
  nines_driver::subject.destroy(object);
  return found;
}
