// The outside check: hledger, ledger, beancount and sqlite3 themselves take the exports, and their balances are ours.
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "claims/ledger/account.h"
#include "claims/ledger/beancount_name.h"
#include "claims/ledger/export_beancount.h"
#include "claims/ledger/export_csv.h"
#include "claims/ledger/export_hledger.h"
#include "tests/ledger/sample_book.h"
#include "tests/support/catch.h"

using namespace wildclaims::ledger;
using namespace wildclaims::ledger::sample;
namespace fs = std::filesystem;
namespace rules = wildclaims::rules;

namespace {

struct Ran {
  int status;
  std::string output;
};

// One fixed command of a test on a file of its own: no text from outside goes into it.
Ran run(const std::string& command) {
  std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");  // NOLINT(cert-env33-c)
  REQUIRE(pipe != nullptr);
  std::string output;
  std::array<char, 4096> buffer{};
  while (std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), count);
  return {pclose(pipe), output};
}

class JournalFile {
 public:
  explicit JournalFile(const std::string& text, const char* ending = ".journal")
      : path_(fs::temp_directory_path() / ("wildclaims-export-" + std::to_string(getpid()) + ending)) {
    std::ofstream(path_) << text;
  }
  ~JournalFile() { fs::remove(path_); }
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;

  std::string path() const { return path_.string(); }
  Ran hledger(const std::string& arguments) const { return run("hledger -f '" + path_.string() + "' " + arguments); }

 private:
  fs::path path_;
};

std::string journal_of(const std::vector<const Book*>& books) {
  std::ostringstream out;
  HledgerExport journal(out, books.size() == 1 ? Books::one : Books::several);
  for (const Book* book : books) {
    for (const RecordedEntry& entry : book->entries) journal.write(entry);
  }
  return out.str();
}

std::string beancount_of(const std::vector<const Book*>& books) {
  std::ostringstream out;
  BeancountExport file(out, books.size() == 1 ? Books::one : Books::several);
  for (const Book* book : books) {
    for (const RecordedEntry& entry : book->entries) file.write(entry);
  }
  return out.str();
}

// Lines of "account,sum" with blanks around them, by our own names. Sums of zero may be written without decimals.
std::map<std::string, std::string> sums_in(const std::string& csv, bool beancount) {
  std::map<std::string, std::string> sums;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    std::erase_if(line, [](char c) { return c == ' ' || c == '\r'; });
    const std::size_t middle = line.find(',');
    if (middle == std::string::npos || line.starts_with("account")) continue;
    const std::string name = line.substr(0, middle);
    const auto sum = rules::Money::parse(line.substr(middle + 1));
    REQUIRE(sum.has_value());
    const auto ours = beancount ? account_of_beancount_name(name) : std::optional(name);
    REQUIRE(ours.has_value());
    sums[*ours] = sum->to_string();
  }
  return sums;
}

void check_same(const std::map<std::string, std::string>& theirs, const Balances& ours,
                const std::string& prefix = "") {
  for (const AccountBalance& each : ours.sorted()) {
    CAPTURE(each.account);
    REQUIRE(theirs.contains(prefix + each.account));
    CHECK(theirs.at(prefix + each.account) == each.balance.to_string());
  }
}

constexpr const char* kBeancountSums = "SELECT account, sum(number) AS sum GROUP BY account";

// "account","150000.00 CNY" lines of hledger's CSV balance report, without its heading and total.
std::map<std::string, std::string> balances_in(const std::string& csv) {
  std::map<std::string, std::string> balances;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t middle = line.find("\",\"");
    if (middle == std::string::npos || line.starts_with("\"account\"")) continue;
    std::string amount = line.substr(middle + 3, line.size() - middle - 4);
    if (const std::size_t unit = amount.find(" CNY"); unit != std::string::npos) amount.resize(unit);
    balances[line.substr(1, middle - 1)] = amount == "0" ? "0.00" : amount;
  }
  return balances;
}

// As sqlite3 adds the imported CSV up.
std::map<std::string, std::string> sums_of_csv(const Book& book) {
  std::ostringstream out;
  CsvExport csv(out);
  for (const RecordedEntry& entry : book.entries) csv.write(entry);
  const JournalFile file(out.str(), ".csv");
  const Ran sums = run("sqlite3 -csv ':memory:' '.import " + file.path() +
                       " postings' 'SELECT account, printf(\"%.2f\", sum(round(debit * 100) - round(credit * 100)) / "
                       "100) FROM postings GROUP BY account'");
  CAPTURE(sums.output);
  REQUIRE(sums.status == 0);
  return sums_in(sums.output, false);
}

// Of the first approval of a claim.
std::int64_t sequence_of(const Book& book, const std::string& claim) {
  for (const ApprovalFact& fact : book.facts.approvals) {
    if (fact.claim == claim) return fact.sequence;
  }
  return 0;
}

// Everything that may happen to an approval: pending, taken back and settled with money short; raised, undone, lowered
// before and after payment, paid back; and a residual restored.
Book eventful_book() {
  Book book("PL-2026");
  book.post(opening(yuan("1000.00")));
  const std::int64_t first = book.pend(kBoarClaim, yuan("900.01"));
  book.post(approval_undone({day("2025-12-21"), first, book.entries.at(static_cast<std::size_t>(first) - 1).entry}));
  book.facts.pending.front().undone = book.entries.back().sequence;
  const std::int64_t again = book.pend(kBoarClaim, yuan("800.00"));
  const std::int64_t other = book.pend(kSwanClaim, yuan("533.33"));
  const std::int64_t cut = book.pend("PL-2026-000001-4", yuan("0.07"));
  book.settle(again, yuan("599.97"));
  book.settle(other, yuan("400.00"));
  book.settle(cut, yuan("0.00"));
  const std::int64_t settled = sequence_of(book, kBoarClaim);
  book.post(policy_topped_up({day("2026-01-18"), yuan("1000.00"), {{"county", yuan("0.01")}}}));
  book.restore(settled, yuan("200.03"));
  const std::int64_t delta = book.approve(kBoarClaim, yuan("50.00"), {}, {}, settled, yuan("850.00"));
  book.undo(delta);
  book.approve(kBoarClaim, yuan("33.33"), {}, {}, settled, yuan("833.33"));
  const std::int64_t of_swan = sequence_of(book, kSwanClaim);
  book.send(kSwanClaim, "2026-01-A", yuan("400.00"));
  book.post(payment_confirmed({day("2026-01-22"), kSwanClaim, "2026-01-A", yuan("400.00")}));
  book.lower(of_swan, yuan("300.00"), yuan("133.33"), {}, yuan("100.00"));
  book.post(recovery_received({day("2026-01-28"), kSwanClaim, yuan("60.00"), FreedLimit::restored, {}}));
  book.post(recovery_received({day("2026-01-29"), kSwanClaim, yuan("40.00"), FreedLimit::not_restored, {}}));
  return book;
}

}  // namespace

TEST_CASE("hledger accepts the export strictly and has the same balances") {
  const Book book = sample_book();
  const JournalFile journal(journal_of({&book}));
  const Ran check = journal.hledger("check --strict");
  CAPTURE(check.output);
  REQUIRE(check.status == 0);

  const Ran report = journal.hledger("balance --flat --empty --no-total -O csv");
  CAPTURE(report.output);
  REQUIRE(report.status == 0);
  const auto theirs = balances_in(report.output);
  std::size_t compared = 0;
  for (const AccountBalance& ours : book.balances.sorted()) {
    CAPTURE(ours.account);
    REQUIRE(theirs.contains(ours.account));
    CHECK(theirs.at(ours.account) == ours.balance.to_string());
    ++compared;
  }
  CHECK(compared == theirs.size());
}

TEST_CASE("hledger keeps several books apart in one file") {
  const Book first = sample_book();
  Book second("PL-2026");
  second.post(opening(yuan("8000000.00")));
  second.approve("PL-2026-000009-1", yuan("1578.00"), yuan("0"));
  const JournalFile journal(journal_of({&first, &second}));
  const Ran check = journal.hledger("check --strict");
  CAPTURE(check.output);
  REQUIRE(check.status == 0);

  const auto theirs = balances_in(journal.hledger("balance --flat --empty --no-total -O csv").output);
  CHECK(theirs.size() == first.balances.size() + second.balances.size());
  for (const Book* book : {&first, static_cast<const Book*>(&second)}) {
    for (const AccountBalance& ours : book->balances.sorted()) {
      const std::string name = book->name() + ":" + ours.account;
      CAPTURE(name);
      REQUIRE(theirs.contains(name));
      CHECK(theirs.at(name) == ours.balance.to_string());
    }
  }
}

TEST_CASE("hledger refuses a journal that was changed, so its acceptance means something") {
  const Book book = sample_book();
  std::string text = journal_of({&book});
  const std::size_t at = text.find("160000.00 CNY");
  REQUIRE(at != std::string::npos);
  text.replace(at, 9, "160000.01");
  CHECK(JournalFile(text).hledger("check --strict").status != 0);
}

TEST_CASE("beancount accepts the export and has the same balances") {
  const Book book = sample_book();
  const JournalFile file(beancount_of({&book}), ".beancount");
  const Ran check = run("bean-check '" + file.path() + "'");
  CAPTURE(check.output);
  REQUIRE(check.status == 0);
  CHECK(check.output.empty());

  const Ran query = run("bean-query -f csv '" + file.path() + "' '" + kBeancountSums + "'");
  CAPTURE(query.output);
  REQUIRE(query.status == 0);
  const auto theirs = sums_in(query.output, true);
  CHECK(theirs.size() == book.balances.size());
  check_same(theirs, book.balances);
}

TEST_CASE("beancount keeps several books apart in one file") {
  const Book first = sample_book();
  Book second("PL-2026");
  second.post(opening(yuan("8000000.00")));
  second.approve("PL-2026-000009-1", yuan("1578.00"), yuan("0"));
  const JournalFile file(beancount_of({&first, &second}), ".beancount");
  const Ran check = run("bean-check '" + file.path() + "'");
  CAPTURE(check.output);
  REQUIRE(check.status == 0);
  const auto theirs = sums_in(run("bean-query -f csv '" + file.path() + "' '" + kBeancountSums + "'").output, true);
  CHECK(theirs.size() == first.balances.size() + second.balances.size());
  check_same(theirs, first.balances, "PL-2025:");
  check_same(theirs, second.balances, "PL-2026:");
}

TEST_CASE("beancount refuses a file that was changed, so its acceptance means something") {
  const Book book = sample_book();
  std::string text = beancount_of({&book});
  const std::size_t at = text.find("160000.00 CNY");
  REQUIRE(at != std::string::npos);
  text.replace(at, 9, "160000.01");
  CHECK(run("bean-check '" + JournalFile(text, ".beancount").path() + "'").status != 0);
}

TEST_CASE("ledger takes the hledger export and has the same balances") {
  const Book book = sample_book();
  const JournalFile journal(journal_of({&book}));
  const Ran report = run("ledger --args-only -f '" + journal.path() +
                         "' --empty --flat --no-total --balance-format "
                         "'%(account),%(quantity(scrub(display_total)))\n' balance");
  CAPTURE(report.output);
  REQUIRE(report.status == 0);
  check_same(sums_in(report.output, false), book.balances);
}

TEST_CASE("sqlite3 imports the CSV and has the same sums") {
  const Book book = sample_book();
  const auto theirs = sums_of_csv(book);
  CHECK(theirs.size() == book.balances.size());
  check_same(theirs, book.balances);
}

TEST_CASE("Whatever happened to approvals, every outside program has the same balances") {
  const Book book = eventful_book();
  const JournalFile journal(journal_of({&book}));
  const Ran strict = journal.hledger("check --strict");
  CAPTURE(strict.output);
  REQUIRE(strict.status == 0);
  const auto hledger = balances_in(journal.hledger("balance --flat --empty --no-total -O csv").output);
  CHECK(hledger.size() == book.balances.size());
  check_same(hledger, book.balances);

  const JournalFile file(beancount_of({&book}), ".beancount");
  const Ran bean = run("bean-check '" + file.path() + "'");
  CAPTURE(bean.output);
  REQUIRE(bean.status == 0);
  const auto beancount = sums_in(run("bean-query -f csv '" + file.path() + "' '" + kBeancountSums + "'").output, true);
  CHECK(beancount.size() == book.balances.size());
  check_same(beancount, book.balances);

  const auto sqlite = sums_of_csv(book);
  CHECK(sqlite.size() == book.balances.size());
  check_same(sqlite, book.balances);
}

TEST_CASE("An entry for beancount says what it is, whose, and with which hash") {
  Book book;
  book.post(opening(yuan("8000000.00")));
  book.approve(kSwanClaim, yuan("0.01"), yuan("0"));
  CHECK(
      beancount_of({&book}).ends_with("\n2025-12-20 * \"indemnity_approved\"\n"
                                      "  entry: \"PL-2025#2\"\n"
                                      "  sequence: 2\n"
                                      "  kind: \"indemnity_approved\"\n"
                                      "  claim: \"PL-2025-000033-0\"\n"
                                      "  determination: 1\n"
                                      "  receipt: \"" +
                                      receipt_of(kSwanClaim).to_hex() +
                                      "\"\n"
                                      "  recorded: \"2025-09-16T05:20:02Z\"\n"
                                      "  hash: \"" +
                                      book.entries[1].hash.to_hex() +
                                      "\"\n"
                                      "  Expenses:Incurred:County  0.01 CNY\n"
                                      "  Liabilities:Payable:PL-2025-000033-0  -0.01 CNY\n"
                                      "  Equity:Limit:Committed  0.01 CNY\n"
                                      "  Equity:Limit:Available  -0.01 CNY\n"));
}

TEST_CASE("An exported entry says what it is, whose, and with which hash") {
  Book book;
  book.post(opening(yuan("8000000.00")));
  book.approve(kSwanClaim, yuan("150000.00"), yuan("0"));
  book.send(kSwanClaim, "2026-01-A", yuan("150000.00"));
  book.post(
      payment_returned({day("2026-01-07"), kSwanClaim, "2026-01-A", yuan("150000.00"), 3, BankResult::not_confirmed}));
  const std::string hash = book.entries[3].hash.to_hex();
  CHECK(
      journal_of({&book}).ends_with("\n"
                                    "2026-01-07 * (PL-2025#4) payment_returned\n"
                                    "    ; claim:PL-2025-000033-0\n"
                                    "    ; batch:2026-01-A\n"
                                    "    ; reverses:PL-2025#3\n"
                                    "    ; recorded:2025-09-16T05:20:04Z\n"
                                    "    ; hash:" +
                                    hash +
                                    "\n"
                                    "    clearing:2026-01-A  150000.00 CNY\n"
                                    "    payable:PL-2025-000033-0  -150000.00 CNY\n"));
}

TEST_CASE("Every export names the approval that an entry adjusts, without which its hash cannot be recomputed") {
  Book book;
  book.post(opening(yuan("100000.00")));
  const std::int64_t approval = book.approve(kSwanClaim, yuan("150000.00"), yuan("0"));
  book.post(policy_topped_up({day("2026-01-10"), yuan("50000.00"), {}}));
  book.restore(approval, yuan("50000.00"));
  REQUIRE(book.entries.back().entry.adjusts == 2);
  const std::string journal = journal_of({&book});
  CHECK(journal.find("    ; adjusts:PL-2025#2\n    ; recorded:") != std::string::npos);
  const std::string beancount = beancount_of({&book});
  CHECK(beancount.find("  adjusts: \"PL-2025#2\"\n  recorded: ") != std::string::npos);
  std::ostringstream out;
  CsvExport csv(out);
  csv.write(book.entries.back());
  CHECK(out.str().find(",residual_restored,PL-2025-000033-0,,1,,2,incurred:province,20000.00,") != std::string::npos);
  const JournalFile hledger(journal);
  CHECK(hledger.hledger("check --strict").status == 0);
  const JournalFile bean(beancount, ".beancount");
  CHECK(run("bean-check '" + bean.path() + "'").status == 0);
}

TEST_CASE("CSV has one line per posting, with debit and credit apart") {
  Book book;
  book.post(opening(yuan("8000000.00")));
  book.approve(kSwanClaim, yuan("0.01"), yuan("0"));
  std::ostringstream out;
  CsvExport csv(out);
  csv.write(book.entries[1]);
  const std::string head = "PL-2025,2,2025-12-20,2025-09-16T05:20:02Z,indemnity_approved,PL-2025-000033-0,,1,,,";
  const std::string tail = ",CNY," + receipt_of(kSwanClaim).to_hex() + "," + book.entries[1].hash.to_hex() + "\r\n";
  CHECK(
      out.str() ==
      "book,sequence,effective,recorded,kind,claim,batch,determination,reverses,adjusts,account,debit,credit,currency,"
      "receipt,hash\r\n" +
          head + "incurred:county,0.01," + tail + head + "payable:PL-2025-000033-0,,0.01" + tail + head +
          "limit:committed,0.01," + tail + head + "limit:available,,0.01" + tail);
}

TEST_CASE("A CSV cell is quoted where it must be and never a formula") {
  struct Row {
    const char* text;
    const char* cell;
  };
  const Row rows[] = {
      {"plain", "plain"},   {"", ""},          {"a,b", "\"a,b\""},    {"a\"b", "\"a\"\"b\""},
      {"a\nb", "\"a\nb\""}, {"=1+1", "'=1+1"}, {"+1", "'+1"},         {"-1", "'-1"},
      {"@x", "'@x"},        {"\tx", "'\tx"},   {"=a,b", "\"'=a,b\""}, {"1-1", "1-1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(csv_cell(row.text) == row.cell);
  }
}
