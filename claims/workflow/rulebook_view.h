// Rulebooks as people look at them: which there are, one of them as its author wrote it, and two compared.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "claims/workflow/work.h"
#include "rules/authoring/diff.h"
#include "rules/bilingual.h"
#include "rules/language/draft.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

struct RulebookLine {
  std::shared_ptr<const rules::Rulebook> rulebook;
  std::string superseded_by;            // the version that stands in its place; empty when none does
  bool on_shelf = true;                 // false: only policies or claims still know it, by its stored text
  bool in_place = true;                 // governs claims: on the shelf, and not superseded
  std::vector<std::string> programmes;  // letters of those that name its id
};

// By id, then by first day in force, then by version.
std::vector<RulebookLine> list_rulebooks(const Reading& reading);

// From the shelf; else as a policy or a claim had it stored. Nothing when neither knows it.
std::optional<RulebookLine> find_rulebook(const Reading& reading, const std::string& id, const std::string& version);

// "county-wildlife 2025.1": those that could have been meant, of the same id if there are any.
std::vector<std::string> known_rulebooks(const Reading& reading, const std::string& id);

struct RulebookView {
  RulebookLine line;
  rules::language::RulebookDraft draft;
  rules::Bilingual explained;  // as `rules explain` prints it
};
RulebookView view_rulebook(RulebookLine line);

struct RulebookComparison {
  std::shared_ptr<const rules::Rulebook> older;
  std::shared_ptr<const rules::Rulebook> newer;
  std::vector<rules::authoring::Change> changes_zh;
  std::vector<rules::authoring::Change> changes_en;
  std::vector<rules::authoring::AmountChange> amounts_zh;
  std::vector<rules::authoring::AmountChange> amounts_en;
  rules::Bilingual text;  // as `rules diff` prints it
};
RulebookComparison compare_rulebooks(const RulebookLine& older, const RulebookLine& newer);

}  // namespace wildclaims::workflow
