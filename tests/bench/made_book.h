// A database of many claims in true form: every row that the workflow leaves, entries made by the ledger's recipes and
// chained, balances that are their sums. `wildclaims ledger verify` finds nothing to say against it.
#pragma once

#include <cstdint>
#include <string>

namespace wildclaims::bench {

// Fills a data directory that a MadeOffice has made with roomy_configuration(): half of the claims in each of the
// policies of 2025 and 2026, one a report, two a claimant. Of a hundred claims 94 are paid, one is approved, three wait
// for approval and two are denied by judgement. At most 900,000 claims a policy, as their numbers have six digits.
// The triggers are taken away meanwhile and put back; nothing is durable until the end.
void make_book(const std::string& data, std::int64_t claims);

// The number of the k-th claim of make_book(…, claims), from 0, and the telephone its status is asked with.
std::string made_claim_number(std::int64_t place, std::int64_t claims);
std::string made_claim_secret(std::int64_t place);

}  // namespace wildclaims::bench
