// recorder FOLDER NAME COUNT: records the answers NAME-0, NAME-1, ... and, once each is recorded,
// writes a byte to standard output.

#include <cstdio>
#include <exception>
#include <string>
#include <unistd.h>

#include "practice/journal.hpp"

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  try {
    const base::SystemClock clock;
    practice::Journal journal = practice::Journal::open(argv[1], clock, std::chrono::seconds(60));
    const practice::RunId run = journal.begin_run({.verb = "quiz"});
    const int count = std::stoi(argv[3]);
    for (int i = 0; i < count; ++i) {
      practice::Answer answer;
      answer.item_id = std::string(argv[2]) + "-" + std::to_string(i);
      answer.topic = "topic";
      journal.record(run, answer);
      if (::write(STDOUT_FILENO, "+", 1) != 1) return 1;
    }
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
}
