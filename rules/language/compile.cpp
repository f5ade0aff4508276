#include "rules/language/compile.h"

#include <algorithm>
#include <utility>

namespace wildclaims::rules::language {
namespace {

constexpr int kShareDecimals = 4;  // of a per cent

void settle_funding(const RulebookDraft& draft, const UnitTable& units, RulebookParts& parts, Reporter& reporter) {
  const std::size_t before = reporter.errors();
  std::vector<FundingShares::Share> shares;
  SeenNames seen;
  std::int64_t sum = 0;
  for (const ShareDraft& draft_share : draft.shares) {
    declare_name(draft_share.funder, "funder", units, seen, reporter);
    std::string_view text = draft_share.share.text;
    const bool percent = !text.empty() && text.back() == '%';
    if (percent) text.remove_suffix(1);
    const auto decimal = percent ? Decimal::parse(text) : std::nullopt;
    if (!decimal || decimal->scale > kShareDecimals || decimal->digits < 0 ||
        decimal->digits > Int128{100} * power_of_ten(decimal->scale)) {
      reporter.error(draft_share.share.at, "bad_share", "'" + shown(draft_share.share.text) + "' is no share",
                     "write a per cent from 0% to 100% with at most " + std::to_string(kShareDecimals) + " decimals");
      continue;
    }
    const auto millionths = static_cast<std::int64_t>(decimal->digits * power_of_ten(kShareDecimals - decimal->scale));
    sum += millionths;
    shares.push_back({{draft_share.funder.text, draft_share.label}, millionths});
  }
  if (draft.shares.empty() && !reporter.failed())
    reporter.error(draft.funding_at, "shares_not_whole", "no funder bears anything", "add shares:");
  if (draft.shares.empty() || reporter.errors() != before) return;
  if (sum != FundingShares::kWhole) {
    reporter.error(draft.funding_at, "shares_not_whole",
                   "the shares sum to " + decimal_text(sum, kShareDecimals) + "%, not to 100%",
                   "change them so that nothing is left over and nothing is paid twice");
    return;
  }
  parts.funding = FundingShares(std::move(shares));
}

void settle_residual(const RulebookDraft& draft, Reporter& reporter) {
  if (draft.residual_to.text.empty()) return;  // missing: reported by whoever read the file
  std::vector<std::string> funders;
  for (const ShareDraft& share : draft.shares) funders.push_back(share.funder.text);
  if (std::find(funders.begin(), funders.end(), draft.residual_to.text) == funders.end()) {
    reporter.error(draft.residual_to.at, "unknown_funder",
                   "residual_to: '" + shown(draft.residual_to.text) + "' is no funder",
                   suggestion(draft.residual_to.text, funders));
  }
}

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

void settle_loss_date(const RulebookDraft& draft, const Environment& environment, CompiledRules& rules,
                      RulebookParts& parts, Reporter& reporter) {
  rules.first_day = day_fact(draft.first_day, FactKind::date, environment, reporter);
  rules.last_day = day_fact(draft.last_day, FactKind::date, environment, reporter);
  rules.discovered = day_fact(draft.discovered, FactKind::datetime, environment, reporter);
  const bool named = draft.loss_day == LossDay::first_day  ? draft.first_day.has_value()
                     : draft.loss_day == LossDay::last_day ? draft.last_day.has_value()
                                                           : draft.discovered.has_value();
  if (!named && draft.loss_date_at.line > 0) {
    reporter.error(draft.loss_date_at, "bad_loss_date",
                   "day: " + to_string(draft.loss_day) + " needs the fact that tells it",
                   "add " + to_string(draft.loss_day) + ": and the fact's name under loss_date:");
  }
  const auto text = [](const std::optional<Word>& word) { return word ? word->text : std::string(); };
  parts.loss_date = {draft.loss_day, text(draft.first_day), text(draft.last_day), text(draft.discovered)};
}

std::vector<Term> terms_of(const RulebookDraft& draft) {
  std::vector<Term> terms = {
      {"policy.premium", {"年保费", "premium of the year"}, draft.policy.premium_source},
      {"policy.aggregate_limit",
       {"年度累计赔偿限额", "aggregate limit of the year"},
       draft.policy.aggregate_limit_source},
      {"funding.shares", {"分担比例", "funding shares"}, draft.funding_source},
  };
  for (const TableDraft& table : draft.tables)
    terms.push_back({"tables." + table.name.text, table.label, table.source});
  for (const FindingDraft& denial : draft.denials)
    terms.push_back({"deny." + denial.code.text, denial.say, denial.source});
  for (const FindingDraft& flag : draft.flags) terms.push_back({"flag." + flag.code.text, flag.say, flag.source});
  for (const StepDraft& step : draft.steps) terms.push_back({"steps." + step.name.text, step.label, step.source});
  if (draft.reserve) terms.push_back({"reserve_estimate", draft.reserve->label, draft.reserve->source});
  return terms;
}

bool within_limits(const RulebookDraft& draft, Reporter& reporter) {
  const std::pair<const char*, std::size_t> counts[] = {
      {"types", draft.types.size()},   {"facts", draft.facts.size()},     {"tables", draft.tables.size()},
      {"steps", draft.steps.size()},   {"denials", draft.denials.size()}, {"flags", draft.flags.size()},
      {"funders", draft.shares.size()}};
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

}  // namespace

std::shared_ptr<const Rulebook> compile(RulebookDraft draft, FileIdentity file, Reporter& reporter) {
  if (!within_limits(draft, reporter)) return nullptr;
  Environment environment;
  auto rules = std::make_shared<CompiledRules>();
  RulebookParts parts;
  declare_facts(draft, environment, reporter);
  compile_tables(draft, environment, rules->program, *rules, reporter);
  compile_rules(draft, environment, *rules, reporter);
  settle_funding(draft, environment.units, parts, reporter);
  settle_residual(draft, reporter);
  settle_loss_date(draft, environment, *rules, parts, reporter);
  if (draft.in_force_to < draft.in_force_from) {
    reporter.error(draft.in_force_at, "in_force_backwards", "in_force ends before it begins", "exchange from and to");
  }
  if (reporter.failed()) return nullptr;

  rules->units = environment.units;
  parts.id = draft.id.text;
  parts.version = draft.version.text;
  parts.title = draft.title;
  parts.status = draft.status;
  parts.in_force_from = draft.in_force_from;
  parts.in_force_to = draft.in_force_to;
  parts.sha256 = file.sha256;
  parts.text = std::move(file.text);
  parts.file_name = std::move(file.name);
  parts.policy = draft.policy;
  parts.policy.residual_to = draft.residual_to.text;
  parts.funding_source = draft.funding_source;
  parts.facts = std::make_shared<const FactLayout>(std::move(environment.layout));
  parts.terms = terms_of(draft);
  parts.not_encoded = std::move(draft.not_encoded);
  parts.compiled = std::move(rules);
  return std::make_shared<const Rulebook>(std::move(parts));
}

}  // namespace wildclaims::rules::language
