#include "claims/store/past_claims.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "claims/store/approvals.h"
#include "claims/store/connection.h"
#include "claims/store/determinations.h"
#include "claims/store/failure.h"

namespace wildclaims::store {
namespace {

constexpr const char* kApproved =
    "SELECT a.recorded_at, a.claim_id, a.determination_id, a.id, c.number, c.claimant_id, c.report_id, "
    "a.entitlement_fen, "
    "a.approved_fen, a.residual_fen, a.receipt "
    "FROM approvals AS a CROSS JOIN claims AS c ON c.id = a.claim_id "
    "WHERE a.step = 'final' AND c.policy_id = ? AND c.state <> 'withdrawn' ORDER BY a.id";

// Claims that stand approved, paying or paid have an approval (claims/domain/lifecycle.h). Of the others, what they
// were determined is looked up: all their determinations, of which the replaced and the approved ones are left out.
constexpr const char* kWaiting =
    "SELECT d.id FROM claims AS c CROSS JOIN determinations AS d ON d.claim_id = c.id "
    "WHERE c.policy_id = ?1 AND c.state IN ('reported', 'accepted', 'surveyed', 'determined', 'noticed', 'closed', "
    "'denied') "
    // Approved, and waiting for the settlement of their year.
    "UNION ALL SELECT p.determination_id FROM pending_entitlements AS p CROSS JOIN claims AS c ON c.id = p.claim_id "
    "WHERE c.policy_id = ?1 AND c.state = 'approved'";

constexpr const char* kDetermined =
    "SELECT d.recorded_at, d.claim_id, c.number, c.claimant_id, c.report_id, d.denied, d.entitlement_fen, d.receipt "
    "FROM determinations AS d CROSS JOIN claims AS c ON c.id = d.claim_id "
    "WHERE d.id = ? AND NOT EXISTS (SELECT 1 FROM approvals AS a WHERE a.determination_id = d.id AND a.step = 'final' "
    "                               AND NOT EXISTS (SELECT 1 FROM approval_undos WHERE approval_id = a.id))";

// Claims whose approval was adjusted, lowered or undone, or upheld by a later determination that changed nothing: few,
// and found without looking at the others.
constexpr const char* kAdjusted =
    "SELECT claim_id FROM approvals INDEXED BY approvals_adjusting WHERE adjusts IS NOT NULL "
    "UNION ALL SELECT claim_id FROM reductions "
    "UNION ALL SELECT a.claim_id FROM approval_undos AS u CROSS JOIN approvals AS a ON a.id = u.approval_id "
    "UNION ALL SELECT c.id FROM determinations AS d CROSS JOIN claims AS c ON c.id = d.claim_id "
    "WHERE d.replaces IS NOT NULL AND c.state NOT IN ('surveyed', 'determined', 'noticed') "
    "AND EXISTS (SELECT 1 FROM approvals WHERE determination_id = d.replaces AND step = 'final')";

constexpr const char* kDecidedAnew =
    "SELECT EXISTS (SELECT 1 FROM claims WHERE id = ? AND state IN ('surveyed', 'determined', 'noticed'))";

// A number for each row of a table, by its id: looked up for every claim, so kept here (8 bytes a row).
class Numbers {
 public:
  explicit Numbers(Statement rows) {
    while (rows.step()) {
      const std::int64_t id = rows.integer();
      if (id < 0) continue;
      const auto place = static_cast<std::size_t>(id);
      if (place >= numbers_.size()) numbers_.resize(place + 1);
      numbers_[place] = rows.integer();
    }
  }

  std::int64_t of(std::int64_t id) const {
    const auto place = static_cast<std::size_t>(id);
    if (place >= numbers_.size()) throw StoredDamage("a claim's row is missing");
    return numbers_[place];
  }

 private:
  std::vector<std::int64_t> numbers_;
};

// Determinations that a later one of their claim has replaced: few.
class Replaced {
 public:
  explicit Replaced(Connection& connection) {
    Statement rows =
        connection.query("SELECT replaces FROM determinations WHERE replaces IS NOT NULL ORDER BY replaces");
    while (rows.step()) ids_.push_back(rows.integer());
  }

  bool holds(std::int64_t id) const { return std::binary_search(ids_.begin(), ids_.end(), id); }

 private:
  std::vector<std::int64_t> ids_;
};

// What stands approved of a claim whose approval was adjusted: said once, by its last approval that stands.
struct Adjusted {
  std::int64_t spoken_by = 0;  // 0: by its determination, for nothing stands approved or a new answer is on its way
  rules::Money entitlement;
  rules::Money approved;
  rules::Money residual;
  std::string receipt;  // of its latest determination
};

class AdjustedClaims {
 public:
  explicit AdjustedClaims(Connection& connection) : connection_(connection) {
    Statement rows = connection.query(kAdjusted);
    while (rows.step()) claims_.push_back(rows.integer());
    std::sort(claims_.begin(), claims_.end());
  }

  bool hold(std::int64_t claim_id) const { return std::binary_search(claims_.begin(), claims_.end(), claim_id); }

  Adjusted of(std::int64_t claim_id) const {
    const std::vector<ApprovalRow> approvals = approvals_of(connection_, claim_id);
    Adjusted adjusted;
    for (const ApprovalRow& each : approvals) {
      if (each.stands()) adjusted.spoken_by = each.id;
    }
    Statement anew = connection_.query(kDecidedAnew, claim_id);
    anew.step();
    if (anew.boolean()) adjusted.spoken_by = 0;
    adjusted.approved = standing_approved(approvals);
    adjusted.residual = standing_residual(approvals);
    adjusted.entitlement = adjusted.approved + adjusted.residual;
    if (const auto latest = latest_determination(connection_, claim_id)) adjusted.receipt = latest->receipt;
    return adjusted;
  }

 private:
  Connection& connection_;
  std::vector<std::int64_t> claims_;
};

// Days of instants that follow each other closely.
class Days {
 public:
  explicit Days(rules::UtcOffset offset) : offset_(offset) {}

  rules::Date of(std::string_view instant) {
    // To the minute: offsets are whole minutes.
    constexpr std::size_t kMinute = 16;
    if (instant.size() < kMinute || instant.compare(0, kMinute, last_) != 0) {
      const auto parsed = rules::Instant::parse(instant, rules::UtcOffset());
      if (!parsed) throw StoredDamage("a stored value is not an instant");
      last_ = instant.substr(0, kMinute);
      day_ = parsed->date_at(offset_);
    }
    return day_;
  }

 private:
  rules::UtcOffset offset_;
  std::string last_;
  rules::Date day_;
};

std::vector<rules::FundingPart> approved_parts(Connection& connection, std::int64_t approval) {
  Statement row = connection.query(
      "SELECT funder, amount_fen FROM approval_funding WHERE approval_id = ? ORDER BY position", approval);
  std::vector<rules::FundingPart> parts;
  while (row.step()) {
    std::string funder = row.text();
    parts.push_back({std::move(funder), row.money()});
  }
  return parts;
}

// Approvals, a row ahead.
struct Approved {
  Statement rows;
  bool more = false;
  std::string_view recorded_at;  // of the row at hand

  void advance() {
    more = rows.step();
    if (more) recorded_at = rows.text_view();
  }
};

// Determinations that stand and wait for their approval, a row ahead.
class Determined {
 public:
  Determined(Connection& connection, const std::string& policy_id, const Replaced& replaced) : connection_(connection) {
    Statement waiting = connection.query(kWaiting, policy_id);
    while (waiting.step()) {
      const std::int64_t id = waiting.integer();
      if (!replaced.holds(id)) ids_.push_back(id);
    }
    std::sort(ids_.begin(), ids_.end());
    advance();
  }

  // False at the end.
  bool more() const { return row_.has_value(); }
  Statement& row() { return *row_; }
  std::string_view recorded_at() const { return recorded_at_; }

  void advance() {
    row_.reset();
    while (!row_ && next_ < ids_.size()) {
      row_.emplace(connection_.query(kDetermined, ids_[next_++]));
      if (!row_->step()) row_.reset();
    }
    if (row_) recorded_at_ = row_->text_view();
  }

 private:
  Connection& connection_;
  std::vector<std::int64_t> ids_;
  std::size_t next_ = 0;
  std::optional<Statement> row_;
  std::string_view recorded_at_;
};

class Reader {
 public:
  Reader(Connection& connection, const Replaced& replaced)
      : connection_(connection),
        adjusted_(connection),
        households_(connection.query("SELECT id, household_id FROM claimants ORDER BY id")),
        events_(connection.query("SELECT id, event_id FROM damage_reports ORDER BY id")),
        replaced_(replaced) {}

  // False for an approval that does not speak for its claim: a later determination has replaced it, or it was adjusted.
  bool read_approved(Statement& columns, PastClaimRow& row) {
    const std::int64_t claim = columns.integer();
    const std::int64_t determination = columns.integer();
    const std::int64_t approval = columns.integer();
    if (adjusted_.hold(claim)) return read_adjusted(adjusted_.of(claim), approval, columns, row);
    if (replaced_.holds(determination)) return false;
    read_claim(columns, row);
    row.denied = false;
    row.entitlement = columns.money();
    row.approved = true;
    row.approved_amount = columns.money();
    row.residual = columns.money();
    row.receipt = columns.text_view();
    row.approved_funding.clear();
    // A limit runs out once: the claims it leaves a part of are few, those it leaves nothing have no parts.
    if (!row.residual.is_zero() && !row.approved_amount.is_zero()) {
      row.approved_funding = approved_parts(connection_, approval);
    }
    return true;
  }

  // False for a determination of a claim for which its approvals speak.
  bool read_determined(Statement& columns, PastClaimRow& row) const {
    const std::int64_t claim = columns.integer();
    if (adjusted_.hold(claim) && adjusted_.of(claim).spoken_by != 0) return false;
    read_claim(columns, row);
    row.denied = columns.boolean();
    row.entitlement = columns.money();
    row.approved = false;
    row.approved_amount = {};
    row.residual = {};
    row.approved_funding.clear();
    row.receipt = columns.text_view();
    return true;
  }

 private:
  bool read_adjusted(Adjusted adjusted, std::int64_t approval, Statement& columns, PastClaimRow& row) const {
    if (adjusted.spoken_by != approval) return false;
    read_claim(columns, row);
    row.denied = false;
    row.entitlement = adjusted.entitlement;
    row.approved = true;
    row.approved_amount = adjusted.approved;
    row.residual = adjusted.residual;
    row.approved_funding.clear();
    row.receipt = std::move(adjusted.receipt);
    return true;
  }

  void read_claim(Statement& columns, PastClaimRow& row) const {
    row.number = columns.text_view();
    row.household_id = households_.of(columns.integer());
    row.event_id = events_.of(columns.integer());
  }

  Connection& connection_;
  AdjustedClaims adjusted_;
  Numbers households_;
  Numbers events_;
  const Replaced& replaced_;
};

}  // namespace

void for_each_past_claim(Connection& connection, const std::string& policy_id, rules::UtcOffset offset,
                         const std::function<bool(PastClaimRow&)>& see) {
  const Replaced replaced(connection);
  Approved approved{connection.query(kApproved, policy_id), false, {}};
  Determined determined(connection, policy_id, replaced);
  approved.advance();
  Reader reader(connection, replaced);
  Days days(offset);
  PastClaimRow row;
  while (approved.more || determined.more()) {
    // Instants are texts of one form: their order is that of time.
    if (determined.more() && (!approved.more || determined.recorded_at() <= approved.recorded_at)) {
      row.decided_on = days.of(determined.recorded_at());
      if (reader.read_determined(determined.row(), row) && !see(row)) return;
      determined.advance();
    } else {
      row.decided_on = days.of(approved.recorded_at);
      if (reader.read_approved(approved.rows, row) && !see(row)) return;
      approved.advance();
    }
  }
}

std::int64_t count_claims(Connection& connection, const std::string& policy_id) {
  Statement row = connection.query("SELECT count(*) FROM claims WHERE policy_id = ?", policy_id);
  row.step();
  return row.integer();
}

}  // namespace wildclaims::store
