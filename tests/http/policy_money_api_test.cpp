// What adds to a policy over the API: endorsements, and premium as it arrives.
#include <string>

#include "tests/http/api_steps.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http::testing;

const std::string kEndorsements = kPolicyPath + "/endorsements";
const std::string kReceipts = kPolicyPath + "/premium-receipts";

json adding(const char* limit, const char* premium) {
  return {{"limit", limit}, {"premium", premium}, {"reason", "批单1号"}};
}

json from(const char* funder, const char* amount) { return {{"funder", funder}, {"amount", amount}}; }

TEST_CASE("An endorsement adds to the limit and calls its premium from the funders by their shares, to the fen") {
  ApiFixture api;
  const ApiAnswer both = once_only(
      api, {.as = "admin", .path = kEndorsements, .body = adding("1000000.00", "62500.01")}, adding("1.00", "0"), 201);
  const json entry = last_entry(api);
  CHECK(entry["kind"] == "policy_topped_up");
  CHECK(both.body["entry"] == entry["entry"]);
  CHECK(postings(entry) == Postings{"limit:available 1000000.00", "limit:granted -1000000.00",
                                    "premium:receivable:county 37500.01", "premium:receivable:province 25000.00",
                                    "premium:written -62500.01"});
  CHECK(both.body["policy"]["limit"]["granted"] == "9000000.00");
  CHECK(both.body["policy"]["limit"]["available"] == "9000000.00");
  CHECK(both.body["policy"]["premium_by_funder"][0]["called"] == "225000.00");
  CHECK(both.body["policy"]["premium_by_funder"][1]["called"] == "337500.01");

  ok(api.post("admin", kEndorsements, adding("0.01", "0.00")), 201);
  CHECK(postings(last_entry(api)) == Postings{"limit:available 0.01", "limit:granted -0.01"});
  ok(api.post("admin", kEndorsements, adding("0.00", "0.01")), 201);
  CHECK(postings(last_entry(api)) == Postings{"premium:receivable:county 0.01", "premium:written -0.01"});
  CHECK(balance(api, "limit:granted") == "-9000000.01");
  CHECK(balance(api, "premium:written") == "-562500.02");
  CHECK(policy_now(api)["limit"]["available"] == "9000000.01");
  CHECK(balanced(api));
}

TEST_CASE("An endorsement that adds nothing, or is not said as it has to be, changes nothing") {
  ApiFixture api;
  const std::string before = api.everything();
  const auto sent = [&](const json& body) { return api.post("admin", kEndorsements, body); };
  check_faults(sent(adding("0.00", "0.00")), {"nothing_added at /limit"});
  check_faults(sent(json::object()), {"missing at /limit", "missing at /premium", "missing at /reason"});
  check_faults(sent({{"limit", "-1.00"}, {"premium", 5}, {"reason", ""}, {"until", "2025-12-31"}}),
               {"missing at /reason", "money_format at /limit", "not_text at /premium", "unknown_key at /until"});
  check_faults(sent({{"limit", "1.001"}, {"premium", "1.00"}, {"reason", "a\nb"}}),
               {"control_character at /reason", "money_format at /limit"});
  CHECK(api.everything() == before);
}

TEST_CASE("A mistyped endorsement cannot carry the book beyond what can be added up") {
  ApiFixture api;
  const std::string before = api.everything();
  const auto sent = [&](const char* limit, const char* premium) {
    return api.post("admin", kEndorsements, adding(limit, premium));
  };
  for (const char* huge : {"9992000000.01", "90000000000000.00"}) {
    CAPTURE(huge);
    check_faults(sent(huge, "0"), {"amount_too_large at /limit"});
  }
  check_faults(sent("0", "9999500000.01"), {"amount_too_large at /premium"});
  check_faults(sent("90000000000000.00", "90000000000000.00"),
               {"amount_too_large at /limit", "amount_too_large at /premium"});
  check_faults(sent("90000000000000.01", "0"), {"money_format at /limit"});
  CHECK(api.everything() == before);

  ok(sent("9992000000.00", "9999500000.00"), 201);
  check_faults(sent("0.01", "0.01"), {"amount_too_large at /limit", "amount_too_large at /premium"});
  CHECK(policy_now(api)["limit"]["granted"] == "10000000000.00");
  ok(api.get("auditor", kPolicyPath + "/statement?month=2025-09"));
  CHECK(balanced(api));
}

TEST_CASE("Premium is received from each funder up to what was called from it") {
  ApiFixture api;
  const ApiAnswer first = once_only(api, {.as = "cashier", .path = kReceipts, .body = from("province", "199999.99")},
                                    from("province", "199999.98"), 201);
  const json entry = last_entry(api);
  CHECK(first.body["entry"] == entry["entry"]);
  CHECK(entry["kind"] == "premium_received");
  CHECK(entry["effective"] == "2025-09-21");
  CHECK(postings(entry) == Postings{"bank:premium 199999.99", "premium:receivable:province -199999.99"});
  CHECK(first.body["policy"]["premium_by_funder"][0]["receivable"] == "0.01");

  const std::string before = api.everything();
  const ApiAnswer much = api.post("cashier", kReceipts, from("province", "0.02"));
  check_problem(much, 409, "premium_over_received");
  CHECK(much.body["detail"].get<std::string>().find("0.01 yuan") != std::string::npos);
  check_problem(api.post("cashier", kReceipts, from("county", "300000.01")), 409, "premium_over_received");
  check_problem(api.post("cashier", kReceipts, from("town", "1.00")), 422, "funder_unknown");
  check_faults(api.post("cashier", kReceipts, json::object()), {"missing at /amount", "missing at /funder"});
  check_faults(api.post("cashier", kReceipts, from("county", "0.00")), {"amount_not_positive at /amount"});
  json dated = from("county", "1.00");
  for (const auto& [day, code] :
       {std::pair("2025-09-22", "day_out_of_range"), std::pair("2025-09-20", "day_out_of_range"),
        std::pair("2025-02-31", "no_such_day"), std::pair("today", "date_format")}) {
    CAPTURE(day);
    dated["effective"] = day;
    check_faults(api.post("cashier", kReceipts, dated), {std::string(code) + " at /effective"});
  }
  // Everything that is wrong is told at once.
  check_faults(
      api.post("cashier", kReceipts, {{"funder", 1}, {"amount", "-1.00"}, {"effective", "2025-09-22"}, {"batch", "x"}}),
      {"day_out_of_range at /effective", "money_format at /amount", "not_text at /funder", "unknown_key at /batch"});
  check_faults(api.post("cashier", kReceipts, {{"funder", "county"}, {"amount", "0.00"}, {"effective", "2025-09-22"}}),
               {"amount_not_positive at /amount", "day_out_of_range at /effective"});
  CHECK(api.everything() == before);

  ok(api.post("cashier", kReceipts, from("province", "0.01")), 201);
  CHECK(balance(api, "premium:receivable:province") == "0.00");
  CHECK(balance(api, "bank:premium") == "200000.00");
  // What is called later may be received as well.
  ok(api.post("admin", kEndorsements, adding("0.00", "100.00")), 201);
  ok(api.post("cashier", kReceipts, from("province", "40.00")), 201);
  check_problem(api.post("cashier", kReceipts, from("province", "0.01")), 409, "premium_over_received");
  CHECK(balanced(api));
}

}  // namespace
