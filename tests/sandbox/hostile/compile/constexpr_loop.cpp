constexpr int forever() {
  int turns = 0;
  for (int outer = 0; outer < 100000; ++outer)
    for (int inner = 0; inner < 100000; ++inner) turns = (turns + 1) % 7;
  return turns;
}
constexpr int answer = forever();
