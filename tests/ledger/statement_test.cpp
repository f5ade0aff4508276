// Months, balances as of a day or instant, and receivables with their age: all from the postings, to the fen.
#include "claims/ledger/statement.h"

#include <algorithm>
#include <string>

#include "claims/ledger/as_of.h"
#include "claims/ledger/receivables.h"
#include "claims/ledger/statement_text.h"
#include "tests/ledger/sample_book.h"
#include "tests/support/catch.h"

using namespace wildclaims::ledger;
using namespace wildclaims::ledger::sample;
namespace rules = wildclaims::rules;

namespace {

rules::UtcOffset china() { return rules::UtcOffset::parse("+08:00").value(); }

// The sample's entries, recorded on their effective days.
std::vector<RecordedEntry> dated_entries() {
  std::vector<RecordedEntry> entries = sample_book().entries;
  rules::Instant last;
  for (RecordedEntry& each : entries) {
    last = std::max(last.plus_seconds(1), rules::Instant::start_of(each.entry.effective, china()));
    each.recorded = last;
  }
  return entries;
}

Statement statement_of(const std::vector<RecordedEntry>& entries, const char* month) {
  StatementBuilder builder("PL-2025", Month::parse(month).value(), china());
  for (const RecordedEntry& each : entries) builder.see(each);
  return builder.finish();
}

const StatementLine& line(const Statement& statement, const std::string& group) {
  const auto found = std::find_if(statement.lines.begin(), statement.lines.end(),
                                  [&](const StatementLine& each) { return each.group == group; });
  REQUIRE(found != statement.lines.end());
  return *found;
}

}  // namespace

TEST_CASE("A month is read in one form and knows its days") {
  CHECK(Month::parse("2026-02")->last_day() == day("2026-02-28"));
  CHECK(Month::parse("2024-02")->last_day() == day("2024-02-29"));
  CHECK(Month::parse("2025-12")->last_day() == day("2025-12-31"));
  CHECK(Month::parse("2025-12")->to_string() == "2025-12");
  for (const char* text : {"", "2026", "2026-13", "2026-00", "2026-1", "26-01", "2026-01-01", "2199-12"}) {
    CAPTURE(text);
    CHECK_FALSE(Month::parse(text).has_value());
  }
}

TEST_CASE("A statement says what a month brought, and its months join without a gap") {
  const std::vector<RecordedEntry> entries = dated_entries();
  const Statement december = statement_of(entries, "2025-12");
  const Statement january = statement_of(entries, "2026-01");

  CHECK(line(january, "limit:available").opening == line(december, "limit:available").closing);
  CHECK(line(january, "limit:available").closing == yuan("0"));
  CHECK(line(january, "bank:claims").credits == yuan("160000.00"));
  CHECK(line(january, "bank:claims").debits == yuan("155068.75"));
  CHECK(line(january, "bank:claims").closing == yuan("-4931.25"));
  CHECK(line(january, "clearing").closing == yuan("-155068.75"));  // batches together
  CHECK(line(january, "payable").closing == yuan("0"));            // claims together
  CHECK(line(january, "incurred:county").closing == yuan("96000.00"));
  CHECK(line(january, "residual:owed").closing == yuan("-25006.75"));
  CHECK(january.paid == CountAndSum{2, yuan("160000.00")});
  CHECK(january.returned == CountAndSum{2, yuan("310137.50")});
  for (const Statement* each : {&december, &january}) {
    CHECK(each->opening.is_zero());
    CHECK(each->closing.is_zero());
    CHECK(each->debits == each->credits);
  }
  CHECK(january.first == december.last + 1);
  CHECK(january.head.hash == entries.back().hash);
  CHECK(december.head.sequence == december.last);
  CHECK(statement_of(entries, "2026-02").head == january.head);
  CHECK(statement_of(entries, "2026-02").first == 0);
  CHECK(statement_of(entries, "2024-12").head == ChainHead{});

  const std::string text = to_text(january, rules::Language::en);
  CHECK(text.find("wildclaims ledger verify --against-head PL-2025=" + entries.back().hash.to_hex()) !=
        std::string::npos);
  CHECK(to_text(january, rules::Language::zh).find("对账单 2026-01") != std::string::npos);
}

TEST_CASE("A month begins and ends in the programme's own time") {
  std::vector<RecordedEntry> entries = dated_entries();
  entries.resize(1);
  entries[0].recorded = rules::Instant::parse("2025-12-31T16:00:00Z", rules::UtcOffset()).value();
  CHECK(statement_of(entries, "2025-12").last == 0);
  CHECK(statement_of(entries, "2026-01").last == 1);
  CHECK(statement_of(entries, "2026-01").effective_elsewhere == 1);
  entries[0].recorded = entries[0].recorded.plus_seconds(-1);
  CHECK(statement_of(entries, "2025-12").last == 1);
}

TEST_CASE("At every day and instant the parts sum to the whole and the trial balance is zero") {
  const std::vector<RecordedEntry> entries = dated_entries();
  const Book book = sample_book();
  for (const RecordedEntry& at : entries) {
    for (const AsOf& as_of : {AsOf{at.entry.effective, std::nullopt}, AsOf{std::nullopt, at.recorded}}) {
      BalancesAsOf then(as_of);
      Balances rest;
      for (const RecordedEntry& each : entries) {
        then.see(each);
        if (!as_of.holds(each)) rest.apply(each.entry);
      }
      CHECK(trial_balance(then.balances()).is_balanced());
      for (const AccountBalance& whole : book.balances.sorted()) {
        CHECK(then.balances().of(whole.account) + rest.of(whole.account) == whole.balance);
      }
    }
  }
}

TEST_CASE("Receipts pay the oldest call first, and what is open has an age") {
  Book book;
  book.post(opening(yuan("8000000.00")));  // 2025-01-01: province 200,000.00, county 300,000.00
  book.post(premium_received({day("2025-02-01"), "county", yuan("299999.99")}));
  book.post(policy_opened({day("2025-03-02"), yuan("1.00"), {{"county", yuan("50.00")}}}));
  Receivables receivables;
  for (const RecordedEntry& each : book.entries) receivables.see(each);

  struct Row {
    const char* as_of;
    const char* outstanding;
    const char* since;  // empty: nothing is open
    int days;
    std::array<const char*, 4> by_age;
  };
  const Row rows[] = {
      {"2025-01-31", "300000.00", "2025-01-01", 30, {"300000.00", "0", "0", "0"}},
      {"2025-02-01", "0.01", "2025-01-01", 31, {"0", "0.01", "0", "0"}},
      {"2025-03-02", "50.01", "2025-01-01", 60, {"50.00", "0.01", "0", "0"}},
      {"2025-03-03", "50.01", "2025-01-01", 61, {"50.00", "0", "0.01", "0"}},
      {"2025-04-01", "50.01", "2025-01-01", 90, {"50.00", "0", "0.01", "0"}},
      {"2025-04-02", "50.01", "2025-01-01", 91, {"0", "50.00", "0", "0.01"}},
      {"2024-12-31", "0", "", 0, {"0", "0", "0", "0"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.as_of);
    const auto funders = receivables.as_of(day(row.as_of));
    REQUIRE(funders.size() == 2);
    const FunderReceivable& county = funders[0];
    CHECK(county.funder == "county");
    CHECK(county.outstanding == yuan(row.outstanding));
    CHECK(county.called - county.received == county.outstanding);
    CHECK((county.since ? county.since->to_string() : "") == row.since);
    CHECK(county.days == row.days);
    rules::Money sum;
    for (std::size_t i = 0; i < row.by_age.size(); ++i) {
      CHECK(county.by_age[i] == yuan(row.by_age[i]));
      sum += county.by_age[i];
    }
    CHECK(sum == county.outstanding);
  }
  CHECK(receivables.as_of(day("2025-06-01"))[1].by_age[3] == yuan("200000.00"));
}

TEST_CASE("What one funder owes another that prepaid ages beside the premium") {
  Book book;
  book.post(policy_opened({day("2025-01-01"), yuan("8000000.00"), shares(yuan("500000.00")), "county"}));
  book.post(premium_received({day("2025-01-20"), "county", yuan("500000.00")}));
  book.post(reimbursement_received({day("2025-06-30"), "province", "county", yuan("150000.00")}));
  Receivables receivables;
  for (const RecordedEntry& each : book.entries) receivables.see(each);
  const auto owed = receivables.as_of(day("2025-12-31"));
  REQUIRE(owed.size() == 2);
  CHECK_FALSE(owed[0].reimbursement);
  CHECK(owed[0].funder == "county");
  CHECK(owed[0].outstanding.is_zero());
  CHECK(owed[1].reimbursement);
  CHECK(owed[1].funder == "province");
  CHECK(owed[1].outstanding == yuan("50000.00"));
  CHECK(owed[1].by_age[3] == yuan("50000.00"));
}

TEST_CASE("A statement counts what was taken back and recovered, and brings sub-limits together") {
  CHECK(group_of("limit:approved.h17:available") == "limit:*:available");
  CHECK(group_of("recovery:receivable:PL-2025-000001-9") == "recovery:receivable");
  CHECK(group_of("reimbursement:owed_to:county") == "reimbursement:owed_to:county");
  Book book;
  book.post(opening(yuan("100.00")));
  const std::int64_t first = book.approve(kBoarClaim, yuan("150.00"), yuan("0"));
  book.post(policy_topped_up({day("2025-12-20"), yuan("50.00"), {}}));
  book.restore(first, yuan("30.00"));
  const std::int64_t second = book.approve(kSwanClaim, yuan("20.00"), yuan("0"));
  book.undo(second);
  book.send(kBoarClaim, "B1", yuan("100.00"));
  book.post(payment_confirmed({day("2026-01-06"), kBoarClaim, "B1", yuan("100.00")}));
  book.lower(first, yuan("110.00"), yuan("0"), yuan("0"), yuan("40.00"));
  book.post(recovery_received({day("2026-01-30"), kBoarClaim, yuan("15.00")}));
  CHECK(book.check().empty());
  const Statement statement = statement_of(book.entries, "2025-09");
  CHECK(statement.approved == CountAndSum{3, yuan("150.00")});
  CHECK(statement.residual == CountAndSum{1, yuan("50.00")});
  CHECK(statement.taken_back == CountAndSum{2, yuan("60.00")});
  CHECK(statement.recovered == CountAndSum{1, yuan("15.00")});
  CHECK(statement.closing.is_zero());
}
