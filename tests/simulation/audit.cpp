#include "tests/simulation/audit.h"

#include <sodium.h>

#include <algorithm>
#include <iterator>

#include "claims/workflow/verify_books.h"

namespace wildclaims::simulation {
namespace {

// More than this says nothing new.
constexpr std::size_t kMostFindings = 12;

// Every row of a statement of one text column.
void add(store::Connection& db, const char* sql, std::vector<std::string>& lines) {
  store::Statement row = db.query(sql);
  while (row.step()) lines.push_back(row.text());
}

// The canonical bytes of an entry, written down as the header describes them.
class Bytes8 {
 public:
  void integer(std::int64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes_ += static_cast<char>((value >> shift) & 0xFF);
  }
  void text(const std::string& value) {
    integer(static_cast<std::int64_t>(value.size()));
    bytes_ += value;
  }
  void raw(const std::uint8_t* from, std::size_t count) { bytes_.append(from, from + count); }
  template <class Value, class Write>
  void optional(const std::optional<Value>& value, Write write) {
    bytes_ += value ? '\1' : '\0';
    if (value) write(*value);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

rules::Digest sha256(const std::string& bytes) {
  rules::Digest digest;
  crypto_hash_sha256(digest.bytes.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return digest;
}

void check_chain(store::Connection& db, std::vector<std::string>& findings) {
  store::Statement row = db.query(
      "SELECT policy_id, sequence, kind, claim, batch, determination_id, reverses, effective_date, recorded_at, "
      "receipt_sha256, previous_hash, hash, "
      "adjusts, "
      "(SELECT count(*) FROM postings AS p WHERE p.policy_id = e.policy_id AND p.sequence = e.sequence) "
      "FROM journal_entries AS e ORDER BY policy_id, sequence");
  std::string book;
  rules::Digest head;
  while (row.step()) {
    Bytes8 bytes;
    const std::string policy = row.text();
    if (policy != book) head = {};
    book = policy;
    const std::int64_t sequence = row.integer();
    const std::string kind = row.text();
    const auto claim = row.optional_text();
    const auto batch = row.optional_text();
    const auto determination = row.optional_integer();
    const auto reverses = row.optional_integer();
    const rules::Date effective = row.date();
    const rules::Instant recorded = row.instant();
    const auto receipt = row.optional_digest();
    const rules::Digest previous = row.digest();
    const rules::Digest hash = row.digest();
    const auto adjusts = row.optional_integer();
    bytes.raw(head.bytes.data(), head.bytes.size());
    bytes.text(adjusts ? "wildclaims entry 2" : "wildclaims entry 1");
    bytes.text(book);
    bytes.integer(sequence);
    bytes.text(kind);
    bytes.integer(effective.days());
    bytes.integer(recorded.seconds());
    bytes.optional(claim, [&](const std::string& value) { bytes.text(value); });
    bytes.optional(batch, [&](const std::string& value) { bytes.text(value); });
    bytes.optional(determination, [&](std::int64_t value) { bytes.integer(value); });
    bytes.optional(receipt, [&](const rules::Digest& value) { bytes.raw(value.bytes.data(), value.bytes.size()); });
    bytes.optional(reverses, [&](std::int64_t value) { bytes.integer(value); });
    if (adjusts) bytes.integer(*adjusts);
    bytes.integer(row.integer());
    store::Statement posting =
        db.query("SELECT account, amount_fen FROM postings WHERE policy_id = ? AND sequence = ? ORDER BY position",
                 book, sequence);
    while (posting.step()) {
      bytes.text(posting.text());
      bytes.integer(posting.integer());
    }
    if (previous != head || hash != sha256(bytes.bytes())) {
      findings.push_back("the hash of " + book + "#" + std::to_string(sequence) + " is not that of its bytes");
    }
    head = hash;
  }
}

// What was done to policies. A head or a hash that is written down must be that of the row it tells of.
void add_policies(store::Connection& db, std::vector<std::string>& lines) {
  add(db,
      "SELECT 'policy ' || id || ' ' || premium_fen || ' ' || aggregate_limit_fen || ' prepaid by ' || "
      "coalesce((SELECT prepaid_by FROM prepaid_policies WHERE policy_id = id), '') FROM policies",
      lines);
  add(db,
      "SELECT 'endorsement of ' || policy_id || ' by ' || endorsed_by || ' ' || limit_fen || ' ' || premium_fen || "
      "' entry ' || sequence FROM endorsements",
      lines);
  add(db,
      "SELECT 'closed ' || p.policy_id || ' through ' || p.through || ' by ' || p.closed_by || ' at ' || "
      "p.head_sequence || iif(e.hash IS p.head_hash, '', ' with another head') FROM closed_periods AS p "
      "LEFT JOIN journal_entries AS e ON e.policy_id = p.policy_id AND e.sequence = p.head_sequence",
      lines);
  add(db,
      "SELECT 'settled ' || policy_id || ' by ' || settled_by || ' ' || granted_fen || ' ' || available_fen || ' on ' "
      "|| "
      "effective_date FROM settlements",
      lines);
  add(db,
      "SELECT 'reimbursement ' || r.id || ' of ' || r.policy_id || ' by ' || r.made_by || ' ' || r.funder || ' to ' || "
      "r.prepaid_by || ' ' || r.amount_fen || ' on ' || r.made_on || ' at ' || r.head_sequence || "
      "iif(e.hash IS r.head_hash, '', ' with another head') FROM reimbursement_claims AS r "
      "LEFT JOIN journal_entries AS e ON e.policy_id = r.policy_id AND e.sequence = r.head_sequence",
      lines);
  add(db,
      "SELECT 'evidence ' || reimbursement_claim_id || '.' || position || ' ' || kind || ' ' || "
      "CASE WHEN EXISTS (SELECT 1 FROM journal_entries WHERE kind = 'premium_received' "
      "                  AND lower(hex(hash)) = substr(reference, -64)) "
      "     OR EXISTS (SELECT 1 FROM rulebooks WHERE lower(hex(sha256)) = substr(reference, -64)) "
      "THEN substr(reference, 1, length(reference) - 65) ELSE reference END || ' ' || coalesce(amount_fen, '-') "
      "FROM reimbursement_evidence",
      lines);
  add(db,
      "SELECT 'entitled ' || policy_id || ' ' || scope || ' before ' || before_fen || ' now ' || entitled_fen "
      "FROM entitled_by_scope",
      lines);
}

void check_file(store::Connection& db, std::vector<std::string>& findings) {
  store::Statement check = db.query("PRAGMA integrity_check(5)");
  while (check.step()) {
    const std::string found = check.text();
    if (found != "ok") findings.push_back("SQLite: " + found);
  }
  if (db.query("PRAGMA foreign_key_check").step()) findings.push_back("SQLite: a foreign key points nowhere");
}

}  // namespace

std::vector<std::string> lines_of(store::Connection& db) {
  std::vector<std::string> lines;
  add_policies(db, lines);
  add(db,
      "SELECT 'entry ' || e.policy_id || '#' || e.sequence || ' ' || e.kind || ' ' || coalesce(e.claim, '') || "
      "' batch ' || coalesce(e.batch, '') || ' for ' || coalesce(e.determination_id, 0) || ' reverses ' || "
      "coalesce(e.reverses, 0) || ' adjusts ' || coalesce(e.adjusts, 0) || ' on ' || e.effective_date || "
      "coalesce((SELECT group_concat(said, '') FROM ("
      "SELECT ' ' || account || '=' || amount_fen AS said FROM postings AS p "
      "WHERE p.policy_id = e.policy_id AND p.sequence = e.sequence ORDER BY account, amount_fen)), '') "
      "FROM journal_entries AS e",
      lines);
  add(db, "SELECT 'balance ' || policy_id || ' ' || account || ' ' || balance_fen FROM account_balances", lines);
  add(db,
      "SELECT 'report ' || number || ' in ' || policy_id || ' event ' || event_id || '@' || version || ' at ' || place "
      "FROM damage_reports",
      lines);
  add(db,
      "SELECT 'claim ' || c.number || ' of ' || r.number || ' in ' || c.policy_id || ' is ' || c.state || '@' || "
      "c.version || ', surveys ' || (SELECT count(*) FROM surveys WHERE claim_id = c.id) || ', items' || "
      "(SELECT group_concat(said, '') FROM (SELECT ' ' || (facts ->> 'crop') || '/' || (facts ->> 'stage') || '/' || "
      "(facts ->> 'area') || '/' || coalesce(facts ->> 'loss_rate', '-') AS said FROM loss_items "
      "WHERE claim_id = c.id ORDER BY item)) "
      "FROM claims AS c JOIN damage_reports AS r ON r.id = c.report_id",
      lines);
  add(db,
      "SELECT 'determination ' || d.id || ' of ' || c.number || ' by ' || d.determined_by || "
      "iif(d.kind = 'judged', ' judged', ' computed') || iif(d.denied, ' denied ', ' ') || d.entitlement_fen || "
      "' replaces ' || coalesce(d.replaces, 0) || coalesce((SELECT group_concat(said, '') FROM ("
      "SELECT ' ' || funder || '=' || amount_fen AS said FROM determination_funding "
      "WHERE determination_id = d.id ORDER BY position)), '') "
      "FROM determinations AS d JOIN claims AS c ON c.id = d.claim_id",
      lines);
  add(db,
      "SELECT 'notice of ' || c.number || ' for ' || n.determination_id || ' on ' || n.posted_on "
      "FROM notices AS n JOIN claims AS c ON c.id = n.claim_id",
      lines);
  add(db,
      "SELECT 'approval ' || a.id || ' of ' || c.number || ' for ' || a.determination_id || ' by ' || a.approved_by || "
      "' ' || a.step || ' ' || a.entitlement_fen || ' ' || a.approved_fen || ' ' || a.residual_fen || ' entry ' || "
      "coalesce(a.sequence, 0) || ' adjusts ' || coalesce(a.adjusts, 0) || "
      "coalesce((SELECT ' undone ' || sequence || ' by ' || undone_by FROM approval_undos WHERE approval_id = a.id), "
      "'')"
      " || coalesce((SELECT ' became ' || approval_id || ' with ' || coalesce(sequence, 0) || ' by ' || carried_out_by "
      "FROM carried_out_approvals WHERE waiting_id = a.id), '')"
      " || coalesce((SELECT group_concat(' in ' || scope, '') FROM approval_scopes WHERE approval_id = a.id), '') || "
      "coalesce((SELECT group_concat(said, '') FROM ("
      "SELECT ' ' || funder || '=' || amount_fen AS said FROM approval_funding "
      "WHERE approval_id = a.id ORDER BY position)), '') "
      "FROM approvals AS a JOIN claims AS c ON c.id = a.claim_id",
      lines);
  add(db,
      "SELECT 'payment ' || p.id || ' of ' || c.number || ' for ' || p.approval_id || ' by ' || p.sent_by || ' ' || "
      "p.amount_fen || ' in ' || p.batch || ' entry ' || p.sequence || ' confirmed ' || "
      "coalesce((SELECT recorded_by FROM payment_results WHERE payment_id = p.id AND result = 'confirmed'), 0) || "
      "' returned ' || "
      "coalesce((SELECT recorded_by FROM payment_results WHERE payment_id = p.id AND result = 'returned'), 0) "
      "FROM payments AS p JOIN claims AS c ON c.id = p.claim_id",
      lines);
  add(db,
      "SELECT 'reduction of ' || c.number || ' from ' || r.approval_id || ' for ' || r.determination_id || ' by ' || "
      "r.lowered_by || ' ' || r.residual_fen || ' ' || r.unpaid_fen || ' ' || r.recoverable_fen || ' entry ' || "
      "r.sequence FROM reductions AS r JOIN claims AS c ON c.id = r.claim_id",
      lines);
  add(db,
      "SELECT 'recovery of ' || c.number || ' by ' || r.received_by || ' ' || r.amount_fen || "
      "iif(r.restored, ' restored', ' kept') || ' entry ' || r.sequence "
      "FROM recoveries AS r JOIN claims AS c ON c.id = r.claim_id",
      lines);
  add(db,
      "SELECT 'answer ' || k.user_id || ' ' || k.key || ': ' || a.body FROM idempotency_keys AS k "
      "JOIN idempotency_answers AS a ON a.id = k.answer_id",
      lines);
  add(db,
      "SELECT 'happening ' || h.id || ' ' || h.kind || ' ' || coalesce(c.number, h.policy_id) || ' ' || h.user_id "
      "FROM happenings AS h LEFT JOIN claims AS c ON c.id = h.claim_id",
      lines);
  add(db,
      "SELECT 'people ' || (SELECT count(*) FROM claimants) || ' personal data ' || "
      "(SELECT count(*) FROM personal_data) || ' events ' || (SELECT count(*) FROM damage_events) || ' clock ' || "
      "(SELECT value FROM settings WHERE name = 'demo_clock_offset_seconds')",
      lines);
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> audit(store::Connection& db, const Auditor& auditor) {
  std::vector<std::string> findings;
  const std::vector<std::string> there = lines_of(db);
  const std::vector<std::string> expected = auditor.lines();
  std::vector<std::string> found;
  std::set_difference(there.begin(), there.end(), expected.begin(), expected.end(), std::back_inserter(found));
  for (const std::string& line : found) findings.push_back("stored, not expected: " + line);
  found.clear();
  std::set_difference(expected.begin(), expected.end(), there.begin(), there.end(), std::back_inserter(found));
  for (const std::string& line : found) findings.push_back("expected, not stored: " + line);
  check_chain(db, findings);
  for (const workflow::Finding& finding : workflow::verify_books(db).findings) {
    findings.push_back("verify: " + finding.invariant + " " + finding.subject + ": " + finding.sentence.en);
  }
  check_file(db, findings);
  if (findings.size() > kMostFindings) findings.resize(kMostFindings);
  return findings;
}

}  // namespace wildclaims::simulation
