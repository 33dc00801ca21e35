#pragma once

#include <vector>

#include "nines/dashboard.hpp"

namespace nines {

/// The service that fails first in a scenario, where a breaker is put to the test: its name, or
/// empty when nothing fails before the seed has a say.
std::string failing_service(const simulation::Scenario& scenario);

/// Builds the submission of `request` and puts it in front of the failing service, in an arm of its
/// own after those it is compared with: no breaker, the scenario's, and a consecutive-failure
/// breaker with the submission's thresholds. Throws base::Error when that cannot be done.
std::vector<dashboard::ArmPlan> submission_plans(const DashboardRequest& request,
                                                 const simulation::Scenario& scenario);

}  // namespace nines
