#pragma once

namespace simulation {

/// 128 bits, for sums of nanoseconds that outgrow 64, and for keys compared in one go.
__extension__ typedef unsigned __int128 Wide;

}  // namespace simulation
