#include "claims/workflow/recompute_settlement.h"

#include <cstddef>
#include <exception>
#include <string>
#include <utility>

#include "claims/workflow/evaluation.h"
#include "rules/exhaustion.h"
#include "rules/year_rule.h"

namespace wildclaims::workflow {
namespace {

using rules::Money;

constexpr const char* kRecomputed = "recomputed_as_stored";

struct Given {
  std::string claim;
  Money approved;
};

Finding cannot(const store::StoredSettlement& settlement, const std::string& subject) {
  return {kRecomputed,
          settlement.policy_id + " settlement " + subject,
          {"该年度结算无法重算。", "The settlement of the year cannot be recomputed."}};
}

Finding differs(const Given& given, Money again) {
  const std::string stored = given.approved.to_string();
  const std::string computed = again.to_string();
  return {kRecomputed,
          given.claim + " settlement",
          {"年度结算金额存为 " + stored + "，重算为 " + computed + "。",
           "The settled amount is stored as " + stored + ", recomputed it is " + computed + "."}};
}

// What a claim brought into the settlement; nothing when its receipt or rulebook is unfit.
bool read_wanted(const Recomputation& recomputation, const store::SettledClaim& claim, rules::YearClaim& wanted) {
  const rules::Rulebook* rulebook = recomputation.rulebook(claim.rulebook_id);
  if (rulebook == nullptr) return false;
  try {
    const auto sheet = read_receipt(claim.receipt);
    const auto evaluation = sheet ? evaluate(*rulebook, *sheet) : std::nullopt;
    if (!evaluation) return false;
    const rules::Determination& keys = evaluation->determination;
    wanted = {claim.wanted, keys.year_priority, keys.year_reserved, keys.year_exempt, 0};
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

std::vector<Finding> recompute_settlement(store::Connection& db, const store::StoredSettlement& settlement,
                                          const Recomputation& recomputation) {
  std::vector<Finding> found;
  const rules::Rulebook* rulebook = recomputation.rulebook(settlement.rulebook_id);
  const bool settles = rulebook != nullptr && rules::is_settled_at_year_end(rulebook->policy_terms().when_exhausted);
  if (!settles) return {cannot(settlement, "")};
  std::vector<rules::YearClaim> wanted;
  std::vector<Given> given;
  store::for_each_settled(db, settlement.policy_id, [&](store::SettledClaim& claim) {
    rules::YearClaim each;
    if (!read_wanted(recomputation, claim, each) && found.empty()) found.push_back(cannot(settlement, claim.number));
    wanted.push_back(each);
    given.push_back({claim.number, claim.approved});
  });
  if (!found.empty()) return found;
  const rules::YearRule rule = rules::year_rule(rulebook->policy_terms(), settlement.granted);
  const auto shares = rules::settle_year(rule, settlement.available, wanted);
  for (std::size_t i = 0; i < shares.size() && found.size() < kMaxFindings; ++i) {
    if (shares[i].approved == given[i].approved) continue;
    found.push_back(differs(given[i], shares[i].approved));
  }
  return found;
}

}  // namespace wildclaims::workflow
