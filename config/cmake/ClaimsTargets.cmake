# claims_library(NAME HEADERS ... SOURCES ... LINKS ... [PRIVATE_LINKS ...])
#   A static library of one floor. Headers are included from the project's root ("rules/money.h") and are
#   checked to compile alone (target all_verify_interface_header_sets).
# claims_tests(NAME [RUNS_PROGRAM] SOURCES ... LINKS ... [LABELS ...] [COST seconds] [PROPERTIES name value ...])
#   A Catch2 program whose test cases ctest runs one by one, those with the highest COST first, so that a long one
#   does not run alone at the end. The label is the directory's name unless others are given. RUNS_PROGRAM: the tests
#   start the wildclaims binary, found under WILDCLAIMS_BINARY. PROPERTIES: further ones of every test case.

function(claims_library name)
  cmake_parse_arguments(ARG "" "" "HEADERS;SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  if(NOT ARG_SOURCES)
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_LINKS})
    return()
  endif()
  add_library(${name} STATIC ${ARG_SOURCES})
  target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS "${CMAKE_SOURCE_DIR}" FILES ${ARG_HEADERS})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX VERIFY_INTERFACE_HEADER_SETS ON)
  target_link_libraries(${name} PUBLIC ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS} $<BUILD_INTERFACE:wildclaims_warnings>)
endfunction()

function(claims_tests name)
  cmake_parse_arguments(ARG "RUNS_PROGRAM" "" "SOURCES;LINKS;LABELS;COST;PROPERTIES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}")
  target_compile_definitions(${name} PRIVATE WILDCLAIMS_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} test_support wildclaims_warnings)
  if(ARG_RUNS_PROGRAM)
    target_compile_definitions(${name} PRIVATE WILDCLAIMS_BINARY="$<TARGET_FILE_DIR:wildclaims>/wildclaims")
    add_dependencies(${name} wildclaims)
  endif()
  if(NOT ARG_LABELS)
    cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME ARG_LABELS)
  endif()
  if(NOT ARG_COST)
    set(ARG_COST 1)
  endif()
  # A name that ctest and the program read differently (one with a semicolon) would run nothing, and pass.
  catch_discover_tests(${name} TEST_PREFIX "${name}: "
    PROPERTIES FAIL_REGULAR_EXPRESSION "No tests ran" TIMEOUT 600 LABELS "${ARG_LABELS}" COST "${ARG_COST}" ${ARG_PROPERTIES})
endfunction()
