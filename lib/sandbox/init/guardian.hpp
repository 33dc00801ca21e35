#pragma once

#include <cstddef>
#include <cstdint>
#include <signal.h>
#include <sys/types.h>

#include "sandbox/init/confine.hpp"

namespace sandbox::init {

/// Watches one program from its start until nothing of it is left. See sandbox.hpp for the theory.
class Guardian {
 public:
  explicit Guardian(const Job& job);
  /// Runs the job to its end and sends the report.
  void run();

 private:
  /// One of the program's output pipes, collected as far as the common bound allows.
  struct Stream {
    int fd = -1;
    char* bytes = nullptr;
    std::size_t size = 0;
  };

  bool open_pipes();
  bool start();
  void watch();
  void take_message();
  void take_notification();
  void take_output(Stream& stream);
  void take_exits();
  void check_usage();
  void end(wire::Outcome outcome, std::int32_t detail = 0);
  void fail(wire::Stage stage, int error, std::uint32_t path = 0);
  void kill_all();
  void classify(int wait_status);
  void send_report();
  std::uint64_t elapsed_us() const;
  int timeout_ms() const;

  const Job& job_;
  const wire::Plan& plan_;
  wire::Report report_{};
  std::uint64_t started_us_ = 0;
  Stream output_;
  Stream errors_;
  int output_child_ = -1;
  int errors_child_ = -1;
  int message_ = -1;
  int message_child_ = -1;
  int listener_ = -1;
  int exits_ = -1;
  int proc_ = -1;
  pid_t child_ = -1;
  bool ended_ = false;        ///< the outcome stands
  bool exited_ = false;       ///< the program ended by itself; its exit status tells the outcome
  bool exec_passed_ = false;  ///< the one notified exec
  bool overflow_ = false;
};

}  // namespace sandbox::init
