# cmake -D OUTPUT=FILE.cpp -D FOLDER=DIR "-D NAMES=a.html,b.js" -P embed.cmake
# Writes the source that holds the page's files.
set(types_html "text/html; charset=utf-8")
set(types_css "text/css; charset=utf-8")
set(types_js "text/javascript; charset=utf-8")
string(REPLACE "," ";" names "${NAMES}")
set(entries "")
foreach(name IN LISTS names)
  file(READ "${FOLDER}/${name}" text)
  string(REGEX REPLACE ".*\\." "" extension "${name}")
  string(APPEND entries "    {\"${name}\", \"${types_${extension}}\", R\"nines_page(${text})nines_page\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"dashboard/page_files.hpp\"

namespace dashboard {

std::span<const PageFile> page_files() {
  static constexpr PageFile files[] = {
${entries}  };
  return files;
}

}  // namespace dashboard
")
