// Compiled after adapter.hpp where time is real: objects with a timeout that nobody minds waiting
// for, as far as the submission takes fractions of a second.
namespace nines_adapter {

#if defined(_GLIBCXX_CHRONO) || defined(_GLIBCXX_CHRONO_H) || defined(_LIBCPP_CHRONO)
using Milliseconds = std::chrono::milliseconds;
#else
enum class Milliseconds {};
#endif

/// Braces refuse what would be cut to whole seconds.
template <class T, class Time>
inline constexpr bool can_make_exactly =
    requires(int n, Time time) { new T{n, time, n}; } || requires(int n, Time time) {
      new T({.failureThreshold = n, .resetTimeout = time, .successThreshold = n});
    } || requires(int n, Time time) {
      new T({.failure_threshold = n, .reset_timeout = time, .success_threshold = n});
    };

/// By the same order of preference as make().
template <class T>
inline constexpr bool takes_fractions =
    can_make<T, Seconds> ? can_make<T, Milliseconds>
                         : can_make_exactly<T, double> || can_make_exactly<T, float>;

template <class T>
void* make_for(int failures, int milliseconds, int successes) {
  if constexpr (!takes_fractions<T>) {
    return make<T>(failures, milliseconds / 1000, successes);
  } else if constexpr (can_make<T, Seconds>) {
    return make_with<T>(failures, Milliseconds(milliseconds), successes);
  } else if constexpr (can_make_exactly<T, double>) {
    return make_with<T>(failures, static_cast<double>(milliseconds) / 1000, successes);
  } else {
    return make_with<T>(failures, static_cast<float>(milliseconds) / 1000, successes);
  }
}

}  // namespace nines_adapter

const nines_driver::RealTimeSubject nines_driver::real_time_subject = {
    nines_adapter::make_for<nines_adapter::Breaker>,
    nines_adapter::takes_fractions<nines_adapter::Breaker>};
