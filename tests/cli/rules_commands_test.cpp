// The rules commands through the real program.
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/program.h"
#include "tests/support/catch.h"

using wildclaims::tests::Files;
using wildclaims::tests::Ran;
using wildclaims::tests::read;
using wildclaims::tests::run;

namespace {

namespace fs = std::filesystem;

const std::string kShipped = std::string(WILDCLAIMS_SOURCE_DIR) + "/config/rulebooks/pinglu-2025.yaml";

const std::string kSwans =
    R"({"claim": {"species": "whooper_swan", "damage_from": "2025-11-20", "damage_to": "2025-12-05",
  "discovered_at": "2025-12-05T08:00", "reported_at": "2025-12-05T10:00"},
 "items": [{"crop": "vegetable", "stage": "growing", "area": "60", "loss_rate": "75%"},
           {"crop": "vegetable", "stage": "growing", "area": 30, "loss_rate": "100%"}]})";

}  // namespace

TEST_CASE("rules check says ok for the shipped rulebooks and lists every fault of a broken one") {
  const Ran good = run("rules check " + kShipped);
  CHECK(good.code == 0);
  CHECK(good.out == kShipped + ": ok: pinglu-wildlife 2025.1, illustrative, in force 2025-01-01 to 2025-12-31\n");

  const Files files;
  const Ran bad = run("rules check " + kShipped + " " + files.write("bad.yaml", "rulebook: x\nversion: 1\n"));
  CHECK(bad.code == 1);
  CHECK(bad.out.find("ok: pinglu-wildlife") != std::string::npos);
  CHECK(bad.out.find("bad.yaml:1:1: error[missing_key]: the rulebook needs title:") != std::string::npos);
  CHECK(bad.out.find("needs steps:") != std::string::npos);

  const Ran missing = run("rules check /nowhere.yaml");
  CHECK(missing.code == 2);
  CHECK(missing.out.find("/nowhere.yaml: error[unreadable]") != std::string::npos);
  CHECK(run("rules check").code == 2);
  CHECK(run("rules").code == 2);
}

TEST_CASE("rules evaluate reads JSON or YAML and prints exact amounts as text") {
  const Files files;
  const Ran ran = run("rules evaluate " + kShipped + " " + files.write("facts.json", kSwans));
  INFO(ran.out);
  REQUIRE(ran.code == 0);
  const auto json = nlohmann::json::parse(ran.out);
  CHECK(json["indemnity"] == "150000.00");
  CHECK(json["funding"][0] == nlohmann::json{{"funder", "province"}, {"amount", "60000.00"}});
  CHECK(json["funding"][1] == nlohmann::json{{"funder", "county"}, {"amount", "90000.00"}});
  CHECK(json["rulebook"]["status"] == "illustrative");
  CHECK(json["denied"] == false);

  const Ran limited = run("rules evaluate " + kShipped + " " +
                          files.write("facts.yaml", kSwans.substr(0, kSwans.size() - 1) +
                                                        ", \"running\": {\"approved_to_household\": \"190000.00\"}}"));
  REQUIRE(limited.code == 0);
  CHECK(nlohmann::json::parse(limited.out)["indemnity"] == "10000.00");
}

TEST_CASE("rules evaluate prints the worksheet in either language") {
  const Files files;
  const std::string facts = files.write("facts.json", kSwans);
  const Ran zh = run("rules evaluate " + kShipped + " " + facts + " --worksheet zh");
  CHECK(zh.code == 0);
  CHECK(zh.out.find("60 亩 × 2,000.00 元/亩 × 75% = 90,000.00 元") != std::string::npos);
  CHECK(zh.out.find("示例标准") != std::string::npos);
  const Ran en = run("rules evaluate " + kShipped + " " + facts + " --worksheet en");
  CHECK(en.out.find("illustrative rates") != std::string::npos);
  CHECK(run("rules evaluate " + kShipped + " " + facts + " --worksheet fr").code == 2);
}

TEST_CASE("rules evaluate names the file and the fact that is wrong") {
  const Files files;
  std::string facts = kSwans;
  facts.replace(facts.find("\"60\""), 4, "\"-60\"");
  const std::string path = files.write("facts.json", facts);
  const Ran ran = run("rules evaluate " + kShipped + " " + path);
  CHECK(ran.code == 1);
  CHECK(ran.out.find(path + ": /items/0/area: error[negative]") != std::string::npos);
  const Ran no_items = run("rules evaluate " + kShipped + " " + files.write("f.yaml", "claim: {}\n"));
  CHECK(no_items.code == 1);
  CHECK(no_items.out.find("error[missing_key]: the file of facts needs items:") != std::string::npos);
  CHECK(run("rules evaluate " + kShipped + " /nowhere.json").code == 2);
}

TEST_CASE("rules check proves several files together, and --strict refuses warnings") {
  const std::string next = std::string(WILDCLAIMS_SOURCE_DIR) + "/config/rulebooks/pinglu-2026.yaml";
  const Ran both = run("rules check --strict " + kShipped + " " + next);
  CHECK(both.code == 0);
  CHECK(both.out.find("pinglu-wildlife: ok: 2 rulebooks follow each other") != std::string::npos);

  const Files files;
  std::string text = read(kShipped);
  const Ran twice = run("rules check " + kShipped + " " + files.write("again.yaml", text));
  CHECK(twice.code == 1);
  CHECK(twice.out.find("error[duplicate_version]") != std::string::npos);
  CHECK(twice.out.find("error[time_overlap]") != std::string::npos);

  // A step nobody reads is a warning.
  text.replace(text.find("result: indemnity"), 17,
               "  - claim: unread\n    label: {zh: 无, en: none}\n    is: loss_total\nresult: indemnity");
  const std::string warned = files.write("warned.yaml", text);
  CHECK(run("rules check " + warned).code == 0);
  const Ran strict = run("rules check --strict " + warned);
  CHECK(strict.code == 1);
  CHECK(strict.out.find("warning[unread_step]") != std::string::npos);
}

TEST_CASE("rules test runs examples and says what they miss") {
  const Ran good = run("rules test --coverage --mutate " + kShipped);
  INFO(good.out);
  CHECK(good.code == 0);
  CHECK(good.out.find("examples hold\n") != std::string::npos);
  CHECK(good.out.find("the examples touch everything\n") != std::string::npos);
  CHECK(good.out.find(", 0 unnoticed\n") != std::string::npos);
  CHECK(good.out.find("Not changed:\n  premium, its shares and the aggregate limit: ") != std::string::npos);

  const Files files;
  const std::string text = read(kShipped);
  const std::string blind = files.write(
      "blind.yaml", text.substr(0, text.find("  - name: 90 mu")) + text.substr(text.find("\nnot_encoded:")));
  const Ran bad = run("rules test --coverage --mutate " + blind);
  CHECK(bad.code == 1);
  CHECK(bad.out.find("blind.yaml: 1 example holds\n") != std::string::npos);
  CHECK(bad.out.find("tables.unit_value row 1: no example meets this row\n") != std::string::npos);
  CHECK(bad.out.find("tables.unit_value row 1: no example notices 300.00 -> 300.01\n") != std::string::npos);
  CHECK(run("rules test --mutate /nowhere.yaml").code == 2);
}

TEST_CASE("rules diff, explain and schema print what an author asks for") {
  const std::string next = std::string(WILDCLAIMS_SOURCE_DIR) + "/config/rulebooks/pinglu-2026.yaml";
  const Ran diff = run("rules diff --lang en " + kShipped + " " + next);
  CHECK(diff.code == 0);
  CHECK(diff.out.find("~ in force: 2025-01-01 to 2025-12-31 -> 2026-01-01 to 2026-12-31\n") != std::string::npos);
  CHECK(diff.out.find("No amount changes.\n") != std::string::npos);
  CHECK(run("rules diff " + kShipped).code == 2);

  const Ran explained = run("rules explain " + kShipped);
  CHECK(explained.code == 0);
  CHECK(explained.out.find("每亩赔付标准") != std::string::npos);

  const Files files;
  fs::create_directory(files.path("rulebooks"));
  files.write("rulebooks/diagnostics.md", "# Diagnostics\n\n## table_gap\n\nA gap.\n\n## table_overlap\n\nTwo rows.\n");
  files.write("rulebooks/rulebook.schema.json", "{\"type\": \"object\"}\n");
  const std::string config = " --config " + files.path("");
  CHECK(run("rules explain table_gap" + config).out == "## table_gap\n\nA gap.\n");
  CHECK(run("rules explain table_overlap" + config).out == "## table_overlap\n\nTwo rows.\n");
  CHECK(run("rules explain table_gape" + config).code == 2);
  CHECK(run("rules schema" + config).out == "{\"type\": \"object\"}\n");
  CHECK(run("rules schema --config /nowhere").code == 2);
}
