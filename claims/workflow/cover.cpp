#include "claims/workflow/cover.h"

#include <array>
#include <string_view>
#include <variant>

#include "claims/domain/policy_id.h"
#include "claims/workflow/fact_faults.h"
#include "claims/workflow/rulebook_choice.h"
#include "rules/determine.h"

namespace wildclaims::workflow {
namespace {

// Only what the date of loss is read from, so that a fault in another fact does not hide it.
rules::FactTexts dates_of(const rules::Rulebook& rulebook, const rules::FactTexts& claim) {
  const rules::LossDateRule& rule = rulebook.loss_date_rule();
  const std::array<std::string_view, 3> names = {rule.first_day, rule.last_day, rule.discovered};
  rules::FactTexts dates;
  for (const std::string_view name : names) {
    const auto fact = claim.find(name);
    if (fact != claim.end()) dates.insert(*fact);
  }
  return dates;
}

}  // namespace

std::optional<store::PolicyRow> policy_on_loss(store::Connection& db, const std::string& programme,
                                               const rules::Rulebook& rulebook, const rules::FactTexts& claim) {
  const auto read = rules::read_facts(rulebook, {dates_of(rulebook, claim), {}}, rules::Completeness::as_reported);
  const auto* facts = std::get_if<rules::Facts>(&read);
  const auto day = facts != nullptr ? rules::loss_date(rulebook, *facts) : std::nullopt;
  return day ? store::find_policy_on(db, programme, *day) : std::nullopt;
}

Cover find_cover(const Reading& reading, const domain::Programme& programme, const store::ReportRow& report,
                 rules::Faults& faults) {
  if (report.damage_from.year() < domain::kFirstYear) {
    faults.push_back({"/damage_from",
                      "too_long_ago",
                      {"受损开始日过早，请核对年份", "the damage began too long ago; check the year"}});
  }
  const rules::FactTexts claim = claim_facts(report, programme);
  Cover cover;
  cover.rulebook = reading.shelf->governing(programme.rulebook_id, claim);
  if (cover.rulebook) cover.policy = policy_on_loss(reading.db, report.programme, *cover.rulebook, claim);
  if (!cover.policy) {
    add_new({{"/damage_to",
              "no_policy_for_date",
              {"损失日期不在任何已开立保单的保险期间内，请核对日期，或先开立该年度的保单",
               "the date of loss lies in no open policy's year; check the date, or have that year's policy opened "
               "first"}}},
            faults);
  }
  if (!cover.rulebook) cover.rulebook = latest_rulebook(*reading.shelf, programme.rulebook_id);
  return cover;
}

}  // namespace wildclaims::workflow
