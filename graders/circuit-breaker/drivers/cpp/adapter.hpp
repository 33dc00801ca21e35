// Compiled after the submission, in the same translation unit. It finds out at compile time what
// the submission offers and puts that behind four functions. What is missing is said in one
// sentence that begins with "nines: "; the build step shows that sentence instead of the errors.
// For names that may not exist at all there is no other way than to let the compiler complain in a
// file of that name, hence the #line directives.
#include "driver_interface.hpp"

namespace nines_adapter {

template <class T>
struct Found {
  using Type = T;
};
template <class T>
Found<T> found_class();
template <template <class...> class T>
Found<T<>> found_class();
template <template <auto...> class T>
Found<T<>> found_class();

// clang-format off
#line 1 "nines: there is no class CircuitBreaker that can be used: it must be in the global namespace or in one namespace of its own, and its template parameters need defaults"
using Breaker = decltype(found_class<CircuitBreaker>())::Type;
#line 27 "adapter.hpp"
// clang-format on

template <class T>
struct Nested {};
template <class T>
  requires requires { typename T::CircuitOpenError; }
struct Nested<T> {
  using CircuitOpenError = typename T::CircuitOpenError;
};
// clang-format off
struct OpenError : Nested<Breaker> {
#line 1 "nines: there is no CircuitOpenError: declare it beside CircuitBreaker or as a public member of it"
  using Type = CircuitOpenError;
#line 41 "adapter.hpp"
};
// clang-format on

template <class T, class U>
inline constexpr bool is_same = false;
template <class T>
inline constexpr bool is_same<T, T> = true;
template <class T>
struct Plain {
  using Type = T;
};
template <class T>
struct Plain<T&> : Plain<T> {};
template <class T>
struct Plain<const T> : Plain<T> {};

/// Most of the time that traces take is spent on finding handlers for exceptions, frame by frame.
#define NINES_WITHOUT_FRAME __attribute__((always_inline)) inline

struct Function {
  nines_driver::Call* call;
  NINES_WITHOUT_FRAME int operator()() const { return nines_driver::run_function(*call); }
};

// Durations exist only if the submission included them, by whatever header.
#if defined(_GLIBCXX_CHRONO) || defined(_GLIBCXX_CHRONO_H) || defined(_LIBCPP_CHRONO)
using Seconds = std::chrono::seconds;
#else
enum class Seconds {};
#endif

#if defined(_GLIBCXX_FUNCTIONAL) || defined(_LIBCPP_FUNCTIONAL)
template <class F>
using StandardFunction = std::function<int()>;
#else
template <class F>
using StandardFunction = F;
#endif

template <class T, class Time>
T* make_with(int failures, Time timeout, int successes) {
  if constexpr (requires { new T(failures, timeout, successes); }) {
    return new T(failures, timeout, successes);
  } else if constexpr (requires { new T{failures, timeout, successes}; }) {
    return new T{failures, timeout, successes};
  } else if constexpr (requires {
                         new T({.failureThreshold = failures,
                                .resetTimeout = timeout,
                                .successThreshold = successes});
                       }) {
    return new T(
        {.failureThreshold = failures, .resetTimeout = timeout, .successThreshold = successes});
  } else if constexpr (requires {
                         new T({.failure_threshold = failures,
                                .reset_timeout = timeout,
                                .success_threshold = successes});
                       }) {
    return new T(
        {.failure_threshold = failures, .reset_timeout = timeout, .success_threshold = successes});
  } else {
    return nullptr;
  }
}

template <class T, class Time>
inline constexpr bool can_make = requires(int n, Time time) {
  new T(n, time, n);
} || requires(int n, Time time) { new T{n, time, n}; } || requires(int n, Time time) {
  new T({.failureThreshold = n, .resetTimeout = time, .successThreshold = n});
} || requires(int n, Time time) {
  new T({.failure_threshold = n, .reset_timeout = time, .success_threshold = n});
};

template <class T>
void* make(int failures, int seconds, int successes) {
  if constexpr (can_make<T, Seconds>) {
    return make_with<T>(failures, Seconds(seconds), successes);
  } else if constexpr (can_make<T, int>) {
    return make_with<T>(failures, seconds, successes);
  } else {
    static_assert(can_make<T, double>,
                  "nines: CircuitBreaker cannot be made from (failureThreshold, resetTimeout, "
                  "successThreshold) with whole numbers and the timeout in seconds (a number or a "
                  "std::chrono duration)");
    return make_with<T>(failures, static_cast<double>(seconds), successes);
  }
}

template <class T>
void destroy(void* object) {
  delete static_cast<T*>(object);
}

/// Calls call() in the first form that is accepted.
template <class T, class F>
NINES_WITHOUT_FRAME decltype(auto) call_function(T& object, F function) {
  if constexpr (requires { object.call(static_cast<F&&>(function)); }) {
    return object.call(static_cast<F&&>(function));
  } else if constexpr (requires { object.call(function); }) {
    return object.call(function);
  } else if constexpr (requires { object.call(StandardFunction<F>(function)); }) {
    return object.call(StandardFunction<F>(function));
  } else if constexpr (requires { object.template call<int>(function); }) {
    return object.template call<int>(function);
  } else {
    static_assert(
        !is_same<T, T>,
        "nines: CircuitBreaker has no public call(fn) that takes a function without parameters "
        "that returns int (a template, std::function<int()> or std::function<void()>)");
  }
}

template <class T>
void call(void* object, nines_driver::Call& call) {
  const Function function{&call};
  T& breaker = *static_cast<T*>(object);
  using Result = decltype(call_function(breaker, function));
  using Value = typename Plain<Result>::Type;
  try {
    if constexpr (is_same<Value, void>) {
      call_function(breaker, function);
      nines_driver::call_returned(call, true);
    } else if constexpr (requires(Result value) { static_cast<int>(value); }) {
      Result value = call_function(breaker, function);
      nines_driver::call_returned(call, static_cast<int>(value) == nines_driver::value_of(call));
    } else {
      static_assert(!is_same<T, T>,
                    "nines: call(fn) returns neither the value of fn nor nothing: with a function "
                    "that returns int its result cannot be compared with one");
    }
  } catch (const typename OpenError::Type&) {
    nines_driver::call_threw(call, true);
  } catch (...) {
    nines_driver::call_threw(call, false);
  }
}

#define NINES_NAMED(index, name)         \
  if constexpr (requires { E::name; }) { \
    if (state == E::name) return index;  \
  } else
#define NINES_NO_NAME(what)                                                                     \
  {                                                                                             \
    static_assert(!is_same<E, E>, "nines: the state type has no enumerator for " what           \
                                  ": it is "                                                    \
                                  "looked for as CLOSED, OPEN and HALF_OPEN, and in the usual " \
                                  "spellings (Closed, closed, kClosed; HalfOpen, half_open)");  \
  }

template <class E>
int state_of_enumerator(E state) {
  NINES_NAMED(0, CLOSED)
  NINES_NAMED(0, Closed)
  NINES_NAMED(0, closed)
  NINES_NAMED(0, kClosed) NINES_NAMED(0, STATE_CLOSED) NINES_NO_NAME("CLOSED") NINES_NAMED(1, OPEN)
      NINES_NAMED(1, Open) NINES_NAMED(1, open) NINES_NAMED(1, kOpen) NINES_NAMED(1, STATE_OPEN)
          NINES_NO_NAME("OPEN") NINES_NAMED(2, HALF_OPEN) NINES_NAMED(2, HalfOpen)
              NINES_NAMED(2, half_open) NINES_NAMED(2, halfOpen) NINES_NAMED(2, kHalfOpen)
                  NINES_NAMED(2, HALFOPEN) NINES_NAMED(2, Half_Open) NINES_NAMED(2, halfopen)
                      NINES_NAMED(2, STATE_HALF_OPEN)
                          NINES_NO_NAME("HALF_OPEN") return nines_driver::unknown_state;
}
#undef NINES_NAMED
#undef NINES_NO_NAME

template <class T>
decltype(auto) ask(T& object) {
  if constexpr (requires { object.getState(); }) {
    return object.getState();
  } else if constexpr (requires { object.get_state(); }) {
    return object.get_state();
  } else if constexpr (requires { object.state(); }) {
    return object.state();
  } else {
    static_assert(!is_same<T, T>,
                  "nines: CircuitBreaker has no public getState(), get_state() or state()");
  }
}

template <class T>
int state(void* object) {
  T& breaker = *static_cast<T*>(object);
  using Result = decltype(ask<T>(breaker));
  using Value = typename Plain<Result>::Type;
  if constexpr (__is_enum(Value)) {
    return state_of_enumerator<Value>(ask<T>(breaker));
  } else if constexpr (requires(const Value& text) {
                         text.size();
                         nines_driver::state_named(text.data(), text.size());
                       }) {
    const Value text = ask<T>(breaker);
    return nines_driver::state_named(text.data(), text.size());
  } else if constexpr (requires(Value text, const char*& pointer) { pointer = text; }) {
    const char* text = ask<T>(breaker);
    if (text == nullptr) return nines_driver::unknown_state;
    unsigned long length = 0;
    while (length < 32 && text[length] != 0) ++length;
    return nines_driver::state_named(text, length);
  } else {
    static_assert(!is_same<T, T>,
                  "nines: the state is neither an enumeration nor a string of CLOSED, OPEN and "
                  "HALF_OPEN");
  }
}

}  // namespace nines_adapter

const nines_driver::Subject nines_driver::subject = {
    nines_adapter::make<nines_adapter::Breaker>, nines_adapter::destroy<nines_adapter::Breaker>,
    nines_adapter::call<nines_adapter::Breaker>, nines_adapter::state<nines_adapter::Breaker>};
