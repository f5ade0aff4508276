// A rulebook file with what its author wrote beside what it compiles to, for tools that compare, vary or print
// rulebooks.
#pragma once

#include <filesystem>
#include <string>

#include "rules/language/draft.h"
#include "rules/loader/load.h"

namespace wildclaims::rules {

struct DraftResult {
  language::RulebookDraft draft;  // as far as the file could be read
  LoadResult loaded;              // as load_rulebook() gives it
};

DraftResult load_draft(std::string text, std::string file_name);
// What the author of a rulebook that loads wrote, without proving it again.
language::RulebookDraft written_draft(const Rulebook& rulebook);
// Reads the file first; a file that cannot be read is a diagnostic (unreadable).
DraftResult load_draft_file(const std::filesystem::path& path);

}  // namespace wildclaims::rules
