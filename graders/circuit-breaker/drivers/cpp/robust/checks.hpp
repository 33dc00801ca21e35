// Compiled after adapter.hpp: what a breaker of a production system does beyond the statement. Each
// check runs in a process of its own, in virtual time.
#include <climits>
#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace nines_checks {

using nines_driver::subject;

int fail(const char* what) {
  std::printf("%s\n", what);
  return 1;
}

/// A breaker that goes with its scope.
struct Made {
  explicit Made(int n, int timeout = 1, int m = 1) : object(subject.make(n, timeout, m)) {}
  ~Made() { subject.destroy(object); }
  nines_adapter::Breaker& operator*() const {
    return *static_cast<nines_adapter::Breaker*>(object);
  }
  int state() const { return subject.state(object); }
  void* object;
};

constexpr int closed = 0;
constexpr int open = 1;

/// A function object that call() takes in place of the driver's.
template <class Body>
struct Wrapped {
  Body* body;
  int operator()() const { return (*body)(); }
};

enum class End { returned, threw_int, threw_text, rejected, threw_other };

/// What comes out of call() when fn does `body`.
template <class Body>
End call(const Made& made, Body body) {
  try {
    nines_adapter::call_function(*made, Wrapped<Body>{&body});
    return End::returned;
  } catch (const nines_adapter::OpenError::Type&) {
    return End::rejected;
  } catch (int) {
    return End::threw_int;
  } catch (const char*) {
    return End::threw_text;
  } catch (...) {
    return End::threw_other;
  }
}

int succeed() {
  return 7;
}
int throw_error() {
  throw std::runtime_error("fails");
}

int odd_throws() {
  const Made made(2);
  if (call(made, []() -> int { throw 42; }) != End::threw_int) {
    return fail("fn did `throw 42`, and something else came out of call()");
  }
  if (made.state() != closed) return fail("after one `throw 42` of two it is not CLOSED");
  if (call(made, []() -> int { throw "text"; }) != End::threw_text) {
    return fail("fn did `throw \"text\"`, and something else came out of call()");
  }
  if (made.state() != open) {
    return fail("two calls threw an int and a string literal; they were not counted as failures");
  }
  return 0;
}

int huge_timeout() {
  for (const int seconds : {INT_MAX, INT_MAX / 1000 + 1, 86'400 * 365}) {
    const Made made(1, seconds);
    call(made, throw_error);
    if (made.state() != open) return fail("with a huge timeout it did not stay OPEN");
    nines_driver::pass_seconds(3600);
    if (made.state() != open || call(made, succeed) != End::rejected) {
      std::printf("with a timeout of %d s it was no longer OPEN after an hour\n", seconds);
      return 1;
    }
  }
  return 0;
}

int re_entrant() {
  {
    const Made made(2);
    int seen = -1;
    call(made, [&] { return seen = made.state(); });
    if (seen != closed) return fail("asked for its state inside fn, it did not say CLOSED");
  }
  const Made made(2);
  int inner = 0;
  const End outer = call(made, [&] {
    call(made, [&] { return ++inner; });
    return 1;
  });
  if (inner != 1 || outer != End::returned) {
    return fail("a call inside fn of another call did not come back as it should");
  }
  call(made, [&] {
    call(made, throw_error);
    call(made, throw_error);
    return 1;
  });
  return 0;
}

int invalid_arguments() {
  const int values[] = {0, -1, INT_MIN, 1};
  for (const int n : values) {
    for (const int timeout : values) {
      for (const int m : values) {
        try {
          const Made made(n, timeout, m);
          for (int i = 0; i < 3; ++i) {
            call(made, throw_error);
            made.state();
            call(made, succeed);
            nines_driver::pass_seconds(1.5);
            made.state();
            call(made, succeed);
          }
        } catch (const std::exception&) {
          // To refuse them is one of the right answers.
        } catch (...) {
        }
      }
    }
  }
  return 0;
}

}  // namespace nines_checks

int nines_driver::run_check(const char* check) {
  const struct {
    const char* name;
    int (*run)();
  } checks[] = {{"odd-throws", nines_checks::odd_throws},
                {"huge-timeout", nines_checks::huge_timeout},
                {"re-entrant", nines_checks::re_entrant},
                {"invalid-arguments", nines_checks::invalid_arguments}};
  for (const auto& known : checks) {
    if (std::strcmp(known.name, check) == 0) return known.run();
  }
  return 2;
}
