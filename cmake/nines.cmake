# What every target of this project is compiled with. Linked PRIVATE, so that nothing leaks into an
# interface. Designated initializers leave members out on purpose.
add_library(nines_options INTERFACE)
target_compile_options(nines_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Wimplicit-fallthrough -Wno-missing-field-initializers -fstack-protector-strong)
# GCC 12 alone sees faults in its own std::string that are none (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(nines_options INTERFACE -Wno-array-bounds -Wno-restrict)
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

# nines_library(NAME SOURCES ... LINKS ... PRIVATE_LINKS ...)
# The library of the folder lib/NAME. LINKS are the arrows of the design.
function(nines_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;PRIVATE_LINKS")
  add_library(nines_${name} STATIC ${arg_SOURCES})
  add_library(nines::${name} ALIAS nines_${name})
  target_include_directories(nines_${name} PUBLIC ${PROJECT_SOURCE_DIR}/lib)
  target_link_libraries(nines_${name} PUBLIC ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS} nines_options)
endfunction()
