#include "tests/simulation/world.h"

#include <filesystem>
#include <stdexcept>
#include <string_view>

#include "claims/store/users.h"
#include "claims/workflow/demo_clock.h"
#include "claims/workflow/door.h"
#include "tests/simulation/acts.h"
#include "tests/simulation/surroundings.h"
#include "tests/support/text_file.h"

namespace wildclaims::simulation {
namespace {

constexpr std::int64_t kFirstSecond = 1'700'000'000;
constexpr const char* kCounty = "140829";
// Longer than any run lasts: that answers expire has tests of its own.
constexpr int kAnswersKeptDays = 3'650;

// So many commands before the seeds begin, and how many of them make a day: some claims are paid by then.
constexpr int kHistory = 160;
constexpr int kActsOfADay = 12;

rules::Date first_day(const World::Terms& terms) { return rules::Date::parse(terms.first_day).value(); }

// As in the rulebook.
std::string text_of(Shortage when_short) {
  switch (when_short) {
    case Shortage::truncate:
      return "truncate\n    residual_to: county";
    case Shortage::hold:
      return "hold";
    case Shortage::prorate:
      return "prorate\n    residual_to: county";
    case Shortage::priority:
      return "priority\n    priority: {by: \"if loss_total < 6000.00 then 1 else 2\", ties: prorate}\n"
             "    residual_to: county";
  }
  return {};
}

// To nine in the morning of that day.
std::int64_t clock_offset_to(rules::Date day) {
  return rules::Instant::parse(day.to_string() + "T09:00+08:00", rules::UtcOffset())->seconds() - system_seconds();
}

std::string replace_all(std::string text, const std::string& find, const std::string& by) {
  for (std::size_t at = text.find(find); at != std::string::npos; at = text.find(find, at + by.size())) {
    text.replace(at, find.size(), by);
  }
  return text;
}

}  // namespace

World::World() {
  set_system_seconds(kFirstSecond);
  for (std::size_t start = 0; start < kStarts; ++start) write_configuration(start);
}

std::string World::config_of(std::size_t start) const { return directory_.file("config" + std::to_string(start)); }

void World::write_configuration(std::size_t start) const {
  namespace fs = std::filesystem;
  const fs::path from = fs::path(WILDCLAIMS_SOURCE_DIR) / "tests" / "simulation" / "config";
  const fs::path to = config_of(start);
  for (const char* part : {"programmes", "divisions", "rulebooks"}) fs::create_directories(to / part);
  fs::copy(from / "programme.yaml", to / "programmes" / "simulated.yaml");
  fs::copy(from / "division.yaml", to / "divisions" / "140829-simulated.yaml");
  const Terms& terms = kTerms[start];
  std::string rulebook = tests::read_text(from / "rulebook.yaml");
  rulebook = tests::replaced(rulebook, "amount: 60000.00", std::string("amount: ") + terms.limit);
  rulebook = tests::replaced(rulebook, "truncate\n    residual_to: county", text_of(terms.when_short));
  rulebook = tests::replaced(rulebook, "when_freed: leave", std::string("when_freed: ") + terms.when_freed);
  tests::write_text(to / "rulebooks" / "simulated-2025.yaml", rulebook);
  tests::write_text(to / "rulebooks" / "simulated-2026.yaml", replace_all(rulebook, "2025", "2026"));
}

World::Start World::prepare(std::size_t start) {
  start_ = start;
  begin_empty(start);
  auto office = open_office();
  actors_.clear();
  for (const User& user : users()) {
    store::UserRow row{0, user.name, {user.name, user.name}, "nobody signs in here", user.roles, {kCounty}};
    workflow::write_unkeyed(*office, [&](store::Connection& db) {
      row.id = store::insert_user(db, row, office->now());
      return true;
    });
    actors_.push_back({{row.id}, row.name, row.display, row.roles, row.counties});
  }
  Auditor auditor;
  auditor.limit_of_a_year = rules::Money::parse(kTerms[start].limit).value().fen();
  auditor.restores_residuals = std::string_view(kTerms[start].when_freed) == "restore_residuals";
  auditor.when_short = kTerms[start].when_short;
  auditor.clock_offset = clock_offset_to(first_day(kTerms[start]));
  play(*office, auditor, *make_opening(2025, kTerms[start].prepaid_by), "opening");
  Random random(start);
  play_history(*office, auditor, random);
  auditor.courses = {};
  office.reset();
  disk_.settle();
  return {disk_.image(), auditor};
}

void World::play(workflow::Office& office, Auditor& auditor, const Act& act, const std::string& key) const {
  const auto written = write_act(office, actors_[static_cast<std::size_t>(act.user() - 1)], act, key,
                                 [&](workflow::Work& work) { return act.perform(work); });
  const std::string body = std::get<Performed>(written).value().body;
  if (act.record(auditor, body) != body) throw std::logic_error("before the first seed: another answer: " + body);
  auditor.answers[{act.user(), key}] = body;
}

void World::play_history(workflow::Office& office, Auditor& auditor, Random& random) const {
  for (int acts = 0; acts < kHistory;) {
    const auto act = some_act(random, auditor);
    // The next year is left for the seeds to open: there is none after it.
    if (!act->allowed(auditor) || act->kind() == "open_policy") continue;
    play(office, auditor, *act, "h" + std::to_string(++acts));
    if (acts % kActsOfADay != 0) continue;
    const rules::Date day = auditor.today().plus_days(1);
    if (!workflow::advance_clock(office, actors_.front(), day).ok()) throw std::logic_error("the clock stands still");
    auditor.clock_offset = clock_offset_to(day);
  }
}

Auditor World::begin(std::uint64_t seed, std::size_t start) {
  if (starts_.count(start) == 0) starts_.emplace(start, prepare(start));
  begin_empty(seed);
  start_ = start;
  disk_.restore(starts_.at(start).image);
  return starts_.at(start).auditor;
}

void World::begin_empty(std::uint64_t seed) {
  set_system_seconds(kFirstSecond);
  seed_random_numbers(seed);
  vfs_.seed(seed);
  disk_.restore({});
  disk_.begin(seed);
}

std::unique_ptr<workflow::Office> World::open_office() const {
  workflow::OfficeSettings settings;
  settings.data_directory = directory_.file("data");
  settings.config_directory = config_of(start_);
  settings.may_create = true;
  settings.demo_start = first_day(kTerms[start_]);
  settings.answers_kept_days = kAnswersKeptDays;
  return std::make_unique<workflow::Office>(settings);
}

std::unique_ptr<store::Connection> World::open_reader() const {
  return std::make_unique<store::Connection>(directory_.file("data/wildclaims.db"),
                                             store::Connection::Access::read_only);
}

}  // namespace wildclaims::simulation
