#include "claims/ledger/statement.h"

#include <utility>

#include "claims/ledger/account.h"

namespace wildclaims::ledger {
namespace {

using rules::Money;

// What the entry moves on accounts of one kind, credits positive.
Money credited(const Entry& entry, AccountKind kind) {
  Money sum;
  for (const Posting& posting : entry.postings) {
    const auto account = parse_account(posting.account);
    if (account && account->kind == kind) sum -= posting.amount;
  }
  return sum;
}

void add(CountAndSum& to, Money amount) {
  if (amount.is_zero()) return;
  ++to.count;
  to.sum += amount;
}

}  // namespace

std::optional<Month> Month::parse(std::string_view text) {
  constexpr int kLastYear = 2198;
  const auto first = rules::Date::parse(std::string(text) + "-01");
  if (!first || first->year() > kLastYear) return std::nullopt;
  return Month{first->year(), first->month()};
}

rules::Date Month::first_day() const { return rules::Date::from_civil(year, month, 1).value(); }

rules::Date Month::last_day() const {
  const Month next = month == 12 ? Month{year + 1, 1} : Month{year, month + 1};
  return next.first_day().plus_days(-1);
}

std::string Month::to_string() const { return first_day().to_string().substr(0, 7); }

std::string group_of(std::string_view account) {
  const auto parsed = parse_account(account);
  const Owner owner = parsed ? owner_of(parsed->kind) : Owner::none;
  if (owner == Owner::claim || owner == Owner::batch) {
    return std::string(account.substr(0, account.size() - parsed->owner.size() - 1));
  }
  if (owner != Owner::scope) return std::string(account);
  const auto begin = static_cast<std::size_t>(parsed->owner.data() - account.data());
  std::string group(account.substr(0, begin));
  group += '*';
  group += account.substr(begin + parsed->owner.size());
  return group;
}

StatementBuilder::StatementBuilder(std::string policy, Month month, rules::UtcOffset offset)
    : begin_(rules::Instant::start_of(month.first_day(), offset)),
      end_(rules::Instant::start_of(month.last_day().plus_days(1), offset)) {
  statement_.policy = std::move(policy);
  statement_.month = month;
}

void StatementBuilder::see(const RecordedEntry& recorded) {
  if (recorded.recorded >= end_) return;
  const Entry& entry = recorded.entry;
  const bool of_month = recorded.recorded >= begin_;
  for (const Posting& posting : entry.postings) {
    StatementLine& line = lines_[group_of(posting.account)];
    if (!of_month) {
      line.opening += posting.amount;
    } else if (posting.amount.is_negative()) {
      line.credits -= posting.amount;
    } else {
      line.debits += posting.amount;
    }
  }
  receivables_.see(recorded);
  statement_.head = head_of(recorded);
  if (!of_month) return;
  if (statement_.first == 0) statement_.first = recorded.sequence;
  statement_.last = recorded.sequence;
  const Month& month = statement_.month;
  if (entry.effective < month.first_day() || entry.effective > month.last_day()) ++statement_.effective_elsewhere;
  count(entry);
}

void StatementBuilder::count(const Entry& entry) {
  if (entry.kind == EntryKind::indemnity_approved || entry.kind == EntryKind::residual_recorded ||
      entry.kind == EntryKind::residual_restored) {
    add(statement_.approved, credited(entry, AccountKind::payable));
    if (entry.kind != EntryKind::residual_restored) {
      add(statement_.residual, credited(entry, AccountKind::residual_owed));
    }
  } else if (entry.kind == EntryKind::approval_undone || entry.kind == EntryKind::indemnity_lowered) {
    add(statement_.taken_back,
        credited(entry, AccountKind::incurred) + credited(entry, AccountKind::entitlement_pending));
  } else if (entry.kind == EntryKind::entitlement_recorded) {
    add(statement_.pending, credited(entry, AccountKind::entitlement_owed));
  } else if (entry.kind == EntryKind::entitlement_settled) {
    add(statement_.settled, credited(entry, AccountKind::entitlement_pending));
  } else if (entry.kind == EntryKind::payment_confirmed) {
    add(statement_.paid, credited(entry, AccountKind::bank_claims));
  } else if (entry.kind == EntryKind::payment_returned) {
    add(statement_.returned, credited(entry, AccountKind::payable));
  } else if (entry.kind == EntryKind::recovery_received) {
    add(statement_.recovered, credited(entry, AccountKind::recovery_receivable));
  }
}

Statement StatementBuilder::finish() {
  for (auto& [group, line] : lines_) {
    line.group = group;
    line.closing = line.opening + line.debits - line.credits;
    statement_.opening += line.opening;
    statement_.debits += line.debits;
    statement_.credits += line.credits;
    statement_.closing += line.closing;
    statement_.lines.push_back(line);
  }
  statement_.receivables = receivables_.as_of(statement_.month.last_day());
  return std::move(statement_);
}

}  // namespace wildclaims::ledger
