// Every claim with what was determined, approved and paid for it, as it is stored: ordered scans side by side, one
// claim in memory. For checking the books: nothing here throws because of what is stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "claims/domain/claim_state.h"
#include "claims/store/approvals.h"
#include "claims/store/connection.h"
#include "claims/store/determinations.h"
#include "claims/store/payments.h"
#include "claims/store/stored_row.h"

namespace wildclaims::store {

struct StoredClaim {
  std::int64_t id = 0;
  std::string number;  // empty: rows of a claim that is not there
  std::string policy_id;
  std::optional<domain::ClaimState> state;  // nothing when it cannot be read
  std::vector<DeterminationRow> determinations;
  std::vector<ApprovalRow> approvals;
  std::vector<PaymentRow> payments;
  std::vector<BadValue> bad;
};

enum class Findings : std::uint8_t { left_out, read };

class ClaimScan {
 public:
  // The findings of determinations are wanted by few and cost a look-up each.
  ClaimScan(Connection& connection, Findings findings);

  // The next claim by its id; false at the end.
  bool next(StoredClaim& claim);

 private:
  // Rows of one table in order of the claim they belong to, one of them at hand.
  struct Rows {
    Statement statement;
    bool more = false;
    std::int64_t owner = 0;

    void advance() {
      more = statement.step();
      if (more) owner = statement.value().integer;
    }
  };
  void take_claim(StoredClaim& claim);
  void take_determination(StoredClaim& claim);
  void take_approval(StoredClaim& claim);
  void take_afterlife(ApprovalRow& approval, StoredClaim& claim);
  void take_payment(StoredClaim& claim);
  std::vector<rules::FundingPart> take_parts(Rows& rows, std::int64_t owner, const char* place, StoredClaim& claim);
  void take_findings(DeterminationRow& determination, StoredClaim& claim);

  Connection& connection_;
  Findings findings_;
  CanonicalTime time_;
  Rows claims_;
  Rows determinations_;
  Rows determined_parts_;  // by determination, in the order of determinations_
  Rows approvals_;
  Rows approved_parts_;  // by approval, in the order of approvals_
  Rows undos_;           // likewise
  Rows reductions_;      // likewise
  Rows carried_out_;     // likewise
  Rows payments_;
  Rows results_;  // by payment, in the order of payments_
};

// A rulebook that determinations are pinned to, as stored.
struct StoredRulebook {
  std::int64_t id = 0;
  std::string code;
  std::string version;
  rules::Digest sha256;
  std::string text;
  std::vector<BadValue> bad;
};
std::vector<StoredRulebook> stored_rulebooks(Connection& connection);

// How many claims there are.
std::int64_t count_all_claims(Connection& connection);

}  // namespace wildclaims::store
