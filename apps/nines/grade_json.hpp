#pragma once

#include <nlohmann/json_fwd.hpp>

#include "grader/manifest.hpp"
#include "grader/report.hpp"
#include "nines/grade_view.hpp"

namespace nines {

/// The report as "nines.grade/1". Texts of the submission stand in it as they came.
nlohmann::ordered_json json_of(const grader::Manifest& manifest, const std::string& language,
                               const grader::Report& report, const AttemptNote& attempt);

}  // namespace nines
