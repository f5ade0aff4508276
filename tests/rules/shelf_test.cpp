#include "rules/shelf.h"

#include <filesystem>
#include <fstream>

#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

std::shared_ptr<const Rulebook> book(const std::string& version, const std::string& from, const std::string& to,
                                     const std::string& loss_date = "{day: last_day, last_day: on}") {
  std::string text = small_text("  - claim: out\n    label: {zh: 步, en: step}\n    is: sum(cost)\n");
  text = with(text, "version: \"1\"", "version: \"" + version + "\"");
  text = with(text, "{from: 2025-01-01, to: 2025-12-31}", "{from: " + from + ", to: " + to + "}");
  text = with(text, "{day: last_day, last_day: on}", loss_date);
  LoadResult result = load_rulebook(text, version + ".yaml");
  REQUIRE(result.rulebook);
  return result.rulebook;
}

std::vector<std::string> faults_of(std::vector<std::shared_ptr<const Rulebook>> books) {
  const auto made = Shelf::make(std::move(books));
  std::vector<std::string> codes;
  if (const auto* faults = std::get_if<Faults>(&made)) {
    for (const Fault& fault : *faults) codes.push_back(fault.pointer + " " + fault.code);
  }
  return codes;
}

}  // namespace

TEST_CASE("Rulebooks of one id follow each other without overlap and without hole") {
  using Codes = std::vector<std::string>;
  const auto a = book("a", "2024-01-01", "2024-12-31");
  const auto b = book("b", "2025-01-01", "2025-12-31");
  CHECK(faults_of({}).empty());
  CHECK(faults_of({b, a}).empty());
  CHECK(faults_of({a, b, book("c", "2026-01-01", "2026-06-30")}).empty());
  CHECK(faults_of({a, b, book("c", "2025-12-31", "2026-12-31")}) == Codes{"c.yaml time_overlap"});
  CHECK(faults_of({a, b, book("c", "2024-06-01", "2024-06-30")}) == Codes{"c.yaml time_overlap"});
  CHECK(faults_of({a, b, book("c", "2026-01-02", "2026-12-31")}) == Codes{"c.yaml time_hole"});
  CHECK(faults_of({a, book("c", "2026-01-01", "2026-12-31")}) == Codes{"c.yaml time_hole"});
  CHECK(faults_of({a, book("a", "2025-01-01", "2025-12-31")}) == Codes{"a.yaml duplicate_version"});
  CHECK(faults_of({a, book("b", "2025-01-01", "2025-12-31", "{day: discovered, discovered: seen}")}) ==
        Codes{"b.yaml loss_date_rule_differs"});
}

TEST_CASE("A hole is told with its days, in both languages") {
  const auto made = Shelf::make({book("a", "2024-01-01", "2024-12-30"), book("b", "2025-01-01", "2025-12-31")});
  REQUIRE(std::holds_alternative<Faults>(made));
  const Fault& fault = std::get<Faults>(made).front();
  CHECK(fault.say.en.find("from 2024-12-31 to 2024-12-31") != std::string::npos);
  CHECK(fault.say.zh.find("2024-12-31 至 2024-12-31") != std::string::npos);
}

TEST_CASE("The date of loss chooses the rulebook") {
  const auto made = Shelf::make({book("a", "2024-01-01", "2024-12-31"), book("b", "2025-01-01", "2025-12-31")});
  REQUIRE(std::holds_alternative<Shelf>(made));
  const Shelf& shelf = std::get<Shelf>(made);
  const auto version = [&](const FactTexts& claim) {
    const auto found = shelf.governing("small", claim);
    return found ? found->version() : "none";
  };
  CHECK(version({{"on", "2024-12-31"}}) == "a");
  CHECK(version({{"on", "2025-01-01"}}) == "b");
  CHECK(version({{"on", "2026-01-01"}}) == "none");
  CHECK(version({{"on", "nonsense"}}) == "none");
  CHECK(version({}) == "none");
  CHECK_FALSE(shelf.governing("other", {{"on", "2025-01-01"}}));
  CHECK(shelf.find("small", "b")->version() == "b");
  CHECK_FALSE(shelf.find("small", "c"));
}

TEST_CASE("Discovery gives a day in the programme's own offset") {
  const auto made = Shelf::make({book("b", "2025-01-01", "2025-12-31", "{day: discovered, discovered: seen}")});
  const Shelf& shelf = std::get<Shelf>(made);
  CHECK(shelf.governing("small", {{"seen", "2024-12-31T16:30:00Z"}}));
  CHECK_FALSE(shelf.governing("small", {{"seen", "2024-12-31T15:30:00Z"}}));
  CHECK(shelf.governing("small", {{"seen", "2025-12-31T23:59"}}));
}

TEST_CASE("A directory of rulebooks is loaded whole or not at all") {
  const ShelfResult shipped_shelf = load_shelf(std::string(WILDCLAIMS_SOURCE_DIR) + "/config/rulebooks");
  REQUIRE(shipped_shelf.shelf);
  CHECK(shipped_shelf.shelf->all().size() >= 2);
  CHECK(shipped_shelf.shelf->governing("pinglu-wildlife", {{"damage_to", "2026-01-01"}})->version() == "2026.1");

  const auto directory = std::filesystem::temp_directory_path() / ("wildclaims_shelf_" + std::to_string(test_seed()));
  std::filesystem::create_directories(directory);
  std::ofstream(directory / "good.yaml") << shipped_text();
  std::ofstream(directory / "bad.yaml") << "nonsense: [";
  const ShelfResult broken = load_shelf(directory);
  CHECK_FALSE(broken.shelf);
  REQUIRE(broken.diagnostics.size() == 1);
  CHECK(broken.diagnostics[0].file.find("bad.yaml") != std::string::npos);
  std::filesystem::remove_all(directory);
  const ShelfResult missing = load_shelf(directory);
  CHECK_FALSE(missing.shelf);
  CHECK(missing.diagnostics.at(0).code == "unreadable");
}
