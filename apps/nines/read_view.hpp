#pragma once

#include <vector>

#include "content/bank.hpp"
#include "nines/view_text.hpp"
#include "terminal/style.hpp"

namespace nines {

/// Whether there is something to read about an item: an article, a worked case, an erratum.
bool is_readable(const content::Item& item);

/// The item's text with its title and sources.
std::vector<terminal::Line> reading_view(const content::Item& item, const ViewLayout& layout);

/// Names and titles of all there is to read, by kind; errata only counted.
std::vector<terminal::Line> reading_list_view(const content::Bank& bank, const ViewLayout& layout);

/// All errata, one below the other.
std::vector<terminal::Line> all_errata_view(const content::Bank& bank, const ViewLayout& layout);

}  // namespace nines
