# planted_bug(TEXT): a variant of the simulation with one bug in the product, and a test that demands that it is found.
#
# The text names what breaks, a source, and a passage of it with what stands there instead:
#   breaks: a sentence
#   file: claims/…
#   --- find
#   the passage, which must stand in the file exactly once
#   --- by
#   what replaces it, nothing or more
#   --- end
# A mutated copy is made in the build directory and compiled into the variant: the linker meets it before the library and
# leaves the library's own out. Of a migration the mutated copy is the header that carries all migrations. A passage that
# is no longer there makes the test fail, not the build.

# Into `found` and `by`, and `breaks` and `file`, of the caller.
function(read_planted_bug text)
  file(READ "${text}" content)
  string(REGEX MATCH "breaks: ([^\n]+)" ignored "${content}")
  set(breaks "${CMAKE_MATCH_1}" PARENT_SCOPE)
  string(REGEX MATCH "file: ([^\n]+)" ignored "${content}")
  set(file "${CMAKE_MATCH_1}" PARENT_SCOPE)
  string(FIND "${content}" "--- find\n" find_at)
  string(FIND "${content}" "\n--- by\n" by_at)
  string(FIND "${content}" "\n--- end" end_at REVERSE)
  math(EXPR find_at "${find_at} + 9")
  math(EXPR find_length "${by_at} - ${find_at}")
  math(EXPR by_at "${by_at} + 8")
  math(EXPR by_length "${end_at} - ${by_at}")
  string(SUBSTRING "${content}" ${find_at} ${find_length} find)
  string(SUBSTRING "${content}" ${by_at} ${by_length} by)
  set(find "${find}" PARENT_SCOPE)
  set(by "${by}" PARENT_SCOPE)
endfunction()

# How often `part` stands in `whole`, into `count`.
function(count_of part whole count)
  string(LENGTH "${part}" length)
  set(seen 0)
  string(FIND "${whole}" "${part}" at)
  while(NOT at EQUAL -1)
    math(EXPR seen "${seen} + 1")
    math(EXPR at "${at} + ${length}")
    string(SUBSTRING "${whole}" ${at} -1 whole)
    string(FIND "${whole}" "${part}" at)
  endwhile()
  set(${count} ${seen} PARENT_SCOPE)
endfunction()

function(write_if_other path content)
  if(EXISTS "${path}")
    file(READ "${path}" before)
    if("${before}" STREQUAL "${content}")
      return()
    endif()
  endif()
  file(WRITE "${path}" "${content}")
endfunction()

function(planted_bug text)
  cmake_path(GET text STEM name)
  read_planted_bug("${text}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${text}" "${CMAKE_SOURCE_DIR}/${file}")
  set(test "simulation: a planted bug is found: ${breaks}")
  file(READ "${CMAKE_SOURCE_DIR}/${file}" source)
  count_of("${find}" "${source}" count)
  if(NOT count EQUAL 1)
    add_test(NAME "${test}" COMMAND "${CMAKE_COMMAND}"
      "-DWHY=${name}.txt: its passage stands ${count} times in ${file}, not once; bring it up to date"
      -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/unfit.cmake")
    set_tests_properties("${test}" PROPERTIES LABELS simulation)
    return()
  endif()

  set(place "${CMAKE_CURRENT_BINARY_DIR}/mutants/${name}")
  set(program "simulation_${name}")
  if(file MATCHES "[.]sql$")
    set(header claims/store/migration_texts.h)
    file(READ "${CMAKE_BINARY_DIR}/generated/${header}" source)
    set(mutated "${place}/${header}")
    set(compiled "${CMAKE_SOURCE_DIR}/claims/store/migrations.cpp")
  else()
    cmake_path(GET file FILENAME filename)
    set(mutated "${place}/${filename}")
    set(compiled "${mutated}")
  endif()
  string(REPLACE "${find}" "${by}" source "${source}")
  write_if_other("${mutated}" "${source}")

  add_executable(${program} $<TARGET_OBJECTS:simulation_main> "${compiled}")
  target_include_directories(${program} BEFORE PRIVATE "${place}" "${CMAKE_BINARY_DIR}/generated")
  target_link_libraries(${program} PRIVATE
    simulation_support CLI11::CLI11 SQLiteCpp SQLite::SQLite3 nlohmann_json::nlohmann_json PkgConfig::sodium)
  set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${place}")
  add_test(NAME "${test}" COMMAND ${program} --must-find)
  set_tests_properties("${test}" PROPERTIES LABELS simulation TIMEOUT 300)
endfunction()
