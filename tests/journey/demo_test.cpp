// The demo played against the real binary: Pinglu's two published cases come out to the fen, survive a restart, and
// an outside program agrees with the books.
#include <signal.h>

#include <map>
#include <sstream>
#include <string>

#include "rules/money.h"
#include "tests/journey/service.h"
#include "tests/support/catch.h"

namespace wildclaims::tests {

namespace {

using nlohmann::json;

constexpr int kBoarHouseholds = 32;

// "funder" to the amount of that member.
std::map<std::string, std::string> by_funder(const json& list, const std::string& member) {
  std::map<std::string, std::string> found;
  for (const auto& entry : list) found[entry.at("funder")] = entry.at(member);
  return found;
}

rules::Money money(const std::string& text) {
  const auto parsed = rules::Money::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

void check_figures(Person& auditor) {
  const json policy = auditor.read("/policies/PL-2025");
  CHECK(policy["status"] == "illustrative");
  CHECK(policy["limit"]["granted"] == "8000000.00");
  CHECK(policy["limit"]["available"] == "7692200.00");
  CHECK(policy["limit"]["committed"] == "0.00");
  CHECK(policy["limit"]["paid"] == "307800.00");
  CHECK(policy["reserve_outstanding"] == "0.00");
  CHECK(policy["residual"] == "0.00");
  CHECK(by_funder(policy["incurred_by_funder"], "amount") ==
        std::map<std::string, std::string>{{"province", "123120.00"}, {"county", "184680.00"}});
  CHECK(by_funder(policy["premium_by_funder"], "received") ==
        std::map<std::string, std::string>{{"province", "200000.00"}, {"county", "300000.00"}});

  rules::Money boar;
  rules::Money swans;
  int households = 0;
  for (const auto& claim : auditor.all("/claims?policy=PL-2025&limit=20", "claims")) {
    const json one = auditor.read("/claims/" + claim.at("claim").get<std::string>());
    INFO(one.dump(1));
    CHECK(one["state"] == "paid");
    const auto amount = money(one.at("money").at("paid"));
    if (one["species"] == "wild_boar") {
      boar = boar + amount;
      ++households;
    } else {
      swans = swans + amount;
    }
  }
  CHECK(households == kBoarHouseholds);
  CHECK(boar == money("157800.00"));
  CHECK(swans == money("150000.00"));

  CHECK(auditor.read("/policies/PL-2026")["limit"]["available"] == "8000000.00");
  CHECK(auditor.read("/clock")["today"] == "2026-01-08");
}

// The parts of each funder over the claims of one animal, from the ledger's approval entries.
std::map<std::string, rules::Money> incurred_of(Person& auditor, const std::string& species) {
  std::map<std::string, rules::Money> parts;
  for (const auto& claim : auditor.all("/claims?policy=PL-2025&limit=100", "claims")) {
    const std::string number = claim.at("claim");
    if (auditor.read("/claims/" + number)["species"] != species) continue;
    for (const auto& entry : auditor.all("/ledger/entries?policy=PL-2025&claim=" + number + "&limit=100", "entries")) {
      for (const auto& posting : entry.at("postings")) {
        const std::string account = posting.at("account");
        if (account.rfind("incurred:", 0) == 0) {
          parts[account] = parts[account] + money(posting.at("amount"));
        }
      }
    }
  }
  return parts;
}

}  // namespace

TEST_CASE("The demo comes out to the published figures, and a restart keeps everything") {
  Service service;
  service.play_demo();
  {
    Person auditor(service, "auditor");
    check_figures(auditor);
    const auto boar = incurred_of(auditor, "wild_boar");
    CHECK(boar.at("incurred:province") == money("63120.00"));
    CHECK(boar.at("incurred:county") == money("94680.00"));
    const auto swans = incurred_of(auditor, "whooper_swan");
    CHECK(swans.at("incurred:province") == money("60000.00"));
    CHECK(swans.at("incurred:county") == money("90000.00"));
  }
  const std::string before = service.dump();
  CHECK(service.stop() == 0);
  service.start();
  Person auditor(service, "auditor");
  check_figures(auditor);
  const std::string after = service.dump();
  CHECK(after.size() >= before.size());
}

TEST_CASE("The demo played again changes nothing in the books") {
  Service service;
  service.play_demo();
  Person auditor(service, "auditor");
  const json before = auditor.read("/ledger/trial-balance?policy=PL-2025");
  const auto claims = auditor.all("/claims?limit=100", "claims").size();
  service.play_demo();
  CHECK(auditor.read("/ledger/trial-balance?policy=PL-2025") == before);
  CHECK(auditor.all("/claims?limit=100", "claims").size() == claims);
}

TEST_CASE("The ledger of the demo verifies beside the running service, and its trial balance is zero") {
  Service service;
  service.play_demo();
  const auto verified = service.command({"ledger", "verify"});
  INFO(verified.output);
  CHECK(verified.exit_code == 0);

  Person auditor(service, "auditor");
  for (const std::string policy : {"PL-2025", "PL-2026"}) {
    const json balance = auditor.read("/ledger/trial-balance?policy=" + policy);
    INFO(balance.dump(1));
    CHECK(balance.at("debit") == balance.at("credit"));
  }
}

TEST_CASE(
    "A printed statement's hash is found in the book again, every decision recomputes, and a wrong hash is told") {
  Service service;
  service.play_demo();
  const std::vector<std::string> month = {"ledger", "statement", "--policy", "PL-2025", "--month", "2025-12"};
  auto as_json = month;
  as_json.insert(as_json.end(), {"--format", "json"});
  const auto printed = service.command(as_json);
  INFO(printed.output);
  REQUIRE(printed.exit_code == 0);
  const json statement = json::parse(printed.output);
  const std::string hash = statement.at("head").at("hash");
  CHECK(statement.at("total").at("closing") == "0.00");
  Person auditor(service, "auditor");
  CHECK(auditor.read("/policies/PL-2025/statement?month=2025-12") == statement);
  const auto paper = service.command(month);
  CHECK(paper.output.find("--against-head PL-2025=" + hash) != std::string::npos);

  const auto verified =
      service.command({"ledger", "verify", "--recompute", "--sql", "--against-head", "PL-2025=" + hash});
  INFO(verified.output);
  CHECK(verified.exit_code == 0);
  const std::string place = "PL-2025#" + std::to_string(statement.at("head").at("entry").get<int>());
  CHECK(verified.output.find("is the hash of " + place) != std::string::npos);

  const auto wrong = service.command({"ledger", "verify", "--against-head", std::string(64, 'a')});
  CHECK(wrong.exit_code == 1);
  CHECK(wrong.output.find("No entry has the hash aaaa") != std::string::npos);
  CHECK(service.command({"ledger", "verify", "--against-head", "PL-2025"}).exit_code == 2);
}

TEST_CASE("Balances as they stood, receivables and beancount come from the same book") {
  Service service;
  service.play_demo();
  const auto before = service.command({"ledger", "balances", "--policy", "PL-2025", "--effective", "2024-12-31"});
  CHECK(before.exit_code == 0);
  CHECK(before.output.find("limit:") == std::string::npos);
  const auto now = service.command({"ledger", "balances", "--policy", "PL-2025", "--format", "json"});
  Person auditor(service, "auditor");
  CHECK(json::parse(now.output) == auditor.read("/ledger/trial-balance?policy=PL-2025"));
  const auto owed = service.command({"ledger", "receivables", "--policy", "PL-2025", "--lang", "en"});
  CHECK(owed.exit_code == 0);
  CHECK(owed.output.find("outstanding by age") != std::string::npos);
  CHECK(service.command({"ledger", "receivables", "--policy", "PL-1999"}).exit_code == 2);

  const auto exported = service.command({"ledger", "export", "--format", "beancount"});
  const auto checked = run_program({"bean-check", "/dev/stdin"}, exported.output);
  INFO(checked.output);
  CHECK(checked.exit_code == 0);
}

TEST_CASE("hledger accepts the exported book and computes the same balances") {
  Service service;
  service.play_demo();
  Person auditor(service, "auditor");
  for (const std::string policy : {"PL-2025", "PL-2026"}) {
    const auto exported = service.command({"ledger", "export", "--format", "hledger", "--policy", policy});
    INFO(exported.output.substr(0, 2000));
    REQUIRE(exported.exit_code == 0);

    const auto checked = run_program({"hledger", "-f", "-", "check", "--strict"}, exported.output);
    INFO(checked.output);
    CHECK(checked.exit_code == 0);

    std::map<std::string, rules::Money> theirs;
    const auto balances = run_program(
        {"hledger", "-f", "-", "balance", "--flat", "--empty", "--no-total", "-O", "json"}, exported.output);
    INFO(balances.output);
    REQUIRE(balances.exit_code == 0);
    const json rows = json::parse(balances.output).at(0);
    for (const auto& row : rows) {
      const json& amounts = row.at(3);
      const std::int64_t mantissa =
          amounts.empty() ? 0 : amounts[0]["aquantity"]["decimalMantissa"].get<std::int64_t>();
      const int places = amounts.empty() ? 2 : amounts[0]["aquantity"]["decimalPlaces"].get<int>();
      REQUIRE(places <= 2);
      std::int64_t fen = mantissa;
      for (int place = places; place < 2; ++place) fen *= 10;
      theirs[row.at(0)] = rules::Money::from_fen(fen);
    }

    std::map<std::string, rules::Money> ours;
    const json accounts = auditor.read("/ledger/accounts?policy=" + policy).at("accounts");
    for (const auto& account : accounts) {
      ours[account.at("account")] = money(account.at("balance"));
    }
    CHECK(ours == theirs);
    CHECK(ours.size() >= 5);
  }
}

TEST_CASE("The swan claim's worksheet in Chinese shows each product and their sum") {
  Service service;
  service.play_demo();
  Person auditor(service, "auditor");
  for (const auto& claim : auditor.all("/claims?limit=100", "claims")) {
    const std::string number = claim.at("claim");
    if (auditor.read("/claims/" + number)["species"] != "whooper_swan") continue;
    const auto worksheet = auditor.get("/claims/" + number + "/worksheet?lang=zh", {{"Accept", "text/plain"}});
    INFO(worksheet.body);
    CHECK(worksheet.status == 200);
    for (const std::string part :
         {"60", "75%", "90,000.00", "30", "100%", "60,000.00", "150,000.00", "亩", "2,000.00"}) {
      INFO(part);
      CHECK(worksheet.body.find(part) != std::string::npos);
    }
    return;
  }
  FAIL("no swan claim");
}

}  // namespace wildclaims::tests
