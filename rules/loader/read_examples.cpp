#include <utility>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::ExampleDraft;
using language::RulebookDraft;
using language::shown;
using language::Word;

void read_texts(const Node& node, const std::string& pointer, FactTexts& texts, std::map<std::string, Position>& places,
                language::Reporter& reporter) {
  places.emplace(pointer, node.at);
  for (const auto& [name, value] : map_of(node, "facts", reporter)) {
    places.emplace(pointer + "/" + name.text, value.at);
    if (value.kind == NodeKind::null) continue;  // "stage: " is a fact not known yet
    if (value.kind == NodeKind::scalar) {
      texts.emplace(name.text, value.text);
    } else {
      word_of(value, "fact " + shown(name.text), reporter);  // reports the shape
    }
  }
}

std::optional<std::vector<Word>> codes_of(const Node* node, const char* what, language::Reporter& reporter) {
  if (node == nullptr) return std::nullopt;
  std::vector<Word> codes;
  for (const Node& each : list_of(*node, what, reporter)) codes.push_back(word_of(each, what, reporter));
  return codes;
}

void read_expectation(const Node& node, ExampleDraft& example, language::Reporter& reporter) {
  Fields fields(node, "expect", reporter);
  example.indemnity = fields.optional_word("indemnity");
  if (const Node* funding = fields.optional("funding")) {
    for (const auto& [name, value] : map_of(*funding, "funding", reporter)) {
      example.funding.emplace_back(Word{name.text, name.at}, word_of(value, "an amount", reporter));
    }
  }
  example.denied = codes_of(fields.optional("denied"), "denied", reporter);
  example.flags = codes_of(fields.optional("flags"), "flags", reporter);
  if (fields.usable() && !example.indemnity && !example.denied) {
    reporter.error(fields.at(), "empty_example", "this example expects nothing", "add indemnity: or denied:");
  }
  fields.finish();
}

}  // namespace

void read_fact_sheet(Fields& fields, FactSheet& sheet, RunningTotals& running,
                     std::map<std::string, Position>& places) {
  if (const Node* claim = fields.required("claim"))
    read_texts(*claim, "/claim", sheet.claim, places, fields.reporter());
  if (const Node* items = fields.required("items")) {
    places.emplace("/items", items->at);
    for (const Node& item : list_of(*items, "items", fields.reporter())) {
      const std::string pointer = "/items/" + std::to_string(sheet.items.size());
      read_texts(item, pointer, sheet.items.emplace_back(), places, fields.reporter());
    }
  }
  if (const Node* node = fields.optional("running")) {
    Fields totals(*node, "running", fields.reporter());
    if (totals.optional("household_event") != nullptr) running.household_event = totals.money("household_event");
    totals.finish();
  }
}

void read_examples(Fields& top, RulebookDraft& draft) {
  if (const Node* examples = top.optional("examples")) {
    for (const Node& node : list_of(*examples, "examples", top.reporter())) {
      Fields fields(node, "an example", top.reporter());
      if (!fields.usable()) continue;
      ExampleDraft example;
      example.at = fields.at();
      example.name = fields.word("name").text;
      read_fact_sheet(fields, example.facts, example.running, example.places);
      if (const Node* expect = fields.required("expect")) read_expectation(*expect, example, top.reporter());
      fields.finish();
      draft.examples.push_back(std::move(example));
    }
  }
  if (const Node* clauses = top.optional("not_encoded")) {
    for (const Node& node : list_of(*clauses, "not_encoded", top.reporter())) {
      Fields fields(node, "an entry of not_encoded", top.reporter());
      draft.not_encoded.push_back({fields.word("clause").text, fields.word("why").text});
      fields.finish();
    }
  }
}

}  // namespace wildclaims::rules::yaml
