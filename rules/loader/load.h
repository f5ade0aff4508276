// A rulebook file to a Rulebook, or everything that is wrong with it at once.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "rules/diagnostic.h"
#include "rules/rulebook.h"
#include "rules/shelf.h"

namespace wildclaims::rules {

// Room for a table of 100,000 rows with their keys (105 bytes a row for four columns and a value). What is larger is a
// mistake or an attack.
constexpr std::size_t kMostRulebookBytes = 16 * 1024 * 1024;

struct LoadResult {
  std::shared_ptr<const Rulebook> rulebook;  // null exactly when there is an error among the diagnostics
  Diagnostics diagnostics;                   // errors and warnings, in the order of the file
};

// Reads, type-checks, proves and compiles the text, then runs the examples inside it: one that fails is an error.
// Never throws on bad input. `file_name` is only used in messages.
LoadResult load_rulebook(std::string text, std::string file_name);

// Reads the file first; a file that cannot be read is a diagnostic (unreadable).
LoadResult load_rulebook_file(const std::filesystem::path& path);

struct ShelfResult {
  std::shared_ptr<const Shelf> shelf;  // null exactly when there is an error
  Diagnostics diagnostics;
};

// Every *.yaml of a directory, each file with all its faults, then the proofs of Shelf::make.
ShelfResult load_shelf(const std::filesystem::path& directory);

}  // namespace wildclaims::rules
