#include "claims/ledger/export_hledger.h"

#include <ostream>

namespace wildclaims::ledger {

HledgerExport::HledgerExport(std::ostream& out, Books books) : out_(&out), books_(books) {
  *out_ << "; wildclaims journal, format 1. Debits are positive. Check it with: hledger check --strict\n"
        << "commodity 1000.00 CNY\n";
}

std::string HledgerExport::account_name(const RecordedEntry& recorded, const std::string& account) const {
  return books_ == Books::one ? account : recorded.book + ":" + account;
}

void HledgerExport::write(const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  for (const Posting& posting : entry.postings) {
    const std::string name = account_name(recorded, posting.account);
    if (declared_.insert(name).second) *out_ << "account " << name << '\n';
  }
  *out_ << '\n'
        << entry.effective.to_string() << " * (" << recorded.book << '#' << recorded.sequence << ") "
        << code_of(entry.kind) << '\n';
  if (entry.claim) *out_ << "    ; claim:" << *entry.claim << '\n';
  if (entry.batch) *out_ << "    ; batch:" << *entry.batch << '\n';
  if (entry.determination) *out_ << "    ; determination:" << *entry.determination << '\n';
  if (entry.receipt) *out_ << "    ; receipt:" << entry.receipt->to_hex() << '\n';
  if (entry.reverses) *out_ << "    ; reverses:" << recorded.book << '#' << *entry.reverses << '\n';
  if (entry.adjusts) *out_ << "    ; adjusts:" << recorded.book << '#' << *entry.adjusts << '\n';
  *out_ << "    ; recorded:" << recorded.recorded.to_string() << '\n'
        << "    ; hash:" << recorded.hash.to_hex() << '\n';
  for (const Posting& posting : entry.postings) {
    // Two blanks end an account name.
    *out_ << "    " << account_name(recorded, posting.account) << "  " << posting.amount.to_string() << " CNY\n";
  }
}

}  // namespace wildclaims::ledger
