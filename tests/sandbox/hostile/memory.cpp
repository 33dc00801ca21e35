#include <cstring>
#include <new>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

#include "attack.hpp"

namespace hostile {
namespace {

constexpr std::size_t mebibyte = 1 << 20;

int memory_bomb() {
  for (;;) {
    char* block = new char[mebibyte];
    std::memset(block, 1, mebibyte);
  }
}

int memory_bomb_caught() {
  std::vector<char*> blocks;
  try {
    for (;;) blocks.push_back(new char[mebibyte]);
  } catch (const std::bad_alloc&) {
    return refused;
  }
}

int reserve_everything() {
  void* room = mmap(nullptr, std::size_t{1} << 40, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return refused_if(room == MAP_FAILED);
}

#pragma GCC diagnostic ignored "-Winfinite-recursion"
int stack_overflow() {
  volatile char frame[4096];
  frame[0] = 1;
  return stack_overflow() + frame[0];
}

int memory_file() {
  const long fd = syscall(SYS_memfd_create, "hidden", 0U);
  return refused_if(fd < 0);
}

int shared_segment() {
  return refused_if(shmget(IPC_PRIVATE, mebibyte, IPC_CREAT | 0600) < 0);
}
int message_queue() {
  return refused_if(msgget(IPC_PRIVATE, IPC_CREAT | 0600) < 0);
}
int semaphores() {
  return refused_if(semget(IPC_PRIVATE, 1, IPC_CREAT | 0600) < 0);
}
int posix_queue() {
  return refused_if(syscall(SYS_mq_open, "/nines", 0102, 0600, nullptr) < 0);
}

}  // namespace

const Attack memory_attacks[] = {
    {"memory_bomb", memory_bomb},
    {"memory_bomb_caught", memory_bomb_caught},
    {"reserve_everything", reserve_everything},
    {"stack_overflow", stack_overflow},
    {"memory_file", memory_file},
    {"shared_segment", shared_segment},
    {"message_queue", message_queue},
    {"semaphores", semaphores},
    {"posix_queue", posix_queue},
    {nullptr, nullptr},
};

}  // namespace hostile
