#include "simulation/sampler.hpp"

#include <array>
#include <cmath>
#include <cstddef>

#include "simulation/numeric.hpp"

namespace simulation {
namespace {

constexpr double two_to_minus_53 = 0x1p-53;

/// Above 0 and below 1.
double uniform_inside(base::RandomStream& random) {
  return (static_cast<double>(random.next() >> 11) + 0.5) * two_to_minus_53;
}

/// Layers of equal area under a falling curve. Layer 0 is the lowest and holds the tail beyond
/// `start`; `edges[i]` is the right edge of layer i, and `heights[i]` the curve there.
struct Ziggurat {
  static constexpr std::size_t layers = 256;
  std::array<double, layers + 1> edges{};
  std::array<double, layers + 1> heights{};
};

template <typename Curve, typename Inverse>
Ziggurat make_ziggurat(double start, double area, Curve curve, Inverse inverse) {
  Ziggurat made;
  made.edges[0] = area / curve(start);
  made.edges[1] = start;
  made.heights[0] = 0;
  made.heights[1] = curve(start);
  for (std::size_t i = 2; i < Ziggurat::layers; ++i) {
    made.edges[i] = inverse(area / made.edges[i - 1] + made.heights[i - 1]);
    made.heights[i] = curve(made.edges[i]);
  }
  made.edges[Ziggurat::layers] = 0;
  made.heights[Ziggurat::layers] = 1;
  return made;
}

constexpr double exponential_start = 7.69711747013104972;
constexpr double exponential_area = 0.0039496598225815571993;
constexpr double normal_start = 3.6541528853610087963519472518;
constexpr double normal_area = 0.00492867323399140986;

const Ziggurat exponential_layers = make_ziggurat(
    exponential_start, exponential_area, [](double x) { return exp_of(-x); },
    [](double y) { return -log_of(y); });
const Ziggurat normal_layers = make_ziggurat(
    normal_start, normal_area, [](double x) { return exp_of(-0.5 * x * x); },
    [](double y) { return std::sqrt(-2 * log_of(y)); });

/// Whether a point at this share of the layer's height is under the curve's value.
bool is_below(const Ziggurat& shape, std::size_t layer, base::RandomStream& random, double curve) {
  const double height = shape.heights[layer] +
                        uniform_inside(random) * (shape.heights[layer + 1] - shape.heights[layer]);
  return height < curve;
}

double normal_tail(base::RandomStream& random) {
  for (;;) {
    const double x = -log_of(uniform_inside(random)) / normal_start;
    const double y = -log_of(uniform_inside(random));
    if (y + y > x * x) return normal_start + x;
  }
}

}  // namespace

double sample_exponential(base::RandomStream& random) {
  const Ziggurat& shape = exponential_layers;
  for (double start = 0;;) {
    const std::uint64_t bits = random.next();
    const auto layer = static_cast<std::size_t>(bits & (Ziggurat::layers - 1));
    const double x = static_cast<double>(bits >> 11) * two_to_minus_53 * shape.edges[layer];
    if (x < shape.edges[layer + 1]) return start + x;
    if (layer == 0) {
      // The tail of an exponential is the same exponential, further on.
      start += exponential_start;
      continue;
    }
    if (is_below(shape, layer, random, exp_of(-x))) return start + x;
  }
}

double sample_normal(base::RandomStream& random) {
  const Ziggurat& shape = normal_layers;
  for (;;) {
    const std::uint64_t bits = random.next();
    const auto layer = static_cast<std::size_t>(bits & (Ziggurat::layers - 1));
    const bool is_negative = (bits >> 8 & 1) != 0;
    double x = static_cast<double>(bits >> 11) * two_to_minus_53 * shape.edges[layer];
    bool is_inside = x < shape.edges[layer + 1];
    if (!is_inside && layer == 0) {
      x = normal_tail(random);
      is_inside = true;
    }
    if (is_inside || is_below(shape, layer, random, exp_of(-0.5 * x * x)))
      return is_negative ? -x : x;
  }
}

Chance::Chance(double percent)
    : threshold_(percent >= 100 ? std::uint64_t{1} << 53
                                : static_cast<std::uint64_t>(percent / 100 * 0x1p53)) {}

TimeSampler::TimeSampler(const ServiceTime& time)
    : kind_(time.kind),
      stages_(time.stages),
      scale_(static_cast<double>(time.mean.count())),
      other_scale_(0),
      sigma_(time.sigma) {
  if (kind_ == ServiceTime::Kind::erlang) scale_ /= stages_;
  if (kind_ == ServiceTime::Kind::lognormal) scale_ *= exp_of(-0.5 * sigma_ * sigma_);
  if (kind_ == ServiceTime::Kind::hyperexponential) {
    // Balanced means: both exponentials contribute half of the mean.
    const double share = 0.5 * (1 + std::sqrt((time.cv2 - 1) / (time.cv2 + 1)));
    first_ = Chance(share * 100);
    other_scale_ = scale_ / (2 * (1 - share));
    scale_ = scale_ / (2 * share);
  }
}

double TimeSampler::draw(base::RandomStream& random) const {
  switch (kind_) {
    case ServiceTime::Kind::deterministic:
      return scale_;
    case ServiceTime::Kind::exponential:
      return scale_ * sample_exponential(random);
    case ServiceTime::Kind::erlang: {
      double sum = 0;
      for (int i = 0; i < stages_; ++i) sum += sample_exponential(random);
      return scale_ * sum;
    }
    case ServiceTime::Kind::lognormal:
      return scale_ * exp_of(sigma_ * sample_normal(random));
    case ServiceTime::Kind::hyperexponential: {
      const double scale = first_.strikes(random) ? scale_ : other_scale_;
      return scale * sample_exponential(random);
    }
  }
  return scale_;
}

std::uint64_t whole_ns(double ns) {
  return ns < 0x1p62 ? static_cast<std::uint64_t>(ns + 0.5) : std::uint64_t{1} << 62;
}

}  // namespace simulation
