#pragma once

namespace virtual_clock::detail {

/// Proves from /proc/self/task that no thread but the caller runs or is about to. False means "not
/// now" or "cannot tell".
bool is_quiet();

}  // namespace virtual_clock::detail
