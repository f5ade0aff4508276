#include "claims/ledger/export_csv.h"

#include <ostream>

namespace wildclaims::ledger {
namespace {

constexpr const char* kLineEnd = "\r\n";

// What spreadsheets take for the beginning of a formula.
bool begins_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string number_or_empty(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : std::string();
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string cell = begins_formula(text) ? "'" : "";
  cell += text;
  if (cell.find_first_of("\",\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

CsvExport::CsvExport(std::ostream& out) : out_(&out) {
  *out_ << "book,sequence,effective,recorded,kind,claim,batch,determination,reverses,adjusts,account,debit,credit,"
           "currency,"
           "receipt,hash"
        << kLineEnd;
}

void CsvExport::write(const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  for (const Posting& posting : entry.postings) {
    const bool credit = posting.amount.is_negative();
    *out_ << csv_cell(recorded.book) << ',' << recorded.sequence << ',' << entry.effective.to_string() << ','
          << recorded.recorded.to_string() << ',' << code_of(entry.kind) << ',' << csv_cell(entry.claim.value_or(""))
          << ',' << csv_cell(entry.batch.value_or("")) << ',' << number_or_empty(entry.determination) << ','
          << number_or_empty(entry.reverses) << ',' << number_or_empty(entry.adjusts) << ','
          << csv_cell(posting.account) << ',' << (credit ? std::string() : posting.amount.to_string()) << ','
          << (credit ? (-posting.amount).to_string() : std::string()) << ",CNY,"
          << (entry.receipt ? entry.receipt->to_hex() : std::string()) << ',' << recorded.hash.to_hex() << kLineEnd;
  }
}

}  // namespace wildclaims::ledger
