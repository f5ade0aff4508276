#include "claims/ledger/export_beancount.h"

#include <ostream>
#include <utility>

#include "claims/ledger/beancount_name.h"
#include "claims/ledger/ledger_violation.h"

namespace wildclaims::ledger {
namespace {

// rules::Date begins here: an entry may take effect before the one that used its accounts first.
constexpr const char* kFirstDay = "1900-01-01";

// The texts of our entries hold neither quotes nor line ends (account.h); anything else is written so that it does.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c < ' ' && c >= 0 ? ' ' : c;
  }
  return out + '"';
}

}  // namespace

BeancountExport::BeancountExport(std::ostream& out, Books books) : out_(&out), books_(books) {
  *out_ << "; wildclaims books, format 1. Debits are positive. Check it with: bean-check FILE\n"
        << "option \"title\" \"wildclaims\"\n"
        << "option \"operating_currency\" \"CNY\"\n"
        << kFirstDay << " commodity CNY\n";
}

const std::string& BeancountExport::name_of(const RecordedEntry& recorded, const std::string& account) {
  const std::string book = books_ == Books::one ? std::string() : recorded.book;
  const auto [at, fresh] = opened_.try_emplace(book + ":" + account);
  if (fresh) {
    auto name = beancount_name(account, book);
    if (!name) throw LedgerViolation("an account that beancount has no name for");
    at->second = std::move(*name);
    *out_ << kFirstDay << " open " << at->second << " CNY\n";
  }
  return at->second;
}

void BeancountExport::write(const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  for (const Posting& posting : entry.postings) name_of(recorded, posting.account);
  *out_ << '\n'
        << entry.effective.to_string() << " * " << quoted(code_of(entry.kind)) << '\n'
        << "  entry: " << quoted(recorded.book + "#" + std::to_string(recorded.sequence)) << '\n'
        << "  sequence: " << recorded.sequence << '\n'
        << "  kind: " << quoted(code_of(entry.kind)) << '\n';
  if (entry.claim) *out_ << "  claim: " << quoted(*entry.claim) << '\n';
  if (entry.batch) *out_ << "  batch: " << quoted(*entry.batch) << '\n';
  if (entry.determination) *out_ << "  determination: " << *entry.determination << '\n';
  if (entry.receipt) *out_ << "  receipt: " << quoted(entry.receipt->to_hex()) << '\n';
  if (entry.reverses) *out_ << "  reverses: " << quoted(recorded.book + "#" + std::to_string(*entry.reverses)) << '\n';
  if (entry.adjusts) *out_ << "  adjusts: " << quoted(recorded.book + "#" + std::to_string(*entry.adjusts)) << '\n';
  *out_ << "  recorded: " << quoted(recorded.recorded.to_string()) << '\n'
        << "  hash: " << quoted(recorded.hash.to_hex()) << '\n';
  for (const Posting& posting : entry.postings) {
    *out_ << "  " << name_of(recorded, posting.account) << "  " << posting.amount.to_string() << " CNY\n";
  }
}

}  // namespace wildclaims::ledger
