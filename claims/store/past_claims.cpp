#include "claims/store/past_claims.h"

#include <string_view>
#include <utility>

#include "claims/store/connection.h"
#include "claims/store/failure.h"

namespace wildclaims::store {
namespace {

constexpr const char* kApproved =
    "SELECT a.recorded_at, a.determination_id, a.id, c.number, c.claimant_id, c.report_id, a.entitlement_fen, "
    "a.approved_fen, a.residual_fen, a.receipt "
    "FROM approvals AS a CROSS JOIN claims AS c ON c.id = a.claim_id "
    "WHERE a.step = 'final' AND c.policy_id = ? AND c.state <> 'withdrawn' ORDER BY a.id";

// The latest determination of a claim that stands approved, paying or paid is approved (claims/domain/lifecycle.h): of
// all others it is looked up.
constexpr const char* kDetermined =
    "SELECT d.recorded_at, c.number, c.claimant_id, c.report_id, d.denied, d.entitlement_fen, d.receipt "
    "FROM determinations AS d CROSS JOIN claims AS c ON c.id = d.claim_id "
    "WHERE d.id IN (SELECT latest.id FROM (SELECT claims.id AS claim_id, (SELECT max(id) FROM determinations "
    "                                                                   WHERE claim_id = claims.id) AS id "
    "                                      FROM claims WHERE policy_id = ? AND state IN ('reported', 'accepted', "
    "                                      'surveyed', 'determined', 'noticed', 'closed', 'denied')) AS latest "
    "               WHERE latest.id IS NOT NULL AND NOT EXISTS "
    "                   (SELECT 1 FROM approvals WHERE claim_id = latest.claim_id "
    "                    AND determination_id = latest.id AND step = 'final')) "
    "ORDER BY d.id";

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
    if (place >= numbers_.size()) throw StoreUnavailable("a claim's row is missing: the file is damaged");
    return numbers_[place];
  }

 private:
  std::vector<std::int64_t> numbers_;
};

// Determinations that a later one of their claim has replaced: a bit for each.
class Replaced {
 public:
  explicit Replaced(Statement rows) {
    std::int64_t claim = -1;
    std::int64_t earlier = 0;
    while (rows.step()) {
      const std::int64_t next = rows.integer();
      const std::int64_t id = rows.integer();
      if (next == claim && earlier >= 0) {
        const auto place = static_cast<std::size_t>(earlier);
        if (place >= replaced_.size()) replaced_.resize(place + 1);
        replaced_[place] = true;
      }
      claim = next;
      earlier = id;
    }
  }

  bool holds(std::int64_t id) const {
    const auto place = static_cast<std::size_t>(id);
    return place < replaced_.size() && replaced_[place];
  }

 private:
  std::vector<bool> replaced_;
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
      if (!parsed) throw StoreUnavailable("a stored value is not an instant: the file is damaged");
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

// One of the two streams, a row ahead.
struct Stream {
  Statement rows;
  bool more = false;
  std::string_view recorded_at;  // of the row at hand

  void advance() {
    more = rows.step();
    if (more) recorded_at = rows.text_view();
  }
};

class Reader {
 public:
  explicit Reader(Connection& connection)
      : connection_(connection),
        households_(connection.query("SELECT id, household_id FROM claimants ORDER BY id")),
        events_(connection.query("SELECT id, event_id FROM damage_reports ORDER BY id")),
        replaced_(connection.query("SELECT claim_id, id FROM determinations ORDER BY claim_id, id")) {}

  // False for an approval that a later determination has replaced.
  bool read_approved(Statement& columns, PastClaimRow& row) {
    if (replaced_.holds(columns.integer())) return false;
    const std::int64_t approval = columns.integer();
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

  void read_determined(Statement& columns, PastClaimRow& row) const {
    read_claim(columns, row);
    row.denied = columns.boolean();
    row.entitlement = columns.money();
    row.approved = false;
    row.approved_amount = {};
    row.residual = {};
    row.approved_funding.clear();
    row.receipt = columns.text_view();
  }

 private:
  void read_claim(Statement& columns, PastClaimRow& row) const {
    row.number = columns.text_view();
    row.household_id = households_.of(columns.integer());
    row.event_id = events_.of(columns.integer());
  }

  Connection& connection_;
  Numbers households_;
  Numbers events_;
  Replaced replaced_;
};

}  // namespace

void for_each_past_claim(Connection& connection, const std::string& policy_id, rules::UtcOffset offset,
                         const std::function<bool(PastClaimRow&)>& see) {
  Stream approved{connection.query(kApproved, policy_id), false, {}};
  Stream determined{connection.query(kDetermined, policy_id), false, {}};
  approved.advance();
  determined.advance();
  Reader reader(connection);
  Days days(offset);
  PastClaimRow row;
  while (approved.more || determined.more) {
    // Instants are texts of one form: their order is that of time.
    const bool first_determined = determined.more && (!approved.more || determined.recorded_at <= approved.recorded_at);
    Stream& next = first_determined ? determined : approved;
    row.decided_on = days.of(next.recorded_at);
    bool counts = true;
    if (first_determined) {
      reader.read_determined(next.rows, row);
    } else {
      counts = reader.read_approved(next.rows, row);
    }
    if (counts && !see(row)) return;
    next.advance();
  }
}

std::int64_t count_claims(Connection& connection, const std::string& policy_id) {
  Statement row = connection.query("SELECT count(*) FROM claims WHERE policy_id = ?", policy_id);
  row.step();
  return row.integer();
}

}  // namespace wildclaims::store
