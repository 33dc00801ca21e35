#include "sandbox/sandbox.hpp"

namespace sandbox {

TierStatus probe(Tier tier) {
  Job job;
  job.argv = {"/usr/bin/true"};
  const RunResult result = run(job, tier);
  if (result.status == Status::exited && result.exit_code == 0) return {true, {}};
  if (result.status == Status::sandbox_error) return {false, result.message};
  return {false, std::string("/usr/bin/true ended with ") + name(result.status)};
}

Probe probe() {
  return {probe(Tier::bubblewrap), probe(Tier::landlock)};
}

std::optional<Tier> best_tier() {
  for (const Tier tier : {Tier::bubblewrap, Tier::landlock}) {
    if (probe(tier).works) return tier;
  }
  return std::nullopt;
}

}  // namespace sandbox
