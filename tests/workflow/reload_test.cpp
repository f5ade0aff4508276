// Rulebooks read again while claims are at work: a clean change is put in place, anything else leaves what is there and
// says why, and no command ever sees two shelves.
#include "claims/workflow/reload_rulebooks.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "claims/store/failure.h"
#include "claims/workflow/determine.h"
#include "claims/workflow/door.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"
#include "tests/support/text_file.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

// The rulebook directory of an office, edited.
class Rulebooks {
 public:
  explicit Rulebooks(const OfficeFixture& fixture) : directory_(fs::path(fixture.config()) / "rulebooks") {}

  std::string read(const std::string& file) const { return read_text(directory_ / file); }
  // At once, so that no reader sees half a file.
  void write(const std::string& file, const std::string& text) const {
    const fs::path whole = directory_ / (file + ".new");
    std::ofstream(whole) << text;
    fs::rename(whole, directory_ / file);
  }
  void edit(const std::string& file, const std::string& find, const std::string& by) const {
    write(file, replaced(read(file), find, by));
  }
  void remove(const std::string& file) const { fs::remove(directory_ / file); }
  // pinglu 2025.1 again under another version, which takes its place; maize at its best is worth `value`.
  void supersede_2025(const std::string& version, const std::string& value) const {
    std::string text = read("pinglu-2025.yaml");
    text = replaced(text, "version: \"2025.1\"", "version: \"" + version + "\"\nsupersedes: \"2025.1\"");
    text = replaced(text, "[300.00, 600.00, 1000.00]", "[300.00, 600.00, " + value + "]");
    // The examples are of the old value.
    text = text.substr(0, text.find("\nexamples:")) + "\n" + text.substr(text.find("\nnot_encoded:"));
    write("pinglu-" + version + ".yaml", text);
  }

 private:
  fs::path directory_;
};

Names names_of(const std::vector<workflow::ShelvedName>& shelved) {
  Names names;
  for (const auto& each : shelved) names.push_back(each.version);
  return names;
}

// "pinglu-2025.yaml pinned_rulebook_changed" of every error, sorted; empty when it was put in place.
Names refused_for(const workflow::ReloadResult& result) {
  Names names;
  if (const auto* findings = std::get_if<workflow::RulebookFindings>(&result)) {
    for (const auto& finding : *findings) {
      if (finding.told.severity != rules::Severity::error) continue;
      names.push_back(fs::path(finding.told.file).filename().string() + " " + finding.told.code);
      CHECK(!finding.told.sentence.empty());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST_CASE("A reload puts a clean change in place, or keeps what is there and names every fault") {
  struct Row {
    const char* about;
    std::function<void(const Rulebooks&)> change;
    Names refused;
    Names added{};
    Names changed{};
    Names removed{};
  };
  // PL-2025 was opened under 2025.1; nothing stands on 2026.1.
  const std::vector<Row> rows = {
      {"nothing", [](const Rulebooks&) {}, {}},
      {"a rulebook for the next year",
       [](const Rulebooks& books) {
         std::string text = books.read("pinglu-2026.yaml");
         text = replaced(text, "version: \"2026.1\"", "version: \"2027.1\"");
         text = replaced(text, "{from: 2026-01-01, to: 2026-12-31}", "{from: 2027-01-01, to: 2027-12-31}");
         books.write("pinglu-2027.yaml", text.substr(0, text.find("\nexamples:")) + "\n");
       },
       {},
       {"2027.1"}},
      {"an illustrative rulebook that nobody uses is changed",
       [](const Rulebooks& books) { books.edit("pinglu-2026.yaml", "not_encoded:", "# changed\nnot_encoded:"); },
       {},
       {},
       {"2026.1"}},
      {"one that nobody uses goes",
       [](const Rulebooks& books) { books.remove("pinglu-2026.yaml"); },
       {},
       {},
       {},
       {"2026.1"}},
      {"another version takes the place of the one a policy was opened under",
       [](const Rulebooks& books) { books.supersede_2025("2025.2", "1100.00"); },
       {},
       {"2025.2"}},
      {"the same bytes under another name",
       [](const Rulebooks& books) {
         books.write("renamed.yaml", books.read("pinglu-2025.yaml"));
         books.remove("pinglu-2025.yaml");
       },
       {}},
      {"a word in the rulebook a policy was opened under",
       [](const Rulebooks& books) { books.edit("pinglu-2025.yaml", "not_encoded:", "# changed\nnot_encoded:"); },
       {"pinglu-2025.yaml pinned_rulebook_changed"}},
      {"the rulebook a policy was opened under goes",
       [](const Rulebooks& books) { books.remove("pinglu-2025.yaml"); },
       {"pinglu-2025.yaml pinned_rulebook_missing"}},
      {"all rulebooks go",
       [](const Rulebooks& books) {
         books.remove("pinglu-2025.yaml");
         books.remove("pinglu-2026.yaml");
       },
       {"pinglu-2025.yaml pinned_rulebook_missing", "rulebooks programme_without_rulebook"}},
      {"an example that no longer holds",
       [](const Rulebooks& books) { books.edit("pinglu-2026.yaml", "indemnity: 2100.00", "indemnity: 2100.01"); },
       {"pinglu-2026.yaml example_fails"}},
      {"faults in two files are told together",
       [](const Rulebooks& books) {
         books.edit("pinglu-2025.yaml", "county: {share: 60%", "county: {share: 61%");
         books.edit("pinglu-2026.yaml", "result: indemnity", "result: nothing");
       },
       {"pinglu-2025.yaml shares_not_whole", "pinglu-2026.yaml unknown_result"}},
      {"a hole between two years",
       [](const Rulebooks& books) {
         books.edit("pinglu-2026.yaml", "{from: 2026-01-01, to: 2026-12-31}", "{from: 2026-01-02, to: 2026-12-31}");
       },
       {"pinglu-2026.yaml time_hole"}},
      {"a file that is no text",
       [](const Rulebooks& books) { books.write("strange.yaml", "\xFF\xFE\x01"); },
       {"strange.yaml invalid_utf8"}},
  };
  for (const Row& row : rows) {
    INFO(row.about);
    OfficeFixture fixture;
    fixture.advance("2025-09-21");
    const auto before = fixture.office().shelf();
    row.change(Rulebooks(fixture));
    const workflow::ReloadResult result = workflow::reload_rulebooks(fixture.office());
    INFO(workflow::to_log(result));
    CHECK(refused_for(result) == row.refused);
    const auto* reloaded = std::get_if<workflow::Reloaded>(&result);
    REQUIRE((reloaded != nullptr) == row.refused.empty());
    if (reloaded != nullptr) {
      CHECK(names_of(reloaded->change.added) == row.added);
      CHECK(names_of(reloaded->change.changed) == row.changed);
      CHECK(names_of(reloaded->change.removed) == row.removed);
      CHECK(fixture.office().shelf() != before);
    } else {
      CHECK(fixture.office().shelf() == before);
    }
    // Whatever happened, claims go on being taken, and a restart agrees.
    CHECK(!fixture.report_boar(1, "2").empty());
    if (row.refused.empty()) CHECK_NOTHROW(fixture.reopen());
  }
}

TEST_CASE("What is said about rulebooks in use, and about several together, is said in Chinese too") {
  OfficeFixture fixture;
  const Rulebooks books(fixture);
  books.edit("pinglu-2026.yaml", "{from: 2026-01-01, to: 2026-12-31}", "{from: 2026-01-02, to: 2026-12-31}");
  const auto hole = workflow::reload_rulebooks(fixture.office());
  CHECK(!std::get<workflow::RulebookFindings>(hole).front().zh.empty());
  books.edit("pinglu-2026.yaml", "{from: 2026-01-02, to: 2026-12-31}", "{from: 2026-01-01, to: 2026-12-31}");
  books.edit("pinglu-2025.yaml", "not_encoded:", "# changed\nnot_encoded:");
  const auto changed = workflow::reload_rulebooks(fixture.office());
  const auto& finding = std::get<workflow::RulebookFindings>(changed).front();
  CHECK(finding.zh.find("保单 PL-2025") != std::string::npos);
  CHECK(finding.told.sentence.find("PL-2025") != std::string::npos);
  CHECK(finding.told.sentence.find("supersedes: \"2025.1\"") != std::string::npos);
}

TEST_CASE("A rulebook that was in force never changes, even before anybody uses it") {
  OfficeFixture fixture;
  const Rulebooks books(fixture);
  books.edit("pinglu-2026.yaml", "status: illustrative", "status: in_force");
  REQUIRE(refused_for(workflow::reload_rulebooks(fixture.office())).empty());
  books.edit("pinglu-2026.yaml", "status: in_force", "status: draft");
  CHECK(refused_for(workflow::reload_rulebooks(fixture.office())) ==
        Names{"pinglu-2026.yaml in_force_rulebook_changed"});
  books.edit("pinglu-2026.yaml", "status: draft", "status: in_force");
  CHECK(refused_for(workflow::reload_rulebooks(fixture.office())).empty());
}

TEST_CASE("A claim keeps the version it was determined under when another takes its place, or goes again") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const Rulebooks books(fixture);
  const auto determined = [&](const std::string& claim) {
    fixture.bring_to_notice(claim_target(claim), "100%");
    return *claim_of(fixture, claim).money.entitlement;
  };
  const std::string first = claims_of(fixture, fixture.report_boar(1, "10")).front();
  CHECK(determined(first) == yuan("10000.00"));
  books.supersede_2025("2025.2", "1100.00");
  REQUIRE(refused_for(workflow::reload_rulebooks(fixture.office())).empty());
  const std::string second = claims_of(fixture, fixture.report_boar(1, "10")).front();
  CHECK(determined(second) == yuan("11000.00"));
  CHECK(*claim_of(fixture, first).money.entitlement == yuan("10000.00"));
  // A determination stands on 2025.2 now, and its text is stored: the file may go, its bytes may not change.
  books.supersede_2025("2025.2", "1200.00");
  CHECK(refused_for(workflow::reload_rulebooks(fixture.office())) ==
        Names{"pinglu-2025.2.yaml pinned_rulebook_changed"});
  books.remove("pinglu-2025.2.yaml");
  REQUIRE(refused_for(workflow::reload_rulebooks(fixture.office())).empty());
  fixture.advance("2025-09-25");
  CHECK(approve_claim(fixture, "approver", second).ok());
  CHECK(claim_of(fixture, second).money.approved == yuan("11000.00"));
  // Back with other bytes it is still refused: the store remembers what it meant.
  books.supersede_2025("2025.2", "1200.00");
  CHECK(refused_for(workflow::reload_rulebooks(fixture.office())) ==
        Names{"pinglu-2025.2.yaml pinned_rulebook_changed"});
  CHECK(books_in_order(fixture));
}

TEST_CASE("A reload whose transaction fails leaves the rulebooks that were there") {
  OfficeFixture fixture;
  const auto before = fixture.office().shelf();
  Rulebooks(fixture).supersede_2025("2025.2", "1100.00");
  {
    workflow::ShelfReload reload(fixture.office());
    CHECK_THROWS_AS(workflow::write_unkeyed(fixture.office(),
                                            [&](store::Connection& db) -> bool {
                                              REQUIRE(refused_for(reload.put(db)).empty());
                                              CHECK(fixture.office().shelf() != before);
                                              throw store::StoreUnavailable("the disk is full");
                                            }),
                    store::StoreUnavailable);
  }
  CHECK(fixture.office().shelf() == before);
}

TEST_CASE("Only the administrator reloads, and it is recorded who did") {
  OfficeFixture fixture;
  const auto reload = [&](const char* who) {
    workflow::ShelfReload files(fixture.office());
    auto outcome = fixture.run<workflow::ReloadResult>(
        who, [&](workflow::Work& work) { return workflow::reload_rulebooks(work, files); });
    files.keep();
    return outcome;
  };
  for (const char* who : {"clerk", "adjuster", "approver", "cashier", "auditor"}) {
    INFO(who);
    const auto outcome = reload(who);
    REQUIRE(outcome.is_refused());
    CHECK(outcome.refusals().front().code == domain::RefusalCode::role_not_allowed);
  }
  CHECK(fixture.dump().find("rulebooks_reloaded") == std::string::npos);
  Rulebooks(fixture).supersede_2025("2025.2", "1100.00");
  CHECK(reload("admin").ok());
  const std::string dump = fixture.dump();
  const std::size_t row = dump.find("rulebooks_reloaded");
  REQUIRE(row != std::string::npos);
  CHECK(dump.find("2025.2", row) != std::string::npos);
}

TEST_CASE("Claims determined while rulebooks come and go are each determined under one of them, whole") {
  const int count = scaled(120);
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const Rulebooks books(fixture);
  std::vector<std::string> claims;
  for (int i = 0; i < count; i += 20) {
    const std::string report = fixture.report_boar(std::min(20, count - i), "3");
    fixture.bring_to_survey(report_target(report), "100%");
    for (const std::string& claim : claims_of(fixture, report)) claims.push_back(claim);
  }
  books.supersede_2025("2025.2", "1100.00");
  const std::string second = books.read("pinglu-2025.2.yaml");
  // Reloads and determinations keep pace, so that they fall among each other on any machine.
  constexpr std::size_t kClaimsAReload = 5;
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> reloads = 0;
  std::atomic<int> failed = 0;
  std::atomic<int> torn = 0;
  std::vector<std::thread> determining;
  for (int t = 0; t < 3; ++t) {
    determining.emplace_back([&] {
      for (std::size_t i = next++; i < claims.size(); i = next++) {
        while (reloads < i / kClaimsAReload) std::this_thread::yield();
        const auto outcome = fixture.run<workflow::Acted>("adjuster", [&](workflow::Work& work) {
          auto acted = workflow::determine(work, claim_target(claims[i]));
          if (work.shelf != work.office.shelf() || work.reading().shelf != work.shelf) ++torn;
          return acted;
        });
        if (!outcome.ok()) ++failed;
      }
    });
  }
  std::vector<std::string> surprises;
  while (next < claims.size()) {
    while (reloads > next / kClaimsAReload + 1) std::this_thread::yield();
    if (reloads % 3 == 0) {
      books.write("pinglu-2025.2.yaml", second);
    } else if (reloads % 3 == 1) {
      books.remove("pinglu-2025.2.yaml");
    } else {
      books.write("pinglu-2025.2.yaml", "rulebook: broken\n");
    }
    const auto result = workflow::reload_rulebooks(fixture.office());
    if (refused_for(result).empty() != (reloads % 3 != 2)) surprises.push_back(workflow::to_log(result));
    ++reloads;
  }
  for (std::thread& thread : determining) thread.join();
  CHECK(failed == 0);
  CHECK(torn == 0);
  const std::vector<std::string> none;
  CHECK(surprises == none);

  std::set<std::string> versions;
  for (const std::string& claim : claims) {
    const auto view = claim_of(fixture, claim);
    const auto& determination = view.determinations.back();
    const std::string version = view.rulebooks.at(determination.rulebook_id).version;
    versions.insert(version);
    INFO(claim << " under " << version);
    CHECK(determination.entitlement == yuan(version == "2025.1" ? "3000.00" : "3300.00"));
  }
  CHECK(versions == std::set<std::string>{"2025.1", "2025.2"});
  CHECK(books_in_order(fixture));
}

}  // namespace
}  // namespace wildclaims::tests
