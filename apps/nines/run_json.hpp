#pragma once

#include <cstdint>
#include <string>

#include "nines/run_record.hpp"

namespace nines {

/// Prints the answers of a run of spoken questions or drills, as schema nines.`verb`/1.
void print_run_json(const std::string& verb, const RunRecord& record, std::uint64_t seed,
                    const Context& context);

}  // namespace nines
