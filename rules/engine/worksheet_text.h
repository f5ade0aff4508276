// How values and expressions are written for people: numbers with their unit, expressions with the numbers put in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/bilingual.h"
#include "rules/engine/compiled_rules.h"
#include "rules/language/expression.h"
#include "rules/rulebook.h"
#include "rules/worksheet_record.h"

namespace wildclaims::rules::engine {

// "2,000.00 元/亩", "60 亩", "75%", "3,000.00 yuan". Amounts of money and rates of it keep at least two decimals. A
// value whose decimals do not end is cut after six and marked "≈".
std::string number_text(const Ratio& in_base, const language::Type& type, const language::UnitTable& units,
                        Language language);

Bilingual money_text(Money amount, const language::UnitTable& units);

// Reads one record. `item` is the index of the item whose registers are meant; ignored for values of claim and event.
class WorksheetReader {
 public:
  WorksheetReader(const Rulebook& rulebook, const WorksheetRecord& record);

  // Nothing when it cannot be written in 128 bits.
  std::optional<Ratio> read(const language::Place& place, std::size_t item) const;
  // "90,000.00 元", "蔬菜", "2025-09-20", "是".
  Bilingual value(const language::Place& place, const language::Type& type, std::size_t item) const;
  // "60 亩 × 2,000.00 元/亩 × 75%".
  Bilingual calculation(const language::Expression& expression, std::size_t item) const;
  // The table rows that answered in the parts that were really computed.
  std::vector<Bilingual> table_rows(const language::Expression& expression, std::size_t item) const;

  bool holds(const language::Expression& condition, std::size_t item) const;

 private:
  std::string text(const language::Expression& e, std::size_t item, Language language, int outer) const;
  std::string leaf(const language::Place& place, const language::Type& type, std::size_t item, Language language) const;
  std::string call(const language::Expression& e, std::size_t item, Language language) const;
  std::string gathered(const language::Expression& e, std::size_t item, Language language) const;
  std::string bands(const language::Expression& e, std::size_t item, Language language) const;
  void collect_rows(const language::Expression& e, std::size_t item, std::vector<Bilingual>& rows) const;
  void collect_table(const language::Expression& e, std::size_t item, std::vector<Bilingual>& rows) const;

  const Rulebook& rulebook_;
  const CompiledRules& rules_;
  const WorksheetRecord& record_;
  const std::size_t items_;
  std::unordered_map<std::uint64_t, Int128> counts_;  // what is on record, by register
};

}  // namespace wildclaims::rules::engine
