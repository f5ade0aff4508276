# Language level, output directories, warnings, sanitizers and the compiler cache: one place for every target.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release or RelWithDebInfo" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

set(WILDCLAIMS_SANITIZE "" CACHE STRING "Sanitizers for every target: empty, 'address' (with undefined) or 'thread'")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()

# Our own targets only; what we include from libraries is marked SYSTEM. GCC 12's -Wrestrict mistakes "text" + string
# for an overlapping copy when it optimises (GCC bug 105329), so that one is off.
add_library(wildclaims_warnings INTERFACE)
target_compile_options(wildclaims_warnings INTERFACE
  -Werror -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough -Wswitch-enum
  -Wnull-dereference
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wno-restrict>)

# GCC's flow warnings see null pointers and unset variables in the sanitizers' own checks.
if(NOT WILDCLAIMS_SANITIZE STREQUAL "" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(wildclaims_warnings INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized)
endif()

if(WILDCLAIMS_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(WILDCLAIMS_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(NOT WILDCLAIMS_SANITIZE STREQUAL "")
  message(FATAL_ERROR "WILDCLAIMS_SANITIZE is '${WILDCLAIMS_SANITIZE}': use 'address', 'thread' or nothing")
endif()
