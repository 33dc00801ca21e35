#include <vector>
int answer(const std::vector<int>& values) {
  return values.empty() ? 0 : values.front();
}
