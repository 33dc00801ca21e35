#pragma once

#include <cstdint>

#include "nines/quiz_run.hpp"

namespace nines {

/// The run as nines.quiz/1, on the descriptor for results.
void print_quiz_json(const QuizRun& quiz, std::uint64_t seed, const Context& context);

}  // namespace nines
