#include "claims/workflow/top_up.h"

#include <utility>

#include "claims/domain/text_limits.h"
#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/endorsements.h"
#include "claims/store/journal.h"
#include "claims/workflow/policy_file.h"

namespace wildclaims::workflow {
namespace {

rules::Faults check(const TopUp& command, rules::Money granted, rules::Money written) {
  rules::Faults faults;
  const rules::Money most = rules::Money::from_fen(kMostOfPolicyFen);
  const auto amount = [&](const char* pointer, rules::Money money, rules::Money before) {
    if (money.is_negative()) {
      faults.push_back({pointer, "amount_below_zero", {"金额不能小于零", "the amount cannot be below zero"}});
    } else if (!money.is_zero() && money > most - before) {
      const std::string now = before.to_grouped_string();
      faults.push_back({pointer,
                        "amount_too_large",
                        {"保单现有 " + now + " 元，连同增加的金额不得超过 " + most.to_grouped_string() + " 元，请核对",
                         "the policy has " + now + " yuan; with what is added it may not be above " +
                             most.to_grouped_string() + " yuan; check the amount"}});
    }
  };
  amount("/limit", command.limit, granted);
  amount("/premium", command.premium, written);
  if (command.limit.is_zero() && command.premium.is_zero()) {
    faults.push_back({"/limit",
                      "nothing_added",
                      {"请写明增加的限额或保费", "say what is added to the limit, to the premium, or to both"}});
  }
  domain::check_text(command.reason, domain::kReasonText, "/reason", faults);
  return faults;
}

}  // namespace

domain::Outcome<std::int64_t> top_up(Work& work, const TopUp& command) {
  auto opened = open_policy_file(work.reading(), command.policy, domain::Role::admin);
  if (!opened) return std::move(opened).failure<std::int64_t>();
  const PolicyFile& file = opened.value();
  const auto credited = [&](const std::string& account) {
    return -store::balance_of(work.db, file.policy.id, account);
  };
  rules::Faults faults = check(command, credited(ledger::limit_granted()), credited(ledger::premium_written()));
  if (!faults.empty()) return faults;
  auto day = effective_day(work, file, std::nullopt);
  if (!day) return std::move(day).failure<std::int64_t>();
  ledger::FunderParts parts;
  if (!command.premium.is_zero()) {
    for (const rules::FundingPart& part : file.rulebook->fund_premium(command.premium)) {
      parts.push_back({part.funder, part.amount});
    }
  }
  const auto recorded =
      post(work, file.policy.id,
           ledger::policy_topped_up({day.value(), command.limit, std::move(parts), file.policy.prepaid_by}));
  store::insert_endorsement(work.db, {0, file.policy.id, command.limit, command.premium, command.reason,
                                      recorded.sequence, work.actor.id.value, work.now});
  record_happening(work, file, "policy_topped_up", {command.reason, "{}"});
  return recorded.sequence;
}

}  // namespace wildclaims::workflow
