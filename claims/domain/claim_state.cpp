#include "claims/domain/claim_state.h"

#include "claims/domain/contract_violation.h"

namespace wildclaims::domain {

std::string_view code_of(ClaimState state) {
  switch (state) {
    case ClaimState::reported:
      return "reported";
    case ClaimState::accepted:
      return "accepted";
    case ClaimState::surveyed:
      return "surveyed";
    case ClaimState::determined:
      return "determined";
    case ClaimState::noticed:
      return "noticed";
    case ClaimState::approved:
      return "approved";
    case ClaimState::paying:
      return "paying";
    case ClaimState::paid:
      return "paid";
    case ClaimState::closed:
      return "closed";
    case ClaimState::denied:
      return "denied";
    case ClaimState::withdrawn:
      return "withdrawn";
  }
  throw ContractViolation("no such claim state");
}

std::optional<ClaimState> parse_claim_state(std::string_view code) {
  for (ClaimState state : kClaimStates) {
    if (code_of(state) == code) return state;
  }
  return std::nullopt;
}

rules::Bilingual label_of(ClaimState state) {
  switch (state) {
    case ClaimState::reported:
      return {"已报案", "reported"};
    case ClaimState::accepted:
      return {"已受理", "accepted"};
    case ClaimState::surveyed:
      return {"已查勘", "surveyed"};
    case ClaimState::determined:
      return {"已核赔", "determined"};
    case ClaimState::noticed:
      return {"公示中", "on public notice"};
    case ClaimState::approved:
      return {"已批准", "approved"};
    case ClaimState::paying:
      return {"支付中", "being paid"};
    case ClaimState::paid:
      return {"已支付", "paid"};
    case ClaimState::closed:
      return {"已结案", "closed"};
    case ClaimState::denied:
      return {"已拒赔", "denied"};
    case ClaimState::withdrawn:
      return {"已撤案", "withdrawn"};
  }
  throw ContractViolation("no such claim state");
}

}  // namespace wildclaims::domain
