// Damage reports of nobody, as many different ones as a benchmark wants: one household with one plot each.
#pragma once

#include <cstdint>
#include <string>

#include "claims/domain/damage_report.h"

namespace wildclaims::bench {

// Told apart by the number, from 0 to kMadePeople - 1: valid identity numbers, born from 1900 on.
inline constexpr std::int64_t kMadePeople = 33'000'000;
std::string made_identity(std::int64_t number);
// A key as clients draw them, at random: different for different numbers, in no order.
std::string made_key(std::int64_t number);

// What the reports of a benchmark share. The rulebook of 2025 answers for them from 21 September 2025 on.
inline constexpr const char* kMadeReportsToday = "2025-09-21";

// Wild boar in Yaotou on 18 to 20 September 2025, one plot of maize; `place` is "地块 <number>".
domain::DamageReport made_report(std::int64_t number);
// The same as the body of POST /damage-reports.
std::string made_report_body(std::int64_t number);

}  // namespace wildclaims::bench
