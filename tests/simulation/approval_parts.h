// What entries about approvals are made of: the funders' parts, moves within the limits, and the reserve let go.
#pragma once

#include <map>
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

}  // namespace wildclaims::simulation
