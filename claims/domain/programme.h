// A programme as configured: one product of one county, with what differs between counties. What is owed, and who funds
// it, is the rulebook's; this is who, where and how it is run. Loaded by programme_file.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "claims/domain/policy_id.h"
#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::domain {

// Our own short code, not an official division code: "zhangcun-yaotou".
struct Village {
  std::string code;
  rules::Bilingual label;
  std::string township_code;
  rules::Bilingual township;
};

struct Programme {
  ProgrammeLetters letters;
  rules::Bilingual title;
  std::string rulebook_id;          // rulebooks of this id answer for it, by date of loss
  bool allow_illustrative = false;  // may a rulebook of status illustrative determine here (trial and demo only)
  std::string county_code;          // six digits of GB/T 2260
  rules::Bilingual county;
  rules::Bilingual insurer;
  rules::UtcOffset offset;             // of business dates and of instants typed without one
  int notice_days = 0;                 // public notice, calendar days; public_notice.h
  rules::Money second_approval_above;  // above it, not at it, two approvers; authority.h
  std::vector<Village> villages;

  // Null when there is none of that code.
  const Village* find_village(std::string_view code) const;
};

}  // namespace wildclaims::domain
