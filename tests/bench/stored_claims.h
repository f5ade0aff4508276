// A database of many decided claims, through the real schema: what speed over stored claims is measured on.
#pragma once

#include <cstdint>
#include <string>

namespace wildclaims::bench {

// The policy the claims are of.
inline constexpr const char* kStoredPolicy = "PL-2025";

// Makes the file: reports of 30 households each, a household on average in five of them, decided report by report over
// the year under the shipped rulebook of 2025. Of a hundred claims 94 are approved and paid (two of them by two
// approvers), three wait for approval, two are denied and one was determined again after its approval. No ledger is
// kept.
void store_claims(const std::string& file, std::int64_t claims);

}  // namespace wildclaims::bench
