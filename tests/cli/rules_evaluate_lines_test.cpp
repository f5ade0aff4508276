// `rules evaluate --jsonl` through the real program: a line out for each line in, with what determine() says.
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "rules/determine.h"
#include "rules/loader/facts_stream.h"
#include "rules/loader/load.h"
#include "rules/worksheet.h"
#include "tests/cli/program.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims;
using nlohmann::json;
using tests::Files;
using tests::Ran;
using tests::run;

namespace {

const std::string kRulebooks = std::string(WILDCLAIMS_SOURCE_DIR) + "/config/rulebooks/";
const std::string kShipped = kRulebooks + "pinglu-2025.yaml";

const std::string kSwan = R"("claim":{"species":"whooper_swan","damage_from":"2025-11-20","damage_to":"2025-12-05",)"
                          R"("discovered_at":"2025-12-05T08:00","reported_at":"2025-12-05T10:00"},)"
                          R"("items":[{"crop":"vegetable","stage":"growing","area":60,"loss_rate":"75%"}])";

// The answers, without the sums that standard error holds.
std::vector<json> lines_of(const std::string& text) {
  std::vector<json> lines;
  std::istringstream stream(text);
  std::string line;
  while (std::getline(stream, line)) {
    if (line.rfind('{', 0) == 0) lines.push_back(json::parse(line));
  }
  return lines;
}

std::string evaluate(const std::string& rulebook, const std::string& facts, const std::string& more = "") {
  return "rules evaluate " + rulebook + " " + facts + " --jsonl " + more;
}

std::vector<json> answers(const std::string& rulebook, const std::string& facts, const std::string& more = "") {
  return lines_of(run(evaluate(rulebook, facts, more)).out);
}

}  // namespace

TEST_CASE("Each line of facts has its line of answer, and a bad one stops nothing") {
  const Files files;
  const std::string facts =
      files.write("facts.jsonl", "{\"id\":\"K-1\"," + kSwan + "}\n" +                          //
                                     "{\"id\":\"王\\\"2\"," + kSwan + ",\"stage\":\"x\"}\n" +  //
                                     "\n" +                                                    //
                                     "{" + kSwan + ",\"running\":{\"approved_to_household\":195000}}");
  const Ran ran = run(evaluate(kShipped, facts));
  const std::vector<json> lines = lines_of(ran.out);
  CHECK(ran.code == 1);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == json::parse(R"({"line":1,"id":"K-1","denied":false,"denials":[],"flags":[],"indemnity":"90000.00",)"
                                R"("funding":{"province":"36000.00","county":"54000.00"}})"));
  CHECK(lines[1]["line"] == 2);
  CHECK(lines[1]["id"] == "王\"2");
  REQUIRE(lines[1]["faults"].size() == 1);
  CHECK(lines[1]["faults"][0]["pointer"] == "/stage");
  CHECK(lines[1]["faults"][0]["code"] == "unknown_stage");
  CHECK_FALSE(lines[1]["faults"][0]["zh"].get<std::string>().empty());
  CHECK(lines[2]["faults"][0]["code"] == "malformed_json");
  CHECK(lines[3]["indemnity"] == "5000.00");
}

TEST_CASE("The lines that the author's reference shows are answered as it says") {
  const std::string text = tests::read(kRulebooks + "README.md");
  const auto block = [&](const std::string& fence) {
    const std::size_t from = text.find(fence) + fence.size();
    REQUIRE(from != std::string::npos + fence.size());
    return text.substr(from, text.find("```", from) - from);
  };
  const Files files;
  const std::string facts = files.write("facts.jsonl", block("```jsonl in\n"));
  const Ran ran = run(evaluate(kRulebooks + "examples/findings.yaml", facts));
  CHECK(ran.code == 1);
  CHECK(ran.out.substr(0, ran.out.find("共")) == block("```jsonl out\n"));
}

TEST_CASE("Standard input is read as a file is, and the sums are exact") {
  const Files files;
  const std::string facts = files.write("facts.jsonl", "{" + kSwan + "}\n{" + kSwan + "}\n");
  const Ran ran = run(evaluate(kShipped, "-") + " <" + facts);
  CHECK(ran.code == 0);
  CHECK(ran.out.find("{\"line\":2,\"denied\":false") != std::string::npos);
  CHECK(ran.out.find("2 lines, 0 faulty; 2 claims, 0 denied; total indemnity 180000.00\n") != std::string::npos);
  CHECK(ran.out.find("(province) 72000.00\n") != std::string::npos);
  CHECK(run(evaluate(kShipped, "/nowhere.jsonl")).code == 2);
  CHECK(run(evaluate(kShipped, files.path(""))).code == 2);
  CHECK(run(evaluate(kShipped, files.write("empty.jsonl", ""))).code == 0);
}

TEST_CASE("Lines of any length are told apart across the blocks they are read in") {
  const Files files;
  std::string text;
  for (int i = 0; i < 9000; ++i) {
    text +=
        "{\"id\":\"" + std::string(static_cast<std::size_t>(i % 700), 'x') + std::to_string(i) + "\"," + kSwan + "}\n";
  }
  text += "{\"id\":\"" + std::string(2 * rules::FactsStream::kMostBytes, 'y') + "\"}\n{\"id\":\"last\"," + kSwan + "}";
  const std::vector<json> lines = answers(kShipped, files.write("facts.jsonl", text));
  REQUIRE(lines.size() == 9002);
  for (std::size_t i = 0; i < 9000; ++i) {
    REQUIRE(lines[i]["line"] == i + 1);
    REQUIRE(lines[i]["id"] == std::string(i % 700, 'x') + std::to_string(i));
    REQUIRE(lines[i]["indemnity"] == "90000.00");
  }
  CHECK(lines[9000]["faults"][0]["code"] == "line_too_long");
  CHECK(lines[9001]["id"] == "last");
  CHECK(lines[9001]["line"] == 9002);
}

TEST_CASE("Claims that share a limit come as whole events") {
  const Files files;
  const std::string rulebook = kRulebooks + "examples/limits-shared.yaml";
  const std::string claim = R"({"claim":{"damaged_on":"2025-06-01","farm_area":)";
  const std::string facts =
      files.write("facts.jsonl",
                  R"({"id":"E","claims":[)" + claim + R"(30},"items":[{"loss":9000}]},)" + claim +
                      R"(5},"items":[{"loss":"6000.00"}]}]})" + "\n" + claim + R"(30},"items":[{"loss":9000}]})" +
                      "\n" + R"({"running":{"approved_in_event":-1},"claims":[)" + claim +
                      R"(30},"items":[{"loss":9000}]},)" + claim + R"(x},"items":[]}]})" + "\n" +
                      R"({"running":{"approved_in_event":-1},"claims":[)" + claim + R"(30},"items":[{"loss":-1}]},)" +
                      claim + R"(30},"items":[{"loss":9000}]}]})" + "\n" + R"({"claims":[]})" + "\n");
  const std::vector<json> lines = answers(rulebook, facts, "--worksheet en");
  REQUIRE(lines.size() == 5);
  CHECK(lines[0]["id"] == "E");
  REQUIRE(lines[0]["claims"].size() == 2);
  CHECK(lines[0]["claims"][0]["indemnity"] == "5000.00");
  CHECK(lines[0]["claims"][1]["indemnity"] == "4000.00");
  CHECK(lines[0]["claims"][1]["worksheet"][0]["result"] == "6,000.00 yuan");
  CHECK(lines[1]["faults"][0]["code"] == "missing_key");
  CHECK(lines[1]["faults"][0]["en"].get<std::string>().find("share limits") != std::string::npos);
  CHECK(lines[2]["faults"][0]["code"] == "malformed_json");
  REQUIRE(lines[3]["faults"].size() == 2);
  CHECK(lines[3]["faults"][0]["pointer"] == "/running/approved_in_event");
  CHECK(lines[3]["faults"][1]["pointer"] == "/claims/0/items/0/loss");
  CHECK(lines[4]["faults"][0]["code"] == "no_claims");
}

TEST_CASE("A line may be an event wherever its claims are computed together") {
  const Files files;
  const std::string claims = R"("claims":[{"claim":{"damaged_on":"2025-06-01","visits":1},"items":[{"area":4,)"
                             R"("price":1000,"loss_rate":"100%"}]},{"claim":{"damaged_on":"2025-06-02","visits":0},)"
                             R"("items":[{"area":6,"price":1000,"loss_rate":"100%"}]}])";
  const std::vector<json> lines =
      answers(kRulebooks + "examples/steps.yaml",
              files.write("facts.jsonl", "{\"id\":1," + claims + "}\n{" + claims + ",\"x\":1}"));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0]["id"] == "1");
  CHECK(lines[0]["claims"][0]["indemnity"] == "4000.00");
  CHECK(lines[0]["claims"][0]["fees"]["survey_fee"] == "25.00");
  CHECK(lines[0]["claims"][1]["indemnity"] == "6000.00");
  REQUIRE(lines[1]["faults"].size() == 1);
  CHECK(lines[1]["faults"][0]["pointer"] == "/x");
}

namespace {

using Random = std::mt19937_64;

std::int64_t below(Random& random, std::int64_t most) {
  return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most));
}

// Any value the fact may have, dates around the year the rulebook is in force.
std::int64_t some_value(Random& random, const rules::FactLayout& layout, const rules::FactDeclaration& fact) {
  const std::int64_t first_day = rules::Date::from_civil(2024, 12, 20)->days();
  switch (fact.kind) {
    case rules::FactKind::code:
      return below(random, static_cast<std::int64_t>(layout.codes_of(fact).codes.size()));
    case rules::FactKind::date:
      return first_day + below(random, 390);
    case rules::FactKind::datetime:
      return (first_day + below(random, 390)) * 86'400 + below(random, 86'400);
    case rules::FactKind::boolean:
      return below(random, 2);
    case rules::FactKind::number:
    case rules::FactKind::percent:
      return std::max<std::int64_t>(fact.at_least, std::min<std::int64_t>(fact.at_most, below(random, 3'000'000)));
  }
  return 0;
}

rules::Facts some_facts(Random& random, const rules::Rulebook& book) {
  const rules::FactLayout& layout = *book.fact_layout();
  rules::Facts facts(book.fact_layout(), 1 + static_cast<std::size_t>(below(random, 3)));
  for (std::size_t i = 0; i < layout.event.size(); ++i) {
    facts.set_event_value(i, some_value(random, layout, layout.event[i]));
  }
  for (std::size_t i = 0; i < layout.claim.size(); ++i) {
    if (layout.claim[i].origin == rules::Origin::adjustment) continue;
    facts.set_claim_value(i, some_value(random, layout, layout.claim[i]));
  }
  for (std::size_t item = 0; item < facts.item_count(); ++item) {
    for (std::size_t i = 0; i < layout.item.size(); ++i) {
      facts.set_item_value(item, i, some_value(random, layout, layout.item[i]));
    }
  }
  if (!layout.stages.empty()) {
    facts.set_stage(static_cast<std::size_t>(below(random, static_cast<std::int64_t>(layout.stages.size()))));
    facts.set_paid(rules::Money::from_fen(below(random, 200'000)));
  }
  if (below(random, 10) == 0) facts.set_result_override({rules::Money::from_fen(below(random, 900)), "改 \"x\"\n"});
  return facts;
}

json line_of(const rules::FactSheet& sheet) {
  json line{{"claim", sheet.claim}, {"items", sheet.items}, {"event", sheet.event}, {"running", sheet.running}};
  if (sheet.result_override) {
    line["override"] = {{"amount", sheet.result_override->amount}, {"reason", sheet.result_override->reason}};
  }
  if (!sheet.stage.empty()) {
    line["stage"] = sheet.stage;
    line["paid"] = sheet.paid;
  }
  return line;
}

json expected(const rules::Rulebook& book, const rules::Facts& facts, std::size_t number) {
  json line{{"line", number}};
  const auto outcome = determine(book, facts);
  if (const auto* fault = std::get_if<rules::Fault>(&outcome)) {
    line["faults"] = {
        {{"pointer", fault->pointer}, {"code", fault->code}, {"zh", fault->say.zh}, {"en", fault->say.en}}};
    return line;
  }
  const auto& determination = std::get<rules::Determination>(outcome);
  line["denied"] = determination.denied;
  line["denials"] = json::array();
  line["flags"] = json::array();
  line["funding"] = json::object();
  for (const auto& finding : determination.denials) line["denials"].push_back(finding.code);
  for (const auto& finding : determination.flags) line["flags"].push_back(finding.code);
  for (const auto& part : determination.funding) line["funding"][part.funder] = part.amount.to_string();
  for (const auto& fee : determination.fees) line["fees"][fee.step] = fee.amount.to_string();
  line["indemnity"] = determination.entitlement.to_string();
  if (!determination.stage.empty()) {
    line["stage"] = determination.stage;
    line["paid"] = determination.paid.to_string();
    line["balance"] = determination.balance.to_string();
  }
  const auto made = make_worksheet(book, facts);
  line["worksheet"] = json::array();
  for (const rules::WorksheetLine& each : std::get<rules::Worksheet>(made).lines) {
    json& out = line["worksheet"].emplace_back();
    out = {{"kind", to_string(each.kind)}, {"step", each.step}, {"label", each.label.zh}, {"result", each.result.zh}};
    if (each.item > 0) out["item"] = each.item;
    if (each.rounded) out["rounded"] = true;
    if (!each.calculation.zh.empty()) out["calculation"] = each.calculation.zh;
    if (!each.because.zh.empty()) out["because"] = each.because.zh;
  }
  return line;
}

}  // namespace

TEST_CASE("Every line says what the determination and the worksheet of its facts say") {
  const Files files;
  Random random(20251209);
  for (const char* name :
       {"pinglu-2025.yaml", "examples/payments.yaml", "examples/steps.yaml", "examples/findings.yaml",
        "examples/funding-layers.yaml", "examples/funding-weights.yaml", "examples/limits.yaml",
        "examples/expressions.yaml", "examples/brackets.yaml", "examples/hit-policies.yaml"}) {
    const rules::LoadResult loaded = rules::load_rulebook_file(kRulebooks + name);
    REQUIRE(loaded.rulebook);
    std::string text;
    std::vector<json> wanted;
    const int count = tests::scaled(300);
    for (int i = 1; i <= count; ++i) {
      const rules::Facts facts = some_facts(random, *loaded.rulebook);
      text += line_of(to_texts(facts)).dump() + "\n";
      wanted.push_back(expected(*loaded.rulebook, facts, static_cast<std::size_t>(i)));
    }
    const std::vector<json> lines = answers(kRulebooks + name, files.write("facts.jsonl", text), "--worksheet zh");
    REQUIRE(lines.size() == wanted.size());
    std::size_t determined = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      INFO(name << " line " << i + 1 << "\n" << lines[i].dump(1) << "\n" << wanted[i].dump(1));
      REQUIRE(lines[i] == wanted[i]);
      determined += wanted[i].contains("indemnity") ? 1U : 0U;
    }
    INFO(name);
    CHECK(determined > lines.size() / 4);
  }
}
