// The books over the API: whoever reads the journal can add up every balance and recompute every hash.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "claims/ledger/chain.h"
#include "rules/date.h"
#include "rules/digest.h"
#include "rules/money.h"
#include "tests/http/api_steps.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims;
using namespace wildclaims::http::testing;
using rules::Money;

// A claim paid, lowered and paid back in part, one undone, premium and an endorsement: entries of September and of
// October.
void keep_books(ApiFixture& api) {
  const auto claims = report_maize(api, "80", 2).claims;
  for (const std::string& claim : claims) bring_to_notice(api, claim);
  ok(api.post("cashier", kPolicyPath + "/premium-receipts", {{"funder", "county"}, {"amount", "300000.00"}}), 201);
  api.advance("2025-09-25");
  for (const std::string& claim : claims) ok(approve(api, "approver", claim));
  pay(api, claims[0], "B1");
  ok(api.post("approver", claim_path(claims[1]) + "/approval-undo", {{"reason", "附件有误"}}, tag_of(api, claims[1])));
  ok(api.post("clerk", claim_path(claims[0]) + "/appeal", {{"reason", "邻户举报"}}));
  determine_anew(api, claims[0], "50%");
  api.advance("2025-10-02");
  ok(approve(api, "approver", claims[0]));
  ok(api.post("cashier", claim_path(claims[0]) + "/recovery", {{"amount", "15000.01"}, {"bank_reference", "R1"}}));
  ok(api.post("cashier", kPolicyPath + "/premium-receipts",
              {{"funder", "province"}, {"amount", "1.00"}, {"effective", "2025-09-25"}}),
     201);
  ok(api.post("admin", kPolicyPath + "/endorsements", {{"limit", "1.00"}, {"premium", "1.00"}, {"reason", "批单"}}),
     201);
}

Money money(const json& text) { return Money::parse(text.get<std::string>()).value(); }

using Balances = std::map<std::string, Money>;

// The entries for which it holds, added up; accounts at zero left out.
template <typename Holds>
Balances sums_of(const json& entries, const Holds& holds) {
  Balances sums;
  for (const json& entry : entries) {
    if (!holds(entry)) continue;
    for (const json& posting : entry["postings"]) sums[posting["account"]] += money(posting["amount"]);
  }
  std::erase_if(sums, [](const auto& each) { return each.second.is_zero(); });
  return sums;
}

// The trial balance as the API tells it, debits above zero.
Balances trial_balance(ApiFixture& api, const std::string& as_of = {}) {
  const json trial = ok(api.get("auditor", "/api/v1/ledger/trial-balance?policy=PL-2025" + as_of)).body;
  CHECK(trial["balanced"] == true);
  CHECK(trial["debit"] == trial["credit"]);
  Balances rows;
  Money debits;
  for (const json& row : trial["rows"]) {
    rows[row["account"]] = money(row["debit"]) - money(row["credit"]);
    debits += money(row["debit"]);
  }
  CHECK(debits == money(trial["debit"]));
  std::erase_if(rows, [](const auto& each) { return each.second.is_zero(); });
  return rows;
}

std::optional<std::int64_t> number(const json& value) {
  return value.is_null() ? std::nullopt : std::optional(value.get<std::int64_t>());
}

std::optional<std::string> text(const json& value) {
  return value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
}

// The entry as a reader of the API has it.
ledger::RecordedEntry as_told(const json& told, const rules::Digest& previous) {
  ledger::RecordedEntry recorded;
  recorded.book = told["book"];
  recorded.sequence = told["entry"];
  recorded.recorded = rules::Instant::parse(told["recorded"].get<std::string>(), rules::UtcOffset()).value();
  recorded.previous = previous;
  ledger::Entry& entry = recorded.entry;
  entry.kind = ledger::parse_entry_kind(told["kind"].get<std::string>()).value();
  entry.effective = rules::Date::parse(told["effective"].get<std::string>()).value();
  entry.claim = text(told["claim"]);
  entry.batch = text(told["batch"]);
  entry.determination = number(told["determination"]);
  entry.reverses = number(told["reverses"]);
  entry.adjusts = number(told["adjusts"]);
  if (const auto receipt = text(told["receipt_sha256"])) entry.receipt = rules::Digest::from_hex(*receipt);
  for (const json& posting : told["postings"]) {
    entry.postings.push_back({posting["account"].get<std::string>(), money(posting["amount"])});
  }
  return recorded;
}

TEST_CASE("The journal tells enough to recompute every hash of the book, those of adjusting entries included") {
  ApiFixture api;
  keep_books(api);
  rules::Digest previous;
  std::int64_t sequence = 0;
  int adjusting = 0;
  for (const json& told : entries(api)) {
    CAPTURE(told.dump());
    CHECK(told["entry"] == ++sequence);
    const rules::Digest hash = ledger::entry_hash(as_told(told, previous));
    CHECK(hash.to_hex() == told["hash"].get<std::string>());
    adjusting += told["adjusts"].is_null() ? 0 : 1;
    previous = hash;
  }
  CHECK(adjusting == 1);
}

TEST_CASE("Balances are the sums of the entries: now, on every day by effect, at every instant by recording") {
  ApiFixture api;
  keep_books(api);
  const json all = entries(api);
  CHECK(trial_balance(api) == sums_of(all, [](const json&) { return true; }));
  Balances accounts;
  const json told = ok(api.get("clerk", "/api/v1/ledger/accounts?policy=PL-2025")).body;
  for (const json& each : told["accounts"]) {
    if (!money(each["balance"]).is_zero()) accounts[each["account"]] = money(each["balance"]);
  }
  CHECK(accounts == trial_balance(api));

  std::set<std::string> days{"2025-09-20", "2025-09-22", "2099-12-31"};
  std::set<std::string> instants{"2025-09-01T00:00:00Z", "2099-12-31T00:00:00Z"};
  for (const json& entry : all) {
    days.insert(entry["effective"].get<std::string>());
    instants.insert(entry["recorded"].get<std::string>());
  }
  CHECK(days.size() == 6);
  for (const std::string& day : days) {
    CAPTURE(day);
    CHECK(trial_balance(api, "&effective=" + day) ==
          sums_of(all, [&](const json& entry) { return entry["effective"] <= day; }));
  }
  for (const std::string& instant : instants) {
    CAPTURE(instant);
    CHECK(trial_balance(api, "&recorded=" + instant) ==
          sums_of(all, [&](const json& entry) { return entry["recorded"] <= instant; }));
  }
  // By both: what had taken effect by then, as it was known then.
  const std::string then = "2025-09-30T00:00:00Z";
  const Balances known =
      sums_of(all, [&](const json& entry) { return entry["effective"] <= "2025-09-25" && entry["recorded"] <= then; });
  CHECK(trial_balance(api, "&effective=2025-09-25&recorded=" + then) == known);
  CHECK(known.count("premium:receivable:province") == 1);
  CHECK(known.at("premium:receivable:province") == money("200000.00"));
  CHECK(trial_balance(api, "&effective=2025-09-25").at("premium:receivable:province") == money("199999.00"));
}

TEST_CASE("The journal is read page by page and by claim, and says what it was asked wrongly") {
  ApiFixture api;
  keep_books(api);
  const json all = entries(api);
  json paged = json::array();
  std::string next;
  do {
    const json page = ok(api.get("approver", "/api/v1/ledger/entries?policy=PL-2025&limit=4" + next)).body;
    CHECK(page["entries"].size() <= 4);
    for (const json& entry : page["entries"]) paged.push_back(entry);
    next = page["next"].is_null() ? "" : "&cursor=" + page["next"].get<std::string>();
  } while (!next.empty());
  CHECK(paged == all);

  std::size_t of_claims = 0;
  const json claims = ok(api.get("clerk", "/api/v1/claims")).body["claims"];
  for (const json& claim : claims) {
    const json of_claim = entries(api, claim["claim"]);
    for (const json& entry : of_claim) CHECK(entry["claim"] == claim["claim"]);
    of_claims += of_claim.size();
  }
  const auto with_claim =
      std::count_if(all.begin(), all.end(), [](const json& entry) { return entry["claim"].is_string(); });
  CHECK(of_claims == static_cast<std::size_t>(with_claim));
  CHECK(of_claims > 10);

  for (const char* view : {"entries", "accounts", "trial-balance"}) {
    CAPTURE(view);
    const std::string path = std::string("/api/v1/ledger/") + view;
    const ApiAnswer nameless = api.get("auditor", path + "?colour=red");
    check_problem(nameless, 400, "invalid_query");
    CHECK(nameless.faults() == std::vector<std::string>{"missing at ?policy", "unknown_parameter at ?colour"});
    check_problem(api.get("auditor", path + "?policy=PL-2031"), 404, "policy_unknown");
  }
  check_problem(api.get("auditor", "/api/v1/ledger/entries?policy=PL-2025&claim=nonsense"), 404, "claim_unknown");
  const ApiAnswer dates =
      api.get("auditor", "/api/v1/ledger/trial-balance?policy=PL-2025&effective=2025-02-30&recorded=1");
  check_problem(dates, 400, "invalid_query");
  CHECK(dates.faults() == std::vector<std::string>{"date_format at ?effective", "instant_format at ?recorded"});
}

TEST_CASE("The statements of two months count what was taken back and recovered, and their heads are in the journal") {
  ApiFixture api;
  keep_books(api);
  const auto statement = [&](const char* month) {
    return ok(api.get("auditor", kPolicyPath + "/statement?month=" + month)).body;
  };
  const json september = statement("2025-09");
  CHECK(september["approved"] == json{{"count", 2}, {"sum", "160000.00"}});
  CHECK(september["paid"] == json{{"count", 1}, {"sum", "80000.00"}});
  CHECK(september["taken_back"] == json{{"count", 1}, {"sum", "80000.00"}});
  CHECK(september["recovered"] == json{{"count", 0}, {"sum", "0.00"}});
  CHECK(september["entries"]["effective_elsewhere"] == 0);
  const json october = statement("2025-10");
  CHECK(october["approved"] == json{{"count", 0}, {"sum", "0.00"}});
  CHECK(october["taken_back"] == json{{"count", 1}, {"sum", "40000.00"}});
  CHECK(october["recovered"] == json{{"count", 1}, {"sum", "15000.01"}});
  CHECK(october["entries"]["effective_elsewhere"] == 1);
  CHECK(october["entries"]["first"] == september["entries"]["last"].get<int>() + 1);
  const json all = entries(api);
  for (const json& month : {september, october}) {
    CHECK(month["head"]["entry"] == month["entries"]["last"]);
    CHECK(month["head"]["hash"] == all[month["entries"]["last"].get<std::size_t>() - 1]["hash"]);
    CHECK(month["total"]["closing"] == "0.00");
    CHECK(month["total"]["debits"] == month["total"]["credits"]);
  }
  std::map<std::string, json> closing;
  for (const json& line : september["lines"]) closing[line["group"]] = line["closing"];
  for (const json& line : october["lines"]) {
    CAPTURE(line.dump());
    CHECK(money(line["opening"]) + money(line["debits"]) - money(line["credits"]) == money(line["closing"]));
    const auto before = closing.find(line["group"]);
    CHECK(line["opening"] == (before == closing.end() ? json("0.00") : before->second));
  }
  check_problem(api.get("auditor", kPolicyPath + "/statement?month=2025-13&lang=fr"), 400, "invalid_query");
  CHECK(api.get("auditor", kPolicyPath + "/statement?lang=fr").faults() ==
        std::vector<std::string>{"month_format at ?month", "unknown_word at ?lang"});
  CHECK(api.send({.as = "auditor", .path = kPolicyPath + "/statement?month=2025-09", .accept = "image/png"}).status ==
        406);
}

}  // namespace
