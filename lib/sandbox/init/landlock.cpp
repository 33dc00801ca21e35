#include "sandbox/init/landlock.hpp"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sandbox::init {
namespace {

// From newer headers than Debian 12's (kernel 6.1), by the version of Landlock that knows them.
constexpr std::uint64_t fs_refer = 1ULL << 13;      // 2
constexpr std::uint64_t fs_truncate = 1ULL << 14;   // 3
constexpr std::uint64_t fs_ioctl_dev = 1ULL << 15;  // 5
constexpr std::uint64_t net_bind_tcp = 1ULL << 0;   // 4
constexpr std::uint64_t net_connect_tcp = 1ULL << 1;
constexpr std::uint64_t scope_abstract_unix_socket = 1ULL << 0;  // 6
constexpr std::uint64_t scope_signal = 1ULL << 1;

/// struct landlock_ruleset_attr as of version 6; older kernels take a prefix of it.
struct Ruleset {
  std::uint64_t handled_access_fs;
  std::uint64_t handled_access_net;
  std::uint64_t scoped;
};

constexpr std::uint64_t read_file = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE;
constexpr std::uint64_t read_tree = read_file | LANDLOCK_ACCESS_FS_READ_DIR;
/// No device nodes, no sockets.
constexpr std::uint64_t write_tree =
    read_tree | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
    LANDLOCK_ACCESS_FS_MAKE_SYM | fs_refer | fs_truncate;
constexpr std::uint64_t use_device =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | fs_truncate;

struct SystemPath {
  const char* path;
  std::uint64_t access;
};

/// Those that do not exist here are left out.
constexpr SystemPath system_paths[] = {
    {"/usr", read_tree},
    {"/bin", read_tree},
    {"/lib", read_tree},
    {"/lib32", read_tree},
    {"/lib64", read_tree},
    {"/etc/ld.so.cache", LANDLOCK_ACCESS_FS_READ_FILE},
    {"/etc/alternatives", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR},
    {"/dev/null", use_device},
    {"/dev/zero", LANDLOCK_ACCESS_FS_READ_FILE},
    {"/dev/urandom", LANDLOCK_ACCESS_FS_READ_FILE},
    {"/dev/random", LANDLOCK_ACCESS_FS_READ_FILE},
    // Its own entry only: the rule belongs to the directory that the link leads to now.
    {"/proc/self", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR},
};

/// 0, or errno.
int allow(int ruleset, const char* path, std::uint64_t access, std::uint64_t handled) {
  const int fd = open(path, O_PATH | O_CLOEXEC);
  if (fd < 0) return errno;
  struct stat what{};
  if (fstat(fd, &what) != 0) return errno;
  constexpr std::uint64_t for_files = read_file | LANDLOCK_ACCESS_FS_WRITE_FILE | fs_truncate;
  if (!S_ISDIR(what.st_mode)) access &= for_files;
  landlock_path_beneath_attr rule{};
  rule.allowed_access = access & handled;
  rule.parent_fd = fd;
  const long added = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0U);
  const int error = added == 0 ? 0 : errno;
  close(fd);
  return error;
}

}  // namespace

Message enter_landlock(const Job& job) {
  const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0UL,
                               static_cast<unsigned>(LANDLOCK_CREATE_RULESET_VERSION));
  if (version < 1) return {wire::Stage::landlock_missing, errno, 0};

  Ruleset wanted{};
  wanted.handled_access_fs = (1ULL << 13) - 1;  // version 1: everything up to MAKE_SYM
  if (version >= 2) wanted.handled_access_fs |= fs_refer;
  if (version >= 3) wanted.handled_access_fs |= fs_truncate;
  if (version >= 5) wanted.handled_access_fs |= fs_ioctl_dev;
  unsigned long size = sizeof(wanted.handled_access_fs);
  if (version >= 4) {
    wanted.handled_access_net = net_bind_tcp | net_connect_tcp;
    size += sizeof(wanted.handled_access_net);
  }
  if (version >= 6) {
    wanted.scoped = scope_abstract_unix_socket | scope_signal;
    size += sizeof(wanted.scoped);
  }
  const long created = syscall(SYS_landlock_create_ruleset, &wanted, size, 0U);
  if (created < 0) return {wire::Stage::landlock, errno, 0};
  const int ruleset = static_cast<int>(created);

  const std::uint64_t handled = wanted.handled_access_fs;
  for (const SystemPath& system : system_paths) {
    const int error = allow(ruleset, system.path, system.access, handled);
    if (error != 0 && error != ENOENT) {
      return {wire::Stage::landlock_rules, error, job.plan.readable_count};
    }
  }
  for (std::uint32_t i = 0; i < job.plan.readable_count; ++i) {
    const int error = allow(ruleset, job.readable[i], read_tree, handled);
    if (error != 0) return {wire::Stage::landlock_rules, error, i};
  }
  if (job.writable != nullptr) {
    const int error = allow(ruleset, job.writable, write_tree, handled);
    if (error != 0) return {wire::Stage::landlock_rules, error, job.plan.readable_count};
  }
  if (syscall(SYS_landlock_restrict_self, ruleset, 0U) != 0) {
    return {wire::Stage::landlock, errno, 0};
  }
  close(ruleset);
  return {wire::Stage::exec, 0, 0};
}

}  // namespace sandbox::init
