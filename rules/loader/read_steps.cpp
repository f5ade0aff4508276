#include <utility>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::RoundDraft;
using language::RulebookDraft;
using language::shown;
using language::StepDraft;
using language::StepKind;
using language::Word;

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
  step.limit.per = read_limit_scope(fields, step.limit.per_at);
  step.limit.amount = fields.expression("amount");
  step.limit.used = fields.optional_word("used");
  step.limit.by = fields.optional_word("by");
  step.limit.allocate = fields.optional_choice<Allocation>("allocate", {{"proportional", Allocation::proportional},
                                                                        {"first_come", Allocation::first_come},
                                                                        {"priority", Allocation::priority}});
  step.limit.sharing.priority = fields.optional_expression("priority");
  read_sharing(fields, step.limit.sharing);
}

// One key says what the step is and names it: item: loss, claim: loss_total, limit: indemnity.
void read_step(const Node& node, RulebookDraft& draft, language::Reporter& reporter) {
  Fields fields(node, "a step", reporter);
  if (!fields.usable()) return;
  StepDraft step;
  constexpr std::pair<const char*, StepKind> kKinds[] = {{"item", StepKind::item},
                                                         {"claim", StepKind::claim},
                                                         {"event", StepKind::event},
                                                         {"limit", StepKind::limit},
                                                         {"fee", StepKind::fee}};
  int kinds = 0;
  for (const auto& [key, kind] : kKinds) {
    const auto name = fields.optional_word(key);
    if (!name) continue;
    ++kinds;
    step.kind = kind;
    step.name = *name;
  }
  if (kinds != 1) {
    reporter.error(fields.at(), "bad_step", "a step is one of item:, claim:, event:, limit: or fee:, and its name",
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

void read_steps(Fields& top, RulebookDraft& draft) {
  const Node* steps = top.required("steps");
  if (steps == nullptr) return;
  for (const Node& step : list_of(*steps, "steps", top.reporter())) read_step(step, draft, top.reporter());
}

}  // namespace wildclaims::rules::yaml
