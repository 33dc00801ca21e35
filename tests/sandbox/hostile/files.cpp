#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <initializer_list>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "attack.hpp"

namespace hostile {
namespace {

std::string home() {
  return setting("HOSTILE_HOME");
}
std::string secret() {
  return home() + "/secret";
}
/// Lies where the program may read.
std::string readable() {
  return setting("HOSTILE_READABLE") + "/readable";
}

int try_to_open(const std::string& path, int flags) {
  const int fd = open(path.c_str(), flags, 0600);
  if (fd < 0) return refused;
  char text[64];
  if ((flags & O_ACCMODE) == O_RDONLY && read(fd, text, sizeof text) < 0) return refused;
  return succeeded;
}

int read_home() {
  return try_to_open(secret(), O_RDONLY);
}
int list_home() {
  return refused_if(opendir(home().c_str()) == nullptr);
}
int write_home() {
  return try_to_open(secret(), O_WRONLY);
}
int create_in_home() {
  return try_to_open(home() + "/new", O_WRONLY | O_CREAT);
}
int append_to_readable() {
  return try_to_open(readable(), O_WRONLY | O_APPEND);
}
int truncate_by_name() {
  return refused_if(truncate(readable().c_str(), 0) != 0);
}
/// Landlock before version 3 did not see this one.
int truncate_by_reading() {
  return refused_if(open(readable().c_str(), O_RDONLY | O_TRUNC) < 0);
}
int change_mode() {
  return refused_if(chmod(readable().c_str(), 0777) != 0);
}
int change_owner() {
  return refused_if(chown(readable().c_str(), 1, 1) != 0);
}
int change_times() {
  return refused_if(utimes(readable().c_str(), nullptr) != 0);
}
int change_attributes() {
  return refused_if(setxattr(readable().c_str(), "user.nines", "x", 1, 0) != 0);
}
int remove_readable() {
  return refused_if(unlink(readable().c_str()) != 0);
}
int rename_readable() {
  return refused_if(rename(readable().c_str(), (readable() + "2").c_str()) != 0);
}
int read_shadow() {
  return try_to_open("/etc/shadow", O_RDONLY);
}
int read_passwd() {
  return try_to_open("/etc/passwd", O_RDONLY);
}
int write_usr() {
  return try_to_open("/usr/nines-was-here", O_WRONLY | O_CREAT);
}
int write_core_pattern() {
  return try_to_open("/proc/sys/kernel/core_pattern", O_WRONLY);
}
int press_sysrq() {
  return try_to_open("/proc/sysrq-trigger", O_WRONLY);
}
int list_disks() {
  return try_to_open("/sys/block", O_RDONLY | O_DIRECTORY);
}

std::string parent_file(const char* name) {
  return "/proc/" + setting("HOSTILE_PARENT") + "/" + name;
}
int read_parent_environment() {
  return try_to_open(parent_file("environ"), O_RDONLY);
}
int open_parent_memory() {
  return try_to_open(parent_file("mem"), O_RDWR);
}
int list_parent_descriptors() {
  return refused_if(opendir(parent_file("fd").c_str()) == nullptr);
}
int open_parent_root() {
  return try_to_open(parent_file("root") + secret(), O_RDONLY);
}
int open_first_process_memory() {
  return try_to_open("/proc/1/mem", O_RDWR);
}
int open_guardian_memory() {
  return try_to_open("/proc/" + std::to_string(getppid()) + "/mem", O_RDWR);
}

/// Wherever it could possibly create something.
template <typename Create>
int everywhere(Create create) {
  for (const std::string& folder :
       {std::string("/"), std::string("/tmp"), std::string("/var/tmp"), std::string("/dev"),
        std::string("/dev/shm"), std::string("/run"), std::string("."), home(),
        setting("HOSTILE_READABLE")}) {
    if (create(folder + "/nines-was-here")) return succeeded;
  }
  return refused;
}

int huge_file() {
  return everywhere([](const std::string& path) {
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT, 0600);
    return fd >= 0 && ftruncate(fd, 1LL << 40) == 0;
  });
}
int inode_bomb() {
  return everywhere([](const std::string& path) {
    for (int i = 0; i < 100; ++i) {
      if (open((path + std::to_string(i)).c_str(), O_WRONLY | O_CREAT, 0600) >= 0) return true;
    }
    return false;
  });
}
int make_folders() {
  return everywhere([](const std::string& path) { return mkdir(path.c_str(), 0700) == 0; });
}
int make_symlinks() {
  return everywhere([](const std::string& path) { return symlink("/etc", path.c_str()) == 0; });
}
int make_hard_links() {
  return everywhere(
      [](const std::string& path) { return link(readable().c_str(), path.c_str()) == 0; });
}
int make_fifos() {
  return everywhere([](const std::string& path) { return mkfifo(path.c_str(), 0600) == 0; });
}
int unnamed_files() {
  return everywhere([](const std::string& path) {
    return open(path.substr(0, path.rfind('/')).c_str(), O_TMPFILE | O_WRONLY, 0600) >= 0;
  });
}

int descriptor_bomb() {
  for (int opened = 0; opened < 1000; ++opened) {
    if (open("/dev/null", O_RDONLY) < 0) return refused;
  }
  return succeeded;
}

/// Prints what was inherited: nothing but the standard three and the folder being read.
int list_descriptors() {
  DIR* folder = opendir("/proc/self/fd");
  if (folder == nullptr) return 3;
  while (const dirent* entry = readdir(folder)) {
    if (entry->d_name[0] != '.' && std::atoi(entry->d_name) != dirfd(folder)) {
      std::printf("%s ", entry->d_name);
    }
  }
  return 0;
}

/// What the virtual clock needs.
int read_own_threads() {
  const int fd =
      open(("/proc/self/task/" + std::to_string(getpid()) + "/status").c_str(), O_RDONLY);
  char text[64];
  return fd >= 0 && read(fd, text, sizeof text) > 0 ? 0 : 3;
}

}  // namespace

const Attack file_attacks[] = {
    {"read_home", read_home},
    {"list_home", list_home},
    {"write_home", write_home},
    {"create_in_home", create_in_home},
    {"append_to_readable", append_to_readable},
    {"truncate_by_name", truncate_by_name},
    {"truncate_by_reading", truncate_by_reading},
    {"change_mode", change_mode},
    {"change_owner", change_owner},
    {"change_times", change_times},
    {"change_attributes", change_attributes},
    {"remove_readable", remove_readable},
    {"rename_readable", rename_readable},
    {"read_shadow", read_shadow},
    {"read_passwd", read_passwd},
    {"write_usr", write_usr},
    {"write_core_pattern", write_core_pattern},
    {"press_sysrq", press_sysrq},
    {"list_disks", list_disks},
    {"read_parent_environment", read_parent_environment},
    {"open_parent_memory", open_parent_memory},
    {"list_parent_descriptors", list_parent_descriptors},
    {"open_parent_root", open_parent_root},
    {"open_first_process_memory", open_first_process_memory},
    {"open_guardian_memory", open_guardian_memory},
    {"huge_file", huge_file},
    {"inode_bomb", inode_bomb},
    {"make_folders", make_folders},
    {"make_symlinks", make_symlinks},
    {"make_hard_links", make_hard_links},
    {"make_fifos", make_fifos},
    {"unnamed_files", unnamed_files},
    {"descriptor_bomb", descriptor_bomb},
    {"list_descriptors", list_descriptors},
    {"read_own_threads", read_own_threads},
    {nullptr, nullptr},
};

}  // namespace hostile
