#include <utility>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::FindingDraft;
using language::RoundDraft;
using language::RulebookDraft;
using language::shown;
using language::StepDraft;
using language::StepKind;
using language::Word;

void read_findings(Fields& top, std::string_view key, std::vector<FindingDraft>& findings) {
  const Node* node = top.optional(key);
  if (node == nullptr) return;
  for (const Node& each : list_of(*node, std::string(key), top.reporter())) {
    Fields fields(each, "an entry of " + std::string(key), top.reporter());
    if (!fields.usable()) continue;
    FindingDraft finding;
    finding.code = fields.word("code");
    finding.when = fields.expression("when");
    finding.say = fields.bilingual("say");
    finding.source = fields.source();
    fields.finish();
    findings.push_back(std::move(finding));
  }
}

// "half_up to 0.01".
std::optional<RoundDraft> rounding_of(const std::optional<Word>& word, language::Reporter& reporter) {
  if (!word || word->text.empty()) return std::nullopt;
  const std::size_t at = word->text.find(" to ");
  const auto rounding = parse_rounding(word->text.substr(0, at));
  if (!rounding || at == std::string::npos) {
    reporter.error(word->at, "bad_rounding", "'" + shown(word->text) + "' names no rounding",
                   "write half_up, half_even, down or up, and to what, as in round: half_up to 0.01");
    return std::nullopt;
  }
  return RoundDraft{*rounding, {word->text.substr(at + 4), word->at}};
}

void read_limit(Fields& fields, StepDraft& step) {
  step.is = fields.expression("of");
  const Word per = fields.word("per");
  const bool later = per.text == "item" || per.text == "event" || per.text == "household_year" ||
                     per.text == "plot_year" || per.text == "policy_year" || per.text == "category";
  if (later) {
    fields.reporter().error(per.at, "not_yet", "per: " + per.text + " is not yet in this language version",
                            "write per: claim or per: household_event");
  } else {
    step.per = fields.choice<LimitScope>(
        "per", {{"claim", LimitScope::claim}, {"household_event", LimitScope::household_event}});
  }
  step.amount = fields.expression("amount");
}

// The first key says what the step is and names it: item: loss, claim: loss_total, limit: indemnity.
void read_step(const Node& node, RulebookDraft& draft, language::Reporter& reporter) {
  Fields fields(node, "a step", reporter);
  if (!fields.usable()) return;
  StepDraft step;
  constexpr std::pair<const char*, StepKind> kKinds[] = {
      {"item", StepKind::item}, {"claim", StepKind::claim}, {"limit", StepKind::limit}};
  int kinds = 0;
  for (const auto& [key, kind] : kKinds) {
    const auto name = fields.optional_word(key);
    if (!name) continue;
    ++kinds;
    step.kind = kind;
    step.name = *name;
  }
  if (kinds != 1) {
    reporter.error(fields.at(), "bad_step", "a step is one of item:, claim: or limit:, and its name",
                   "as in - claim: loss_total");
    return;
  }
  step.label = fields.bilingual("label");
  step.source = fields.source();
  if (step.kind == StepKind::limit) {
    read_limit(fields, step);
  } else {
    step.is = fields.expression("is");
    step.round = rounding_of(fields.optional_word("round"), reporter);
  }
  fields.finish();
  draft.steps.push_back(std::move(step));
}

}  // namespace

void read_rules(Fields& top, RulebookDraft& draft) {
  read_findings(top, "deny", draft.denials);
  read_findings(top, "flag", draft.flags);
  if (const Node* steps = top.required("steps")) {
    for (const Node& step : list_of(*steps, "steps", top.reporter())) read_step(step, draft, top.reporter());
  }
  draft.result = top.word("result");
  if (const Node* node = top.optional("reserve_estimate")) {
    Fields fields(*node, "reserve_estimate", top.reporter());
    language::ReserveDraft reserve;
    reserve.item = fields.expression("item");
    reserve.label = fields.bilingual("label");
    reserve.source = fields.source();
    fields.finish();
    if (fields.usable()) draft.reserve = std::move(reserve);
  }
}

}  // namespace wildclaims::rules::yaml
