#include <utility>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::shown;

// {area: 3.5, stage: }: a fact that is not known yet has no value.
void read_texts(const Node& node, const std::string& pointer, FactTexts& texts, Places& places,
                language::Reporter& reporter) {
  places.emplace(pointer, node.at);
  for (const auto& [name, value] : map_of(node, "the facts", reporter)) {
    const auto [place, added] = places.emplace(pointer + "/" + name.text, value.at);
    if (!added) {
      reporter.error(name.at, "duplicate_key",
                     "'" + shown(name.text) + "' is already given in line " + std::to_string(place->second.line),
                     "keep one of the two");
    } else if (value.kind == NodeKind::scalar) {
      texts.emplace(name.text, value.text);
    } else if (value.kind != NodeKind::null) {
      word_of(value, "fact " + shown(name.text), reporter);  // reports the shape
    }
  }
}

// {amount: 12.50, reason: …}
Adjustment read_amount(const Node& node, const std::string& what, const std::string& pointer, Places& places,
                       language::Reporter& reporter) {
  Fields fields(node, what, reporter);
  const language::Word amount = fields.word("amount");
  const language::Word reason = fields.word("reason");
  fields.finish();
  places.emplace(pointer, node.at);
  places.emplace(pointer + "/amount", amount.at);
  places.emplace(pointer + "/reason", reason.at);
  return {amount.text, reason.text};
}

std::string read_text(Fields& fields, std::string_view key, Places& places) {
  const auto word = fields.optional_word(key);
  if (!word) return {};
  places.emplace("/" + std::string(key), word->at);
  return word->text;
}

}  // namespace

void read_event_facts(Fields& fields, FactSheet& sheet, Places& places) {
  const Node* event = fields.optional("event");
  if (event != nullptr) read_texts(*event, "/event", sheet.event, places, fields.reporter());
}

void read_running(Fields& fields, FactSheet& sheet, Places& places) {
  const Node* running = fields.optional("running");
  if (running != nullptr) read_texts(*running, "/running", sheet.running, places, fields.reporter());
}

void read_fact_sheet(Fields& fields, FactSheet& sheet, Places& places) {
  language::Reporter& reporter = fields.reporter();
  if (const Node* claim = fields.required("claim")) read_texts(*claim, "/claim", sheet.claim, places, reporter);
  if (const Node* items = fields.required("items")) {
    places.emplace("/items", items->at);
    for (const Node& item : list_of(*items, "items:", reporter)) {
      const std::string pointer = "/items/" + std::to_string(sheet.items.size());
      read_texts(item, pointer, sheet.items.emplace_back(), places, reporter);
    }
  }
  read_running(fields, sheet, places);
  for (const auto& [name, value] : fields.optional_map("adjustments")) {
    const std::string pointer = "/adjustments/" + name.text;
    sheet.adjustments[name.text] = read_amount(value, "adjustment " + shown(name.text), pointer, places, reporter);
  }
  if (const Node* node = fields.optional("override")) {
    sheet.result_override = read_amount(*node, "override", "/override", places, reporter);
  }
  sheet.stage = read_text(fields, "stage", places);
  sheet.paid = read_text(fields, "paid", places);
}

}  // namespace wildclaims::rules::yaml
