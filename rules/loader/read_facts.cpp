#include <utility>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::AdjustmentDraft;
using language::CodeTypeDraft;
using language::FactDraft;
using language::RulebookDraft;
using language::RunningDraft;
using language::shown;
using language::Word;

void read_type(const Node& name, const Node& value, RulebookDraft& draft, language::Reporter& reporter) {
  Fields fields(value, "type " + shown(name.text), reporter);
  CodeTypeDraft type;
  type.name = {name.text, name.at};
  type.label = fields.bilingual("label");
  if (const Node* codes = fields.required("codes")) {
    for (const auto& [code, label] : map_of(*codes, "codes", reporter)) {
      type.codes.push_back({{code.text, code.at}, bilingual_of(label, "code " + shown(code.text), reporter)});
    }
  }
  fields.finish();
  draft.types.push_back(std::move(type));
}

void read_scope(const Node* node, const std::string& what, Scope scope, RulebookDraft& draft,
                language::Reporter& reporter) {
  if (node == nullptr) return;
  for (const auto& [name, value] : map_of(*node, what, reporter)) {
    Fields fields(value, "fact " + shown(name.text), reporter);
    FactDraft fact;
    fact.name = {name.text, name.at};
    fact.scope = scope;
    fact.type = fields.word("type");
    fact.label = fields.bilingual("label");
    fact.decimals = fields.optional_word("decimals");
    fact.at_least = fields.optional_word("at_least");
    fact.at_most = fields.optional_word("at_most");
    fact.fallback = fields.optional_word("default");
    fact.from_stage = fields.optional_word("from_stage");
    fields.finish();
    draft.facts.push_back(std::move(fact));
  }
}

void read_running(const Node& name, const Node& value, RulebookDraft& draft, language::Reporter& reporter) {
  Fields fields(value, "running total " + shown(name.text), reporter);
  RunningDraft running;
  running.name = {name.text, name.at};
  running.label = fields.bilingual("label");
  running.per = read_limit_scope(fields, running.per_at);
  running.by = fields.optional_word("by");
  running.of = fields.optional_word("of");
  running.type = fields.optional_word("type");
  running.decimals = fields.optional_word("decimals");
  fields.finish();
  draft.running.push_back(std::move(running));
}

void read_adjustment(const Node& name, const Node& value, RulebookDraft& draft, language::Reporter& reporter) {
  Fields fields(value, "adjustment " + shown(name.text), reporter);
  AdjustmentDraft adjustment;
  adjustment.name = {name.text, name.at};
  adjustment.label = fields.bilingual("label");
  adjustment.type = fields.optional_word("type");
  fields.finish();
  draft.adjustments.push_back(std::move(adjustment));
}

void read_loss_date(Fields& top, RulebookDraft& draft) {
  const Node* node = top.required("loss_date");
  if (node == nullptr) return;
  Fields fields(*node, "loss_date", top.reporter());
  draft.loss_date_at = fields.at();
  draft.loss_day = fields.choice<LossDay>(
      "day", {{"last_day", LossDay::last_day}, {"first_day", LossDay::first_day}, {"discovered", LossDay::discovered}});
  draft.first_day = fields.optional_word("first_day");
  draft.last_day = fields.optional_word("last_day");
  draft.discovered = fields.optional_word("discovered");
  fields.finish();
}

}  // namespace

LimitScope read_limit_scope(Fields& fields, Position& at) {
  const Word per = fields.word("per");
  at = per.at;
  if (const auto scope = parse_limit_scope(per.text)) return *scope;
  fields.unknown_word("per", per,
                      {"item", "claim", "household_event", "household_year", "plot_year", "event", "policy_year"});
  return LimitScope::household_event;
}

void read_facts(Fields& top, RulebookDraft& draft) {
  language::Reporter& reporter = top.reporter();
  for (const auto& [name, value] : top.optional_map("types")) read_type(name, value, draft, reporter);
  if (const Node* node = top.required("facts")) {
    Fields facts(*node, "facts", reporter);
    read_scope(facts.optional("event"), "facts of the event", Scope::event, draft, reporter);
    read_scope(facts.required("claim"), "facts of the claim", Scope::claim, draft, reporter);
    read_scope(facts.required("item"), "facts of the item", Scope::item, draft, reporter);
    facts.finish();
  }
  for (const auto& [name, value] : top.optional_map("running")) read_running(name, value, draft, reporter);
  for (const auto& [name, value] : top.optional_map("adjustments")) read_adjustment(name, value, draft, reporter);
  read_loss_date(top, draft);
}

}  // namespace wildclaims::rules::yaml
