#include "arena.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <grp.h>
#include <iostream>
#include <iterator>
#include <netinet/in.h>
#include <signal.h>
#include <sstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sandbox_test {
namespace {

namespace fs = std::filesystem;

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

base::UniqueFd bound_socket(int type, int& port) {
  base::UniqueFd fd(::socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* any = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  require(::bind(fd.get(), any, size) == 0, "bind");
  require(::getsockname(fd.get(), any, &size) == 0, "getsockname");
  port = ntohs(address.sin_port);
  return fd;
}

const std::string& hostile_program() {
  static const std::string bytes = read_file(HOSTILE_PROGRAM);
  return bytes;
}

/// The kernel keeps 15 characters of a program's name.
std::string program_name() {
  return "nh" + std::to_string(::getpid());
}

}  // namespace

Arena::Arena() : folder_(fs::temp_directory_path()) {
  home_ = folder_.path() / "home";
  readable_ = folder_.path() / "program";
  program_ = readable_ / program_name();
  fs::create_directory(home_);
  fs::create_directory(readable_);
  std::ofstream(home_ / "secret") << secret_text;
  std::ofstream(readable_ / "readable") << secret_text;
  std::ofstream(program_, std::ios::binary) << hostile_program();
  fs::permissions(program_, fs::perms::owner_all);
  struct stat what{};
  ::stat((readable_ / "readable").c_str(), &what);
  mode_ = what.st_mode;

  tcp_ = bound_socket(SOCK_STREAM, port_);
  require(::listen(tcp_.get(), 4) == 0, "listen");
  udp_ = bound_socket(SOCK_DGRAM, port_);
  local_.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, (home_ / "socket").c_str(), sizeof address.sun_path - 1);
  require(::bind(local_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
              ::listen(local_.get(), 4) == 0,
          "listen");

  canary_ = ::fork();
  require(canary_ >= 0, "fork");
  if (canary_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) ::pause();
  }
}

Arena::~Arena() {
  ::kill(canary_, SIGKILL);
  ::waitpid(canary_, nullptr, 0);
}

sandbox::Job Arena::job(const std::string& attack) const {
  sandbox::Job job;
  job.argv = {program_.string(), attack};
  job.environment = {"HOSTILE_HOME=" + home_.string(), "HOSTILE_READABLE=" + readable_.string(),
                     "HOSTILE_PORT=" + std::to_string(port_),
                     "HOSTILE_CANARY=" + std::to_string(canary_),
                     "HOSTILE_PARENT=" + std::to_string(::getpid())};
  job.folder = readable_;
  job.readable = {readable_};
  // Generous, because the machine may be busy; cases that are to hit one have a small one.
  job.limits.wall = std::chrono::seconds(30);
  return job;
}

std::vector<std::string> Arena::damage() {
  std::vector<std::string> found;
  const auto expect = [&found](bool holds, const std::string& sentence) {
    if (!holds) found.push_back(sentence);
  };
  expect(::waitpid(canary_, nullptr, WNOHANG) == 0, "the canary process was ended");
  rlimit cpu{};
  ::prlimit(static_cast<pid_t>(canary_), RLIMIT_CPU, nullptr, &cpu);
  expect(cpu.rlim_cur > 1, "the canary process got a limit");
  expect(::accept(tcp_.get(), nullptr, nullptr) < 0, "somebody connected by TCP");
  expect(::accept(local_.get(), nullptr, nullptr) < 0, "somebody connected to the UNIX socket");
  char byte = 0;
  expect(::recv(udp_.get(), &byte, 1, 0) < 0, "somebody sent a datagram");
  expect(read_file(home_ / "secret") == secret_text, "the secret was written to");
  struct stat what{};
  ::stat((readable_ / "readable").c_str(), &what);
  expect(read_file(readable_ / "readable") == secret_text, "the readable file was written to");
  expect(what.st_mode == mode_, "the readable file has another mode");
  for (const fs::path& folder :
       {fs::path("/"), fs::path("/tmp"), fs::path("/var/tmp"), fs::path("/dev"),
        fs::path("/dev/shm"), fs::path("/run"), fs::path("/usr"), home_, readable_}) {
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      expect(at->path().filename().string().rfind("nines-was-here", 0) != 0,
             at->path().string() + " was created");
    }
  }
  return found;
}

/// Empty when the process has just ended.
static std::string name_of_process(const fs::path& process) {
  try {
    return read_file(process / "comm");
  } catch (const std::ios_base::failure&) {
    return {};
  }
}

int Arena::left_behind() const {
  const std::string wanted = program_.filename().string() + "\n";
  int count = 0;
  std::error_code error;
  for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error)) {
    count += name_of_process(at->path()) == wanted ? 1 : 0;
  }
  return count;
}

std::vector<std::string> as(User user, const std::function<std::vector<std::string>()>& work) {
  if (user == User::own) return work();
  if (::geteuid() != 0) {
    std::cout << "SKIPPED: only root can become another user\n";
    return {};
  }
  hostile_program();  // nobody may not be able to read it
  std::array<int, 2> ends{};
  require(::pipe(ends.data()) == 0, "pipe");
  const pid_t child = ::fork();
  require(child >= 0, "fork");
  if (child == 0) {
    ::close(ends[0]);
    std::string text;
    try {
      constexpr unsigned nobody = 65534;
      require(::setgroups(0, nullptr) == 0 && ::setresgid(nobody, nobody, nobody) == 0 &&
                  ::setresuid(nobody, nobody, nobody) == 0 && ::chdir("/") == 0,
              "become nobody");
      // A change of user takes the right to one's own /proc/self/fd, which a login gives back.
      ::prctl(PR_SET_DUMPABLE, 1);
      for (const std::string& line : work()) text += line + "\n";
    } catch (const std::exception& error) {
      text = std::string("as nobody: ") + error.what() + "\n";
    }
    const bool is_written =
        ::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::_exit(is_written ? 0 : 1);
  }
  ::close(ends[1]);
  std::string text;
  char chunk[4096];
  ssize_t size = 0;
  while ((size = ::read(ends[0], chunk, sizeof chunk)) > 0) {
    text.append(chunk, static_cast<std::size_t>(size));
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  if (status != 0) lines.push_back("the process that ran as nobody ended badly");
  return lines;
}

bool is_available(sandbox::Tier tier) {
  const sandbox::TierStatus status = sandbox::probe(tier);
  if (!status.works) {
    std::cout << "SKIPPED: " << sandbox::name(tier) << " does not work here: " << status.why_not
              << std::endl;  // perhaps from a child that ends by _exit
  }
  return status.works;
}

std::string describe(const sandbox::RunResult& result) {
  std::string text = sandbox::name(result.status);
  if (result.status == sandbox::Status::exited) text += ":" + std::to_string(result.exit_code);
  if (result.status == sandbox::Status::signalled) text += ":" + std::to_string(result.signal);
  if (!result.denied_call.empty()) text += ":" + result.denied_call;
  if (!result.message.empty()) text += " (" + result.message + ")";
  return text;
}

bool apply_limit(const std::string& word, sandbox::Limits& limits) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos) return false;
  const std::string name = word.substr(0, equals);
  const long value = std::stol(word.substr(equals + 1));
  const auto size = static_cast<std::uint64_t>(value);
  if (name == "cpu") {
    limits.cpu = std::chrono::milliseconds(value);
  } else if (name == "wall") {
    limits.wall = std::chrono::milliseconds(value);
  } else if (name == "memory") {
    limits.address_space_bytes = size;
  } else if (name == "resident") {
    limits.resident_bytes = size;
  } else if (name == "threads") {
    limits.threads = static_cast<std::uint32_t>(value);
  } else if (name == "output") {
    limits.output_bytes = size;
  } else {
    return false;
  }
  return true;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::vector<std::string>> read_table(const std::filesystem::path& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::vector<std::string> row(std::istream_iterator<std::string>{words}, {});
    if (!row.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace sandbox_test
