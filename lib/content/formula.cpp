#include "content/formula.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace content {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
/// Beyond it whole numbers are no longer exact, and a count makes no sense.
constexpr double whole_max = 9e15;

bool is_whole(double value) {
  return std::abs(value) <= whole_max && std::floor(value) == value;
}

}  // namespace

/// One walk through a formula. Recursion is as deep as the formula is nested, which the parser
/// bounds.
class FormulaEvaluation {
 public:
  FormulaEvaluation(const Formula& formula, std::span<const double> values)
      : nodes_(formula.nodes_), slots_(values.begin(), values.end()) {
    slots_.resize(std::max(formula.slots_, slots_.size()), 0);
  }

  std::optional<double> run() {
    const double result = value_of(nodes_.size() - 1);
    if (work_ > Formula::work_max || !std::isfinite(result)) return std::nullopt;
    return result;
  }

 private:
  using Operation = Formula::Operation;
  using Node = Formula::Node;

  double value_of(std::size_t index) {
    if (++work_ > Formula::work_max) return not_a_number;
    const Node& node = nodes_[index];
    switch (node.operation) {
      case Operation::literal:
        return node.value;
      case Operation::variable:
        return slots_[node.variable];
      case Operation::both:
        return argument(node, 0) != 0 && argument(node, 1) != 0 ? 1 : 0;
      case Operation::either:
        return argument(node, 0) != 0 || argument(node, 1) != 0 ? 1 : 0;
      case Operation::condition:
        return argument(node, 0) != 0 ? argument(node, 1) : argument(node, 2);
      case Operation::sum:
        return sum(node);
      case Operation::min:
      case Operation::max:
        return extreme(node);
      default:
        break;
    }
    const double a = argument(node, 0);
    return node.arguments.size() == 1 ? of_one(node.operation, a)
                                      : of_two(node.operation, a, argument(node, 1));
  }

  double argument(const Node& node, std::size_t place) { return value_of(node.arguments[place]); }

  static double of_one(Operation operation, double a) {
    switch (operation) {
      case Operation::negate:
        return -a;
      case Operation::negation:
        return a == 0 ? 1 : 0;
      case Operation::sqrt:
        return std::sqrt(a);
      case Operation::exp:
        return std::exp(a);
      case Operation::log:
        return std::log(a);
      case Operation::log2:
        return std::log2(a);
      case Operation::log10:
        return std::log10(a);
      case Operation::floor:
        return std::floor(a);
      case Operation::ceil:
        return std::ceil(a);
      case Operation::round:
        return std::round(a);
      default:
        return std::abs(a);
    }
  }

  double of_two(Operation operation, double a, double b) {
    switch (operation) {
      case Operation::add:
        return a + b;
      case Operation::subtract:
        return a - b;
      case Operation::multiply:
        return a * b;
      case Operation::divide:
        return b == 0 ? not_a_number : a / b;
      case Operation::less:
        return a < b ? 1 : 0;
      case Operation::less_equal:
        return a <= b ? 1 : 0;
      case Operation::greater:
        return a > b ? 1 : 0;
      case Operation::greater_equal:
        return a >= b ? 1 : 0;
      case Operation::equal:
        return a == b ? 1 : 0;
      case Operation::unequal:
        return a != b ? 1 : 0;
      case Operation::pow:
        return std::pow(a, b);
      default:
        return comb(a, b);
    }
  }

  double extreme(const Node& node) {
    double result = argument(node, 0);
    for (std::size_t i = 1; i < node.arguments.size(); ++i) {
      const double next = argument(node, i);
      result = node.operation == Operation::min ? std::min(result, next) : std::max(result, next);
    }
    return result;
  }

  double comb(double n, double k) {
    if (!is_whole(n) || !is_whole(k) || n < 0) return not_a_number;
    if (k < 0 || k > n) return 0;
    k = std::min(k, n - k);
    double result = 1;
    for (double i = 1; i <= k; ++i) {
      if (++work_ > Formula::work_max) return not_a_number;
      result = result * (n - k + i) / i;
    }
    return is_whole(result) ? result : std::round(result);
  }

  double sum(const Node& node) {
    const double from = argument(node, 0);
    const double to = argument(node, 1);
    if (!is_whole(from) || !is_whole(to)) return not_a_number;
    double total = 0;
    for (double i = from; i <= to; ++i) {
      if (work_ > Formula::work_max) return not_a_number;
      slots_[node.variable] = i;
      total += argument(node, 2);
    }
    return total;
  }

  const std::vector<Node>& nodes_;
  std::vector<double> slots_;
  std::size_t work_ = 0;
};

std::optional<double> Formula::evaluate(std::span<const double> values) const {
  return FormulaEvaluation(*this, values).run();
}

}  // namespace content
