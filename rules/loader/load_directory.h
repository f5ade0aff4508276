// The rulebook files of a directory, each by itself: what load_shelf() proves together.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "rules/diagnostic.h"
#include "rules/rulebook.h"

namespace wildclaims::rules {

struct DirectoryResult {
  std::vector<std::shared_ptr<const Rulebook>> rulebooks;  // those that load
  Diagnostics diagnostics;                                 // of every file
};

// Every *.yaml, in the order of the names. A directory that cannot be read is a diagnostic (unreadable).
DirectoryResult load_directory(const std::filesystem::path& directory);

}  // namespace wildclaims::rules
