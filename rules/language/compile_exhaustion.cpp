// What happens when the money of a year runs out.
#include <algorithm>

#include "rules/language/compile.h"

namespace wildclaims::rules::language {
namespace {

void settle_residual(const RuleContext& context) {
  const ExhaustionDraft& draft = context.draft.exhaustion;
  const bool held = context.draft.policy.when_exhausted == Exhaustion::hold;
  if (held && !draft.residual_to.text.empty()) {
    context.reporter.error(draft.residual_to.at, "key_not_for_type",
                           "under hold nothing is left unpaid: the claim waits", "remove residual_to:");
  } else if (!held && draft.residual_to.text.empty() && draft.at.line > 0) {
    context.reporter.error(draft.at, "missing_key", "aggregate_limit needs residual_to:",
                           "name the funder that bears what the exhausted limit leaves unpaid");
  }
  if (held || draft.residual_to.text.empty()) return;
  std::vector<std::string> funders;
  for (const FunderDraft& funder : context.draft.funding.funders) funders.push_back(funder.name.text);
  if (std::find(funders.begin(), funders.end(), draft.residual_to.text) == funders.end()) {
    context.reporter.error(draft.residual_to.at, "unknown_funder",
                           "residual_to: '" + shown(draft.residual_to.text) + "' is no funder",
                           suggestion(draft.residual_to.text, funders));
  }
}

// Keys that mean nothing under this policy would be believed by a reader: refused.
void refuse_unused(const RuleContext& context) {
  const ExhaustionDraft& draft = context.draft.exhaustion;
  const Exhaustion policy = context.draft.policy.when_exhausted;
  const bool settled = policy == Exhaustion::prorate || policy == Exhaustion::priority;
  const bool priority = policy == Exhaustion::priority;
  if (!priority && (!draft.sharing.priority.text.empty() || !draft.carry_over.text.empty() || draft.ties)) {
    context.reporter.error(draft.at, "key_not_for_type",
                           "priority: has no meaning under when_exhausted: " + to_string(policy),
                           "remove it, or write when_exhausted: priority");
  }
  if (priority && draft.sharing.priority.text.empty()) {
    context.reporter.error(draft.at, "priority_missing", "when_exhausted: priority needs to know who comes first",
                           "add priority: {by: …, ties: …}, the least first");
  }
  const bool shares = draft.sharing.reserved_share || !draft.sharing.exempt.text.empty();
  if (!settled && shares) {
    context.reporter.error(draft.at, "key_not_for_type",
                           "reserved: and exempt: have no meaning under when_exhausted: " + to_string(policy),
                           "they belong to prorate and priority, which settle a year at its end");
  }
}

}  // namespace

void compile_exhaustion(const RuleContext& context, RulebookParts& parts) {
  settle_residual(context);
  refuse_unused(context);
  const ExhaustionDraft& draft = context.draft.exhaustion;
  parts.policy = context.draft.policy;
  parts.policy.residual_to = draft.residual_to.text;
  YearRule& year = parts.policy.year;
  year.policy = context.draft.policy.when_exhausted;
  year.exempt_counts = true;  // the limit holds whoever is exempt
  if (!draft.carry_over.text.empty()) {
    const auto years = Decimal::parse(draft.carry_over.text);
    constexpr int kMostYears = 10;
    if (!years || years->scale != 0 || years->digits < 0 || years->digits > kMostYears) {
      context.reporter.error(draft.carry_over.at, "bad_value",
                             "'" + shown(draft.carry_over.text) + "' is no number of years",
                             "write a whole number from 0 to " + std::to_string(kMostYears));
    } else {
      year.carry_over = static_cast<int>(years->digits);
    }
  }
  if (draft.ties) {
    if (draft.ties->text == "prorate") {
      year.ties = Ties::prorate;
    } else if (draft.ties->text != "first_come") {
      context.reporter.error(draft.ties->at, "unknown_word", "ties: cannot be '" + shown(draft.ties->text) + "'",
                             "write prorate or first_come");
    }
  }
  if (draft.sharing.reserved_share) {
    const auto share = share_of(*draft.sharing.reserved_share, context.reporter);
    const auto part = share ? multiply(*share, Ratio(parts.policy.aggregate_limit.fen())) : std::nullopt;
    if (part) year.reserved = Money::from_fen(static_cast<std::int64_t>(part->numerator() / part->denominator()));
  }
  const SharingKeys keys = compile_sharing(context, draft.sharing, Scope::claim, context.segment("policy"), 0);
  context.rules.year_keys = {keys.priority, keys.reserved, keys.exempt};
}

}  // namespace wildclaims::rules::language
