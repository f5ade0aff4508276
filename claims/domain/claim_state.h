// Where a claim stands. The codes are the words of the API, the database and the events; they never change.
// What may happen in which state is lifecycle.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/bilingual.h"

namespace wildclaims::domain {

enum class ClaimState : std::uint8_t {
  reported,    // told to us, nothing promised yet
  accepted,    // taken on; the reserve stands
  surveyed,    // visited, or sent back for another visit
  determined,  // the computed answer stands: an indemnity above zero
  noticed,     // the public notice is posted; approval waits for it to lapse
  approved,    // owed to the claimant; the limit is committed
  paying,      // sent to the bank
  paid,        // confirmed by the bank
  closed,      // nothing more is owed: paid and closed, zero indemnity, or residual only
  denied,      // refused with reasons
  withdrawn,   // taken back by the claimant
};

inline constexpr std::array kClaimStates = {ClaimState::reported,   ClaimState::accepted, ClaimState::surveyed,
                                            ClaimState::determined, ClaimState::noticed,  ClaimState::approved,
                                            ClaimState::paying,     ClaimState::paid,     ClaimState::closed,
                                            ClaimState::denied,     ClaimState::withdrawn};

// "reported" … "withdrawn".
std::string_view code_of(ClaimState state);
// The exact code only; anything else gives nothing.
std::optional<ClaimState> parse_claim_state(std::string_view code);
rules::Bilingual label_of(ClaimState state);

}  // namespace wildclaims::domain
