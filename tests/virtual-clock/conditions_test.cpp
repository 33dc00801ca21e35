#include <condition_variable>
#include <mutex>
#include <semaphore.h>
#include <vector>

#include "virtual-clock/threads.hpp"

using namespace std::chrono_literals;

TEST_CASE("a timed wait on a condition ends at its deadline") {
  std::mutex mutex;
  std::condition_variable condition;
  SECTION("for a duration") {
    require_ends_after(1s, [&] {
      std::unique_lock lock(mutex);
      CHECK(condition.wait_for(lock, 1s) == std::cv_status::timeout);
    });
  }
  SECTION("until a wall clock time") {
    require_ends_after(1s, [&] {
      std::unique_lock lock(mutex);
      CHECK(condition.wait_until(lock, std::chrono::system_clock::now() + 1s) ==
            std::cv_status::timeout);
    });
  }
  SECTION("with the clock that the attributes name") {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_t steady;
    pthread_cond_init(&steady, &attributes);
    require_ends_after(4s, [&] {
      timespec until{};
      clock_gettime(CLOCK_MONOTONIC, &until);
      until.tv_sec += 4;
      const std::unique_lock lock(mutex);
      CHECK(pthread_cond_timedwait(&steady, mutex.native_handle(), &until) == ETIMEDOUT);
    });
    CHECK(pthread_cond_destroy(&steady) == 0);
  }
}

TEST_CASE("a wait whose deadline has passed lets others have the mutex, and times out") {
  std::mutex mutex;
  std::condition_variable condition;
  std::unique_lock lock(mutex);
  std::atomic<bool> other_was_in{false};
  Worker other([&] {
    const std::lock_guard inner(mutex);
    other_was_in = true;
  });
  CHECK(condition.wait_for(lock, -1s) == std::cv_status::timeout);
  lock.unlock();
  rest();
  CHECK(other_was_in);
  const timespec invalid{.tv_sec = 0, .tv_nsec = 1'000'000'000};
  lock.lock();
  CHECK(pthread_cond_timedwait(condition.native_handle(), mutex.native_handle(), &invalid) ==
        EINVAL);
}

TEST_CASE("a signal before the deadline ends the wait and moves no clock") {
  std::mutex mutex;
  std::condition_variable condition;
  const auto start = virtual_clock::now();
  std::cv_status result{};
  Worker worker([&] {
    std::unique_lock lock(mutex);
    result = condition.wait_for(lock, 10s);
  });
  condition.notify_one();
  rest();
  REQUIRE(worker.finished());
  CHECK(result == std::cv_status::no_timeout);
  CHECK(virtual_clock::now() == start);
}

TEST_CASE("a signal wakes one, the one that waits longest; a broadcast wakes all") {
  std::mutex mutex;
  std::condition_variable condition;
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < 5; ++i) {
    workers.push_back(std::make_unique<Worker>([&] {
      std::unique_lock lock(mutex);
      condition.wait(lock);
    }));
  }
  const auto finished = [&] {
    std::vector<bool> each;
    for (const auto& worker : workers) each.push_back(worker->finished());
    return each;
  };
  condition.notify_one();
  rest();
  CHECK(finished() == std::vector<bool>{true, false, false, false, false});
  condition.notify_one();
  rest();
  CHECK(finished() == std::vector<bool>{true, true, false, false, false});
  condition.notify_all();
  rest();
  CHECK(finished() == std::vector<bool>(5, true));
}

TEST_CASE("a signal for nobody is not remembered") {
  std::mutex mutex;
  std::condition_variable condition;
  condition.notify_all();
  require_ends_after(1s, [&] {
    std::unique_lock lock(mutex);
    CHECK(condition.wait_for(lock, 1s) == std::cv_status::timeout);
  });
}

TEST_CASE("a wait on an error-checking mutex that is not held is refused") {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, &attributes);
  pthread_mutexattr_destroy(&attributes);
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  CHECK(pthread_cond_wait(&condition, &mutex) == EPERM);
  CHECK(virtual_clock::parked() == 0);
  CHECK(virtual_clock::active() == 1);
  pthread_mutex_destroy(&mutex);
}

TEST_CASE("destroying a condition waits for those who still use it") {
  std::mutex mutex;
  auto condition = std::make_unique<std::condition_variable>();
  Worker waiter([&] {
    std::unique_lock lock(mutex);
    condition->wait_for(lock, 2s);
  });
  Worker destroyer([&] { condition.reset(); });
  CHECK_FALSE(destroyer.finished());
  pass(2s);
  CHECK(waiter.finished());
  CHECK(destroyer.finished());
}

TEST_CASE("condition_variable_any is woken by a stop request, and times out") {
  std::mutex mutex;
  std::condition_variable_any condition;
  SECTION("stopped") {
    bool stopped = false;
    std::jthread thread([&](std::stop_token token) {
      std::unique_lock lock(mutex);
      condition.wait_for(lock, token, 10s, [] { return false; });
      stopped = token.stop_requested();
    });
    rest();
    pass(9s);
    thread.request_stop();
    thread.join();
    CHECK(stopped);
  }
  SECTION("timed out") {
    require_ends_after(10s, [&] {
      std::unique_lock lock(mutex);
      CHECK(condition.wait_for(lock, 10s) == std::cv_status::timeout);
    });
  }
}

TEST_CASE("a semaphore is waited for, posted and timed") {
  sem_t semaphore;
  REQUIRE(sem_init(&semaphore, 0, 0) == 0);
  Worker worker([&] { CHECK(sem_wait(&semaphore) == 0); });
  CHECK_FALSE(worker.finished());
  CHECK(virtual_clock::wait_of(worker.id())->kind == virtual_clock::WaitKind::semaphore);
  CHECK(sem_post(&semaphore) == 0);
  rest();
  CHECK(worker.finished());
  const clockid_t clock = GENERATE(CLOCK_REALTIME, CLOCK_MONOTONIC);
  require_ends_after(5s, [&] {
    timespec until{};
    clock_gettime(clock, &until);
    until.tv_sec += 5;
    CHECK((clock == CLOCK_REALTIME ? sem_timedwait(&semaphore, &until)
                                   : sem_clockwait(&semaphore, clock, &until)) == -1);
    CHECK(errno == ETIMEDOUT);
  });
  const timespec invalid{.tv_sec = 0, .tv_nsec = -1};
  CHECK(sem_timedwait(&semaphore, &invalid) == -1);
  CHECK(errno == EINVAL);
  CHECK(sem_post(&semaphore) == 0);
  CHECK(sem_timedwait(&semaphore, &invalid) == 0);
  sem_destroy(&semaphore);
}

TEST_CASE("a signal handler ends the wait for a semaphore") {
  sem_t semaphore;
  REQUIRE(sem_init(&semaphore, 0, 0) == 0);
  int error = 0;
  Worker worker([&] { error = sem_wait(&semaphore) == 0 ? 0 : errno; });
  interrupt(worker);
  CHECK(error == EINTR);
  CHECK(virtual_clock::parked() == 0);
  sem_destroy(&semaphore);
}
