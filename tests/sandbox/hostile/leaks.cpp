#include <cstdlib>

int main() {
  for (int i = 0; i < 8; ++i) {
    volatile char* lost = static_cast<char*>(std::malloc(1000));
    lost[0] = 1;
  }
  return 0;
}
