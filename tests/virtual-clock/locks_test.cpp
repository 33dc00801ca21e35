#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "virtual-clock/threads.hpp"

using namespace std::chrono_literals;

namespace {

timespec after(clockid_t clock, std::chrono::seconds time) {
  timespec now{};
  clock_gettime(clock, &now);
  now.tv_sec += time.count();
  return now;
}

constexpr timespec long_ago{.tv_sec = -5, .tv_nsec = 0};
constexpr timespec invalid{.tv_sec = 0, .tv_nsec = -1};

struct Mutex {
  explicit Mutex(int type) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, type);
    pthread_mutex_init(&mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
  }
  ~Mutex() { pthread_mutex_destroy(&mutex); }
  pthread_mutex_t mutex;
};

}  // namespace

TEST_CASE("a timed lock gives up at its deadline") {
  std::timed_mutex mutex;
  const std::lock_guard held(mutex);
  SECTION("for a duration") {
    require_ends_after(3s, [&] { CHECK_FALSE(mutex.try_lock_for(3s)); });
  }
  SECTION("until a wall clock time") {
    require_ends_after(
        3s, [&] { CHECK_FALSE(mutex.try_lock_until(std::chrono::system_clock::now() + 3s)); });
  }
  SECTION("POSIX, either clock") {
    require_ends_after(2s, [&] {
      const timespec until = after(CLOCK_REALTIME, 2s);
      CHECK(pthread_mutex_timedlock(mutex.native_handle(), &until) == ETIMEDOUT);
    });
    require_ends_after(2s, [&] {
      const timespec until = after(CLOCK_MONOTONIC, 2s);
      CHECK(pthread_mutex_clocklock(mutex.native_handle(), CLOCK_MONOTONIC, &until) == ETIMEDOUT);
    });
  }
  SECTION("a deadline in the past") {
    CHECK(pthread_mutex_timedlock(mutex.native_handle(), &long_ago) == ETIMEDOUT);
    CHECK(pthread_mutex_timedlock(mutex.native_handle(), &invalid) == EINVAL);
  }
}

TEST_CASE("a timed lock that is released in time is taken, and no time passes") {
  std::timed_mutex mutex;
  mutex.lock();
  const auto start = virtual_clock::now();
  Worker worker([&] {
    CHECK(mutex.try_lock_for(3s));
    mutex.unlock();
  });
  pass(1s);
  mutex.unlock();
  rest();
  REQUIRE(worker.finished());
  CHECK(worker.finished_at() == start + 1s);
}

TEST_CASE("a mutex goes to the threads in the order in which they came") {
  std::mutex mutex;
  std::vector<int> order;
  mutex.lock();
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < 5; ++i) {
    workers.push_back(std::make_unique<Worker>([&, i] {
      const std::lock_guard lock(mutex);
      order.push_back(i);
    }));
  }
  mutex.unlock();
  rest();
  CHECK(order == std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE("whose mutex a thread waits for can be asked") {
  std::mutex mutex;
  mutex.lock();
  Worker worker([&] { const std::lock_guard lock(mutex); });
  const auto wait = virtual_clock::wait_of(worker.id());
  REQUIRE(wait.has_value());
  CHECK(wait->kind == virtual_clock::WaitKind::mutex);
  CHECK(wait->object == mutex.native_handle());
  CHECK(wait->owner == gettid());
  CHECK_FALSE(wait->deadline.has_value());
  CHECK_FALSE(virtual_clock::wait_of(gettid()).has_value());
  CHECK(virtual_clock::parked() == 1);
  CHECK(virtual_clock::active() == 1);
  mutex.unlock();
  rest();
  CHECK_FALSE(virtual_clock::wait_of(worker.id()).has_value());
}

TEST_CASE("mutexes keep the return codes of their kind") {
  SECTION("recursive") {
    Mutex recursive(PTHREAD_MUTEX_RECURSIVE);
    CHECK(pthread_mutex_lock(&recursive.mutex) == 0);
    CHECK(pthread_mutex_lock(&recursive.mutex) == 0);
    CHECK(pthread_mutex_unlock(&recursive.mutex) == 0);
    Worker other([&] {
      CHECK(pthread_mutex_trylock(&recursive.mutex) == EBUSY);
      CHECK(pthread_mutex_unlock(&recursive.mutex) == EPERM);
    });
    CHECK(pthread_mutex_unlock(&recursive.mutex) == 0);
    CHECK(pthread_mutex_unlock(&recursive.mutex) == EPERM);
  }
  SECTION("error checking") {
    Mutex checking(PTHREAD_MUTEX_ERRORCHECK);
    CHECK(pthread_mutex_lock(&checking.mutex) == 0);
    CHECK(pthread_mutex_lock(&checking.mutex) == EDEADLK);
    CHECK(pthread_mutex_trylock(&checking.mutex) == EBUSY);
    Worker other([&] { CHECK(pthread_mutex_unlock(&checking.mutex) == EPERM); });
    CHECK(pthread_mutex_unlock(&checking.mutex) == 0);
    CHECK(pthread_mutex_unlock(&checking.mutex) == EPERM);
  }
}

TEST_CASE("robust and inheriting mutexes are left to the C library and still exclude") {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_t robust;
  pthread_mutex_init(&robust, &attributes);
  pthread_mutexattr_destroy(&attributes);
  std::thread([&] { pthread_mutex_lock(&robust); }).join();
  CHECK(pthread_mutex_lock(&robust) == EOWNERDEAD);
  Worker worker([&] {
    CHECK(pthread_mutex_lock(&robust) == 0);
    CHECK(pthread_mutex_unlock(&robust) == 0);
  });
  CHECK_FALSE(worker.finished());
  CHECK(pthread_mutex_consistent(&robust) == 0);
  CHECK(pthread_mutex_unlock(&robust) == 0);
  rest();
  CHECK(worker.finished());
  pthread_mutex_destroy(&robust);
}

TEST_CASE("readers share, writers wait for all of them") {
  std::shared_mutex mutex;
  mutex.lock_shared();
  Worker reader([&] { const std::shared_lock lock(mutex); });
  CHECK(reader.finished());
  Worker writer([&] { const std::unique_lock lock(mutex); });
  CHECK_FALSE(writer.finished());
  mutex.unlock_shared();
  rest();
  CHECK(writer.finished());
}

TEST_CASE("when a writer leaves, every reader comes in") {
  std::shared_mutex mutex;
  mutex.lock();
  std::atomic<int> inside{0};
  std::vector<std::unique_ptr<Worker>> readers;
  for (int i = 0; i < 4; ++i) {
    readers.push_back(std::make_unique<Worker>([&] {
      const std::shared_lock lock(mutex);
      ++inside;
      std::this_thread::sleep_for(1s);
    }));
  }
  CHECK(inside == 0);
  const auto wait = virtual_clock::wait_of(readers[0]->id());
  REQUIRE(wait.has_value());
  CHECK(wait->kind == virtual_clock::WaitKind::rwlock);
  CHECK(wait->owner == gettid());
  mutex.unlock();
  rest();
  CHECK(inside == 4);
  pass(1s);
}

TEST_CASE("a thread that locks its own rwlock again is told") {
  pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
  CHECK(pthread_rwlock_wrlock(&rwlock) == 0);
  CHECK(pthread_rwlock_wrlock(&rwlock) == EDEADLK);
  CHECK(pthread_rwlock_rdlock(&rwlock) == EDEADLK);
  CHECK(pthread_rwlock_unlock(&rwlock) == 0);
  pthread_rwlock_destroy(&rwlock);
}

TEST_CASE("a timed reader and a timed writer give up at their deadlines") {
  std::shared_timed_mutex mutex;
  mutex.lock();
  require_ends_after(1s, [&] { CHECK_FALSE(mutex.try_lock_shared_for(1s)); });
  require_ends_after(1s, [&] { CHECK_FALSE(mutex.try_lock_for(1s)); });
  pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
  pthread_rwlock_wrlock(&rwlock);
  require_ends_after(2s, [&] {
    const timespec until = after(CLOCK_REALTIME, 2s);
    CHECK(pthread_rwlock_timedrdlock(&rwlock, &until) == ETIMEDOUT);
  });
  require_ends_after(2s, [&] {
    const timespec until = after(CLOCK_REALTIME, 2s);
    CHECK(pthread_rwlock_timedwrlock(&rwlock, &until) == ETIMEDOUT);
  });
  CHECK(pthread_rwlock_timedwrlock(&rwlock, &invalid) == EINVAL);
  pthread_rwlock_unlock(&rwlock);
  mutex.unlock();
}
