#include "claims/store/journal.h"

#include <string_view>
#include <utility>

#include "claims/ledger/account.h"
#include "claims/store/connection.h"
#include "claims/store/failure.h"

namespace wildclaims::store {
namespace {

// All but the postings.
ledger::RecordedEntry read_entry_alone(Statement& row) {
  ledger::RecordedEntry recorded;
  recorded.book = row.text();
  recorded.sequence = row.integer();
  const auto kind = ledger::parse_entry_kind(row.text_view());
  if (!kind) throw StoredDamage("a stored entry kind is unknown");
  recorded.entry.kind = *kind;
  recorded.entry.claim = row.optional_text();
  recorded.entry.determination = row.optional_integer();
  recorded.entry.reverses = row.optional_integer();
  recorded.entry.adjusts = row.optional_integer();
  recorded.entry.batch = row.optional_text();
  recorded.entry.effective = row.date();
  recorded.recorded = row.instant();
  recorded.entry.receipt = row.optional_digest();
  recorded.previous = row.digest();
  recorded.hash = row.digest();
  return recorded;
}

ledger::RecordedEntry read_entry(Connection& connection, Statement& row) {
  ledger::RecordedEntry recorded = read_entry_alone(row);
  Statement postings = connection.query(
      "SELECT account, amount_fen FROM postings WHERE policy_id = ? AND sequence = ? ORDER BY position", recorded.book,
      recorded.sequence);
  while (postings.step()) {
    std::string account = postings.text();
    recorded.entry.postings.push_back({std::move(account), postings.money()});
  }
  return recorded;
}

std::vector<ledger::RecordedEntry> read_entries(Connection& connection, Statement row) {
  std::vector<ledger::RecordedEntry> entries;
  while (row.step()) entries.push_back(read_entry(connection, row));
  return entries;
}

}  // namespace

ledger::ChainHead book_head(Connection& connection, const std::string& book) {
  Statement row = connection.query(
      "SELECT sequence, hash FROM journal_entries WHERE policy_id = ? ORDER BY sequence DESC LIMIT 1", book);
  ledger::ChainHead head;
  if (row.step()) {
    head.sequence = row.integer();
    head.hash = row.digest();
  }
  return head;
}

std::int64_t last_posted(Connection& connection, const std::string& book) {
  Statement row = connection.query("SELECT coalesce(max(sequence), 0) FROM postings WHERE policy_id = ?", book);
  row.step();
  return row.integer();
}

void append(Connection& connection, const ledger::RecordedEntry& recorded) {
  const ledger::Entry& entry = recorded.entry;
  std::int64_t position = 0;
  for (const ledger::Posting& posting : entry.postings) {
    connection.run("INSERT INTO postings (policy_id, sequence, position, account, amount_fen) VALUES (?, ?, ?, ?, ?)",
                   recorded.book, recorded.sequence, ++position, posting.account, posting.amount);
  }
  connection.run(
      "INSERT INTO journal_entries (policy_id, sequence, kind, claim, determination_id, reverses, adjusts, "
      "batch, effective_date, recorded_at, receipt_sha256, previous_hash, hash) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      recorded.book, recorded.sequence, ledger::code_of(entry.kind), entry.claim, entry.determination, entry.reverses,
      entry.adjusts, entry.batch, entry.effective, recorded.recorded, entry.receipt, recorded.previous, recorded.hash);
}

rules::Money balance_of(Connection& connection, const std::string& book, const std::string& account) {
  Statement row =
      connection.query("SELECT balance_fen FROM account_balances WHERE policy_id = ? AND account = ?", book, account);
  return row.step() ? row.money() : rules::Money();
}

ledger::Balances balances_of(Connection& connection, const std::string& book) {
  Statement row =
      connection.query("SELECT account, balance_fen FROM account_balances WHERE policy_id = ? ORDER BY account", book);
  ledger::Balances balances;
  while (row.step()) {
    const std::string account = row.text();
    balances.set(account, row.money());
  }
  return balances;
}

std::vector<rules::FundingPart> incurred_by(Connection& connection, const std::string& book, std::int64_t approval) {
  constexpr std::size_t kPrefix = std::string_view("incurred:").size();
  Statement row = connection.query(
      "SELECT account, sum(amount_fen) FROM postings WHERE policy_id = ? AND account GLOB 'incurred:*' "
      "AND sequence IN (SELECT ? UNION ALL SELECT sequence FROM journal_entries "
      "                 WHERE policy_id = ? AND adjusts = ? AND kind = 'indemnity_lowered') "
      "GROUP BY account ORDER BY account",
      book, approval, book, approval);
  std::vector<rules::FundingPart> parts;
  while (row.step()) {
    std::string funder = row.text().substr(kPrefix);
    parts.push_back({std::move(funder), row.money()});
  }
  return parts;
}

std::vector<std::string> sub_limits_of(Connection& connection, const std::string& book, std::int64_t sequence) {
  Statement row = connection.query(
      "SELECT account FROM postings WHERE policy_id = ? AND sequence = ? AND account GLOB 'limit:*:committed' "
      "ORDER BY account",
      book, sequence);
  std::vector<std::string> scopes;
  while (row.step()) {
    const std::string name = row.text();
    if (const auto account = ledger::parse_account(name)) scopes.emplace_back(account->owner);
  }
  return scopes;
}

std::vector<ledger::RecordedEntry> entries(Connection& connection, const EntryFilter& filter) {
  if (filter.claim.empty()) {
    return read_entries(
        connection,
        connection.query("SELECT policy_id, sequence, kind, claim, determination_id, reverses, adjusts, batch, "
                         "effective_date, "
                         "recorded_at, receipt_sha256, previous_hash, hash FROM journal_entries "
                         "WHERE policy_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                         filter.book, filter.after, filter.limit));
  }
  return read_entries(
      connection,
      connection.query("SELECT policy_id, sequence, kind, claim, determination_id, reverses, adjusts, batch, "
                       "effective_date, "
                       "recorded_at, receipt_sha256, previous_hash, hash FROM journal_entries "
                       "WHERE claim = ? AND policy_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                       filter.claim, filter.book, filter.after, filter.limit));
}

std::optional<ledger::RecordedEntry> find_entry(Connection& connection, const std::string& book,
                                                std::int64_t sequence) {
  auto found = entries(connection, {book, {}, sequence - 1, 1});
  if (found.empty() || found.front().sequence != sequence) return std::nullopt;
  return std::move(found.front());
}

std::vector<ledger::RecordedEntry> entries_to(Connection& connection, const std::string& book,
                                              const std::string& account) {
  return read_entries(
      connection,
      connection.query(
          "SELECT policy_id, sequence, kind, claim, determination_id, reverses, adjusts, batch, "
          "effective_date, recorded_at, receipt_sha256, previous_hash, hash FROM journal_entries AS e "
          "WHERE policy_id = ? AND claim IS NULL AND kind IN ('policy_opened', 'policy_topped_up', "
          "'premium_received', 'reimbursement_received') AND EXISTS "
          "(SELECT 1 FROM postings WHERE policy_id = e.policy_id AND sequence = e.sequence AND account = ?) "
          "ORDER BY sequence",
          book, account));
}

void for_each_entry(Connection& connection, const std::string& book,
                    const std::function<void(const ledger::RecordedEntry&)>& see) {
  Statement rows = connection.query(
      "SELECT policy_id, sequence, kind, claim, determination_id, reverses, adjusts, batch, effective_date, "
      "recorded_at, receipt_sha256, previous_hash, hash FROM journal_entries WHERE policy_id = ? ORDER BY sequence",
      book);
  Statement postings = connection.query(
      "SELECT sequence, account, amount_fen FROM postings WHERE policy_id = ? ORDER BY sequence, position", book);
  std::optional<std::int64_t> at_hand;  // the entry of the posting that is read next
  const auto advance = [&] { at_hand = postings.step() ? std::optional(postings.integer()) : std::nullopt; };
  advance();
  while (rows.step()) {
    ledger::RecordedEntry recorded = read_entry_alone(rows);
    for (; at_hand && *at_hand <= recorded.sequence; advance()) {
      if (*at_hand < recorded.sequence) continue;
      std::string account = postings.text();
      recorded.entry.postings.push_back({std::move(account), postings.money()});
    }
    see(recorded);
  }
}

std::vector<SqlViolation> sql_violations(Connection& connection) {
  Statement row = connection.query(
      "SELECT invariant, policy_id, place, coalesce(found, '') FROM invariant_violations "
      "ORDER BY invariant, policy_id, place LIMIT 1000");
  std::vector<SqlViolation> violations;
  while (row.step()) {
    std::string invariant = row.text();
    std::string book = row.text();
    const std::int64_t place = row.integer();
    violations.push_back({std::move(invariant), std::move(book), place, row.text()});
  }
  return violations;
}

}  // namespace wildclaims::store
