#pragma once

namespace practice {

/// What comparing a typed answer with a key point came to.
enum class Finding { found, maybe, missing, contradicted };

}  // namespace practice
