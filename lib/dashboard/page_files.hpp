#pragma once

#include <span>
#include <string_view>

namespace dashboard {

/// A file of the web page, put into the program when it is built (page/embed.cmake).
struct PageFile {
  std::string_view name;
  std::string_view content_type;
  std::string_view text;
};

std::span<const PageFile> page_files();

}  // namespace dashboard
