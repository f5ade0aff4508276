// What acts on approvals have in common: the parts that their entries are made of, what is granted and taken back.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "tests/simulation/auditor.h"

namespace wildclaims::simulation {

// Each funder's part of an amount.
std::map<std::string, Fen> borne_of(Fen amount);

// The parts once more (1), or taken back (-1).
void add_incurred(Postings& postings, const std::map<std::string, Fen>& parts, Fen sign);

// From one pocket to another, in the aggregate limit and in the claim's sub-limit.
void add_limit_move(Postings& postings, const std::string& scope, const char* to, const char* from, Fen amount);

void add_reserve_release(Postings& postings, const Claim& claim, Fen reserve);

// The claim's sub-limit, when it is used first; and wider, when money that is to be paid back takes up what may be
// given again.
void open_sub_limit(Auditor& auditor, const Claim& claim);

// `more` for the claim's latest determination: what `money` reaches for becomes owed, the rest is left unpaid.
struct Grant {
  Fen more = 0;
  Fen money = 0;
  std::int64_t by = 0;
  std::optional<rules::Date> on = {};  // today when not named
};
// The approval, now the last of the claim's.
const Approved& grant(Auditor& auditor, Claim& claim, const Grant& terms);

// The approval's entry is reversed.
void take_back(Auditor& auditor, const Claim& claim, Approved& approved, std::int64_t by);

}  // namespace wildclaims::simulation
