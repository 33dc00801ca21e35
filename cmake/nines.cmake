# What every target of this project is compiled with. Linked PRIVATE, so that nothing leaks into an
# interface. Designated initializers leave members out on purpose.
add_library(nines_options INTERFACE)
target_compile_options(nines_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Wimplicit-fallthrough -Wno-missing-field-initializers -fstack-protector-strong)
# Of what shadows what, only within functions, and nothing about types of a source's own: several
# sources are compiled as one.
target_compile_options(nines_options INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local> $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
# GCC 12 alone sees faults in its own std::string that are none (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(nines_options INTERFACE -Wno-array-bounds -Wno-restrict)
endif()
# GCC 13 and later take a reference into one argument for one into a temporary that is another.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
  target_compile_options(nines_options INTERFACE -Wno-dangling-reference)
endif()
target_compile_definitions(nines_options INTERFACE _GLIBCXX_ASSERTIONS)
if(NOT NINES_SANITIZE)
  target_compile_definitions(nines_options INTERFACE $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
endif()
if(NINES_WERROR)
  target_compile_options(nines_options INTERFACE -Werror)
endif()
if(NINES_SANITIZE)
  target_compile_options(nines_options INTERFACE
    -fsanitize=${NINES_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(nines_options INTERFACE -fsanitize=${NINES_SANITIZE})
  # The sanitizers lead GCC 14 to false ones, in std::regex for one; other builds tell the true ones.
  target_compile_options(nines_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

# Several sources are compiled as one, in every build, so that what ./check compiles is what ./nines
# compiles: most of the time goes into headers and templates, which each source would read anew.
set(CMAKE_UNITY_BUILD ON)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 24)

# nines_optimize(TARGET)
# Has TARGET optimized in builds that are not, for the tests that compute a lot with it. Those of
# the threads do not.
function(nines_optimize target)
  if(NOT NINES_SANITIZE STREQUAL thread)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Debug>:-O1>)
  endif()
endfunction()

# nines_fuzzed(TARGET)
# Fuzz targets see which ways through TARGET an input takes. Not more than they are about: it costs.
function(nines_fuzzed target)
  if(NINES_FUZZ)
    target_compile_options(${target} PRIVATE
      -fsanitize-coverage=inline-8bit-counters,indirect-calls,trace-cmp,pc-table)
  endif()
endfunction()

# The JSON library: its header is read once for all that use it, and the templates that they share
# are compiled once.
add_library(nines_json STATIC ${PROJECT_SOURCE_DIR}/cmake/json/json.cpp)
target_link_libraries(nines_json PUBLIC nlohmann_json::nlohmann_json PRIVATE nines_options)
nines_optimize(nines_json)
nines_fuzzed(nines_json)
file(CONFIGURE OUTPUT only_the_header.cpp CONTENT "")
add_library(nines_json_header STATIC ${CMAKE_CURRENT_BINARY_DIR}/only_the_header.cpp)
target_link_libraries(nines_json_header PUBLIC nines_json PRIVATE nines_options)
target_precompile_headers(nines_json_header PRIVATE ${PROJECT_SOURCE_DIR}/cmake/json/json.hpp)

# nines_uses_json(TARGET)
# TARGET includes the JSON library.
function(nines_uses_json target)
  target_link_libraries(${target} PRIVATE nines_json)
  target_precompile_headers(${target} REUSE_FROM nines_json_header)
endfunction()

# nines_library(NAME SOURCES ... LINKS ... PRIVATE_LINKS ...)
# The library of the folder lib/NAME. LINKS are the arrows of the design.
function(nines_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;PRIVATE_LINKS")
  add_library(nines_${name} STATIC ${arg_SOURCES})
  add_library(nines::${name} ALIAS nines_${name})
  target_include_directories(nines_${name} PUBLIC ${PROJECT_SOURCE_DIR}/lib)
  target_link_libraries(nines_${name} PUBLIC ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS} nines_options)
endfunction()
