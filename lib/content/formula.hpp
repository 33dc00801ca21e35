#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace content {

/// Why a text is no formula.
struct FormulaFault {
  std::size_t position = 0;  ///< of the character it is about, counted from 1
  std::string message;       ///< such as "expected a number, a name or '('"
};

/// A formula over numbers: what drills and checked figures are computed by.
///
/// Literals such as 0.5, 12 and 1e9; the names it was parsed with; + - * / and unary minus;
/// comparisons < <= > >= == != (not chained) and `and`, `or`, `not`, which make 1 of true and 0 of
/// false; pow(a,b), sqrt, exp, log (natural), log2, log10, floor, ceil, round, min and max (two or
/// more), abs, comb(n,k), if(condition,a,b), and sum(i,from,to,expression), in which `i` runs over
/// the whole numbers of both ends. There is nothing else: no text, no assignment, no other calls.
/// Length, depth and work are bounded.
class Formula {
 public:
  static constexpr std::size_t length_max = 1000;
  static constexpr int depth_max = 50;
  /// Operations of one evaluation; sums inside sums can ask for many.
  static constexpr std::size_t work_max = 200'000;

  /// `names` are those that may occur; their values are given in the same order.
  static std::variant<Formula, FormulaFault> parse(std::string_view text,
                                                   std::span<const std::string> names = {});

  /// Absent when there is no finite result, or it would take too much work.
  std::optional<double> evaluate(std::span<const double> values = {}) const;

 private:
  friend class FormulaParser;
  friend class FormulaEvaluation;

  enum class Operation {
    literal,
    variable,
    negate,
    negation,
    add,
    subtract,
    multiply,
    divide,
    less,
    less_equal,
    greater,
    greater_equal,
    equal,
    unequal,
    both,
    either,
    pow,
    sqrt,
    exp,
    log,
    log2,
    log10,
    floor,
    ceil,
    round,
    min,
    max,
    abs,
    comb,
    condition,
    sum,
  };
  struct Function {
    std::string_view name;
    Operation operation;
    std::size_t arguments_min;
    std::size_t arguments_max;
  };
  struct Node {
    Operation operation = Operation::literal;
    double value = 0;          ///< of a literal
    std::size_t variable = 0;  ///< the slot of a name, or of the name that a sum counts with
    std::vector<std::size_t> arguments{};  ///< nodes, all before this one
  };

  std::vector<Node> nodes_;  ///< the last is the root
  std::size_t slots_ = 0;
};

/// Whether the word is a function or an operator of formulas, and so cannot be a name.
bool is_formula_word(std::string_view word);

}  // namespace content
