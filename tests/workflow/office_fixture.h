// An office on a fresh data directory with the shipped configuration, and one actor for each role.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "claims/domain/damage_report.h"
#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/actor.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/office.h"
#include "claims/workflow/work.h"
#include "rules/date.h"
#include "rules/money.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::tests {

class OfficeFixture {
 public:
  // A demo office whose clock stands at 09:00 of 2025-01-02, with PL-2025 opened.
  OfficeFixture();

  workflow::Office& office() { return *office_; }
  std::string data() const { return directory_.path(); }
  // Closes and opens again, as after a restart.
  void reopen();
  void advance(const char* day);

  // The actor of that sign-in name; roles as the name says ("approver2" is an approver too).
  const workflow::Actor& actor(const std::string& name);

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

  // One swan report of one company, vegetables, worth 150,000.00 when surveyed; its claim number.
  std::string report_swans();
  // A report of `households` households, each with one plot of ripe maize of the area in mu; its report number.
  std::string report_boar(int households, const std::string& area);

  // Takes every open claim of the target through the states before `approve`; days pass on the clock.
  void bring_to_notice(const workflow::Target& target, const std::string& loss_rate);

  workflow::Reading reading(store::Connection& db, const std::string& name);

 private:
  void write(const std::string& name, const std::function<bool(workflow::Work&)>& command);
  void add_people();

  TemporaryDirectory directory_;
  std::unique_ptr<workflow::Office> office_;
  std::map<std::string, workflow::Actor> actors_;
  int people_reported_ = 0;
};

workflow::Target claim_target(const std::string& number, std::optional<std::int64_t> version = std::nullopt);
workflow::Target report_target(const std::string& number, std::optional<std::int64_t> version = std::nullopt);
rules::Money yuan(const char* text);
rules::Date day(const char* text);

// A valid identity number of nobody alive (born in 1900), different for every n from 0 to 999.
std::string identity_number(int n);

}  // namespace wildclaims::tests
