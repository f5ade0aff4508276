// Approvals, and what became of each: undone before payment, lowered by a later determination, its residual restored;
// of those that wait, for the settlement of their year or for funds, the approval that each became.
// Rows are only ever added.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/date.h"
#include "rules/digest.h"
#include "rules/funding.h"
#include "rules/money.h"

namespace wildclaims::store {

class Connection;

// An approval, the first of two included, taken back before anything of it was paid.
struct UndoRow {
  std::int64_t approval_id = 0;
  std::int64_t sequence = 0;  // its journal entry
  std::string reason;
  std::int64_t undone_by = 0;
  rules::Instant recorded_at;
};

// What a later determination of the claim took away from an approval.
struct ReductionRow {
  std::int64_t id = 0;
  std::int64_t claim_id = 0;
  std::int64_t approval_id = 0;
  std::int64_t determination_id = 0;
  rules::Money residual;     // no longer owed of what the limit left unpaid
  rules::Money unpaid;       // no longer payable
  rules::Money recoverable;  // to be paid back
  std::int64_t sequence = 0;
  std::int64_t lowered_by = 0;
  rules::Instant recorded_at;
};

// What an approval that was given waits for.
enum class Wait { settlement, funds };

// An approval that waited has become a final one.
struct CarriedOutRow {
  std::int64_t approval_id = 0;          // the final one
  std::optional<std::int64_t> sequence;  // of the entry that took its pending entitlement back; nothing of a held one
  std::int64_t carried_out_by = 0;
  rules::Instant recorded_at;
};

struct ApprovalRow {
  std::int64_t id = 0;
  std::int64_t claim_id = 0;
  std::int64_t determination_id = 0;
  bool final = true;  // false: the first of two, or one that waits: neither moves money
  std::optional<Wait> waits = {};
  rules::Money entitlement;  // a delta: what it adds
  rules::Money approved;
  rules::Money residual;
  std::string receipt;
  rules::Digest receipt_sha256;
  std::optional<std::int64_t> sequence;  // its journal entry, when final or waiting for the settlement
  std::int64_t approved_by = 0;
  rules::Instant recorded_at;
  std::optional<std::int64_t> adjusts;      // the approval it adds to: a delta, or a restored residual
  std::vector<rules::FundingPart> funding;  // of the approved amount
  std::vector<std::string> scopes;          // sub-limits and running totals it counts in

  // Read back only:
  bool restores = false;  // of the residual of the approval it adjusts: no entitlement of its own
  std::optional<UndoRow> undone;
  std::vector<ReductionRow> reductions;
  std::optional<CarriedOutRow> carried_out;

  bool is_first() const { return !final && !waits; }
  // Waits for the settlement of its year, and was neither taken back nor settled.
  bool is_pending() const { return waits == Wait::settlement && !undone && !carried_out; }
  // Final and not undone.
  bool stands() const { return final && !undone; }
  // Approved, and not taken away again: owed or paid. Zero when it does not stand.
  rules::Money standing() const;
};

// Ignores what is only read back.
std::int64_t insert_approval(Connection& connection, const ApprovalRow& approval);
void insert_undo(Connection& connection, const UndoRow& undo);
std::int64_t insert_reduction(Connection& connection, const ReductionRow& reduction);
void insert_carried_out(Connection& connection, std::int64_t waiting_id, const CarriedOutRow& carried_out);
// Oldest first, whole.
std::vector<ApprovalRow> approvals_of(Connection& connection, std::int64_t claim_id);

// Of one claim's approvals, oldest first: those that rest on the determination of the one they adjust restore its
// residual.
void mark_restoring(std::vector<ApprovalRow>& approvals);

// Of one claim's approvals: what stands approved in all; and what stands unpaid of the limit, of one or in all.
rules::Money standing_approved(const std::vector<ApprovalRow>& approvals);
rules::Money standing_residual(const std::vector<ApprovalRow>& approvals, const ApprovalRow& of);
rules::Money standing_residual(const std::vector<ApprovalRow>& approvals);
// The one whose entitlement is pending; null when there is none. And its entitlement.
const ApprovalRow* pending_among(const std::vector<ApprovalRow>& approvals);
rules::Money standing_pending(const std::vector<ApprovalRow>& approvals);

// An approval that left a residual, whatever was restored or lowered of it since.
struct ResidualPlace {
  std::int64_t claim_id = 0;
  std::int64_t approval_id = 0;
};
// Of one policy's claims with a residual that stands, in the order of the approvals. Those of an answer that a later
// determination replaced are not among them.
std::vector<ResidualPlace> residuals_of(Connection& connection, const std::string& policy_id);

}  // namespace wildclaims::store
