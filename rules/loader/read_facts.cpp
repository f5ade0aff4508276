#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::CodeTypeDraft;
using language::FactDraft;
using language::RulebookDraft;
using language::shown;

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

void read_scope(Fields& facts, std::string_view key, Scope scope, RulebookDraft& draft) {
  const Node* node = facts.required(key);
  if (node == nullptr) return;
  for (const auto& [name, value] : map_of(*node, "facts of the " + std::string(key), facts.reporter())) {
    Fields fields(value, "fact " + shown(name.text), facts.reporter());
    FactDraft fact;
    fact.name = {name.text, name.at};
    fact.scope = scope;
    fact.type = fields.word("type");
    fact.label = fields.bilingual("label");
    fact.decimals = fields.optional_word("decimals");
    fact.at_least = fields.optional_word("at_least");
    fact.at_most = fields.optional_word("at_most");
    fields.finish();
    draft.facts.push_back(std::move(fact));
  }
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

void read_facts(Fields& top, RulebookDraft& draft) {
  if (const Node* types = top.optional("types")) {
    for (const auto& [name, value] : map_of(*types, "types", top.reporter())) {
      read_type(name, value, draft, top.reporter());
    }
  }
  if (const Node* node = top.required("facts")) {
    Fields facts(*node, "facts", top.reporter());
    read_scope(facts, "claim", Scope::claim, draft);
    read_scope(facts, "item", Scope::item, draft);
    facts.finish();
  }
  read_loss_date(top, draft);
}

}  // namespace wildclaims::rules::yaml
