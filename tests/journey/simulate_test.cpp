// A draft rulebook tried on stored claims and on lines of facts, through the real program.
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/journey/service.h"
#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace wildclaims::tests {

namespace {

using nlohmann::json;

const std::string kRulebooks = std::string(WILDCLAIMS_SOURCE_DIR) + "/config/rulebooks/";

// A copy of the rulebook of 2026 with one text replaced.
std::string draft(const TemporaryDirectory& directory, const std::string& find, const std::string& replacement) {
  std::string text = replaced(read_text(kRulebooks + "pinglu-2026.yaml"), find, replacement);
  // Its examples are those of the other values.
  const auto examples = text.find("\nexamples:");
  text.erase(examples, text.find("\nnot_encoded:") - examples);
  std::ofstream(directory.file("draft.yaml"), std::ios::binary) << text;
  return directory.file("draft.yaml");
}

json report_of(const Service& service, const std::string& rulebook, std::vector<std::string> more,
               const std::string& input = {}) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("report.json");
  std::vector<std::string> arguments = {"rules", "simulate", rulebook, "--report", file};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Finished ran = service.command(arguments, input);
  INFO(ran.output);
  REQUIRE(ran.exit_code == 0);
  return json::parse(read_text(file));
}

json sides(const char* was, const char* now, const char* difference) {
  return {{"was", was}, {"now", now}, {"difference", difference}};
}

}  // namespace

TEST_CASE("The rulebook of 2026, tried on the demo's claims of 2025 beside the running service, changes nothing") {
  Service service;
  service.play_demo();
  const std::string before = service.dump();
  const json report =
      report_of(service, kRulebooks + "pinglu-2026.yaml", {"--against", "PL-2025", "--resample", "100"});
  INFO(report.dump(1));
  CHECK(report["draft"]["version"] == "2026.1");
  CHECK(report["draft"]["status"] == "illustrative");
  CHECK(report["claims"]["read"] == 33);
  CHECK(report["claims"]["determined"] == 33);
  CHECK(report["claims"]["unchanged"] == 33);
  CHECK(report["claims"]["moved"] == 33);
  CHECK(report["entitlement"] == sides("307800.00", "307800.00", "0.00"));
  CHECK(report["funders"][0]["entitlement"] == sides("123120.00", "123120.00", "0.00"));
  CHECK(report["funders"][1]["approved"] == sides("184680.00", "184680.00", "0.00"));
  CHECK(report["aggregate_limit"]["was"]["limit"] == "8000000.00");
  CHECK(report["aggregate_limit"]["now"]["approved"] == "307800.00");
  CHECK(report["aggregate_limit"]["now"]["exhausted_on"].is_null());
  CHECK(report["resampled"]["difference"]["p95"] == "0.00");
  CHECK(report["parts_unknown"] == 0);
  CHECK(report["codes_unknown"] == 0);
  CHECK(service.dump() == before);

  const Finished printed =
      service.command({"rules", "simulate", kRulebooks + "pinglu-2026.yaml", "--against", "PL-2025"});
  CHECK(printed.exit_code == 0);
  CHECK(printed.output.find("  合计 total           307,800.00  307,800.00             0.00\n") != std::string::npos);
  CHECK(printed.output.find("illustrative rates, not the contract's") != std::string::npos);
}

TEST_CASE("A draft with another limit and another value moves the demo's money as a calculator does") {
  Service service;
  service.play_demo();
  const TemporaryDirectory directory;
  // The swans' 150,000.00 meet a household limit of 100,000.00; everything else stays.
  const std::string lower = draft(directory, "amount: 200000.00", "amount: 100000.00");
  const json report = report_of(service, lower, {"--against", "PL-2025"});
  INFO(report.dump(1));
  CHECK(report["entitlement"] == sides("307800.00", "257800.00", "-50000.00"));
  CHECK(report["funders"][0]["entitlement"] == sides("123120.00", "103120.00", "-20000.00"));
  CHECK(report["claims"]["losers"] == 1);
  CHECK(report["losers"]["sum"] == "-50000.00");
  CHECK(report["losers"]["largest"][0]["was"] == "150000.00");
  CHECK(report["losers"]["largest"][0]["now"] == "100000.00");
  CHECK(report["claims"]["winners"] == 0);

  // An aggregate limit of 200,000.00 pays that, to the fen, and leaves the rest.
  const json truncated =
      report_of(service, kRulebooks + "pinglu-2026.yaml", {"--against", "PL-2025", "--limit", "200000.00"});
  INFO(truncated.dump(1));
  CHECK(truncated["aggregate_limit"]["now"]["approved"] == "200000.00");
  CHECK(truncated["aggregate_limit"]["now"]["unpaid"] == "107800.00");
  CHECK_FALSE(truncated["aggregate_limit"]["now"]["exhausted_on"].is_null());
  CHECK(truncated["funders"][0]["approved"] == sides("123120.00", "80000.00", "-43120.00"));

  // The same draft against itself as the baseline.
  const json baseline = report_of(service, lower, {"--against", "PL-2025", "--baseline", lower});
  CHECK(baseline["entitlement"] == sides("257800.00", "257800.00", "0.00"));
  CHECK(baseline["baseline"]["id"] == "pinglu-wildlife");
}

TEST_CASE("Claims from a file of lines are simulated without any database, and faults name their line") {
  const Service service;
  const std::string lines =
      R"({"id": "A", "household": "h1", "event_id": "e1", "decided_on": "2026-07-01", "was": "150000.00", "was_approved": "150000.00",)"
      R"( "claim": {"species": "whooper_swan", "damage_from": "2026-06-01", "damage_to": "2026-06-02",)"
      R"( "discovered_at": "2026-06-02T08:00", "reported_at": "2026-06-02T10:00", "note": "not asked for"},)"
      R"( "items": [{"crop": "vegetable", "stage": "mature", "area": 50, "loss_rate": "100%"}]})"
      "\n\n"
      R"({"id": "B", "household": "h1", "event_id": "e1", "decided_on": "2026-07-03", "was": "150000.00",)"
      R"( "claim": {"species": "whooper_swan", "damage_from": "2026-06-01", "damage_to": "2026-06-02",)"
      R"( "discovered_at": "2026-06-02T08:00", "reported_at": "2026-06-02T10:00"},)"
      R"( "items": [{"crop": "vegetable", "stage": "mature", "area": 50, "loss_rate": "100%"}]})"
      "\n"
      R"({"claim": {"species": "bear"}, "items": []})"
      "\n";
  const json report = report_of(service, kRulebooks + "pinglu-2026.yaml", {"--against", "-"}, lines);
  INFO(report.dump(1));
  CHECK(report["claims"]["read"] == 3);
  CHECK(report["claims"]["left_out"] == 1);
  CHECK(report["entitlement"] == sides("300000.00", "200000.00", "-100000.00"));
  CHECK(report["losers"]["largest"][0]["claim"] == "B");
  CHECK(report["aggregate_limit"]["was"]["approved"] == "150000.00");
  CHECK(report["aggregate_limit"]["was"]["waiting"] == "150000.00");
  CHECK(report["parts_unknown"] == 2);
  CHECK(report["faulty_claims"][0]["claim"] == "line 4");
  CHECK(report["months"][0]["month"] == "2026-07");
  CHECK(report["years"][0]["year"] == 2026);
}

TEST_CASE("The example of the author's reference prints what the reference shows") {
  const std::string reference = read_text(kRulebooks + "README.md");
  const std::string section = reference.substr(reference.find("\n## A draft on the claims of the past"));
  const Service service;
  const Finished ran = service.command({"rules", "simulate", kRulebooks + "examples/limits.yaml", "--against",
                                        kRulebooks + "examples/claims.jsonl", "--lang", "en"});
  INFO(ran.output);
  CHECK(ran.exit_code == 0);
  const std::string fence = "```text\n";
  std::size_t blocks = 0;
  for (auto at = section.find(fence); at != std::string::npos; at = section.find(fence, at + 1)) {
    const auto from = at + fence.size();
    const std::string block = section.substr(from, section.find("```", from) - from);
    INFO(block);
    CHECK(ran.output.find("\n" + block) != std::string::npos);
    ++blocks;
  }
  CHECK(blocks == 2);
}

TEST_CASE("What cannot be simulated is refused with a sentence and the exit code of a wrong command line") {
  const Service service;
  const std::string good = kRulebooks + "pinglu-2026.yaml";
  const auto refused = [&](std::vector<std::string> arguments, const std::string& sentence) {
    arguments.insert(arguments.begin(), {"rules", "simulate"});
    const Finished ran = service.command(arguments);
    INFO(ran.output);
    CHECK(ran.exit_code == 2);
    CHECK(ran.output.find(sentence) != std::string::npos);
  };
  refused({good, "--against", "PL-2031"}, "there is no policy PL-2031");
  refused({good, "--against", "nowhere.jsonl"}, "neither a policy (PL-2025) nor a file");
  refused({good, "--against", "PL-2025", "--against", "nowhere.jsonl"}, "several policies, or one file");
  refused({good, "--against", "-", "--limit", "much"}, "--limit is an amount");
  refused({good, "--against", "-", "--report", "report.pdf"}, "ends in .md or .json");
  refused({"nowhere.yaml", "--against", "-"}, "nowhere.yaml");
}

}  // namespace wildclaims::tests
