#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <system_error>
#include <utility>

#include "base/ascii.hpp"
#include "content/formula.hpp"

namespace content {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace

/// Recursive descent, one function a level of precedence. The first fault ends it.
class FormulaParser {
 public:
  FormulaParser(std::string_view text, std::span<const std::string> names)
      : text_(text), names_(names.begin(), names.end()) {
    formula_.slots_ = names_.size();
  }

  static constexpr std::size_t any_number = 16;
  static constexpr std::array<Formula::Function, 15> functions{{
      {"pow", Formula::Operation::pow, 2, 2},
      {"sqrt", Formula::Operation::sqrt, 1, 1},
      {"exp", Formula::Operation::exp, 1, 1},
      {"log", Formula::Operation::log, 1, 1},
      {"log2", Formula::Operation::log2, 1, 1},
      {"log10", Formula::Operation::log10, 1, 1},
      {"floor", Formula::Operation::floor, 1, 1},
      {"ceil", Formula::Operation::ceil, 1, 1},
      {"round", Formula::Operation::round, 1, 1},
      {"min", Formula::Operation::min, 2, any_number},
      {"max", Formula::Operation::max, 2, any_number},
      {"abs", Formula::Operation::abs, 1, 1},
      {"comb", Formula::Operation::comb, 2, 2},
      {"if", Formula::Operation::condition, 3, 3},
      {"sum", Formula::Operation::sum, 4, 4},
  }};

  static bool is_function(std::string_view word) {
    return std::ranges::find(functions, word, &Formula::Function::name) != functions.end();
  }

  std::variant<Formula, FormulaFault> run() {
    if (text_.size() > Formula::length_max) {
      return FormulaFault{Formula::length_max,
                          fmt::format("is longer than {} characters", Formula::length_max)};
    }
    disjunction();
    skip_blanks();
    if (!fault_ && at_ < text_.size()) fail_here("an operator");
    if (fault_) return *fault_;
    return std::move(formula_);
  }

 private:
  using Operation = Formula::Operation;
  using Node = Formula::Node;

  /// The node of an expression, or 0 behind a fault.
  std::size_t add(Node node) {
    formula_.nodes_.push_back(std::move(node));
    return formula_.nodes_.size() - 1;
  }

  void fail(std::size_t at, std::string message) {
    if (!fault_) fault_ = FormulaFault{at + 1, std::move(message)};
  }

  void fail_here(std::string_view expected) {
    skip_blanks();
    if (at_ == text_.size()) return fail(at_, fmt::format("ends where {} must follow", expected));
    if (text_[at_] == '^') return fail(at_, "has a '^'; powers are written pow(a,b)");
    fail(at_, fmt::format("must have {} here, has \"{}\"", expected, text_.substr(at_, 10)));
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) {
      ++at_;
    }
  }

  bool accept(std::string_view sign) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }

  std::string_view peek_word() {
    skip_blanks();
    std::size_t end = at_;
    while (end < text_.size() &&
           (is_letter(text_[end]) || (end > at_ && base::is_digit(text_[end])))) {
      ++end;
    }
    return text_.substr(at_, end - at_);
  }

  bool accept_word(std::string_view word) {
    if (peek_word() != word) return false;
    at_ += word.size();
    return true;
  }

  void expect(std::string_view sign) {
    if (!fault_ && !accept(sign)) fail_here(fmt::format("'{}'", sign));
  }

  std::size_t disjunction() {
    std::size_t left = conjunction();
    while (!fault_ && accept_word("or")) left = join(Operation::either, left, conjunction());
    return left;
  }

  std::size_t conjunction() {
    std::size_t left = negation();
    while (!fault_ && accept_word("and")) left = join(Operation::both, left, negation());
    return left;
  }

  std::size_t negation() {
    if (!accept_word("not")) return comparison();
    return nested([&] { return add({Operation::negation, 0, 0, {negation()}}); });
  }

  std::size_t comparison() {
    constexpr std::array<std::pair<std::string_view, Operation>, 6> signs{{
        {"<=", Operation::less_equal},
        {">=", Operation::greater_equal},
        {"==", Operation::equal},
        {"!=", Operation::unequal},
        {"<", Operation::less},
        {">", Operation::greater},
    }};
    const std::size_t left = addition();
    for (const auto& [sign, operation] : signs) {
      if (!fault_ && accept(sign)) return join(operation, left, addition());
    }
    return left;
  }

  std::size_t addition() {
    std::size_t left = multiplication();
    while (!fault_) {
      if (accept("+")) {
        left = join(Operation::add, left, multiplication());
      } else if (accept("-")) {
        left = join(Operation::subtract, left, multiplication());
      } else {
        break;
      }
    }
    return left;
  }

  std::size_t multiplication() {
    std::size_t left = sign();
    while (!fault_) {
      if (accept("*")) {
        left = join(Operation::multiply, left, sign());
      } else if (accept("/")) {
        left = join(Operation::divide, left, sign());
      } else {
        break;
      }
    }
    return left;
  }

  std::size_t sign() {
    if (accept("-")) return nested([&] { return add({Operation::negate, 0, 0, {sign()}}); });
    return primary();
  }

  std::size_t primary() {
    if (fault_) return 0;
    if (accept("(")) {
      return nested([&] {
        const std::size_t inner = disjunction();
        expect(")");
        return inner;
      });
    }
    const std::string_view word = peek_word();
    if (!word.empty()) return named(word);
    if (at_ < text_.size() && (base::is_digit(text_[at_]) || text_[at_] == '.')) return number();
    fail_here("a number, a name or '('");
    return 0;
  }

  std::size_t number() {
    const char* const begin = text_.data() + at_;
    double value = 0;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
    if (error != std::errc()) {
      fail(at_, "has a number that cannot be read");
      return 0;
    }
    at_ += static_cast<std::size_t>(end - begin);
    if (at_ < text_.size() &&
        (is_letter(text_[at_]) || base::is_digit(text_[at_]) || text_[at_] == '.')) {
      fail_here("an operator");
      return 0;
    }
    return add({Operation::literal, value, 0, {}});
  }

  std::size_t named(std::string_view word) {
    const std::size_t begin = at_;
    at_ += word.size();
    const auto function = std::ranges::find(functions, word, &Formula::Function::name);
    if (function != functions.end()) return call(*function);
    // Backwards: what a sum counts with stands last.
    const auto name = std::ranges::find(names_.rbegin(), names_.rend(), word);
    if (name == names_.rend() || is_formula_word(word)) {
      fail(begin, fmt::format("does not know \"{}\"", word.substr(0, 40)));
      return 0;
    }
    return add({Operation::variable, 0, static_cast<std::size_t>(names_.rend() - name) - 1, {}});
  }

  std::size_t call(const Formula::Function& function) {
    if (function.operation == Operation::sum) return nested([&] { return sum(); });
    return nested([&] {
      const std::size_t begin = at_;
      Node node{function.operation, 0, 0, {}};
      expect("(");
      while (!fault_ && node.arguments.size() <= function.arguments_max) {
        node.arguments.push_back(disjunction());
        if (!accept(",")) break;
      }
      expect(")");
      const std::size_t count = node.arguments.size();
      if (!fault_ && (count < function.arguments_min || count > function.arguments_max)) {
        fail(begin, fmt::format("gives {} {} arguments, it takes {}{}", function.name, count,
                                function.arguments_min,
                                function.arguments_max == any_number ? " or more" : ""));
      }
      return add(std::move(node));
    });
  }

  std::size_t sum() {
    expect("(");
    const std::size_t begin = at_;
    const std::string name(peek_word());
    at_ += name.size();
    if (!fault_ && (name.empty() || is_formula_word(name) ||
                    std::ranges::find(names_, name) != names_.end())) {
      fail(begin, "must have a name here that is not in use");
    }
    expect(",");
    const std::size_t from = disjunction();
    expect(",");
    const std::size_t to = disjunction();
    expect(",");
    const std::size_t slot = names_.size();
    names_.push_back(name);
    formula_.slots_ = std::max(formula_.slots_, names_.size());
    const std::size_t body = disjunction();
    names_.pop_back();
    expect(")");
    return add({Operation::sum, 0, slot, {from, to, body}});
  }

  std::size_t join(Operation operation, std::size_t left, std::size_t right) {
    // A long chain such as 1+1+1+... is as deep as it is long when it is evaluated.
    if (++joined_ > joined_max) fail(at_, "has too many operators");
    return add({operation, 0, 0, {left, right}});
  }

  template <typename Parse>
  std::size_t nested(Parse parse) {
    if (fault_) return 0;
    if (++depth_ > Formula::depth_max) {
      fail(at_, fmt::format("is nested more than {} deep", Formula::depth_max));
      return 0;
    }
    const std::size_t node = parse();
    --depth_;
    return node;
  }

  static constexpr std::size_t joined_max = 200;

  std::string_view text_;
  std::vector<std::string> names_;
  Formula formula_;
  std::optional<FormulaFault> fault_;
  std::size_t at_ = 0;
  std::size_t joined_ = 0;
  int depth_ = 0;
};

std::variant<Formula, FormulaFault> Formula::parse(std::string_view text,
                                                   std::span<const std::string> names) {
  return FormulaParser(text, names).run();
}

bool is_formula_word(std::string_view word) {
  return word == "and" || word == "or" || word == "not" || FormulaParser::is_function(word);
}

}  // namespace content
