// Statements, balances and receivables over the API: the same figures as the book, for those who may see them.
#include <string>

#include "tests/http/api_fixture.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http::testing;

TEST_CASE("The month's statement shows the premium called and received, and the head of the book") {
  ApiFixture api;
  REQUIRE(
      api.post("cashier", "/api/v1/policies/PL-2025/premium-receipts", {{"funder", "county"}, {"amount", "1000.00"}})
          .status == 201);
  const std::string path = "/api/v1/policies/PL-2025/statement?month=2025-09";
  const ApiAnswer answer = api.get("auditor", path);
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  CHECK(answer.body["entries"]["first"] == 1);
  CHECK(answer.body["entries"]["last"] == 2);
  CHECK(answer.body["total"]["closing"] == "0.00");
  const auto entries = api.get("auditor", "/api/v1/ledger/entries?policy=PL-2025");
  CHECK(answer.body["head"]["hash"] == entries.body["entries"][1]["hash"]);
  CHECK(answer.body["check"]["en"].get<std::string>().find("--against-head PL-2025=") != std::string::npos);
  bool received = false;
  for (const json& line : answer.body["lines"]) {
    if (line["group"] == "bank:premium") received = line["debits"] == "1000.00" && line["closing"] == "1000.00";
  }
  CHECK(received);

  const ApiAnswer text = api.send({.as = "cashier", .path = path + "&lang=en", .accept = "text/plain"});
  CHECK(text.header("content-type") == "text/plain; charset=utf-8");
  CHECK(text.text.find("Policy PL-2025, statement of 2025-09") == 0);

  CHECK(api.get("clerk", path).status == 403);
  CHECK(api.get("auditor", "/api/v1/policies/PL-2031/statement?month=2025-09").problem() == "policy_unknown");
  CHECK(api.get("auditor", "/api/v1/policies/PL-2025/statement?month=September").fault_codes() ==
        std::vector<std::string>{"month_format"});
}

TEST_CASE("Receivables and balances are those of the day or instant asked about") {
  ApiFixture api;
  REQUIRE(
      api.post("cashier", "/api/v1/policies/PL-2025/premium-receipts", {{"funder", "county"}, {"amount", "1000.00"}})
          .status == 201);
  const ApiAnswer owed = api.get("auditor", "/api/v1/policies/PL-2025/receivables?as_of=2025-10-22");
  INFO(owed.text);
  REQUIRE(owed.status == 200);
  REQUIRE(owed.body["funders"].size() == 2);
  const json& county = owed.body["funders"][0];
  CHECK(county["funder"] == "county");
  CHECK(county["received"] == "1000.00");
  CHECK(county["outstanding"] == "299000.00");
  CHECK(county["days"] == 31);
  CHECK(county["days_31_60"] == "299000.00");
  CHECK(api.get("auditor", "/api/v1/policies/PL-2025/receivables?as_of=soon").fault_codes() ==
        std::vector<std::string>{"date_format"});

  const std::string path = "/api/v1/ledger/trial-balance?policy=PL-2025";
  const json now = api.get("auditor", path).body;
  CHECK(api.get("auditor", path + "&effective=2025-09-21").body == now);
  CHECK(api.get("auditor", path + "&recorded=2099-01-01T00:00:00Z").body == now);
  const json before = api.get("auditor", path + "&effective=2025-09-20").body;
  CHECK(before["rows"].empty());
  CHECK(before["balanced"] == true);
  CHECK(api.get("auditor", path + "&effective=2025-9-1&recorded=now").fault_codes().size() == 2);
}

}  // namespace
