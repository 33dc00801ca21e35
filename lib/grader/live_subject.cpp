#include "grader/live_subject.hpp"

#include "grader/driver_lane.hpp"

namespace grader {
namespace {

class LiveDriver final : public LiveSubject {
 public:
  LiveDriver(const std::filesystem::path& program, const Setting& setting,
             const DriverOptions& options)
      : lane_(program, options, 0) {
    lane_.begin_live(setting);
  }

  Reply begin(std::uint32_t call, std::chrono::nanoseconds advance) override {
    return act(wire::Act::call_begins, call, advance);
  }

  Reply finish(std::uint32_t call, bool succeeds, std::chrono::nanoseconds advance) override {
    return act(succeeds ? wire::Act::call_returns : wire::Act::call_throws, call, advance);
  }

  Reply look(std::chrono::nanoseconds advance) override { return act(wire::Act::look, 0, advance); }

 private:
  Reply act(wire::Act act, std::uint32_t call, std::chrono::nanoseconds advance) {
    grader::Reply ended;
    Reply reply;
    reply.observed =
        lane_.command({.act = act, .call = call, .advance_ns = advance.count()}, ended);
    if (!reply.observed) {
      reply.ending = ended.ending;
      reply.detail = std::move(ended.detail);
    }
    return reply;
  }

  DriverLane lane_;
};

}  // namespace

static_assert(LiveSubject::calls_max == wire::live_calls_max);

std::unique_ptr<LiveSubject> open_live(const std::filesystem::path& program, const Setting& setting,
                                       const DriverOptions& options) {
  return std::make_unique<LiveDriver>(program, setting, options);
}

}  // namespace grader
