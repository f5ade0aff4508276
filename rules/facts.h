// Facts: what was established about one claim, typed by the rulebook it is to be read under.
//
// Texts come in (from JSON, YAML, a form), every fault at once comes out, or Facts. Numbers are exact decimal text
// with ASCII digits: "3.5". A per cent carries its sign: "60%" ("0.6" is refused, since nobody can tell it from
// 0.6 %). Dates are "2025-09-20", datetimes "2025-09-20T07:30" in the programme's offset or with one of their own,
// booleans "true" or "false".
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rules/fact_layout.h"
#include "rules/fault.h"

namespace wildclaims::rules {

class Rulebook;

using FactTexts = std::map<std::string, std::string, std::less<>>;

struct FactSheet {
  FactTexts claim;
  std::vector<FactTexts> items;

  bool operator==(const FactSheet&) const = default;
};

// complete: every declared fact must be there, and at least one item. as_reported: facts may be missing, as the first
// report leaves stage and loss rate open; what is present must be valid all the same.
enum class Completeness { complete, as_reported };

// Most loss items of one claim: a claimant with more plots than this is a data error, and evaluation stays bounded.
constexpr std::size_t kMostItems = 1000;

class Facts {
 public:
  Facts(std::shared_ptr<const FactLayout> layout, std::size_t items);

  const FactLayout& layout() const { return *layout_; }
  std::size_t item_count() const { return items_; }
  bool complete() const;

  // By position in layout().claim and layout().item; nothing when missing.
  std::optional<std::int64_t> claim_value(std::size_t fact) const;
  std::optional<std::int64_t> item_value(std::size_t item, std::size_t fact) const;
  void set_claim_value(std::size_t fact, std::int64_t value);
  void set_item_value(std::size_t item, std::size_t fact, std::int64_t value);

  // Rows of stored values for the evaluator; a missing one reads 0.
  const std::int64_t* claim_row() const { return claim_.data(); }
  const std::int64_t* item_row(std::size_t item) const { return item_values_.data() + item * layout_->item.size(); }

 private:
  std::shared_ptr<const FactLayout> layout_;
  std::size_t items_ = 0;
  std::vector<std::int64_t> claim_;
  std::vector<std::int64_t> item_values_;  // item by item
  std::vector<bool> present_;              // claim facts, then item by item
};

// Faults carry JSON pointers ("/claim/species", "/items/0/area") and one of the codes
//   unknown_fact (with the nearest known name), missing_fact, no_items, too_many_items, unknown_code (with the known
//   ones), not_a_number, too_many_decimals, negative, out_of_range, percent_sign_missing, no_such_day, not_a_time,
//   not_a_boolean, full_width.
// A sentence never repeats the value that was handed in, except a code's or a key's nearest known name.
std::variant<Facts, Faults> read_facts(const Rulebook& rulebook, const FactSheet& sheet, Completeness completeness);

// Canonical texts: no needless zeros ("3.5", "60%"), datetimes with the programme's offset. Missing facts are absent.
FactSheet to_texts(const Facts& facts);

}  // namespace wildclaims::rules
