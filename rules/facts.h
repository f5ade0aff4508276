// Facts: what was established about one claim and what was approved before it, typed by the rulebook it is to be read
// under. Everything a determination depends on beside the rulebook is here.
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
#include "rules/money.h"

namespace wildclaims::rules {

class Rulebook;

using FactTexts = std::map<std::string, std::string, std::less<>>;

// An amount a person put in, and why. Without a reason it is refused.
struct Adjustment {
  std::string amount;
  std::string reason;

  bool operator==(const Adjustment&) const = default;
};

struct FactSheet {
  FactTexts claim;
  std::vector<FactTexts> items{};  // with the running totals that belong to an item, by their names
  FactTexts event{};               // of the event; the same for all its claims
  FactTexts running{};             // running totals of claim and event; a missing one is 0
  std::map<std::string, Adjustment, std::less<>> adjustments{};
  std::optional<Adjustment> result_override{};  // added to the result, signed
  std::string stage{};                          // of payment; empty: the last
  std::string paid{};                           // at earlier stages; empty: nothing

  bool operator==(const FactSheet&) const = default;
};

// complete: every declared fact must be there, and at least one item. as_reported: facts may be missing, as the first
// report leaves stage and loss rate open; what is present must be valid all the same.
enum class Completeness { complete, as_reported };

// Most loss items of one claim: a claimant with more plots than this is a data error, and evaluation stays bounded.
constexpr std::size_t kMostItems = 1000;

// An override of the result: the difference it makes, and why.
struct Override {
  Money delta;
  std::string reason;
};

class Facts {
 public:
  Facts(std::shared_ptr<const FactLayout> layout, std::size_t items);

  const FactLayout& layout() const { return *layout_; }
  std::size_t item_count() const { return items_; }
  // As new with that many items, in the memory it has: for reading one claim after the other.
  void reset(std::size_t items);
  // One more item, with its fallbacks.
  void add_item();
  // Nothing that the payment stage needs is missing.
  bool complete() const;

  // By position in layout().event, .claim and .item; nothing when missing.
  std::optional<std::int64_t> event_value(std::size_t fact) const { return at(fact); }
  std::optional<std::int64_t> claim_value(std::size_t fact) const { return at(claim_at_ + fact); }
  std::optional<std::int64_t> item_value(std::size_t item, std::size_t fact) const { return at(item_at(item) + fact); }
  void set_event_value(std::size_t fact, std::int64_t value) { set(fact, value); }
  void set_claim_value(std::size_t fact, std::int64_t value) { set(claim_at_ + fact, value); }
  void set_item_value(std::size_t item, std::size_t fact, std::int64_t value) { set(item_at(item) + fact, value); }

  // Rows of stored values for the evaluator; a missing one reads 0.
  const std::int64_t* event_row() const { return values_.data(); }
  const std::int64_t* claim_row() const { return values_.data() + claim_at_; }
  const std::int64_t* item_row(std::size_t item) const { return values_.data() + item_at(item); }

  // Which payment this is for, by position in layout().stages; 0 when there are none.
  std::size_t stage() const { return stage_; }
  void set_stage(std::size_t stage) { stage_ = stage; }
  Money paid() const { return paid_; }  // at earlier stages
  void set_paid(Money paid) { paid_ = paid; }
  const std::optional<Override>& result_override() const { return override_; }
  void set_result_override(Override change) { override_ = std::move(change); }
  // Of the adjustments made, by name.
  const FactTexts& reasons() const { return reasons_; }
  void set_reason(const std::string& adjustment, std::string reason) { reasons_[adjustment] = std::move(reason); }

 private:
  std::size_t item_at(std::size_t item) const { return items_at_ + item * item_size_; }
  void fill(const std::vector<FactDeclaration>& declared, std::size_t from);
  std::optional<std::int64_t> at(std::size_t place) const {
    return present_[place] != 0 ? std::optional(values_[place]) : std::nullopt;
  }
  void set(std::size_t place, std::int64_t value) {
    values_.at(place) = value;
    present_[place] = 1;
  }

  std::shared_ptr<const FactLayout> layout_;
  std::size_t claim_at_ = 0;  // places of the rows in values_
  std::size_t items_at_ = 0;
  std::size_t item_size_ = 0;
  std::size_t items_ = 0;
  bool fallbacks_ = false;             // some fact of the layout has one
  std::vector<std::int64_t> values_;   // event, claim, then item by item
  std::vector<std::uint8_t> present_;  // 0 or 1: bytes are set faster than bits
  std::size_t stage_ = 0;
  Money paid_;
  std::optional<Override> override_;
  FactTexts reasons_;
};

// Faults carry JSON pointers ("/claim/species", "/items/0/area", "/event/village", "/running/approved",
// "/adjustments/disallowed/reason", "/override/amount", "/stage", "/paid") and one of the codes
//   unknown_fact (with the nearest known name), missing_fact, no_items, too_many_items, unknown_code (with the known
//   ones), not_a_number, too_many_decimals, negative, out_of_range, percent_sign_missing, no_such_day, not_a_time,
//   not_a_boolean, full_width, reason_missing, unknown_stage.
// A sentence never repeats the value that was handed in, except a code's or a key's nearest known name.
std::variant<Facts, Faults> read_facts(const Rulebook& rulebook, const FactSheet& sheet, Completeness completeness);

// Canonical texts: no needless zeros ("3.5", "60%"), datetimes with the programme's offset. Missing facts are absent.
FactSheet to_texts(const Facts& facts);

}  // namespace wildclaims::rules
