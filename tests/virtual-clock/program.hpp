#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

/// A program that was run to its end.
struct Ran {
  /// 128 and the signal, if one ended it; 127 if it could not be started.
  int status = 127;
  /// Both of its outputs.
  std::string output;
};

Ran run(const std::vector<std::string>& command);

/// A process beside the test that does nothing but burn processor time, until destroyed.
class BusyProcess {
 public:
  BusyProcess();
  ~BusyProcess();
  BusyProcess(const BusyProcess&) = delete;
  BusyProcess& operator=(const BusyProcess&) = delete;

 private:
  pid_t process_;
};
