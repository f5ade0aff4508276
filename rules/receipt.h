// The receipt of a determination: enough to recompute the answer in ten years.
#pragma once

#include <string>

#include "rules/determine.h"

namespace wildclaims::rules {

// Canonical JSON: keys in the order below, no spaces, UTF-8, no line end, every amount, number and date a string. The
// same input gives the same bytes.
//   {"receipt":1,"engine":"1","rulebook":{"id","version","sha256"},
//    "facts":{"claim":{NAME:TEXT…},"items":[{NAME:TEXT…}…]},       names in byte order, texts as to_texts() gives them
//    "running":{"household_event":AMOUNT},
//    "result":{"denied":BOOL,"loss_date","entitlement","funding":[{"funder","amount"}…],"denials":[CODE…],"flags":[CODE…]}}
std::string make_receipt(const Rulebook& rulebook, const Facts& facts, const RunningTotals& running,
                         const Determination& determination);

}  // namespace wildclaims::rules
