#include <algorithm>
#include <utility>

#include "rules/language/check_types.h"
#include "rules/language/compile.h"

namespace wildclaims::rules::language {
namespace {

std::string hundredths(const Ratio& share) {
  const auto percent = multiply(share, Ratio(1'000'000));
  return percent ? decimal_text(percent->numerator(), 4) + "%" : "?";
}

class FundingCompiler {
 public:
  FundingCompiler(const RuleContext& context, RulebookParts& parts)
      : context_(context), draft_(context.draft.funding), parts_(parts) {}

  void run() {
    SeenNames seen;
    for (const FunderDraft& funder : draft_.funders) {
      declare_name(funder.name, "funder", context_.environment.units, seen, context_.reporter);
      parts_.funders.push_back({funder.name.text, funder.label});
      names_.push_back(funder.name.text);
    }
    if (names_.size() > kMostFunders) {
      context_.reporter.error(draft_.at, "rulebook_too_large",
                              "a rulebook has at most " + std::to_string(kMostFunders) + " funders");
      return;
    }
    if (names_.empty()) {
      if (!context_.reporter.failed())
        context_.reporter.error(draft_.at, "shares_not_whole", "no funder bears anything", "add shares:");
      return;
    }
    for (std::size_t i = 0; i < draft_.layers.size(); ++i) layer(draft_.layers[i], i + 1 == draft_.layers.size());
    if (draft_.odd_to) context_.rules.funding.odd_to = funder(*draft_.odd_to, "odd_cents");
    const auto& layers = context_.rules.funding.layers;
    context_.rules.funding.fixed =
        layers.size() == 1 && layers.front().cases.size() == 1 && !layers.front().cases.front().shares.empty();
    premium();
  }

 private:
  std::optional<std::size_t> funder(const Word& word, const char* key) {
    const auto found = std::find(names_.begin(), names_.end(), word.text);
    if (found != names_.end()) return static_cast<std::size_t>(found - names_.begin());
    if (!word.text.empty()) {
      context_.reporter.error(word.at, "unknown_funder", std::string(key) + ": '" + shown(word.text) + "' is no funder",
                              suggestion(word.text, names_));
    }
    return std::nullopt;
  }

  // Every payment is funded, the first as well.
  void want_known_at_once(const Expression& expression) {
    if (stage_of(expression, context_.environment) == 0) return;
    context_.reporter.error(
        expression.at, "stage_needs_later_fact",
        "who bears a payment must be known at the first stage, and this needs a fact of a later one",
        "use facts that are known from the beginning");
  }

  void layer(const FundingLayerDraft& draft, bool last) {
    CompiledFundingLayer compiled;
    if (draft.up_to.text.empty() != last) {
      context_.reporter.error(draft.at, "bad_layer", last ? "the last layer has an end" : "a layer has no end",
                              "every layer but the last says up_to:, so that no part of the amount is left out");
    }
    if (auto up_to = context_.money(draft.up_to, Scope::claim, "the end of a layer")) {
      want_known_at_once(*up_to);
      context_.lowering.begin(Scope::claim, context_.segment("funding"));
      const Place place = context_.lowering.lower(*up_to);
      context_.lowering.end();
      compiled.up_to = place;
      compiled.up_to_expression = std::move(*up_to);
    }
    for (std::size_t i = 0; i < draft.cases.size(); ++i) {
      const FundingCaseDraft& each = draft.cases[i];
      if (each.when.text.empty() != (i + 1 == draft.cases.size())) {
        context_.reporter.error(
            each.at, "bad_case",
            each.when.text.empty() ? "a case without when: is not the last" : "the last case has a when:",
            "every case but the last says when:, so that there are shares for every claim");
      }
      compiled.cases.push_back(funding_case(each));
    }
    context_.rules.funding.layers.push_back(std::move(compiled));
  }

  CompiledFundingCase funding_case(const FundingCaseDraft& draft) {
    CompiledFundingCase compiled;
    if (auto when = context_.condition(draft.when, Scope::claim, "when")) {
      want_known_at_once(*when);
      context_.lowering.begin(Scope::claim, context_.segment("funding"));
      compiled.holds = context_.lowering.truth(context_.lowering.lower(*when));
      context_.lowering.end();
      compiled.when = std::move(*when);
    }
    if (!draft.shares.empty()) compiled.shares = shares(draft.shares, draft.at);
    if (!draft.weights.empty()) weights(draft, compiled);
    return compiled;
  }

  // Millionths, one for each funder in written order.
  std::vector<Int128> shares(const ShareDrafts& drafts, Position at) {
    std::vector<Int128> millionths(names_.size(), 0);
    std::vector<bool> given(names_.size(), false);
    std::optional<Ratio> sum = Ratio();
    const std::size_t before = context_.reporter.errors();
    for (const auto& [name, word] : drafts) {
      const auto index = funder(name, "shares");
      const auto share = share_of(word, context_.reporter);
      if (!index || !share) continue;
      given[*index] = true;
      millionths[*index] = multiply(*share, Ratio(FundingShares::kWhole))->numerator();
      if (sum) sum = add(*sum, *share);
    }
    if (context_.reporter.errors() != before) return millionths;
    if (const auto missing = std::find(given.begin(), given.end(), false); missing != given.end()) {
      const std::string& name = names_[static_cast<std::size_t>(missing - given.begin())];
      context_.reporter.error(at, "share_missing", "these shares do not say what " + name + " bears",
                              "write " + name + ": 0% if it bears nothing");
    }
    if (!sum || !(*sum == Ratio(1))) {
      context_.reporter.error(at, "shares_not_whole",
                              "the shares sum to " + (sum ? hundredths(*sum) : "?") + ", not to 100%",
                              "change them so that nothing is left over and nothing is paid twice");
    }
    return millionths;
  }

  void weights(const FundingCaseDraft& draft, CompiledFundingCase& compiled) {
    std::vector<std::optional<Expression>> all(names_.size());
    const Dimension* dimension = nullptr;
    bool sound = true;
    for (const auto& [name, text] : draft.weights) {
      const auto index = funder(name, "weights");
      auto weight = context_.checked(text, Scope::claim);
      if (!index || !weight) {
        sound = false;
        continue;
      }
      all[*index] = std::move(*weight);
      const Type& type = all[*index]->type;
      if (!type.is_number() || (dimension != nullptr && !(*dimension == type.dimension))) {
        context_.reporter.error(text.at, "dimension",
                                "weights are numbers of one kind, and this is " + context_.environment.describe(type),
                                "weigh all funders by the same quantity, such as their land");
        sound = false;
      }
      if (dimension == nullptr) dimension = &all[*index]->type.dimension;
    }
    for (std::size_t i = 0; i < all.size() && sound; ++i) {
      if (all[i]) continue;
      context_.reporter.error(draft.at, "share_missing", "these weights do not say how " + names_[i] + " weighs",
                              "write " + names_[i] + ": with its weight");
      sound = false;
    }
    if (!sound) return;
    lower_weights(all, compiled);
  }

  // All counted in one step, so that whole numbers keep the proportion.
  void lower_weights(std::vector<std::optional<Expression>>& all, CompiledFundingCase& compiled) {
    for (const auto& weight : all) want_known_at_once(*weight);
    context_.lowering.begin(Scope::claim, context_.segment("funding"));
    std::vector<Place> places;
    std::optional<Ratio> step = Ratio();
    for (auto& weight : all) {
      places.push_back(context_.lowering.lower(*weight));
      if (places.back().divisor) {
        context_.reporter.error(weight->at, "quotient_not_rounded", "an exact quotient cannot be a weight",
                                "round it first, or weigh all funders by the same whole");
      }
      if (step) step = common_measure(*step, places.back().step);
    }
    if (step && !step->is_zero()) {
      for (std::size_t i = 0; i < all.size(); ++i) {
        compiled.weights.push_back(context_.lowering.counted_in(places[i], *step, *all[i]));
        compiled.weight_expressions.push_back(std::move(*all[i]));
      }
    } else {
      context_.reporter.error(draft_.at, "bad_weights", "these weights are all zero, or too fine to be compared");
    }
    context_.lowering.end();
  }

  // The premium is called before there is any claim.
  void premium() {
    std::vector<Int128> millionths;
    if (!context_.draft.premium_shares.empty()) {
      millionths = shares(context_.draft.premium_shares, context_.draft.premium_shares_at);
    } else if (context_.rules.funding.fixed) {
      millionths = context_.rules.funding.layers.front().cases.front().shares;
    } else {
      context_.reporter.error(draft_.at, "premium_shares_missing",
                              "who bears an indemnity depends on the claim, so nothing says who bears the premium",
                              "add premium_shares: under policy:, as in premium_shares: {province: 40%, county: 60%}");
    }
    if (context_.reporter.failed()) return;
    std::vector<FundingShares::Share> all;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      all.push_back({parts_.funders[i], static_cast<std::int64_t>(millionths[i])});
    }
    parts_.premium_funding = FundingShares(std::move(all));
  }

  const RuleContext& context_;
  const FundingDraft& draft_;
  RulebookParts& parts_;
  std::vector<std::string> names_;
};

}  // namespace

void compile_funding(const RuleContext& context, RulebookParts& parts) { FundingCompiler(context, parts).run(); }

}  // namespace wildclaims::rules::language
