#include "rules/language/compile.h"

#include <algorithm>
#include <utility>

namespace wildclaims::rules::language {
namespace {

std::optional<std::size_t> day_fact(const std::optional<Word>& word, FactKind kind, const Environment& environment,
                                    Reporter& reporter) {
  if (!word) return std::nullopt;
  const auto index = environment.layout.index_of(Scope::claim, word->text);
  if (index && environment.layout.claim[*index].kind == kind) return index;
  std::vector<std::string> names;
  for (const FactDeclaration& fact : environment.layout.claim) {
    if (fact.kind == kind) names.push_back(fact.name);
  }
  reporter.error(word->at, "bad_loss_date", "'" + shown(word->text) + "' is no claim fact of type " + to_string(kind),
                 suggestion(word->text, names));
  return std::nullopt;
}

std::vector<Term> terms_of(const RulebookDraft& draft) {
  std::vector<Term> terms = {
      {"policy.premium", {"年保费", "premium of the year"}, draft.policy.premium_source},
      {"policy.aggregate_limit",
       {"年度累计赔偿限额", "aggregate limit of the year"},
       draft.policy.aggregate_limit_source},
      {"funding.shares", {"分担比例", "funding shares"}, draft.funding.source},
  };
  for (const TableDraft& table : draft.tables)
    terms.push_back({(table.named_value ? "values." : "tables.") + table.name.text, table.label, table.source});
  for (const BracketDraft& bracket : draft.brackets)
    terms.push_back({"brackets." + bracket.name.text, bracket.label, bracket.source});
  for (const FindingDraft& denial : draft.denials)
    terms.push_back({"deny." + denial.code.text, denial.say, denial.source});
  for (const FindingDraft& flag : draft.flags) terms.push_back({"flag." + flag.code.text, flag.say, flag.source});
  for (const StepDraft& step : draft.steps) terms.push_back({"steps." + step.name.text, step.label, step.source});
  if (draft.reserve) terms.push_back({"reserve_estimate", draft.reserve->label, draft.reserve->source});
  return terms;
}

bool within_limits(const RulebookDraft& draft, Reporter& reporter) {
  const std::pair<const char*, std::size_t> counts[] = {{"types", draft.types.size()},
                                                        {"facts", draft.facts.size()},
                                                        {"tables", draft.tables.size()},
                                                        {"steps", draft.steps.size()},
                                                        {"denials", draft.denials.size()},
                                                        {"flags", draft.flags.size()},
                                                        {"funders", draft.funding.funders.size()},
                                                        {"brackets", draft.brackets.size()},
                                                        {"running totals", draft.running.size()},
                                                        {"units", draft.units.size()},
                                                        {"layers", draft.funding.layers.size()}};
  for (const auto& [what, count] : counts) {
    if (count <= kMostDeclarations) continue;
    reporter.error({}, "rulebook_too_large",
                   "a rulebook has at most " + std::to_string(kMostDeclarations) + " " + what + ", and this one has " +
                       std::to_string(count),
                   "split it");
    return false;
  }
  return true;
}

void declare_steps(const RulebookDraft& draft, Environment& environment, Lowering& lowering) {
  for (const StepDraft& step : draft.steps) {
    Scope scope = Scope::claim;
    if (step.kind == StepKind::item) scope = Scope::item;
    if (step.kind == StepKind::event) scope = Scope::event;
    const bool item_limit = step.limit.per == LimitScope::item || step.limit.per == LimitScope::plot_year;
    if (step.kind == StepKind::limit && item_limit) scope = Scope::item;
    environment.steps.push_back({step.name.text, scope, {}, false, false, 0});
    lowering.steps.emplace_back();
  }
}

// A running total sums a step of the scope it is counted for, and in its own kind of number.
void check_summed(const RuleContext& context, std::size_t running, std::size_t step, const Word& of) {
  if (running >= context.environment.running.size()) return;  // some declaration was refused
  const KnownRunning& total = context.environment.running[running];
  const KnownStep& summed = context.environment.steps[step];
  const Scope wanted = total.scope == Scope::item ? Scope::item : Scope::claim;
  if (summed.type.kind == Kind::unknown) return;
  if (summed.scope != wanted) {
    context.reporter.error(of.at, "bad_sum",
                           total.name + " sums a step of the " + word_of(wanted) + ", and " + summed.name +
                               " is one of the " + word_of(summed.scope),
                           "name a step of the " + word_of(wanted) + " under of:");
    return;
  }
  const Type& type = context.environment.facts(total.scope)[total.fact].type;
  if (type.is_number() && !(type.dimension == summed.type.dimension)) {
    context.reporter.error(of.at, "dimension",
                           total.name + " is " + context.environment.describe(type) + ", and " + summed.name + " is " +
                               context.environment.describe(summed.type),
                           "give it the type: of the step that it sums");
  }
}

// Which step each running total sums.
void settle_running(const RuleContext& context, RulebookParts& parts) {
  for (std::size_t i = 0; i < context.draft.running.size(); ++i) {
    const RunningDraft& draft = context.draft.running[i];
    const Word of = draft.of.value_or(context.draft.result);
    const auto step = context.environment.find_step(of.text);
    if (!step) {
      std::vector<std::string> names;
      for (const KnownStep& known : context.environment.steps) names.push_back(known.name);
      if (draft.of) {
        context.reporter.error(of.at, "unknown_result", "of: '" + shown(of.text) + "' is no step",
                               suggestion(of.text, names));
      }
    } else {
      context.environment.steps[*step].read = true;
      check_summed(context, i, *step, of);
    }
    parts.running.push_back({draft.name.text, draft.label, draft.per, draft.by ? draft.by->text : "", of.text});
  }
}

}  // namespace

void settle_loss_date(const RulebookDraft& draft, Environment& environment, CompiledRules& rules, RulebookParts& parts,
                      Reporter& reporter) {
  rules.first_day = day_fact(draft.first_day, FactKind::date, environment, reporter);
  rules.last_day = day_fact(draft.last_day, FactKind::date, environment, reporter);
  rules.discovered = day_fact(draft.discovered, FactKind::datetime, environment, reporter);
  const auto& word = draft.loss_day == LossDay::first_day  ? draft.first_day
                     : draft.loss_day == LossDay::last_day ? draft.last_day
                                                           : draft.discovered;
  if (!word && draft.loss_date_at.line > 0) {
    reporter.error(draft.loss_date_at, "bad_loss_date",
                   "day: " + to_string(draft.loss_day) + " needs the fact that tells it",
                   "add " + to_string(draft.loss_day) + ": and the fact's name under loss_date:");
  }
  environment.loss_date_fact = draft.loss_day == LossDay::first_day  ? rules.first_day
                               : draft.loss_day == LossDay::last_day ? rules.last_day
                                                                     : rules.discovered;
  const auto text = [](const std::optional<Word>& name) { return name ? name->text : std::string(); };
  parts.loss_date = {draft.loss_day, text(draft.first_day), text(draft.last_day), text(draft.discovered)};
}

std::shared_ptr<const Rulebook> compile(const RulebookDraft& draft, FileIdentity file, Reporter& reporter) {
  if (!within_limits(draft, reporter)) return nullptr;
  auto rules = std::make_shared<CompiledRules>();
  Environment& environment = rules->environment;
  RulebookParts parts;
  declare_facts(draft, environment, reporter);
  settle_loss_date(draft, environment, *rules, parts, reporter);
  if (draft.in_force_to < draft.in_force_from) {
    reporter.error(draft.in_force_at, "in_force_backwards", "in_force ends before it begins", "exchange from and to");
  }
  compile_tables(draft, environment, rules->program, *rules, reporter);
  compile_brackets(draft, environment, *rules, reporter);
  Lowering lowering(environment, rules->program, reporter);
  declare_steps(draft, environment, lowering);
  const RuleContext context{draft, environment, *rules, lowering, reporter};
  compile_steps(context);
  compile_findings(context);
  compile_payments(context, parts);
  settle_running(context, parts);
  compile_funding(context, parts);
  compile_exhaustion(context, parts);
  compile_reserve(context);
  report_unread(context);
  if (reporter.failed()) return nullptr;
  rules->program.mark_guarded();

  parts.id = draft.id.text;
  parts.version = draft.version.text;
  parts.supersedes = draft.supersedes ? draft.supersedes->text : "";
  parts.result = draft.result.text;
  parts.title = draft.title;
  parts.status = draft.status;
  parts.in_force_from = draft.in_force_from;
  parts.in_force_to = draft.in_force_to;
  parts.sha256 = file.sha256;
  parts.text = std::move(file.text);
  parts.file_name = std::move(file.name);
  parts.funding_source = draft.funding.source;
  parts.facts = std::make_shared<const FactLayout>(environment.layout);
  parts.terms = terms_of(draft);
  parts.not_encoded = draft.not_encoded;
  parts.compiled = std::move(rules);
  return std::make_shared<const Rulebook>(std::move(parts));
}

}  // namespace wildclaims::rules::language
