// Books as CSV (RFC 4180, CRLF, one line per posting), for spreadsheets. Debit and credit are columns of their own,
// so no cell begins with a sign; a text cell that a spreadsheet could take for a formula gets an apostrophe before it.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "claims/ledger/entry.h"

namespace wildclaims::ledger {

// One cell, quoted where needed.
std::string csv_cell(std::string_view text);

class CsvExport {
 public:
  // Writes the heading line. The stream must outlive the export; its errors are the caller's to check.
  explicit CsvExport(std::ostream& out);
  void write(const RecordedEntry& recorded);

 private:
  std::ostream* out_;
};

}  // namespace wildclaims::ledger
