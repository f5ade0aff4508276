// Denials, flags, payments, the reserve estimate, and what nothing reads.
#include <utility>

#include "rules/language/check_types.h"
#include "rules/language/compile.h"

namespace wildclaims::rules::language {
namespace {

const Ratio kFen = *Ratio::make(1, 100);

void finding(const RuleContext& context, const FindingDraft& draft, const char* list,
             std::vector<CompiledFinding>& findings) {
  if (!draft.code.text.empty() && !is_name(draft.code.text)) {
    context.reporter.error(draft.code.at, "bad_name", "'" + shown(draft.code.text) + "' cannot be a code",
                           "use lower-case letters, digits and '_', beginning with a letter");
  }
  auto when = context.condition(draft.when, Scope::claim, "when");
  if (!when) return;
  CompiledFinding compiled{draft.code.text, draft.say, draft.source, std::move(*when), 0, 0};
  compiled.from_stage = stage_of(compiled.when, context.environment);
  context.lowering.begin(Scope::claim, context.segment(std::string(list) + "." + draft.code.text), compiled.from_stage);
  const Place holds = context.lowering.lower(compiled.when);
  compiled.holds = context.lowering.counted_in(holds, Ratio(1), compiled.when);
  context.lowering.end();
  findings.push_back(std::move(compiled));
}

void duplicate_findings(const RuleContext& context) {
  SeenNames seen;
  for (const auto* list : {&context.draft.denials, &context.draft.flags}) {
    for (const FindingDraft& finding : *list) {
      const auto [before, added] = seen.try_emplace(finding.code.text, finding.code.at.line);
      if (added) continue;
      context.reporter.error(
          finding.code.at, "duplicate_name",
          "code '" + finding.code.text + "' is already used in line " + std::to_string(before->second),
          "one reason, one code");
    }
  }
}

// The step of the claim that `word` names, which must be money; nothing after a report.
std::optional<std::size_t> payable_step(const RuleContext& context, const Word& word, const char* key) {
  if (word.text.empty()) return std::nullopt;  // missing: reported by whoever read the file
  const auto index = context.environment.find_step(word.text);
  if (!index || context.environment.steps[*index].scope != Scope::claim) {
    std::vector<std::string> names;
    for (const KnownStep& step : context.environment.steps) {
      if (step.scope == Scope::claim) names.push_back(step.name);
    }
    context.reporter.error(word.at, "unknown_result",
                           std::string(key) + " names no step of the claim: '" + shown(word.text) + "'",
                           suggestion(word.text, names));
    return std::nullopt;
  }
  KnownStep& step = context.environment.steps[*index];
  step.read = true;
  if (step.type.kind == Kind::unknown) return std::nullopt;
  if (step.type.is_money()) return index;
  context.reporter.error(
      word.at, "dimension",
      "the result must be money, and " + step.name + " is " + context.environment.describe(step.type),
      step.type.dimension.is_number() ? "give an amount its unit, as in 100.00 CNY" : "");
  return std::nullopt;
}

engine::Register fen(const RuleContext& context, const CompiledStep& step, Rounding rounding) {
  const Place whole = context.lowering.rounded(step.value, kFen, rounding, step.expression);
  return context.lowering.counted_in(whole, kFen, step.expression);
}

void payment(const RuleContext& context, const Word& pays, const char* key, std::size_t stage) {
  const auto index = payable_step(context, pays, key);
  if (!index) return;
  const CompiledStep& step = context.rules.steps[*index];
  if (step.from_stage > stage) {
    context.reporter.error(pays.at, "stage_needs_later_fact",
                           "'" + step.name + "' needs a fact that is only known from stage " +
                               context.environment.layout.stages[step.from_stage] + " on",
                           "let this stage pay another step, or correct from_stage: of the fact");
    return;
  }
  context.lowering.begin(Scope::claim, context.segment(step.name), step.from_stage);
  context.rules.payments.push_back({*index, fen(context, step, context.rules.result_rounding)});
  context.lowering.end();
}

// What each step comes to, for the answer (fees) and for reading.
void amounts(const RuleContext& context) {
  for (std::size_t i = 0; i < context.rules.steps.size(); ++i) {
    const CompiledStep& step = context.rules.steps[i];
    if (step.scope == Scope::item || !step.type.is_money()) continue;
    const bool fee = step.kind == StepKind::fee;
    const std::uint32_t segment = context.segment(step.name);
    if (fee) {
      context.lowering.begin(step.scope, segment, step.from_stage);
    } else {
      context.lowering.begin_for_reading(step.scope, segment, step.from_stage);
    }
    (fee ? context.rules.fees : context.rules.amounts)
        .push_back({i, fen(context, step, fee ? context.rules.result_rounding : Rounding::half_up)});
    context.lowering.end();
  }
}

void collect_facts(const Expression& expression, Scope scope, std::vector<std::size_t>& facts) {
  if (expression.meaning == Meaning::fact && expression.scope == scope) facts.push_back(expression.index);
  for (const Expression& part : expression.parts) collect_facts(part, scope, facts);
}

bool needs_loss_date(const Expression& expression, const Environment& environment) {
  if (expression.meaning == Meaning::loss_date) return true;
  if (expression.meaning == Meaning::table && environment.tables[expression.index].dated) return true;
  for (const Expression& part : expression.parts) {
    if (needs_loss_date(part, environment)) return true;
  }
  return false;
}

}  // namespace

std::uint32_t RuleContext::segment(std::string name) const {
  rules.segment_names.push_back(std::move(name));
  return static_cast<std::uint32_t>(rules.segment_names.size() - 1);
}

std::optional<Expression> RuleContext::checked(const ExpressionText& text, Scope scope) const {
  auto expression = parse_expression(text, environment.units, reporter);
  if (!expression || !check_types(*expression, scope, environment, reporter)) return std::nullopt;
  return expression;
}

std::optional<Expression> RuleContext::condition(const ExpressionText& text, Scope scope, const char* key) const {
  auto expression = checked(text, scope);
  if (!expression || expression->type.kind == Kind::boolean) return expression;
  reporter.error(text.at, "not_a_condition",
                 std::string(key) + ": needs a condition, and this is " + environment.describe(expression->type),
                 "compare it with something");
  return std::nullopt;
}

std::optional<Expression> RuleContext::money(const ExpressionText& text, Scope scope, const std::string& what) const {
  auto expression = checked(text, scope);
  if (!expression || settle_as_money(*expression)) return expression;
  reporter.error(text.at, "dimension", what + " is money, and this is " + environment.describe(expression->type),
                 "write money with two decimals, as in 200000.00");
  return std::nullopt;
}

void compile_findings(const RuleContext& context) {
  for (const FindingDraft& denial : context.draft.denials) finding(context, denial, "deny", context.rules.denials);
  for (const FindingDraft& flag : context.draft.flags) finding(context, flag, "flag", context.rules.flags);
  duplicate_findings(context);
}

void compile_payments(const RuleContext& context, RulebookParts& parts) {
  context.rules.result_rounding = context.draft.result_rounding;
  SeenNames seen;
  for (std::size_t i = 0; i < context.draft.payments.size(); ++i) {
    const PaymentDraft& draft = context.draft.payments[i];
    declare_name(draft.stage, "stage", context.environment.units, seen, context.reporter);
    payment(context, draft.pays, "pays:", i);
    const bool last = i + 1 == context.draft.payments.size();
    if (i > 0 && !draft.when_negative) {
      context.reporter.error(draft.stage.at, "missing_key",
                             "stage " + shown(draft.stage.text) + " needs when_negative:",
                             "say what happens when more was paid before than is owed: claw_back or zero");
    }
    if (last && draft.pays.text != context.draft.result.text && !context.draft.result.text.empty()) {
      context.reporter.error(draft.pays.at, "unknown_result",
                             "the last stage pays '" + shown(draft.pays.text) + "', and result: is '" +
                                 shown(context.draft.result.text) + "'",
                             "let both name the same step");
    }
    parts.payments.push_back({draft.stage.text, draft.pays.text, draft.when_negative.value_or(WhenNegative::zero)});
  }
  if (context.draft.payments.empty()) {
    payment(context, context.draft.result, "result:", 0);
  } else {
    payable_step(context, context.draft.result, "result:");
  }
  amounts(context);
}

// A program of its own, over facts only: it must answer while the others are still missing.
void compile_reserve(const RuleContext& context) {
  const auto& draft = context.draft.reserve;
  if (!draft) return;
  Environment facts_only = context.environment;
  facts_only.steps.clear();
  auto estimate = parse_expression(draft->item, context.environment.units, context.reporter);
  if (!estimate || !check_types(*estimate, Scope::item, facts_only, context.reporter)) return;
  for (std::size_t i = 0; i < context.environment.tables.size(); ++i) {
    context.environment.tables[i].called = context.environment.tables[i].called || facts_only.tables[i].called;
  }
  for (std::size_t i = 0; i < context.environment.brackets.size(); ++i) {
    context.environment.brackets[i].called = context.environment.brackets[i].called || facts_only.brackets[i].called;
  }
  if (!settle_as_money(*estimate)) {
    context.reporter.error(
        draft->item.at, "dimension",
        "the reserve estimate of an item is money, and this is " + context.environment.describe(estimate->type));
    return;
  }
  CompiledReserve compiled;
  compiled.program.tables = context.rules.program.tables;
  compiled.program.cells = context.rules.program.cells;
  Lowering lowering(facts_only, compiled.program, context.reporter);
  const std::uint32_t name = context.segment("reserve_estimate");
  lowering.begin(Scope::item, name);
  const Place each = lowering.rounded(lowering.lower(*estimate), kFen, Rounding::half_up, *estimate);
  lowering.end();
  lowering.begin(Scope::claim, name);
  const Place total = lowering.item_sum(each, *estimate);
  compiled.fen = lowering.counted_in(total, kFen, *estimate);
  lowering.end();
  compiled.program.mark_guarded();
  collect_facts(*estimate, Scope::item, compiled.item_facts);
  collect_facts(*estimate, Scope::claim, compiled.claim_facts);
  if (needs_loss_date(*estimate, context.environment) && context.environment.loss_date_fact) {
    compiled.claim_facts.push_back(*context.environment.loss_date_fact);
  }
  context.rules.reserve = std::move(compiled);
}

void report_unread(const RuleContext& context) {
  if (context.reporter.failed()) return;  // with errors about, much is unread only because it was not understood
  const Environment& environment = context.environment;
  const RulebookDraft& draft = context.draft;
  for (std::size_t i = 0; i < environment.steps.size(); ++i) {
    if (environment.steps[i].read) continue;
    context.reporter.warning(draft.steps[i].name.at, "unread_step", "nothing reads step " + environment.steps[i].name,
                             "remove it, or use it where it was meant to count");
  }
  for (std::size_t i = 0; i < environment.tables.size(); ++i) {
    if (environment.tables[i].called) continue;
    context.reporter.warning(draft.tables[i].name.at, "unread_table",
                             draft.tables[i].named_value ? "nothing uses value " + environment.tables[i].name
                                                         : "nothing looks into table " + environment.tables[i].name,
                             "remove it, or use it in a step");
  }
  for (std::size_t i = 0; i < environment.brackets.size(); ++i) {
    if (environment.brackets[i].called) continue;
    context.reporter.warning(draft.brackets[i].name.at, "unread_table",
                             "nothing uses bracket " + environment.brackets[i].name, "remove it, or call it in a step");
  }
  for (std::size_t i = 0; i < environment.running.size(); ++i) {
    const KnownRunning& running = environment.running[i];
    if (running.read || environment.facts(running.scope)[running.fact].read) continue;
    context.reporter.warning(draft.running[i].name.at, "unread_running", "nothing reads running total " + running.name,
                             "remove it, or let a limit or a step count with it");
  }
  for (const AdjustmentDraft& adjustment : draft.adjustments) {
    const auto fact = environment.layout.index_of(Scope::claim, adjustment.name.text);
    if (!fact || environment.claim_facts[*fact].read) continue;
    context.reporter.warning(adjustment.name.at, "unread_adjustment",
                             "nothing reads adjustment " + adjustment.name.text + ": what people enter changes nothing",
                             "remove it, or take it off in a step");
  }
  for (std::size_t i = 0; i < environment.code_type_read.size(); ++i) {
    const CodeType& type = environment.layout.code_types[i];
    if (environment.code_type_read[i] || type.codes.size() < 2) continue;
    context.reporter.warning(draft.types[i].name.at, "unused_codes",
                             "no rule tells the codes of " + type.name + " apart",
                             "compare it or use it as a table's column, or leave the fact out");
  }
  // A type that tables divide by should have every code named somewhere: one that never is was forgotten.
  for (const KnownTable& table : environment.tables) {
    for (const KnownColumn& column : table.columns) {
      if (column.type.kind != Kind::code) continue;
      const std::size_t type = column.type.code_type;
      for (std::size_t code = 0; code < environment.codes_named[type].size(); ++code) {
        if (environment.codes_named[type][code]) continue;
        context.reporter.warning(draft.types[type].codes[code].name.at, "unused_code",
                                 "no row and no condition names " + draft.types[type].codes[code].name.text,
                                 "add its row, or remove the code");
        context.environment.codes_named[type][code] = true;  // told once
      }
    }
  }
}

}  // namespace wildclaims::rules::language
