#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "content/quick_reader.hpp"

namespace content {

/// Reads an object: calls `read_field(index)` for each field, where `index` is its place in
/// `names`. Fails the reader at a field that is not among them or that comes again, and at the end
/// when one of the first `required` did not come.
template <std::size_t count, typename ReadField>
void read_object(QuickReader& reader, const std::array<std::string_view, count>& names,
                 std::size_t required, ReadField read_field) {
  static_assert(count < 32);
  std::uint32_t seen = 0;
  reader.object([&](std::string_view name) {
    const auto index = static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
    const std::uint32_t bit = std::uint32_t{1} << index;
    if (index == count || (seen & bit) != 0) return reader.fail();
    seen |= bit;
    read_field(index);
  });
  const std::uint32_t wanted = (std::uint32_t{1} << required) - 1;
  if ((seen & wanted) != wanted) reader.fail();
}

}  // namespace content
