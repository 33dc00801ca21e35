#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulation/log.hpp"
#include "simulation/scenario.hpp"
#include "simulation/snapshot.hpp"
#include "simulation/totals.hpp"

namespace dashboard {

/// What a piece of text means; a theme decides on its colour. The text says it too.
enum class Tone : std::uint8_t { text, strong, muted, good, warning, probing, bad };

struct FrameSpan {
  std::string text;
  Tone tone = Tone::text;
  bool operator==(const FrameSpan&) const = default;
};
using FrameLine = std::vector<FrameSpan>;

/// A screenful: exactly `rows` lines, none wider than `columns`.
struct Frame {
  int columns = 0;
  int rows = 0;
  std::vector<FrameLine> lines{};
};

/// The same run without breakers, for the side by side.
struct Twin {
  simulation::Totals with{};
  simulation::Totals without{};
  std::optional<simulation::Snapshot> now{};
};

/// Everything that a screen shows. Refers to its parts.
struct FrameView {
  const simulation::Scenario& scenario;
  std::uint64_t seed = 0;
  const simulation::Snapshot& now;
  const simulation::Log& log;
  std::string pace = "1x";
  bool is_paused = false;
  bool is_over = false;
  const Twin* twin = nullptr;
  std::string filter{};  ///< only log lines that contain it, whatever the case
  bool is_typing_filter = false;
  bool shows_help = false;
  std::string notice{};  ///< stands in place of the keys
};

struct FrameShape {
  int columns = 80;
  int rows = 24;
  bool unicode = true;
};

/// From 120x40 with breaker windows, latencies and longer histories; from 80x24 with the graph;
/// below that a list; under 40 columns a line for each service.
Frame make_frame(const FrameView& view, const FrameShape& shape);

/// Without trailing blanks, every line with its newline.
std::string plain_text(const Frame& frame);

}  // namespace dashboard
