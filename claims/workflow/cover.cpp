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

std::optional<rules::Date> date_of_loss(const rules::Rulebook& rulebook, const rules::FactTexts& claim) {
  const auto read = rules::read_facts(rulebook, {dates_of(rulebook, claim), {}}, rules::Completeness::as_reported);
  const auto* facts = std::get_if<rules::Facts>(&read);
  return facts != nullptr ? rules::loss_date(rulebook, *facts) : std::nullopt;
}

}  // namespace

std::optional<store::PolicyRow> policy_on_loss(store::Connection& db, const std::string& programme,
                                               const rules::Rulebook& rulebook, const rules::FactTexts& claim) {
  const auto date = date_of_loss(rulebook, claim);
  return date ? store::find_policy_on(db, programme, *date) : std::nullopt;
}

LossTold loss_told(const rules::Shelf& shelf, const domain::Programme& programme, const rules::FactTexts& claim) {
  LossTold loss;
  loss.rulebook = shelf.governing(programme.rulebook_id, claim);
  if (loss.rulebook) {
    loss.date = date_of_loss(*loss.rulebook, claim);
  } else {
    loss.rulebook = latest_rulebook(shelf, programme.rulebook_id);
  }
  return loss;
}

Cover find_cover(store::Connection& db, const LossTold& loss, const store::ReportRow& report, rules::Faults& faults) {
  if (report.damage_from.year() < domain::kFirstYear) {
    faults.push_back({"/damage_from",
                      "too_long_ago",
                      {"受损开始日过早，请核对年份", "the damage began too long ago; check the year"}});
  }
  Cover cover{loss.rulebook, std::nullopt};
  if (loss.date) cover.policy = store::find_policy_on(db, report.programme, *loss.date);
  if (!cover.policy) {
    add_new({{"/damage_to",
              "no_policy_for_date",
              {"损失日期不在任何已开立保单的保险期间内，请核对日期，或先开立该年度的保单",
               "the date of loss lies in no open policy's year; check the date, or have that year's policy opened "
               "first"}}},
            faults);
  }
  return cover;
}

Cover find_cover(const Reading& reading, const domain::Programme& programme, const store::ReportRow& report,
                 rules::Faults& faults) {
  return find_cover(reading.db, loss_told(*reading.shelf, programme, claim_facts(report, programme)), report, faults);
}

}  // namespace wildclaims::workflow
