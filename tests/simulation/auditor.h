// The auditor: what must be in the books, recomputed from the commands that were acknowledged. Plain maps and whole
// fen; the rulebook of tests/simulation/config is worked out here a second time, and nothing of claims/ledger is used.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules/date.h"
#include "tests/simulation/claim.h"
#include "tests/simulation/course.h"

namespace wildclaims::simulation {

struct Report {
  std::string number;
  std::string policy;
  std::int64_t event = 0;
  std::int64_t version = 1;
  std::string species;
  std::string place;
  std::vector<std::string> claims;
};

struct Person {
  std::int64_t claimant = 0;  // in the order in which they became known, from 1
  std::set<std::string> phones;
  std::set<std::string> accounts;
};

using Postings = std::vector<std::pair<std::string, Fen>>;

struct Entry {
  std::string kind;
  std::string claim;
  std::string batch;
  std::int64_t determination = 0;
  std::int64_t reverses = 0;
  std::int64_t adjusts = 0;
  rules::Date effective;
  Postings postings;
};

// A funder is asked for its part of a premium that another prepaid.
struct Asked {
  std::int64_t id = 0;
  std::int64_t by = 0;
  std::string funder;
  Fen amount = 0;
  rules::Date on;
  std::int64_t head = 0;              // the last entry of the book at that moment
  std::vector<std::string> evidence;  // "kind reference amount", in order
};

struct Endorsed {
  std::int64_t by = 0;
  Fen limit = 0;
  Fen premium = 0;
  std::int64_t sequence = 0;
};

struct ClosedPeriod {
  std::int64_t by = 0;
  rules::Date through;
  std::int64_t head = 0;
};

// What a rulebook says of an aggregate limit that does not reach.
enum class Shortage : std::uint8_t { truncate, hold, prorate, priority };

struct SettledYear {
  std::int64_t by = 0;
  Fen granted = 0;
  Fen available = 0;
  rules::Date on;
};

struct Book {
  Fen premium = 0;
  Fen limit = 0;
  std::string prepaid_by;  // empty: each funder is called for its own part
  rules::Date opened;
  std::vector<Endorsed> endorsements;
  std::vector<ClosedPeriod> closed;
  std::vector<Asked> asked;
  std::optional<SettledYear> settled;
  std::vector<Entry> entries;
  std::map<std::string, Fen> balances;
  std::map<std::string, Fen> entitled;  // by running total: approved and residual, less what was taken back

  bool is_closed_on(rules::Date day) const { return !closed.empty() && day <= closed.back().through; }
};

// What a command is about: a claim or a whole report, and the version that the client saw.
struct Aim {
  bool whole_report = false;
  std::string number;
  std::optional<std::int64_t> version;
};

class Auditor {
 public:
  std::map<std::string, Book> books;  // by policy
  std::map<std::string, Report> reports;
  std::map<std::string, Claim> claims;
  std::map<int, Person> people;
  std::map<std::pair<std::int64_t, std::string>, std::string> answers;  // by user and key
  std::vector<std::string> happenings;                                  // "kind claim-or-policy user"
  std::int64_t events = 0;
  std::int64_t determinations = 0;
  std::int64_t approvals = 0;
  std::int64_t payments = 0;
  std::int64_t reimbursement_claims = 0;
  std::int64_t clock_offset = 0;
  Fen limit_of_a_year = 0;
  bool restores_residuals = false;  // what the rulebook says of a limit that is freed
  Shortage when_short = Shortage::truncate;
  CourseCounts courses;

  rules::Date today() const;

  // The claims the aim covers, in order; nothing where there is no such thing, it is not as it was seen, or nothing of
  // it is open.
  std::optional<std::vector<std::string>> open(const Aim& aim) const;
  // Every claim the aim covers stands in one of these states.
  bool all_in(const std::vector<std::string>& numbers, const std::set<std::string>& states) const;

  // What a household has for an event, within a policy, by other claims than this one.
  Fen approved_elsewhere(const Claim& claim) const;
  // What the latest determination gives at this moment.
  Fen entitled_now(const Claim& claim) const;
  // The running total of a household for an event, and its sub-limit's accounts: "limit:…:".
  std::string running_total(const Claim& claim) const;
  std::string scope(const Claim& claim) const;
  // What happens at an approval now: a year that was settled at its end goes on as under truncate.
  Shortage when_short_now(const std::string& policy) const;
  bool waits_for_settlement(const std::string& policy) const;
  // It waits for it, and the year is over.
  bool is_due(const std::string& policy) const;
  // Claims of it that are not decided.
  std::vector<std::string> undecided(const std::string& policy) const;
  // Claims that wait for funds, in the order in which they were approved.
  std::vector<std::string> held(const std::string& policy) const;
  Fen reserve(const Claim& claim) const;
  // On the facts known so far.
  Fen estimate(const Claim& claim) const;

  Fen balance(const std::string& policy, const std::string& account) const;
  // Effective today, or on the day named. Returns its sequence.
  std::int64_t post(const std::string& policy, Entry entry, std::optional<rules::Date> on = std::nullopt);
  void set_reserve(Claim& claim, Fen to);
  void move(Claim& claim, const std::string& happening, const std::string& state, std::int64_t user);
  // "PLR-2025-000001-9@3 PL-2025-000001-7=accepted@2": what is answered after these claims were acted on.
  std::string acted(const std::string& report, const std::vector<std::string>& numbers) const;

  // Everything, one fact a line, as audit.h reads it from the database.
  std::vector<std::string> lines() const;
};

// ---- the rulebook of the simulation, worked out by hand ----

inline constexpr Fen kPremium = 999'999;
inline constexpr Fen kHouseholdLimit = 1'500'000;
inline constexpr Fen kSecondApprovalAbove = 1'000'000;
// Of a loss, where the year is settled by priority.
inline constexpr Fen kServedFirstBelow = 600'000;
inline constexpr int kNoticeDays = 3;
inline constexpr const char* kFunders[] = {"province", "city", "county"};

// Largest remainders, ties in the order of kFunders.
std::vector<std::pair<std::string, Fen>> shares_of(Fen amount);
// `amount` out of what each funder bears, in proportion and rounded down; what is left over fen by fen from the first.
std::map<std::string, Fen> taken_from(const std::map<std::string, Fen>& borne, Fen amount);
// What is lost, before the household's limit; 0 for an animal that is not covered.
Fen payable_for(const std::string& species, const std::vector<Plot>& plots);
Fen within_household_limit(Fen payable, Fen before);
std::string area_text(std::int64_t tenths);

}  // namespace wildclaims::simulation
