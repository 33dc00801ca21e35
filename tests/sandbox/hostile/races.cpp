#include <thread>

int main() {
  int shared = 0;
  const auto add = [&shared] {
    for (int i = 0; i < 1000; ++i) shared = shared + 1;
  };
  std::thread first(add);
  std::thread second(add);
  first.join();
  second.join();
  return 0;
}
