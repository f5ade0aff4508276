#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "rules/language/check_types.h"
#include "rules/language/compile.h"

namespace wildclaims::rules::language {
namespace {

void collect_names(const Expression& expression, std::set<std::string>& names) {
  if (expression.op == Op::name || expression.op == Op::member) names.insert(expression.name);
  for (const Expression& part : expression.parts) collect_names(part, names);
}

class StepCompiler {
 public:
  explicit StepCompiler(const RuleContext& context) : context_(context), draft_(context.draft) {}

  void run() {
    if (draft_.steps.empty() && !context_.reporter.failed())
      context_.reporter.error({}, "no_steps", "there are no steps: nothing is computed", "add steps:");
    for (const StepDraft& step : draft_.steps) {
      parsed_.push_back(parse_expression(step.is, context_.environment.units, context_.reporter));
    }
    find_cycles();
    for (std::size_t i = 0; i < draft_.steps.size(); ++i) step(i);
  }

 private:
  // The steps a step names; names are matched only, since nothing has a meaning yet.
  std::vector<std::vector<std::size_t>> needs() {
    std::map<std::string, std::size_t, std::less<>> steps;
    for (std::size_t i = 0; i < draft_.steps.size(); ++i) steps.emplace(draft_.steps[i].name.text, i);
    std::vector<std::vector<std::size_t>> all(draft_.steps.size());
    Reporter silent("");
    for (std::size_t i = 0; i < draft_.steps.size(); ++i) {
      std::set<std::string> names;
      if (parsed_[i]) collect_names(*parsed_[i], names);
      if (draft_.steps[i].kind == StepKind::limit) {
        const auto amount = parse_expression(draft_.steps[i].limit.amount, context_.environment.units, silent);
        if (amount) collect_names(*amount, names);
      }
      for (const std::string& name : names) {
        if (const auto found = steps.find(name); found != steps.end()) all[i].push_back(found->second);
      }
    }
    return all;
  }

  // A step that needs itself, directly or through others, can be put in no order.
  void find_cycles() {
    const std::size_t count = draft_.steps.size();
    const std::vector<std::vector<std::size_t>> all = needs();
    in_cycle_.assign(count, false);
    std::vector<int> state(count, 0);  // 0 unseen, 1 on the path, 2 done
    for (std::size_t root = 0; root < count; ++root) {
      // Depth first with a path of our own: a rulebook may have many steps.
      std::vector<std::pair<std::size_t, std::size_t>> path;
      if (state[root] == 0) {
        path.emplace_back(root, 0);
        state[root] = 1;
      }
      while (!path.empty()) {
        auto& [at, next] = path.back();
        if (next == all[at].size()) {
          state[at] = 2;
          path.pop_back();
          continue;
        }
        const std::size_t to = all[at][next++];
        if (state[to] == 0) {
          state[to] = 1;
          path.emplace_back(to, 0);
        } else if (state[to] == 1) {
          report_cycle(path, to);
        }
      }
    }
  }

  void report_cycle(const std::vector<std::pair<std::size_t, std::size_t>>& path, std::size_t to) {
    std::string way;
    bool inside = false;
    for (const auto& [step, next] : path) {
      inside = inside || step == to;
      if (!inside) continue;
      in_cycle_[step] = true;
      way += draft_.steps[step].name.text + " -> ";
    }
    context_.reporter.error(draft_.steps[to].name.at, "cycle",
                            "these steps need one another: " + way + draft_.steps[to].name.text,
                            "give one of them a name of its own, or compute it from the facts");
  }

  void step(std::size_t index) {
    const StepDraft& draft = draft_.steps[index];
    KnownStep& known = context_.environment.steps[index];
    CompiledStep compiled;
    compiled.kind = draft.kind;
    compiled.scope = known.scope;
    compiled.name = draft.name.text;
    compiled.label = draft.label;
    compiled.source = draft.source;
    // A step in a cycle has been reported; its readers stay silent.
    const bool sound = parsed_[index] && !in_cycle_[index] &&
                       check_types(*parsed_[index], known.scope, context_.environment, context_.reporter);
    if (sound) {
      compiled.expression = std::move(*parsed_[index]);
      compiled.from_stage = stage_of(compiled.expression, context_.environment);
      settle_type(draft, compiled);
      context_.lowering.begin(known.scope, context_.segment(draft.name.text), compiled.from_stage);
      compiled.value = context_.lowering.lower(compiled.expression);
      if (draft.round) round(draft, compiled);
      if (draft.kind == StepKind::limit) compile_limit(context_, index, compiled);
      context_.lowering.end();
      context_.lowering.steps[index] = compiled.value;
      known.type = compiled.type;
      known.from_stage = compiled.from_stage;
      if (draft.kind == StepKind::fee) known.read = true;  // by the answer
    }
    known.checked = true;
    context_.rules.steps.push_back(std::move(compiled));
  }

  void settle_type(const StepDraft& draft, CompiledStep& step) {
    const bool must_be_money = draft.kind == StepKind::limit || draft.kind == StepKind::fee;
    if (must_be_money && !settle_as_money(step.expression)) {
      context_.reporter.error(draft.is.at, "dimension",
                              std::string(draft.kind == StepKind::fee ? "a fee" : "what a limit limits") +
                                  " is money, and this is " + context_.environment.describe(step.expression.type));
    }
    step.type = step.expression.type;
    step.type.bare = false;
  }

  void round(const StepDraft& draft, CompiledStep& step) {
    const auto increment = Decimal::parse(draft.round->increment.text);
    if (!increment || increment->digits <= 0) {
      context_.reporter.error(draft.round->increment.at, "bad_increment",
                              "the increment of a rounding is a positive number", "as in round: half_up to 0.01");
      return;
    }
    if (!step.type.is_number()) {
      context_.reporter.error(
          draft.round->increment.at, "dimension",
          "only numbers are rounded, and " + step.name + " is " + context_.environment.describe(step.type));
      return;
    }
    // In the unit the step is shown in: 0.01 yuan, 0.25 ha.
    const auto unit = step.type.unit.in_base(context_.environment.units);
    const auto in_base = unit ? multiply(*unit, Ratio::of(*increment)) : std::nullopt;
    if (!in_base) return;
    step.rounding = draft.round->rounding;
    step.increment = *in_base;
    step.unrounded = step.value;
    step.value = context_.lowering.rounded(step.value, *in_base, *step.rounding, step.expression);
  }

  const RuleContext& context_;
  const RulebookDraft& draft_;
  std::vector<std::optional<Expression>> parsed_;
  std::vector<bool> in_cycle_;
};

}  // namespace

void compile_steps(const RuleContext& context) { StepCompiler(context).run(); }

}  // namespace wildclaims::rules::language
