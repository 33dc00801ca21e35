#include <csignal>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "attack.hpp"

namespace hostile {
namespace {

int trace_parent() {
  return refused_if(ptrace(PTRACE_ATTACH, getppid(), nullptr, nullptr) != 0);
}
int be_traced() {
  return refused_if(ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0);
}
int read_memory_of_canary() {
  char byte = 0;
  iovec here{&byte, 1};
  iovec there{reinterpret_cast<void*>(0x400000), 1};
  return refused_if(process_vm_readv(number("HOSTILE_CANARY"), &here, 1, &there, 1, 0) < 0);
}
int new_user_namespace() {
  return refused_if(unshare(CLONE_NEWUSER) != 0);
}
int new_mount_namespace() {
  return refused_if(unshare(CLONE_NEWNS) != 0);
}
int join_namespace() {
  const int fd = open("/proc/self/ns/user", O_RDONLY);
  return refused_if(setns(fd, 0) != 0);
}
int mount_something() {
  return refused_if(mount("none", "/tmp", "tmpfs", 0, nullptr) != 0);
}
int change_root() {
  return refused_if(chroot("/usr") != 0);
}
int ring() {
  char parameters[256] = {};
  return refused_if(syscall(425 /* io_uring_setup */, 4, parameters) < 0 && errno == ENOSYS);
}
int load_bpf() {
  union bpf_attr attributes{};
  attributes.map_type = BPF_MAP_TYPE_ARRAY;
  return refused_if(syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes) < 0);
}
int add_key() {
  return refused_if(syscall(SYS_add_key, "user", "nines", "x", 1, -1) < 0);
}
int read_keys() {
  return refused_if(syscall(SYS_keyctl, 0, -3, 1) < 0);
}
int measure_others() {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  return refused_if(syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0) < 0);
}
int handle_faults() {
  return refused_if(syscall(SYS_userfaultfd, 0) < 0);
}
int file_handles() {
  char handle[64] = {};
  int mount = 0;
  return refused_if(syscall(SYS_name_to_handle_at, AT_FDCWD, "/", handle, &mount, 0) < 0);
}
int watch_files() {
  return refused_if(syscall(SYS_fanotify_init, 0, 0) < 0);
}
int become_root() {
  return refused_if(setresuid(0, 0, 0) != 0);
}
int loosen_filter() {
  return refused_if(prctl(PR_SET_SECCOMP, 2, nullptr) != 0);
}
int change_personality() {
  return refused_if(personality(ADDR_NO_RANDOMIZE) < 0);
}
int set_clock() {
  const timespec zero{};
  return refused_if(clock_settime(CLOCK_REALTIME, &zero) != 0);
}
int x32_call() {
#ifdef __x86_64__
  return refused_if(syscall(0x40000000 | SYS_getpid) < 0);
#else
  return std::raise(SIGSYS);  // what the kernel does where there is such an ABI
#endif
}
int i386_call() {
#ifdef __x86_64__
  long result = 20;  // getpid
  asm volatile("int $0x80" : "+a"(result) : : "memory");
  return refused_if(result < 0);
#else
  return std::raise(SIGSYS);  // what the kernel does where there is such an ABI
#endif
}

}  // namespace

const Attack kernel_attacks[] = {
    {"trace_parent", trace_parent},
    {"be_traced", be_traced},
    {"read_memory_of_canary", read_memory_of_canary},
    {"new_user_namespace", new_user_namespace},
    {"new_mount_namespace", new_mount_namespace},
    {"join_namespace", join_namespace},
    {"mount_something", mount_something},
    {"change_root", change_root},
    {"ring", ring},
    {"load_bpf", load_bpf},
    {"add_key", add_key},
    {"read_keys", read_keys},
    {"measure_others", measure_others},
    {"handle_faults", handle_faults},
    {"file_handles", file_handles},
    {"watch_files", watch_files},
    {"become_root", become_root},
    {"loosen_filter", loosen_filter},
    {"change_personality", change_personality},
    {"set_clock", set_clock},
    {"x32_call", x32_call},
    {"i386_call", i386_call},
    {nullptr, nullptr},
};

}  // namespace hostile
