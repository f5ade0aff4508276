#include <algorithm>
#include <utility>

#include "rules/language/check_types.h"
#include "rules/language/compile.h"

namespace wildclaims::rules::language {
namespace {

const Ratio kFen = *Ratio::make(1, 100);

constexpr std::size_t kNoFact = static_cast<std::size_t>(-1);

bool counts_beyond_claim(LimitScope per) { return per != LimitScope::item && per != LimitScope::claim; }

// The facts and steps of one scope that an expression reads.
bool reads_only(const Expression& e, Scope scope, std::size_t fact, const Environment& environment) {
  const bool mine = (e.meaning == Meaning::fact || e.meaning == Meaning::step) && e.scope == scope;
  if (mine && !(e.meaning == Meaning::fact && e.index == fact)) return false;
  const bool dated =
      e.meaning == Meaning::loss_date || (e.meaning == Meaning::table && environment.tables[e.index].dated);
  if (dated && scope == Scope::claim) return false;
  return std::all_of(e.parts.begin(), e.parts.end(),
                     [&](const Expression& part) { return reads_only(part, scope, fact, environment); });
}

class LimitCompiler {
 public:
  LimitCompiler(const RuleContext& context, std::size_t index, CompiledStep& step)
      : context_(context), step_draft_(context.draft.steps[index]), draft_(step_draft_.limit), step_(step) {}

  void run() {
    settle_sharing();
    CompiledLimit limit;
    limit.per = draft_.per;
    find_used(limit);
    auto amount = context_.money(draft_.amount, amount_scope_, "the amount of a limit");
    if (!amount) return;
    limit.amount = std::move(*amount);
    step_.from_stage = std::max(step_.from_stage, stage_of(limit.amount, context_.environment));
    if (grouped_ && !reads_only(limit.amount, members_, group_, context_.environment)) {
      context_.reporter.error(
          draft_.amount.at, "limit_amount_not_shared", "those who share this amount would each compute another one",
          "let it depend on " + draft_.by->text + " and on values above the " + word_of(members_) + " only");
      return;
    }
    // What is limited has its segment; the amount may belong to another scope.
    context_.lowering.end();
    const std::uint32_t segment = context_.segment(step_.name);
    SharingKeys keys;
    if (shared_) keys = compile_sharing(context_, draft_.sharing, members_, segment, step_.from_stage);
    context_.lowering.begin(amount_scope_, segment, step_.from_stage);
    available(limit);
    if (shared_) {
      share(limit, keys);
    } else {
      step_.value = context_.lowering.minimum(step_.value, limit.available, step_.expression);
    }
    step_.limit = std::move(limit);
  }

 private:
  bool by_items() const { return draft_.per == LimitScope::item || draft_.per == LimitScope::plot_year; }
  bool by_claims() const { return draft_.per == LimitScope::event || draft_.per == LimitScope::policy_year; }

  // Who shares, and by what.
  void settle_sharing() {
    members_ = by_items() ? Scope::item : Scope::claim;
    if (draft_.by) find_group();
    shared_ = by_claims() || (by_items() && draft_.by);
    amount_scope_ = grouped_ || !by_claims() ? members_ : Scope::event;
    if (shared_ && !draft_.allocate) {
      context_.reporter.error(draft_.per_at, "allocation_missing",
                              "several " + word_of(members_) + "s share this limit, and nothing says how",
                              "add allocate: proportional, first_come or priority");
    } else if (!shared_ && draft_.allocate) {
      context_.reporter.error(draft_.per_at, "allocation_unused", "nobody shares a limit per " + to_string(draft_.per),
                              "remove allocate:");
    }
    const bool by_priority = draft_.allocate == Allocation::priority;
    if (by_priority == draft_.sharing.priority.text.empty()) {
      context_.reporter.error(draft_.per_at, "priority_missing",
                              by_priority ? "allocate: priority needs to know who comes first"
                                          : "priority: has no meaning without allocate: priority",
                              by_priority ? "add priority: with a number, date or code, the least first" : "remove it");
    }
  }

  void find_group() {
    const auto fact = context_.environment.layout.index_of(members_, draft_.by->text);
    if ((by_items() || by_claims()) && fact && context_.environment.layout.of(members_)[*fact].kind == FactKind::code) {
      grouped_ = true;
      group_ = *fact;
      context_.environment.facts(members_)[*fact].read = true;
      context_.environment.code_type_read[context_.environment.layout.of(members_)[*fact].code_type] = true;
      return;
    }
    std::vector<std::string> names;
    for (const FactDeclaration& known : context_.environment.layout.of(members_)) {
      if (known.kind == FactKind::code) names.push_back(known.name);
    }
    context_.reporter.error(
        draft_.by->at, "bad_by",
        "by: needs a code fact of the " + word_of(members_) + ", and '" + shown(draft_.by->text) + "' is none here",
        suggestion(draft_.by->text, names));
  }

  // The running total that tells what was approved before.
  void find_used(CompiledLimit& limit) {
    std::vector<KnownRunning>& all = context_.environment.running;
    if (!counts_beyond_claim(draft_.per)) {
      if (draft_.used) {
        context_.reporter.error(draft_.used->at, "running_within_claim",
                                "a limit per " + to_string(draft_.per) + " counts nothing from before", "remove used:");
      }
      return;
    }
    std::vector<std::size_t> fitting;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool same_group = grouped_ && by_claims() ? all[i].by.value_or(kNoFact) == group_ : !all[i].by.has_value();
      if (all[i].per != draft_.per || !same_group) continue;
      fitting.push_back(i);
      names.push_back(all[i].name);
    }
    if (draft_.used) {
      const auto named =
          std::find_if(fitting.begin(), fitting.end(), [&](std::size_t i) { return all[i].name == draft_.used->text; });
      if (named == fitting.end()) {
        context_.reporter.error(draft_.used->at, "limit_without_running_total",
                                "'" + shown(draft_.used->text) + "' is no running total per " + to_string(draft_.per) +
                                    (draft_.by ? " by " + draft_.by->text : ""),
                                suggestion(draft_.used->text, names));
        return;
      }
      limit.used = *named;
    } else if (fitting.size() == 1) {
      limit.used = fitting.front();
    } else {
      context_.reporter.error(draft_.per_at, "limit_without_running_total",
                              fitting.empty() ? "no running total tells what was approved per " +
                                                    to_string(draft_.per) + " before this claim"
                                              : "several running totals count per " + to_string(draft_.per),
                              fitting.empty() ? "declare one under running:, with per: " + to_string(draft_.per) +
                                                    (draft_.by ? " and by: " + draft_.by->text : "")
                                              : "say used: and one of " + listed(names));
      return;
    }
    all[*limit.used].read = true;
    const KnownRunning& used = all[*limit.used];
    const Environment::FactMeaning& fact = context_.environment.facts(used.scope)[used.fact];
    if (!fact.type.is_money()) {
      context_.reporter.error(
          draft_.per_at, "dimension",
          "a limit counts with money, and " + used.name + " is " + context_.environment.describe(fact.type));
    }
    limit.approved = Lowering::in_register(used.scope, static_cast<engine::Register>(used.fact), fact.step);
  }

  // What is left of the amount; nothing once more than it was approved.
  void available(CompiledLimit& limit) {
    const Place amount = context_.lowering.lower(limit.amount);
    if (amount.constant && amount.step.is_negative()) {
      context_.reporter.error(draft_.amount.at, "negative_limit", "the amount of a limit is not negative");
    }
    limit.available = amount;
    if (limit.used) limit.available = context_.lowering.difference(amount, limit.approved, limit.amount);
    limit.available = context_.lowering.maximum(limit.available, Lowering::constant(Ratio()), limit.amount);
  }

  void share(CompiledLimit& limit, const SharingKeys& keys) {
    if (!draft_.allocate) return;  // reported
    limit.shared = draft_.allocate;
    engine::Sharing sharing;
    sharing.by = *draft_.allocate;
    if (grouped_) sharing.group = static_cast<engine::Register>(group_);
    sharing.priority = keys.priority;
    sharing.reserved = keys.reserved;
    sharing.exempt = keys.exempt;
    if (draft_.sharing.reserved_share) {
      const auto share = share_of(*draft_.sharing.reserved_share, context_.reporter);
      if (share) sharing.reserved_share = *share;
    }
    if (grouped_) {
      // Each member knows what its group has; those above them then share it out.
      context_.lowering.end();
      context_.lowering.begin(members_ == Scope::item ? Scope::claim : Scope::event, context_.segment(step_.name),
                              step_.from_stage);
    }
    step_.value = context_.lowering.shared(step_.value, limit.available, members_, sharing, step_.expression);
  }

  const RuleContext& context_;
  const StepDraft& step_draft_;
  const LimitDraft& draft_;
  CompiledStep& step_;
  Scope members_ = Scope::claim;
  Scope amount_scope_ = Scope::claim;
  bool shared_ = false;
  bool grouped_ = false;
  std::size_t group_ = 0;
};

}  // namespace

void compile_limit(const RuleContext& context, std::size_t index, CompiledStep& step) {
  LimitCompiler(context, index, step).run();
}

std::optional<Ratio> share_of(const Word& word, Reporter& reporter) {
  std::string_view text = word.text;
  const bool percent = !text.empty() && text.back() == '%';
  if (percent) text.remove_suffix(1);
  const auto decimal = percent ? Decimal::parse(text) : std::nullopt;
  const auto share = decimal ? divide(Ratio::of(*decimal), Ratio(100)) : std::nullopt;
  constexpr int kShareDecimals = 4;  // of a per cent: enough for any statute
  const bool valid =
      share && decimal->scale <= kShareDecimals && !share->is_negative() && compare(*share, Ratio(1)).value_or(1) <= 0;
  if (valid) return share;
  if (!word.text.empty()) {
    reporter.error(word.at, "bad_share", "'" + shown(word.text) + "' is no share",
                   "write a per cent from 0% to 100% with at most " + std::to_string(kShareDecimals) + " decimals");
  }
  return std::nullopt;
}

SharingKeys compile_sharing(const RuleContext& context, const SharingDraft& draft, Scope scope, std::uint32_t segment,
                            std::size_t from_stage) {
  SharingKeys keys;
  const auto lower = [&](Expression expression) {
    context.lowering.begin(scope, segment, std::max(from_stage, stage_of(expression, context.environment)));
    const Place place = context.lowering.lower(expression);
    if (place.divisor) {
      context.reporter.error(expression.at, "quotient_not_rounded", "an exact quotient cannot put claims in order",
                             "round it first");
    }
    const Ratio& step = place.step;
    const engine::Register key =
        place.constant && place.step.is_zero()
            ? context.lowering.counted_in(place, Ratio(1), expression)
            : context.lowering.counted_in(place, step.is_negative() ? step.negated() : step, expression);
    context.lowering.end();
    return key;
  };
  if (auto priority = context.checked(draft.priority, scope)) {
    const bool truth = priority->type.kind == Kind::boolean;
    if (priority->type.kind == Kind::code) context.environment.code_type_read[priority->type.code_type] = true;
    if (truth) {
      // True comes first: the least key is that of `not`.
      Expression negated;
      negated.op = Op::logical_not;
      negated.at = priority->at;
      negated.type = truth_value();
      negated.parts.push_back(std::move(*priority));
      priority = std::move(negated);
    }
    keys.priority = lower(std::move(*priority));
  }
  if (auto reserved = context.condition(draft.reserved_for, scope, "for")) keys.reserved = lower(std::move(*reserved));
  if (auto exempt = context.condition(draft.exempt, scope, "exempt")) keys.exempt = lower(std::move(*exempt));
  return keys;
}

}  // namespace wildclaims::rules::language
