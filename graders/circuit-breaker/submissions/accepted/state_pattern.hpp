// The state pattern: an object per state, each of which knows what follows it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

class CircuitOpenError : public std::runtime_error {
 public:
  CircuitOpenError() : std::runtime_error("open") {}
};

class CircuitBreaker {
 public:
  CircuitBreaker(int failureThreshold, int resetTimeout, int successThreshold)
      : config_{failureThreshold, std::chrono::seconds(resetTimeout), successThreshold},
        mode_(std::make_shared<Closed>(config_)) {}

  int call(const std::function<int()>& fn) {
    const auto mode = current();
    if (!mode->admits()) throw CircuitOpenError();
    try {
      const int value = fn();
      settle(mode, &Mode::succeeded);
      return value;
    } catch (...) {
      settle(mode, &Mode::failed);
      throw;
    }
  }

  std::string getState() { return current()->name(); }

 private:
  struct Config {
    int failures;
    std::chrono::nanoseconds timeout;
    int successes;
  };

  class Mode {
   public:
    explicit Mode(const Config& config) : config_(config) {}
    virtual ~Mode() = default;
    virtual std::string name() const = 0;
    virtual bool admits() const { return true; }
    // Each returns the mode that follows, or nothing when it stays.
    virtual std::shared_ptr<Mode> tick() { return nullptr; }
    virtual std::shared_ptr<Mode> succeeded() { return nullptr; }
    virtual std::shared_ptr<Mode> failed() { return nullptr; }

   protected:
    const Config& config_;
  };

  class Closed : public Mode {
   public:
    using Mode::Mode;
    std::string name() const override { return "CLOSED"; }
    std::shared_ptr<Mode> succeeded() override {
      failures_ = 0;
      return nullptr;
    }
    std::shared_ptr<Mode> failed() override {
      if (++failures_ < config_.failures) return nullptr;
      return std::make_shared<Open>(config_);
    }

   private:
    int failures_ = 0;
  };

  class Open : public Mode {
   public:
    using Mode::Mode;
    std::string name() const override { return "OPEN"; }
    bool admits() const override { return false; }
    std::shared_ptr<Mode> tick() override {
      if (std::chrono::steady_clock::now() - since_ < config_.timeout) return nullptr;
      return std::make_shared<HalfOpen>(config_);
    }

   private:
    std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
  };

  class HalfOpen : public Mode {
   public:
    using Mode::Mode;
    std::string name() const override { return "HALF_OPEN"; }
    std::shared_ptr<Mode> succeeded() override {
      if (++successes_ < config_.successes) return nullptr;
      return std::make_shared<Closed>(config_);
    }
    std::shared_ptr<Mode> failed() override { return std::make_shared<Open>(config_); }

   private:
    int successes_ = 0;
  };

  std::shared_ptr<Mode> current() {
    const std::lock_guard lock(mutex_);
    if (auto next = mode_->tick()) mode_ = next;
    return mode_;
  }

  // A result belongs to the mode its call began in; when that is gone, nothing happens.
  void settle(const std::shared_ptr<Mode>& mode, std::shared_ptr<Mode> (Mode::*event)()) {
    const std::lock_guard lock(mutex_);
    if (mode != mode_) return;
    if (auto next = (mode.get()->*event)()) mode_ = next;
  }

  Config config_;
  std::mutex mutex_;
  std::shared_ptr<Mode> mode_;
};
