// A policy's month: what its book held before, what moved, what it holds after, and the hash of its last entry.
//
// The month is that of recording, in the programme's offset: so a statement is of an unbroken run of entries, never
// changes once the month is over, and its head hash proves every entry up to it. Entries that take effect in another
// month are counted apart.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "claims/ledger/chain.h"
#include "claims/ledger/entry.h"
#include "claims/ledger/receivables.h"
#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::ledger {

struct Month {
  int year = 0;
  int month = 0;

  // "2026-01" only, of years that rules::Date holds (but the last, which has no month after it).
  static std::optional<Month> parse(std::string_view text);
  rules::Date first_day() const;
  rules::Date last_day() const;
  std::string to_string() const;
  bool operator==(const Month&) const = default;
};

// Accounts of one kind: those of claims and of batches together, those of funders each.
struct StatementLine {
  std::string group;  // "limit:available", "incurred:county", "payable"
  rules::Money opening;
  rules::Money debits;
  rules::Money credits;  // shown positive
  rules::Money closing;  // opening + debits - credits
  bool operator==(const StatementLine&) const = default;
};

// The group of an account: its name, without the claim or batch at its end; of a sub-limit without its scope:
// "limit:*:available".
std::string group_of(std::string_view account);

struct CountAndSum {
  std::int64_t count = 0;  // entries
  rules::Money sum;
  bool operator==(const CountAndSum&) const = default;
};

struct Statement {
  std::string policy;
  Month month;
  std::vector<StatementLine> lines;  // by group
  rules::Money opening;              // sums over the lines; opening and closing are zero in a true book
  rules::Money debits;
  rules::Money credits;
  rules::Money closing;
  CountAndSum approved;    // indemnities, restored residuals included
  CountAndSum residual;    // what the limit left unpaid of them
  CountAndSum pending;     // approved, to wait for the settlement of the year
  CountAndSum settled;     // of these, settled
  CountAndSum paid;        // confirmed by the bank
  CountAndSum returned;    // sent back by the bank
  CountAndSum taken_back;  // approvals undone or lowered
  CountAndSum recovered;   // paid back by claimants
  std::int64_t first = 0;  // sequences of the month's entries; 0 and 0: there are none
  std::int64_t last = 0;
  std::int64_t effective_elsewhere = 0;       // of these, with an effective date outside the month
  ChainHead head;                             // of the last entry recorded by the end of the month
  std::vector<FunderReceivable> receivables;  // by then, on the month's last day
};

class StatementBuilder {
 public:
  StatementBuilder(std::string policy, Month month, rules::UtcOffset offset);

  // Every entry of the book, in order of sequence; those recorded after the month are passed over.
  void see(const RecordedEntry& recorded);
  Statement finish();

 private:
  void count(const Entry& entry);

  Statement statement_;
  rules::Instant begin_;
  rules::Instant end_;
  std::map<std::string, StatementLine> lines_;
  Receivables receivables_;
};

}  // namespace wildclaims::ledger
