# cmake -DOUTPUT=FILE.cpp -DMIGRATIONS=0001_a.sql;0002_b.sql -P embed_migrations.cmake
# Writes the migrations, which must be numbered 1, 2, ... without a gap, as an array of strings.
set(strings "")
set(expected 1)
foreach(file IN LISTS MIGRATIONS)
  get_filename_component(name "${file}" NAME)
  if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z_]+\\.sql$")
    message(FATAL_ERROR "${file}: a migration is named like 0001_journal.sql")
  endif()
  math(EXPR number "1${CMAKE_MATCH_1} - 10000")
  if(NOT number EQUAL expected)
    message(FATAL_ERROR "${file}: migration ${expected} is missing")
  endif()
  math(EXPR expected "${expected} + 1")
  file(READ "${file}" sql)
  string(APPEND strings "    R\"sql(${sql})sql\",\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"practice/migrations.hpp\"

namespace practice {
namespace {
const char* const scripts[] = {
${strings}};
}  // namespace

std::span<const char* const> migrations() {
  return scripts;
}

}  // namespace practice
")
