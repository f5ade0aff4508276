#include <utility>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::FundingCaseDraft;
using language::FundingDraft;
using language::FundingLayerDraft;
using language::RulebookDraft;
using language::shown;
using language::Word;

// Which of some keys, of which there must be exactly one; null after another number of them was reported.
struct Chosen {
  std::string_view key;
  const Node* node = nullptr;
};

Chosen one_of(Fields& fields, const std::vector<std::string_view>& keys) {
  Chosen chosen;
  int count = 0;
  std::string names;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    names += i == 0 ? "" : i + 1 == keys.size() ? " or " : ", ";
    names += std::string(keys[i]) + ":";
    const Node* node = fields.optional(keys[i]);
    if (node == nullptr) continue;
    ++count;
    chosen = {keys[i], node};
  }
  if (count == 1) return chosen;
  if (fields.usable()) {
    fields.reporter().error(fields.at(), "bad_funding",
                            fields.where() + (count == 0 ? " does not say who pays what" : " says twice who pays what"),
                            "give exactly one of " + names);
  }
  return {};
}

// {when?, shares or weights}, as an entry of cases or as what a layer, or all of funding, holds directly.
FundingCaseDraft read_case(const Chosen& chosen, Position at, language::Reporter& reporter) {
  FundingCaseDraft drafted;
  drafted.at = at;
  if (chosen.key == "shares") drafted.shares = pairs_of(*chosen.node, "shares", reporter);
  if (chosen.key == "weights") {
    for (const auto& [name, value] : map_of(*chosen.node, "weights", reporter)) {
      drafted.weights.emplace_back(Word{name.text, name.at},
                                   expression_of(value, "the weight of " + shown(name.text), reporter));
    }
  }
  return drafted;
}

std::vector<FundingCaseDraft> read_cases(const Node& node, language::Reporter& reporter) {
  std::vector<FundingCaseDraft> cases;
  for (const Node& each : list_of(node, "cases", reporter)) {
    Fields fields(each, "a case of the funding", reporter);
    if (!fields.usable()) continue;
    auto when = fields.optional_expression("when");
    const Chosen chosen = one_of(fields, {"shares", "weights"});
    fields.finish();
    if (chosen.node == nullptr) continue;
    cases.push_back(read_case(chosen, fields.at(), reporter));
    cases.back().when = std::move(when);
  }
  return cases;
}

// The cases of a layer, of which shares and weights by themselves are the only one.
std::vector<FundingCaseDraft> cases_of(const Chosen& chosen, language::Reporter& reporter) {
  if (chosen.node == nullptr) return {};
  if (chosen.key == "cases") return read_cases(*chosen.node, reporter);
  return {read_case(chosen, chosen.node->at, reporter)};
}

std::vector<FundingLayerDraft> read_layers(const Node& node, language::Reporter& reporter) {
  std::vector<FundingLayerDraft> layers;
  for (const Node& each : list_of(node, "layers", reporter)) {
    Fields fields(each, "a layer of the funding", reporter);
    if (!fields.usable()) continue;
    FundingLayerDraft layer;
    layer.at = fields.at();
    layer.up_to = fields.optional_expression("up_to");
    layer.cases = cases_of(one_of(fields, {"shares", "weights", "cases"}), reporter);
    fields.finish();
    layers.push_back(std::move(layer));
  }
  return layers;
}

// Shares that name and label their funders: the same for every claim.
FundingLayerDraft read_labelled(const Node& shares, FundingDraft& draft, language::Reporter& reporter) {
  FundingCaseDraft only;
  only.at = shares.at;
  for (const auto& [name, value] : map_of(shares, "shares", reporter)) {
    const Word funder{name.text, name.at};
    if (value.kind == NodeKind::scalar) {
      reporter.error(value.at, "bad_funding", "nothing says what " + shown(name.text) + " is called",
                     "write {share: 40%, label: {zh: …, en: …}}, or name the funders under funders:");
      continue;
    }
    Fields fields(value, "the share of " + shown(name.text), reporter);
    only.shares.emplace_back(funder, fields.word("share"));
    draft.funders.push_back({funder, fields.bilingual("label")});
    fields.finish();
  }
  FundingLayerDraft layer;
  layer.at = shares.at;
  layer.cases.push_back(std::move(only));
  return layer;
}

void read_layers_of(Fields& funding, FundingDraft& draft) {
  language::Reporter& reporter = funding.reporter();
  const Chosen chosen = one_of(funding, {"shares", "weights", "cases", "layers"});
  if (chosen.node != nullptr) draft.at = chosen.node->at;
  const bool labelled = chosen.key == "shares" && funding.optional("funders") == nullptr;
  if (labelled) {
    draft.layers.push_back(read_labelled(*chosen.node, draft, reporter));
    return;
  }
  if (const Node* funders = chosen.node == nullptr ? funding.optional("funders") : funding.required("funders")) {
    for (const auto& [name, value] : map_of(*funders, "funders", reporter)) {
      draft.funders.push_back({{name.text, name.at}, bilingual_of(value, "funder " + shown(name.text), reporter)});
    }
  }
  if (chosen.key == "layers") {
    draft.layers = read_layers(*chosen.node, reporter);
  } else if (chosen.node != nullptr) {
    FundingLayerDraft& layer = draft.layers.emplace_back();
    layer.at = draft.at;
    layer.cases = cases_of(chosen, reporter);
  }
}

// largest_remainder, or {to: FUNDER}.
void read_odd_cents(Fields& funding, FundingDraft& draft) {
  const Node* node = funding.required("odd_cents");
  if (node == nullptr) return;
  if (node->kind != NodeKind::map) {
    const Word word = word_of(*node, "odd_cents:", funding.reporter());
    if (word.text != "largest_remainder")
      funding.unknown_word("odd_cents", word, {"largest_remainder", "{to: FUNDER}"});
    return;
  }
  Fields fields(*node, "odd_cents", funding.reporter());
  draft.odd_to = fields.word("to");
  fields.finish();
}

}  // namespace

void read_funding(Fields& top, RulebookDraft& draft) {
  const Node* node = top.required("funding");
  if (node == nullptr) return;
  Fields funding(*node, "funding", top.reporter());
  draft.funding.at = funding.at();
  read_layers_of(funding, draft.funding);
  read_odd_cents(funding, draft.funding);
  draft.funding.source = funding.source();
  funding.finish();
}

}  // namespace wildclaims::rules::yaml
