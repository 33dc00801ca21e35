#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace content {

/// The words of a text: runs of letters and digits, with an apostrophe or a decimal point inside.
/// Markdown marks are no part of them.
std::vector<std::string_view> words_as_written(std::string_view text);

/// The same in lower case.
std::vector<std::string> words(std::string_view text);

/// How many words somebody says who reads the text aloud: what stands between blanks and has a
/// letter or digit, so that "read-your-writes" and "99.9" are one each.
std::size_t spoken_words(std::string_view text);

/// The roots of the words that carry content, sorted, each once: without the words every English
/// sentence has, and without the commonest endings.
std::vector<std::string> content_roots(std::string_view text);

/// How many elements two sorted lists share.
std::size_t shared(const std::vector<std::string>& a, const std::vector<std::string>& b);

/// What a reader takes for the same text: lower case, single blanks, no emphasis marks, no full
/// stop at the end. Signs that change the meaning stay.
std::string normalised(std::string_view text);

/// Characters as displayed, roughly: without the marks of Markdown.
std::size_t visible_length(std::string_view text);

/// The text without fenced code blocks.
std::string without_code_blocks(std::string_view text);

/// Sentences of running text, without code blocks. A point inside a number or code ends none.
std::vector<std::string_view> sentences(std::string_view text);

/// Words that leave no exception (always, never) or that leave some (usually, may).
bool is_absolute(std::string_view word);
bool is_hedge(std::string_view word);

}  // namespace content
