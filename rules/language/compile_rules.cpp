#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "rules/language/check_types.h"
#include "rules/language/compile.h"
#include "rules/language/lowering.h"

namespace wildclaims::rules::language {
namespace {

const Ratio kFen = *Ratio::make(1, 100);

void collect_names(const Expression& expression, std::set<std::string>& names) {
  if (expression.op == Op::name || expression.op == Op::item_name) names.insert(expression.name);
  for (const Expression& part : expression.parts) collect_names(part, names);
}

void collect_facts(const Expression& expression, Scope scope, std::vector<std::size_t>& facts) {
  if (expression.meaning == Meaning::fact && expression.scope == scope) facts.push_back(expression.index);
  for (const Expression& part : expression.parts) collect_facts(part, scope, facts);
}

class RuleCompiler {
 public:
  RuleCompiler(const RulebookDraft& draft, Environment& environment, CompiledRules& rules, Reporter& reporter)
      : draft_(draft),
        environment_(environment),
        rules_(rules),
        reporter_(reporter),
        lowering_(environment, rules.program, reporter) {}

  void run() {
    for (const StepDraft& step : draft_.steps) {
      environment_.steps.push_back(
          {step.name.text, step.kind == StepKind::item ? Scope::item : Scope::claim, {}, false, false});
      lowering_.steps.emplace_back();
    }
    if (draft_.steps.empty() && !reporter_.failed())
      reporter_.error({}, "no_steps", "there are no steps: nothing is computed", "add steps:");
    parse_steps();
    find_cycles();
    for (std::size_t i = 0; i < draft_.steps.size(); ++i) step(i);
    result();
    for (const FindingDraft& denial : draft_.denials) finding(denial, "deny", rules_.denials);
    for (const FindingDraft& flag : draft_.flags) finding(flag, "flag", rules_.flags);
    duplicate_findings();
    reserve();
    unread();
  }

 private:
  void parse_steps() {
    for (const StepDraft& step : draft_.steps) {
      parsed_.push_back(parse_expression(step.is, environment_.units, reporter_));
      amounts_.push_back(step.kind == StepKind::limit ? parse_expression(step.amount, environment_.units, reporter_)
                                                      : std::nullopt);
    }
  }

  // A step that needs itself, directly or through others, can be put in no order.
  void find_cycles() {
    const std::size_t count = draft_.steps.size();
    std::vector<std::vector<std::size_t>> needs(count);
    for (std::size_t i = 0; i < count; ++i) {
      std::set<std::string> names;
      if (parsed_[i]) collect_names(*parsed_[i], names);
      if (amounts_[i]) collect_names(*amounts_[i], names);
      for (std::size_t j = 0; j < count; ++j) {
        if (names.count(draft_.steps[j].name.text) != 0) needs[i].push_back(j);
      }
    }
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
        if (next == needs[at].size()) {
          state[at] = 2;
          path.pop_back();
          continue;
        }
        const std::size_t to = needs[at][next++];
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
    reporter_.error(draft_.steps[to].name.at, "cycle",
                    "these steps need one another: " + way + draft_.steps[to].name.text,
                    "give one of them a name of its own, or compute it from the facts");
  }

  std::uint32_t segment_name(std::string name) {
    rules_.segment_names.push_back(std::move(name));
    return static_cast<std::uint32_t>(rules_.segment_names.size() - 1);
  }

  void step(std::size_t index) {
    const StepDraft& draft = draft_.steps[index];
    KnownStep& known = environment_.steps[index];
    CompiledStep compiled;
    compiled.kind = draft.kind;
    compiled.name = draft.name.text;
    compiled.label = draft.label;
    compiled.source = draft.source;
    compiled.per = draft.per;
    // A step in a cycle has been reported; its readers stay silent.
    const bool sound =
        parsed_[index] && !in_cycle_[index] && check_types(*parsed_[index], known.scope, environment_, reporter_);
    if (sound) {
      compiled.expression = std::move(*parsed_[index]);
      compiled.type = compiled.expression.type;
      compiled.type.bare = false;
      lowering_.begin(known.scope, segment_name(draft.name.text));
      compiled.value = lowering_.lower(compiled.expression);
      if (draft.round) round(draft, compiled);
      if (draft.kind == StepKind::limit) limit(index, compiled);
      lowering_.end();
      lowering_.steps[index] = compiled.value;
      known.type = compiled.type;
    }
    known.checked = true;
    rules_.steps.push_back(std::move(compiled));
  }

  void round(const StepDraft& draft, CompiledStep& step) {
    const auto increment = Decimal::parse(draft.round->increment.text);
    if (!increment || increment->digits <= 0) {
      reporter_.error(draft.round->increment.at, "bad_increment", "the increment of a rounding is a positive number",
                      "as in round: half_up to 0.01");
      return;
    }
    if (!step.type.is_number()) {
      reporter_.error(draft.round->increment.at, "dimension",
                      "only numbers are rounded, and " + step.name + " is " + environment_.describe(step.type));
      return;
    }
    // In the unit the step is shown in: 0.01 yuan, 0.25 ha.
    const auto unit = step.type.unit.in_base(environment_.units);
    const auto in_base = unit ? multiply(*unit, Ratio::of(*increment)) : std::nullopt;
    if (!in_base) return;
    step.rounding = draft.round->rounding;
    step.increment = *in_base;
    step.unrounded = step.value;
    step.value = lowering_.rounded(step.value, *in_base, *step.rounding, step.expression);
  }

  // min(what, what is left of the amount); nothing is left once more than the amount was approved.
  void limit(std::size_t index, CompiledStep& step) {
    const StepDraft& draft = draft_.steps[index];
    if (!step.type.is_money() && !settle_as_money(step.expression)) {
      reporter_.error(draft.is.at, "dimension",
                      "a limit limits money, and this is " + environment_.describe(step.type));
      return;
    }
    step.type = step.expression.type;
    if (!amounts_[index] || !check_types(*amounts_[index], Scope::claim, environment_, reporter_)) return;
    step.amount = std::move(*amounts_[index]);
    if (!settle_as_money(step.amount)) {
      reporter_.error(draft.amount.at, "dimension",
                      "the amount of a limit is money, and this is " + environment_.describe(step.amount.type),
                      "write money with two decimals, as in 200000.00");
      return;
    }
    const Place amount = lowering_.lower(step.amount);
    if (amount.constant && amount.step.is_negative()) {
      reporter_.error(draft.amount.at, "negative_limit", "the amount of a limit is not negative");
    }
    step.available = amount;
    if (draft.per != LimitScope::claim) {
      step.approved = Lowering::in_register(Scope::claim, rules_.program.household_event(), kFen);
      step.available = lowering_.difference(amount, step.approved, step.amount);
    }
    step.available = lowering_.maximum(step.available, Lowering::constant(Ratio()), step.amount);
    step.value = lowering_.minimum(step.value, step.available, step.expression);
  }

  void result() {
    if (draft_.result.text.empty()) return;  // missing: reported by whoever read the file
    const auto index = environment_.find_step(draft_.result.text);
    if (!index || environment_.steps[*index].scope != Scope::claim) {
      std::vector<std::string> names;
      for (const KnownStep& step : environment_.steps) {
        if (step.scope == Scope::claim) names.push_back(step.name);
      }
      reporter_.error(draft_.result.at, "unknown_result",
                      "result: names no step of the claim: '" + shown(draft_.result.text) + "'",
                      suggestion(draft_.result.text, names));
      return;
    }
    KnownStep& step = environment_.steps[*index];
    step.read = true;
    if (step.type.kind == Kind::unknown) return;
    if (!step.type.is_money()) {
      reporter_.error(draft_.result.at, "dimension",
                      "the result must be money, and " + step.name + " is " + environment_.describe(step.type),
                      step.type.dimension.is_number() ? "give an amount its unit, as in 100.00 CNY" : "");
      return;
    }
    rules_.result_step = *index;
    rules_.result_rounding = draft_.result_rounding;
    lowering_.begin(Scope::claim, segment_name(step.name));
    rules_.result_fen = fen(rules_.steps[*index], draft_.result_rounding);
    for (std::size_t i = 0; i < rules_.steps.size(); ++i) {
      const CompiledStep& each = rules_.steps[i];
      if (each.kind != StepKind::item && each.type.is_money())
        rules_.amounts.push_back({i, fen(each, Rounding::half_up)});
    }
    lowering_.end();
  }

  engine::Register fen(const CompiledStep& step, Rounding rounding) {
    const Place whole = lowering_.rounded(step.value, kFen, rounding, step.expression);
    return lowering_.counted_in(whole, kFen, step.expression);
  }

  void finding(const FindingDraft& draft, const char* list, std::vector<CompiledFinding>& findings) {
    if (!is_name(draft.code.text)) {
      reporter_.error(draft.code.at, "bad_name", "'" + shown(draft.code.text) + "' cannot be a code",
                      "use lower-case letters, digits and '_', beginning with a letter");
    }
    auto when = parse_expression(draft.when, environment_.units, reporter_);
    if (!when || !check_types(*when, Scope::claim, environment_, reporter_)) return;
    if (when->type.kind != Kind::boolean) {
      reporter_.error(draft.when.at, "not_a_condition",
                      "when: needs a condition, and this is " + environment_.describe(when->type),
                      "compare it with something");
      return;
    }
    CompiledFinding compiled{draft.code.text, draft.say, draft.source, std::move(*when), 0};
    lowering_.begin(Scope::claim, segment_name(std::string(list) + "." + draft.code.text));
    const Place holds = lowering_.lower(compiled.when);
    compiled.holds = lowering_.counted_in(holds, Ratio(1), compiled.when);
    lowering_.end();
    findings.push_back(std::move(compiled));
  }

  void duplicate_findings() {
    SeenNames seen;
    for (const auto* list : {&draft_.denials, &draft_.flags}) {
      for (const FindingDraft& finding : *list) {
        const auto [before, added] = seen.try_emplace(finding.code.text, finding.code.at.line);
        if (added) continue;
        reporter_.error(finding.code.at, "duplicate_name",
                        "code '" + finding.code.text + "' is already used in line " + std::to_string(before->second),
                        "one reason, one code");
      }
    }
  }

  // A program of its own, over facts only: it must answer while the others are still missing.
  void reserve() {
    if (!draft_.reserve) return;
    Environment facts_only = environment_;
    facts_only.steps.clear();
    auto estimate = parse_expression(draft_.reserve->item, environment_.units, reporter_);
    if (!estimate || !check_types(*estimate, Scope::item, facts_only, reporter_)) return;
    for (std::size_t i = 0; i < environment_.tables.size(); ++i) {
      environment_.tables[i].called = environment_.tables[i].called || facts_only.tables[i].called;
    }
    if (!settle_as_money(*estimate)) {
      reporter_.error(draft_.reserve->item.at, "dimension",
                      "the reserve estimate of an item is money, and this is " + environment_.describe(estimate->type));
      return;
    }
    CompiledReserve compiled;
    compiled.program.tables = rules_.program.tables;
    Lowering lowering(facts_only, compiled.program, reporter_);
    const std::uint32_t name = segment_name("reserve_estimate");
    lowering.begin(Scope::item, name);
    const Place each = lowering.rounded(lowering.lower(*estimate), kFen, Rounding::half_up, *estimate);
    lowering.end();
    lowering.begin(Scope::claim, name);
    const Place total = lowering.item_sum(each, *estimate);
    compiled.fen = lowering.counted_in(total, kFen, *estimate);
    lowering.end();
    collect_facts(*estimate, Scope::item, compiled.item_facts);
    collect_facts(*estimate, Scope::claim, compiled.claim_facts);
    rules_.reserve = std::move(compiled);
  }

  void unread() {
    if (reporter_.failed()) return;  // with errors about, much is unread only because it was not understood
    for (std::size_t i = 0; i < environment_.steps.size(); ++i) {
      if (environment_.steps[i].read) continue;
      reporter_.warning(draft_.steps[i].name.at, "unread_step", "nothing reads step " + environment_.steps[i].name,
                        "remove it, or use it where it was meant to count");
    }
    for (std::size_t i = 0; i < environment_.tables.size(); ++i) {
      if (environment_.tables[i].called) continue;
      reporter_.warning(draft_.tables[i].name.at, "unread_table",
                        "nothing looks into table " + environment_.tables[i].name, "remove it, or call it in a step");
    }
    for (std::size_t i = 0; i < environment_.code_type_read.size(); ++i) {
      const CodeType& type = environment_.layout.code_types[i];
      if (environment_.code_type_read[i] || type.codes.size() < 2) continue;
      reporter_.warning(draft_.types[i].name.at, "unused_codes", "no rule tells the codes of " + type.name + " apart",
                        "compare it or use it as a table's column, or leave the fact out");
    }
  }

  const RulebookDraft& draft_;
  Environment& environment_;
  CompiledRules& rules_;
  Reporter& reporter_;
  Lowering lowering_;
  std::vector<std::optional<Expression>> parsed_;
  std::vector<std::optional<Expression>> amounts_;
  std::vector<bool> in_cycle_;
};

}  // namespace

void compile_rules(const RulebookDraft& draft, Environment& environment, CompiledRules& rules, Reporter& reporter) {
  RuleCompiler(draft, environment, rules, reporter).run();
}

}  // namespace wildclaims::rules::language
