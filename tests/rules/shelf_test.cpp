#include "rules/shelf.h"

#include <filesystem>
#include <fstream>

#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

std::string book_text(const std::string& version, const std::string& from, const std::string& to,
                      const std::string& loss_date = "{day: last_day, last_day: on}") {
  std::string text = small_text("  - claim: out\n    label: {zh: 步, en: step}\n    is: sum(cost)\n");
  text = with(text, "version: \"1\"", "version: \"" + version + "\"");
  text = with(text, "{from: 2025-01-01, to: 2025-12-31}", "{from: " + from + ", to: " + to + "}");
  return with(text, "{day: last_day, last_day: on}", loss_date);
}

// The file is called by the version.
std::shared_ptr<const Rulebook> loaded(const std::string& text, const std::string& version) {
  LoadResult result = load_rulebook(text, version + ".yaml");
  REQUIRE(result.rulebook);
  return result.rulebook;
}

std::shared_ptr<const Rulebook> book(const std::string& version, const std::string& from, const std::string& to,
                                     const std::string& loss_date = "{day: last_day, last_day: on}") {
  return loaded(book_text(version, from, to, loss_date), version);
}

std::shared_ptr<const Rulebook> superseding(const std::string& other, const std::string& text) {
  const std::size_t begin = text.find("version: \"") + 10;
  const std::string version = text.substr(begin, text.find('"', begin) - begin);
  return loaded(with(text, "status:", "supersedes: \"" + other + "\"\nstatus:"), version);
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

TEST_CASE("A rulebook that supersedes another takes its place for the same dates") {
  using Codes = std::vector<std::string>;
  const auto a = book("a", "2024-01-01", "2024-12-31");
  const auto b = book("b", "2025-01-01", "2025-12-31");
  const auto corrected = superseding("b", book_text("b2", "2025-01-01", "2025-12-31"));
  const auto again = superseding("b2", book_text("b3", "2025-01-01", "2025-12-31"));

  CHECK(faults_of({a, b, book("b2", "2025-01-01", "2025-12-31")}) == Codes{"b2.yaml time_overlap"});
  CHECK(faults_of({a, b, corrected}).empty());
  CHECK(faults_of({a, b, corrected, superseding("b", book_text("b3", "2025-01-01", "2025-12-31"))}) ==
        Codes{"b3.yaml time_overlap"});
  CHECK(faults_of({a, corrected}) == Codes{"b2.yaml supersedes_unknown"});
  CHECK(faults_of({a, superseding("b", book_text("b", "2025-01-01", "2025-12-31"))}) ==
        Codes{"b.yaml supersedes_cycle"});
  CHECK(faults_of({a, b, superseding("b", book_text("b2", "2025-01-01", "2025-12-30"))}) ==
        Codes{"b2.yaml supersedes_other_dates"});

  const auto made = Shelf::make({again, b, a, corrected});
  REQUIRE(std::holds_alternative<Shelf>(made));
  const Shelf& shelf = std::get<Shelf>(made);
  CHECK(shelf.all().size() == 4);
  CHECK(shelf.governing("small", {{"on", "2025-06-01"}})->version() == "b3");
  CHECK(shelf.governing("small", {{"on", "2024-06-01"}})->version() == "a");
  CHECK(shelf.in_force_on("small", *Date::parse("2025-01-01"))->version() == "b3");
  CHECK(shelf.find("small", "b")->version() == "b");
  CHECK(shelf.find("small", "b2")->version() == "b2");
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
