// An office on a fresh data directory with the shipped configuration, and one actor for each role.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "claims/domain/damage_report.h"
#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/actor.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/office.h"
#include "claims/workflow/report_damage.h"
#include "claims/workflow/work.h"
#include "rules/date.h"
#include "rules/money.h"
#include "tests/support/identity_number.h"
#include "tests/support/temporary_directory.h"
#include "tests/workflow/database_dump.h"

namespace wildclaims::tests {

class OfficeFixture {
 public:
  // A demo office whose clock stands at 09:00 of 2025-01-02, with PL-2025 opened. With a limit ("945000.00"), the
  // rulebook's aggregate limit is that instead of 8,000,000.00; with edits, each text in it is replaced by the other.
  using Edits = std::vector<std::pair<std::string, std::string>>;
  explicit OfficeFixture(const std::string& aggregate_limit = {}, const Edits& edits = {});

  workflow::Office& office() { return *office_; }
  std::string data() const { return directory_.path(); }
  // The configuration, which is this fixture's own: rulebooks may be changed in it.
  std::string config() const { return config_.path(); }
  // Closes and opens again, as after a restart.
  void reopen();
  // Until reopen(): nobody uses the data directory.
  void close() { office_.reset(); }
  void advance(const char* day);

  // The actor of that sign-in name; roles as the name says ("approver2" is an approver too).
  const workflow::Actor& actor(const std::string& name);
  // From now on that actor has one more role.
  void give(const std::string& name, domain::Role role) { actors_.at(name).roles.add(role); }

  // Runs one command in the writing door, kept when it ends in a value.
  template <class T>
  domain::Outcome<T> run(const std::string& name, const std::function<domain::Outcome<T>(workflow::Work&)>& command) {
    std::optional<domain::Outcome<T>> outcome;
    write(name, [&](workflow::Work& work) {
      outcome = command(work);
      return outcome->ok();
    });
    return std::move(*outcome);
  }

  domain::Outcome<workflow::Reported> report(const domain::DamageReport& report);
  // One swan report of one company, vegetables, worth 150,000.00 when surveyed; its claim number.
  std::string report_swans();
  // A report of `households` households, each with one plot of ripe maize of the area in mu; its report number.
  std::string report_boar(int households, const std::string& area);

  // Takes every open claim of the target as far as surveyed.
  void bring_to_survey(const workflow::Target& target, const std::string& loss_rate);
  // Takes every open claim of the target through the states before `approve`; days pass on the clock.
  void bring_to_notice(const workflow::Target& target, const std::string& loss_rate);

  // From surveyed, as after an appeal: another visit, the answer to it and its notice.
  void determine_anew(const workflow::Target& target, const std::string& loss_rate);

  // As database_dump.h has it.
  using Ciphers = tests::Ciphers;
  std::string dump(Ciphers ciphers = Ciphers::shown);

  workflow::Reading reading(store::Connection& db, const std::string& name);

 private:
  void write(const std::string& name, const std::function<bool(workflow::Work&)>& command);
  void visit(const workflow::Target& target, const std::string& loss_rate);
  void answer(const workflow::Target& target);
  void add_people();
  void act(const char* name, const std::function<domain::Outcome<workflow::Acted>(workflow::Work&)>& command);

  TemporaryDirectory directory_;
  TemporaryDirectory config_;
  std::unique_ptr<workflow::Office> office_;
  std::map<std::string, workflow::Actor> actors_;
  int people_reported_ = 0;
};

// Wild boar in Yaotou, 18 to 20 September 2025, told at once; no households yet.
domain::DamageReport boar_report();
// The n-th person (0 to 999) with one plot of the area in mu.
domain::Household household(int n, const std::string& crop, const std::string& stage, const std::string& area);

workflow::Target claim_target(const std::string& number, std::optional<std::int64_t> version = std::nullopt);
workflow::Target report_target(const std::string& number, std::optional<std::int64_t> version = std::nullopt);
rules::Money yuan(const char* text);
rules::Date day(const char* text);

}  // namespace wildclaims::tests
