#pragma once

#include <string>
#include <vector>

#include "content/bank.hpp"
#include "practice/quiz.hpp"

namespace nines {

/// Sorts the words behind a verb into topics and single items of a kind. A drill's name may stand
/// without its "drill:". Throws base::Error for a word that is neither, with what comes near.
void sort_item_words(const std::vector<std::string>& words, const content::Bank& bank,
                     content::Kind kind, practice::QuizRequest& request);

}  // namespace nines
