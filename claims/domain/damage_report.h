// A damage report as told: one event, one or many households, each with its plots. Plain values as they came in;
// check() finds everything wrong that needs neither database nor rulebook, all at once, at the JSON pointers of
// POST /damage-reports. Codes of species, crops and stages, and further facts, are the rulebook's to judge.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "claims/domain/programme.h"
#include "rules/date.h"
#include "rules/fault.h"

namespace wildclaims::domain {

// The largest natural villages have a few hundred households; a longer list is two reports of one event.
inline constexpr std::size_t kMaxHouseholds = 500;
// Plots of one household that one event can hit; a company lists its fields, not its beds.
inline constexpr std::size_t kMaxItems = 100;
// Further claim facts besides the fixed ones.
inline constexpr std::size_t kMaxFacts = 50;
// 0.0001 mu is 0.07 square metres, finer than any measurement; 1,000,000 mu is larger than any farm of a county.
inline constexpr std::size_t kAreaDecimals = 4;
inline constexpr std::int64_t kMaxAreaMu = 1'000'000;
// Loss rates come from counted samples: hundredths of a percent are already finer than the sample.
inline constexpr std::size_t kRateDecimals = 2;

enum class ClaimantKind : std::uint8_t { person, organisation };

std::string_view code_of(ClaimantKind kind);
std::optional<ClaimantKind> parse_claimant_kind(std::string_view code);

// One plot, crop and growth stage.
struct LossItem {
  std::string plot;
  std::string crop;
  std::optional<std::string> stage;
  std::string area;                      // decimal text in mu, above zero: "3.5"
  std::optional<std::string> loss_rate;  // percent, 0% to 100%: "60%", "62.5%"
  bool operator==(const LossItem&) const = default;
};

struct Household {
  std::string name;
  ClaimantKind kind = ClaimantKind::person;
  std::string identity;  // identity number of a person, credit code of an organisation
  std::string phone;
  std::string account;
  std::optional<std::string> account_holder;  // where the account is not in the claimant's own name
  std::vector<LossItem> items;
  bool operator==(const Household&) const = default;
};

struct DamageReport {
  std::string programme;  // letters: "PL"
  std::string species;
  rules::Date damage_from;
  rules::Date damage_to;
  rules::Instant discovered_at;
  std::optional<rules::Instant> reported_at;  // nothing: now
  std::string village;
  std::string place;
  std::string told_by;
  std::optional<std::int64_t> event;         // joins an existing event
  std::map<std::string, std::string> facts;  // other claim-scope facts, as text
  std::vector<Household> households;
  bool operator==(const DamageReport&) const = default;
};

// The same report with texts trimmed and numbers in their normal form (half-width, upper case, no blanks): what is
// stored and compared. A number that is not valid stays as it came. Run it before check() or after: the faults are
// the same.
DamageReport normalised(DamageReport report);

// Everything wrong with the report, in the order of the input. `now` is the business clock's.
// Codes: missing, too_long, control_character, not_utf8 (texts); village_unknown; ends_before_it_begins,
// in_the_future, discovered_before_damage, reported_before_discovered (times); no_households, too_many_households,
// no_items, too_many_items, too_many_facts; identity_*, credit_code_*, phone_format, account_format, born_later,
// duplicate_identity; area_format, area_decimals, area_not_positive, area_too_large; rate_format, rate_decimals,
// rate_out_of_range; event_format.
rules::Faults check(const DamageReport& report, const Programme& programme, rules::Instant now);

// What is wrong with the dates of a report alone, as check() says it: for a correction of the report.
rules::Faults check_times(const DamageReport& report, const Programme& programme, rules::Instant now);

// One area or loss rate, for survey and correction items; appends at most one fault.
void check_area(std::string_view area, std::string_view pointer, rules::Faults& faults);
void check_loss_rate(std::string_view rate, std::string_view pointer, rules::Faults& faults);
// A code as rulebooks and divisions write them: a lower-case letter, then such letters, digits, '_' and '-'.
// Codes: missing, code_format.
void check_code(std::string_view code, std::string_view pointer, rules::Faults& faults);

}  // namespace wildclaims::domain
