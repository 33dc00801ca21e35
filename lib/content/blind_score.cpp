#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "content/guessing.hpp"

namespace content {
namespace {

constexpr std::size_t items_min = 30;
constexpr std::size_t topics_min = 3;
/// Topics beyond this share a fold, which bounds the work; no topic is split between folds.
constexpr std::size_t folds_max = 20;
constexpr int newton_steps = 12;
constexpr double ridge = 1.0;

using Weights = OptionFeatures;
using Matrix = std::array<Weights, feature_count>;

double dot(const Weights& a, const Weights& b) {
  double sum = 0;
  for (std::size_t i = 0; i < feature_count; ++i) sum += a[i] * b[i];
  return sum;
}

/// Solves m x = v for a positive definite m, by Gauss elimination.
Weights solve(Matrix m, Weights v) {
  for (std::size_t i = 0; i < feature_count; ++i) {
    for (std::size_t row = i + 1; row < feature_count; ++row) {
      const double factor = m[row][i] / m[i][i];
      for (std::size_t column = i; column < feature_count; ++column) {
        m[row][column] -= factor * m[i][column];
      }
      v[row] -= factor * v[i];
    }
  }
  for (std::size_t i = feature_count; i > 0; --i) {
    for (std::size_t column = i; column < feature_count; ++column) {
      v[i - 1] -= m[i - 1][column] * v[column];
    }
    v[i - 1] /= m[i - 1][i - 1];
  }
  return v;
}

/// Features made comparable: less the mean of the item's options, over the spread in the bank.
std::vector<GuessItem> standardised(std::span<const GuessItem> items) {
  std::vector<GuessItem> result(items.begin(), items.end());
  for (std::size_t feature = 0; feature < feature_count; ++feature) {
    double squares = 0;
    double count = 0;
    for (GuessItem& item : result) {
      double mean = 0;
      for (const auto& option : item.options) mean += option[feature];
      mean /= static_cast<double>(item.options.size());
      for (auto& option : item.options) {
        option[feature] -= mean;
        squares += option[feature] * option[feature];
        ++count;
      }
    }
    if (squares == 0) continue;
    const double spread = std::sqrt(squares / count);
    for (GuessItem& item : result) {
      for (auto& option : item.options) option[feature] /= spread;
    }
  }
  return result;
}

std::vector<double> pick_probabilities(const GuessItem& item, const Weights& weights) {
  std::vector<double> shares;
  for (const auto& option : item.options) shares.push_back(dot(option, weights));
  const double most = *std::ranges::max_element(shares);
  double sum = 0;
  for (double& share : shares) sum += share = std::exp(share - most);
  for (double& share : shares) share /= sum;
  return shares;
}

/// One Newton step of the penalised likelihood of the items outside `fold`.
Weights newton_step(std::span<const GuessItem> items, std::span<const std::size_t> folds,
                    std::size_t fold, const Weights& weights) {
  Weights gradient{};
  Matrix hessian{};
  for (std::size_t i = 0; i < feature_count; ++i) {
    gradient[i] = -ridge * weights[i];
    hessian[i][i] = ridge;
  }
  for (std::size_t n = 0; n < items.size(); ++n) {
    if (folds[n] == fold) continue;
    const GuessItem& item = items[n];
    const std::vector<double> shares = pick_probabilities(item, weights);
    Weights mean{};
    for (std::size_t o = 0; o < shares.size(); ++o) {
      for (std::size_t i = 0; i < feature_count; ++i) mean[i] += shares[o] * item.options[o][i];
    }
    for (std::size_t i = 0; i < feature_count; ++i)
      gradient[i] += item.options[item.key][i] - mean[i];
    for (std::size_t o = 0; o < shares.size(); ++o) {
      Weights off = item.options[o];
      for (std::size_t i = 0; i < feature_count; ++i) off[i] -= mean[i];
      for (std::size_t i = 0; i < feature_count; ++i) {
        for (std::size_t j = 0; j < feature_count; ++j)
          hessian[i][j] += shares[o] * off[i] * off[j];
      }
    }
  }
  return solve(hessian, gradient);
}

double expected_hits(const GuessItem& item, const Weights& weights) {
  const std::vector<double> shares = pick_probabilities(item, weights);
  const double best = *std::ranges::max_element(shares) - 1e-12;
  const auto tied = std::ranges::count_if(shares, [&](double share) { return share >= best; });
  return shares[item.key] >= best ? 1.0 / static_cast<double>(tied) : 0.0;
}

}  // namespace

double blind_score(std::span<const GuessItem> items) {
  std::map<std::string_view, std::size_t> topics;
  for (const GuessItem& item : items) topics.emplace(item.topic, 0);
  if (items.size() < items_min || topics.size() < topics_min) return -1;
  std::size_t next = 0;
  for (auto& [topic, fold] : topics) fold = next++ % folds_max;
  std::vector<std::size_t> folds;
  for (const GuessItem& item : items) folds.push_back(topics.at(item.topic));

  const std::vector<GuessItem> ready = standardised(items);
  double hits = 0;
  for (std::size_t fold = 0; fold < std::min(folds_max, topics.size()); ++fold) {
    Weights weights{};
    for (int step = 0; step < newton_steps; ++step) {
      const Weights change = newton_step(ready, folds, fold, weights);
      for (std::size_t i = 0; i < feature_count; ++i) weights[i] += change[i];
      if (dot(change, change) < 1e-12) break;
    }
    for (std::size_t n = 0; n < ready.size(); ++n) {
      if (folds[n] == fold) hits += expected_hits(ready[n], weights);
    }
  }
  return hits / static_cast<double>(ready.size());
}

}  // namespace content
