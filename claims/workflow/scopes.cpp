#include "claims/workflow/scopes.h"

#include "claims/ledger/account.h"
#include "claims/store/claimants.h"
#include "claims/store/journal.h"
#include "claims/workflow/record.h"
#include "rules/sub_limit.h"

namespace wildclaims::workflow {
namespace {

using rules::LimitScope;
using rules::Money;

bool counts_household(LimitScope per) {
  return per == LimitScope::household_event || per == LimitScope::household_year;
}
bool counts_event(LimitScope per) { return per == LimitScope::household_event || per == LimitScope::event; }

}  // namespace

std::vector<ClaimScope> scopes_of(store::Connection& db, const CaseFile& file, const store::ClaimRow& claim,
                                  const rules::Rulebook& rulebook, const rules::FactTexts& facts) {
  std::vector<ClaimScope> scopes;
  for (const rules::RunningTotal& total : rulebook.running_totals()) {
    ClaimScope scope;
    scope.total = total.name;
    scope.name = total.name;
    scope.per = total.per;
    scope.key.policy_id = claim.policy_id;
    if (counts_household(total.per)) {
      scope.key.household_id = store::find_claimant(db, claim.claimant_id).value().household_id;
      scope.name += ".h" + std::to_string(*scope.key.household_id);
    }
    if (counts_event(total.per)) {
      scope.key.event_id = file.report.event_id;
      scope.name += ".e" + std::to_string(*scope.key.event_id);
    }
    if (!total.by.empty()) {
      const auto code = facts.find(total.by);
      if (code == facts.end()) continue;  // not known yet: an estimate
      scope.key.by = total.by;
      scope.key.code = code->second;
      scope.name += "." + code->second;
    }
    scope.limit = rules::sub_limit(rulebook, total);
    scopes.push_back(std::move(scope));
  }
  return scopes;
}

rules::FactTexts running_totals(store::Connection& db, const store::ClaimRow& claim,
                                const std::vector<ClaimScope>& scopes) {
  rules::FactTexts totals;
  for (const ClaimScope& scope : scopes) {
    const auto entitled = store::entitled_in(db, claim.policy_id, scope.name);
    const Money others = entitled ? *entitled - store::entitled_of_claim(db, scope.key, claim.id)
                                  : store::sum_entitled(db, scope.key, claim.id);
    totals[scope.total] = others.to_string();
  }
  return totals;
}

void open_scopes(Work& work, const CaseFile& file, const store::ClaimRow& claim,
                 const std::vector<ClaimScope>& scopes) {
  const std::string& book = claim.policy_id;
  for (const ClaimScope& scope : scopes) {
    auto entitled = store::entitled_in(work.db, book, scope.name);
    if (!entitled) {
      entitled = store::sum_entitled(work.db, scope.key, std::nullopt);
      store::open_scope(work.db, book, scope.name, *entitled);
    }
    if (!scope.limit) continue;
    const Money granted = -store::balance_of(work.db, book, ledger::sub_limit_granted(scope.name));
    const Money before = granted.is_zero() ? *entitled : Money();
    Money wider = *scope.limit > granted + before ? *scope.limit - granted - before : Money();
    // What a later answer took away after it was paid may be given again, though the money has not come back.
    const Money left = *scope.limit > *entitled ? *scope.limit - *entitled : Money();
    const Money available = store::balance_of(work.db, book, ledger::sub_limit_available(scope.name));
    if (available + wider < left) wider = left - available;
    if ((wider + before).is_zero()) continue;
    post(work, book, ledger::sub_limit_opened({business_date(work, *file.programme), scope.name, wider, before}));
  }
}

std::vector<std::string> names_of(const std::vector<ClaimScope>& scopes) {
  std::vector<std::string> names;
  for (const ClaimScope& scope : scopes) names.push_back(scope.name);
  return names;
}

ledger::Scopes sub_limits_among(store::Connection& db, const std::string& book, const std::vector<std::string>& names) {
  ledger::Scopes sub_limits;
  for (const std::string& name : names) {
    if (!store::balance_of(db, book, ledger::sub_limit_granted(name)).is_zero()) sub_limits.push_back(name);
  }
  return sub_limits;
}

}  // namespace wildclaims::workflow
