// Books as a beancount file: `bean-check` accepts it, and its balances equal ours. Written as it goes; nothing is kept
// but the account names already opened.
//
// Each entry is a transaction dated by its effective date, with the kind as narration and, as metadata, entry
// (<book>#<sequence>), sequence, kind, recorded, hash and, where there are, claim, batch, determination, receipt and
// reverses. Accounts are named by beancount_name.h and opened on the first day a date can be. Amounts are exact, in
// CNY.
#pragma once

#include <iosfwd>
#include <string>
#include <unordered_map>

#include "claims/ledger/entry.h"
#include "claims/ledger/export_hledger.h"

namespace wildclaims::ledger {

class BeancountExport {
 public:
  // Writes the heading. The stream must outlive the export; its errors are the caller's to check.
  BeancountExport(std::ostream& out, Books books);
  // LedgerViolation for an account that is none of account.h.
  void write(const RecordedEntry& recorded);

 private:
  const std::string& name_of(const RecordedEntry& recorded, const std::string& account);

  std::ostream* out_;
  Books books_;
  std::unordered_map<std::string, std::string> opened_;  // by our name with its book
};

}  // namespace wildclaims::ledger
