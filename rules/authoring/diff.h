// What changed between two rulebooks, in words and in money.
#pragma once

#include <string>
#include <vector>

#include "rules/bilingual.h"
#include "rules/language/draft.h"
#include "rules/rulebook.h"

namespace wildclaims::rules::authoring {

// A rulebook with the draft it was compiled from.
struct WrittenRulebook {
  const Rulebook& rulebook;
  const language::RulebookDraft& draft;
};

enum class ChangeKind { added, removed, changed };

struct Change {
  ChangeKind kind = ChangeKind::changed;
  std::string what;    // "unit_value: maize, mature"
  std::string before;  // as written, with its unit; empty when added
  std::string after;   // empty when removed
  std::string by;      // of a number: "+10 %"; may be empty
};

// What an example of either file is owed under both.
struct AmountChange {
  std::string example;  // "2025.1: 3.5 mu of ripe maize"
  std::string before;   // "2100.00"; empty when it cannot be computed
  std::string after;
  std::string difference;  // "+210.00"; empty when one of them is missing
  std::string why;         // it cannot be computed
};

// Terms, facts, tables with every row, brackets, steps, denials, flags, running totals, payments, in the order of the
// newer file, what was removed after what stands beside it.
std::vector<Change> changes(const WrittenRulebook& older, const WrittenRulebook& newer, Language language);

// Every example of the older file, then of the newer one.
std::vector<AmountChange> amount_changes(const WrittenRulebook& older, const WrittenRulebook& newer, Language language);

// Both as text, lines ended: "~ unit_value: maize, mature: 1,000.00 -> 1,100.00 CNY/mu (+10 %)".
std::string diff(const WrittenRulebook& older, const WrittenRulebook& newer, Language language);

}  // namespace wildclaims::rules::authoring
