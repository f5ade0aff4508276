#include "claims/store/journal_scan.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace wildclaims::store {
namespace {

constexpr const char* kEntries =
    "SELECT policy_id, sequence, kind, claim, determination_id, reverses, adjusts, batch, effective_date, recorded_at, "
    "receipt_sha256, previous_hash, hash FROM journal_entries ORDER BY policy_id, sequence";
constexpr const char* kPostings =
    "SELECT policy_id, sequence, position, account, amount_fen FROM postings ORDER BY policy_id, sequence, position";

constexpr const char* kBalances =
    "SELECT policy_id, account, balance_fen FROM account_balances ORDER BY policy_id, account";

constexpr const char* kNoBook = "journal_entries.policy_id";
constexpr const char* kNoSequence = "journal_entries.sequence";

void clear(StoredEntry& entry) {
  entry.recorded.entry.postings.clear();
  entry.sealed = true;
  entry.bad.clear();
}

// Keeps the room that the text has.
void assign(std::optional<std::string>& to, const std::optional<std::string_view>& from) {
  if (!from) {
    to.reset();
  } else if (to) {
    to->assign(*from);
  } else {
    to.emplace(*from);
  }
}

void take_key(StoredEntry& entry, StoredRow& row, const StoredValue& book, const StoredValue& sequence) {
  if (book.type == StoredValue::Type::text) {
    entry.recorded.book.assign(book.data);
  } else {
    entry.recorded.book = shown(book);
    row.bad(kNoBook, book, {"保单号", "a policy's id"});
  }
  if (sequence.type != StoredValue::Type::integer) row.bad(kNoSequence, sequence, {"整数", "a whole number"});
  entry.recorded.sequence = sequence.integer;
}

void take_balance(Statement& rows, CanonicalTime& time, std::vector<BadValue>& bad, StoredBalance& each) {
  StoredRow row(rows, time, bad);
  const StoredValue id = row.value();
  if (id.type == StoredValue::Type::text) {
    each.book.assign(id.data);
  } else {
    each.book = shown(id);
  }
  each.account.assign(row.text("account_balances.account"));
  each.balance = row.money("account_balances.balance_fen");
}

}  // namespace

// As much of the file as an address space has room for.
void map_file(Connection& connection) { connection.script("PRAGMA mmap_size = 1099511627776"); }

bool StoredEntry::is_readable() const {
  return std::all_of(bad.begin(), bad.end(), [](const BadValue& each) { return each.readable; });
}

JournalScan::JournalScan(Connection& connection)
    : entries_(connection.query(kEntries)), postings_(connection.query(kPostings)) {
  advance_entry();
  advance_posting();
}

void JournalScan::advance_entry() {
  more_entries_ = entries_.step();
  if (!more_entries_) return;
  entry_book_ = entries_.value();
  entry_sequence_ = entries_.value();
}

void JournalScan::advance_posting() {
  more_postings_ = postings_.step();
  if (!more_postings_) return;
  posting_book_ = postings_.value();
  posting_sequence_ = postings_.value();
}

bool JournalScan::next(StoredEntry& entry) {
  if (!more_entries_ && !more_postings_) return false;
  clear(entry);
  int order = more_entries_ ? -1 : 1;
  if (more_entries_ && more_postings_) {
    order = compare(entry_book_, posting_book_);
    if (order == 0) order = compare(entry_sequence_, posting_sequence_);
  }
  if (order > 0) {
    take_orphans(entry);
    return true;
  }
  take_entry(entry);
  while (more_postings_ && compare(posting_sequence_, entry_sequence_) == 0 &&
         compare(posting_book_, entry_book_) == 0) {
    take_posting(entry);
  }
  advance_entry();
  return true;
}

void JournalScan::take_entry(StoredEntry& out) {
  StoredRow row(entries_, time_, out.bad);
  ledger::RecordedEntry& recorded = out.recorded;
  take_key(out, row, entry_book_, entry_sequence_);
  const StoredValue code = row.value();
  const auto kind =
      code.type == StoredValue::Type::text ? ledger::parse_entry_kind(code.data) : std::optional<ledger::EntryKind>();
  if (!kind) row.bad("journal_entries.kind", code, {"分录种类", "a kind of entry"});
  recorded.entry.kind = kind.value_or(ledger::EntryKind{});
  assign(recorded.entry.claim, row.optional_text("journal_entries.claim"));
  recorded.entry.determination = row.optional_integer("journal_entries.determination_id");
  recorded.entry.reverses = row.optional_integer("journal_entries.reverses");
  recorded.entry.adjusts = row.optional_integer("journal_entries.adjusts");
  assign(recorded.entry.batch, row.optional_text("journal_entries.batch"));
  recorded.entry.effective = row.date("journal_entries.effective_date");
  recorded.recorded = row.instant("journal_entries.recorded_at");
  recorded.entry.receipt = row.optional_digest("journal_entries.receipt_sha256");
  recorded.previous = row.digest("journal_entries.previous_hash");
  recorded.hash = row.digest("journal_entries.hash");
}

void JournalScan::take_orphans(StoredEntry& out) {
  out.sealed = false;
  {
    StoredRow row(postings_, time_, out.bad);
    take_key(out, row, posting_book_, posting_sequence_);
  }
  const bool plain = out.bad.empty();
  do {
    take_posting(out);
  } while (plain && more_postings_ && posting_book_.type == StoredValue::Type::text &&
           posting_book_.data == out.recorded.book && posting_sequence_.integer == out.recorded.sequence);
}

void JournalScan::take_posting(StoredEntry& out) {
  StoredRow row(postings_, time_, out.bad);
  std::vector<ledger::Posting>& postings = out.recorded.entry.postings;
  const StoredValue position = row.value();
  const auto expected = static_cast<std::int64_t>(postings.size()) + 1;
  if (position.type != StoredValue::Type::integer || position.integer != expected) {
    const std::string should = std::to_string(expected);
    row.bad("postings.position", position, {should, should}, true);
  }
  std::string account(row.text("postings.account"));
  postings.push_back({std::move(account), row.money("postings.amount_fen")});
  advance_posting();
}

std::vector<StoredPolicy> stored_policies(Connection& connection) {
  Statement rows = connection.query(
      "SELECT p.id, g.utc_offset_minutes, p.date_from, p.date_to, p.premium_fen, p.aggregate_limit_fen, p.opened_at "
      "FROM policies AS p LEFT JOIN programmes AS g ON g.letters = p.programme ORDER BY p.id");
  CanonicalTime time;
  std::vector<StoredPolicy> policies;
  while (rows.step()) {
    StoredPolicy policy;
    StoredRow row(rows, time, policy.bad);
    policy.id = row.text("id");
    policy.offset_minutes = row.integer("programme");
    row.date("date_from");
    row.date("date_to");
    row.money("premium_fen");
    row.money("aggregate_limit_fen");
    row.instant("opened_at");
    policies.push_back(std::move(policy));
  }
  return policies;
}

void for_each_stored_balance(Connection& connection, const std::function<void(const StoredBalance&)>& see) {
  Statement rows = connection.query(kBalances);
  CanonicalTime time;
  std::vector<BadValue> bad;
  StoredBalance each;
  while (rows.step()) {
    take_balance(rows, time, bad, each);
    each.readable = bad.empty();
    bad.clear();
    see(each);
  }
}

StoredBalances stored_balances(Connection& connection, const std::string& book) {
  Statement rows = connection.query(kBalances);
  CanonicalTime time;
  std::vector<BadValue> bad;
  StoredBalance each;
  StoredBalances whole;
  whole.book = book;
  while (rows.step()) {
    take_balance(rows, time, bad, each);
    if (each.book == book) {
      whole.balances.set(each.account, each.balance);
      for (BadValue& value : bad) value.place += " " + each.account;
      whole.bad.insert(whole.bad.end(), bad.begin(), bad.end());
    }
    bad.clear();
  }
  return whole;
}

std::int64_t count_entries(Connection& connection) {
  Statement rows = connection.query(
      "SELECT p.id, (SELECT max(sequence) FROM journal_entries WHERE policy_id = p.id) FROM policies AS p ORDER BY "
      "p.id");
  std::int64_t entries = 0;
  while (rows.step()) {
    rows.value();
    const std::int64_t last = rows.value().integer;
    if (last > 0) entries += last;
  }
  return entries;
}

}  // namespace wildclaims::store
