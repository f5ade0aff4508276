// The receipt of a determination: enough to recompute the answer in ten years.
#pragma once

#include <string>

#include "rules/determine.h"

namespace wildclaims::rules {

// Canonical JSON: keys in the order below, no spaces, UTF-8, no line end, every amount, number and date a string. The
// same input gives the same bytes. Keys marked ? are left out when there is nothing to say.
//   {"receipt":2,"engine":"2","rulebook":{"id","version","sha256"},
//    "facts":{"event"?:{NAME:TEXT…},"claim":{NAME:TEXT…},"items":[{NAME:TEXT…}…]},
//                                                  names in byte order, texts as to_texts() gives them
//    "running":{NAME:AMOUNT…},"adjustments"?:{NAME:{"amount","reason"}…},"override"?:{"amount","reason"},
//    "stage"?:NAME,"paid"?:AMOUNT,
//    "result":{"denied":BOOL,"loss_date","entitlement","balance"?,"funding":[{"funder","amount"}…],
//              "fees"?:[{"fee","amount"}…],"steps":[{"step","amount"}…],"denials":[CODE…],"flags":[CODE…]}}
std::string make_receipt(const Rulebook& rulebook, const Facts& facts, const Determination& determination);

}  // namespace wildclaims::rules
