// The public notice and when it lapses. Posted on day D for n days: days D+1 to D+n are the notice (a day clock
// skips its first day), and approval is open from 00:00 of D+n+1, in the programme's own offset.
// Basis: good practice; Agricultural Insurance Regulation (public notice of claims results in the village).
#pragma once

#include "rules/date.h"

namespace wildclaims::domain {

// A notice as posted. `days` is copied from the programme on the day of posting and is at least 0.
struct PublicNotice {
  rules::Date posted;
  int days = 0;
  bool operator==(const PublicNotice&) const = default;
};

// D+n+1: the first business date on which the claim may be approved.
rules::Date approvable_from(const PublicNotice& notice);
// The last day on which an objection stops it: D+n.
rules::Date last_day(const PublicNotice& notice);
bool has_lapsed(const PublicNotice& notice, rules::Date today);

}  // namespace wildclaims::domain
