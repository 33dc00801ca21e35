#pragma once

#include <vector>

#include "nines/dashboard.hpp"

namespace nines {

/// The service that fails first in a scenario, where a breaker is put to the test: its name, the
/// last one's when nothing fails at all, or empty when the seed has a say in it.
std::string failing_service(const simulation::Scenario& scenario);

/// Builds the submission of `request` and puts it in front of the failing service. Throws
/// base::Error when that cannot be done.
dashboard::ArmPlan submission_plan(const DashboardRequest& request,
                                   const simulation::Scenario& scenario);

/// That arm, after those it is compared with: no breaker, the scenario's, and a consecutive-failure
/// breaker with the submission's thresholds.
std::vector<dashboard::ArmPlan> submission_comparison(dashboard::ArmPlan yours,
                                                      const simulation::Scenario& scenario);

}  // namespace nines
