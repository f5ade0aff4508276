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

namespace wildclaims::simulation {

using Fen = std::int64_t;

// A loss item as told or as found.
struct Plot {
  std::int64_t area = 0;  // tenths of a mu
  std::string crop;
  std::string stage;
  std::optional<std::int64_t> rate;  // per cent
};

struct Determined {
  std::int64_t id = 0;
  std::int64_t by = 0;
  bool judged = false;
  bool denied = false;
  Fen payable = 0;  // before the household's limit
  Fen entitlement = 0;
  std::int64_t replaces = 0;  // 0: none
};

struct Noticed {
  std::int64_t determination = 0;
  rules::Date on;
};

struct Approved {
  std::int64_t id = 0;
  std::int64_t determination = 0;
  bool final = false;
  Fen entitlement = 0;
  Fen approved = 0;
  Fen residual = 0;
  std::int64_t sequence = 0;
  std::int64_t by = 0;
};

struct Payment {
  std::int64_t id = 0;
  std::int64_t approval = 0;
  Fen amount = 0;
  std::string batch;
  std::int64_t sequence = 0;
  std::int64_t by = 0;
  std::int64_t confirmed_by = 0;  // 0: not
  std::int64_t returned_by = 0;
};

struct Claim {
  std::string number;
  std::string report;
  std::string policy;
  int person = 0;
  std::string account;
  std::string state = "reported";
  std::int64_t version = 1;
  std::vector<Plot> told;
  int surveys = 0;
  std::string found_species;
  std::vector<Plot> found;
  std::vector<Determined> determinations;
  std::vector<Noticed> notices;
  std::vector<Approved> approvals;
  std::vector<Payment> payments;

  bool is_open() const { return state != "denied" && state != "withdrawn" && state != "closed"; }
  const Approved* final_approval() const;
  // Sent and not returned.
  Payment* live_payment();
  const Payment* live_payment() const;
  // Who gave the first of two approvals of the latest determination; 0: nobody.
  std::int64_t waiting_approver() const;
  bool determined_by(std::int64_t user) const;
  bool approved_by(std::int64_t user) const;
  bool paid_by(std::int64_t user) const;
};

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
  rules::Date effective;
  Postings postings;
};

struct Book {
  Fen premium = 0;
  Fen limit = 0;
  std::vector<Entry> entries;
  std::map<std::string, Fen> balances;
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
  std::int64_t clock_offset = 0;
  Fen limit_of_a_year = 0;

  rules::Date today() const;

  // The claims the aim covers, in order; nothing where there is no such thing, it is not as it was seen, or nothing of
  // it is open.
  std::optional<std::vector<std::string>> open(const Aim& aim) const;
  // Every claim the aim covers stands in one of these states.
  bool all_in(const std::vector<std::string>& numbers, const std::set<std::string>& states) const;

  // What a household has for an event by other claims than this one.
  Fen approved_elsewhere(const Claim& claim) const;
  // The sub-limit of a household for an event.
  std::string scope(const Claim& claim) const;
  Fen reserve(const Claim& claim) const;
  // On the facts known so far.
  Fen estimate(const Claim& claim) const;

  Fen balance(const std::string& policy, const std::string& account) const;
  std::int64_t post(const std::string& policy, Entry entry);
  void set_reserve(Claim& claim, Fen to);
  void move(Claim& claim, const std::string& happening, const std::string& state, std::int64_t user);
  // "PLR-2025-000001-9@3 PL-2025-000001-7=accepted@2": what is answered after these claims were acted on.
  std::string acted(const std::string& report, const std::vector<std::string>& numbers) const;

  // Everything, one fact a line, as audit.h reads it from the database.
  std::vector<std::string> lines() const;
};

// ---- the rulebook of the simulation, worked out by hand ----

inline constexpr Fen kPremium = 999'999;
inline constexpr Fen kHouseholdLimit = 3'000'000;
inline constexpr Fen kSecondApprovalAbove = 2'000'000;
inline constexpr int kNoticeDays = 3;
inline constexpr const char* kFunders[] = {"province", "city", "county"};

// Largest remainders, ties in the order of kFunders.
std::vector<std::pair<std::string, Fen>> shares_of(Fen amount);
// What is lost, before the household's limit; 0 for an animal that is not covered.
Fen payable_for(const std::string& species, const std::vector<Plot>& plots);
Fen within_household_limit(Fen payable, Fen before);
std::string area_text(std::int64_t tenths);

}  // namespace wildclaims::simulation
