// Books as an hledger journal: `hledger check --strict` accepts it (every account and the commodity are declared),
// and its balances equal ours. Written as it goes; nothing is kept but the account names already declared.
//
// Each entry is a transaction dated by its effective date, with code <book>#<sequence>, the kind as description, and
// tags for claim, batch, recorded time and hash. Amounts are exact, in CNY. With several books in one file each
// account is prefixed by its book, where '-' stays as it is: "PL-2025:payable:PL-2025-000017-6".
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <unordered_set>

#include "claims/ledger/entry.h"

namespace wildclaims::ledger {

enum class Books : std::uint8_t { one, several };

class HledgerExport {
 public:
  // Writes the heading. The stream must outlive the export; its errors are the caller's to check.
  HledgerExport(std::ostream& out, Books books);
  void write(const RecordedEntry& recorded);

 private:
  std::string account_name(const RecordedEntry& recorded, const std::string& account) const;

  std::ostream* out_;
  Books books_;
  std::unordered_set<std::string> declared_;
};

}  // namespace wildclaims::ledger
