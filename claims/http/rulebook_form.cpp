#include "claims/http/rulebook_form.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "claims/http/limits.h"
#include "rules/authoring/wording.h"
#include "rules/exhaustion.h"
#include "rules/facts.h"

namespace wildclaims::http {

namespace {

using rules::Language;
using rules::Rulebook;
using rules::authoring::Wording;
using rules::language::ExpressionText;
using rules::language::RulebookDraft;
using rules::language::StepDraft;
using rules::language::StepKind;
using rules::language::Word;

using http::or_null;
Json or_null(const std::optional<Word>& word) { return word ? Json(word->text) : Json(); }

Json source_form(const rules::Source& source) {
  return {{"basis", rules::to_string(source.basis)}, {"text", words(rules::to_text(source))}};
}

const char* word_of(StepKind kind) {
  switch (kind) {
    case StepKind::item:
      return "item";
    case StepKind::claim:
      return "claim";
    case StepKind::event:
      return "event";
    case StepKind::limit:
      return "limit";
    case StepKind::fee:
      return "fee";
  }
  return "";
}

// ---- facts ----

// The bounds of a number as a person writes them: put into facts and read back, so that there is one way to write them.
std::string bound_text(const Rulebook& rulebook, rules::Scope scope, std::size_t fact, std::int64_t stored) {
  rules::Facts facts(rulebook.fact_layout(), 1);
  const rules::FactDeclaration& declaration = rulebook.fact_declarations(scope)[fact];
  if (declaration.origin == rules::Origin::adjustment) facts.set_reason(declaration.name, "-");
  switch (scope) {
    case rules::Scope::event:
      facts.set_event_value(fact, stored);
      break;
    case rules::Scope::claim:
      facts.set_claim_value(fact, stored);
      break;
    case rules::Scope::item:
      facts.set_item_value(0, fact, stored);
      break;
  }
  const rules::FactSheet sheet = rules::to_texts(facts);
  if (declaration.origin == rules::Origin::adjustment) return sheet.adjustments.at(declaration.name).amount;
  const rules::FactTexts& established = scope == rules::Scope::item    ? sheet.items.front()
                                        : scope == rules::Scope::claim ? sheet.claim
                                                                       : sheet.event;
  const auto found = established.find(declaration.name);
  return found != established.end() ? found->second : sheet.running.at(declaration.name);
}

Json fact_form(const Rulebook& rulebook, rules::Scope scope, std::size_t index) {
  const rules::FactDeclaration& fact = rulebook.fact_declarations(scope)[index];
  Json form{{"name", fact.name}, {"kind", rules::to_string(fact.kind)}, {"label", words(fact.label)}};
  if (fact.kind == rules::FactKind::code) form["type"] = rulebook.fact_layout()->codes_of(fact).name;
  if (fact.kind == rules::FactKind::number || fact.kind == rules::FactKind::percent) {
    form["unit"] = or_null(fact.unit);
    form["unit_label"] = fact.unit.empty() ? Json() : words(fact.unit_label);
    form["money"] = fact.money;
    form["decimals"] = fact.kind == rules::FactKind::percent ? fact.decimals - 2 : fact.decimals;
    form["at_least"] = bound_text(rulebook, scope, index, fact.at_least);
    form["at_most"] = bound_text(rulebook, scope, index, fact.at_most);
  }
  form["default"] = fact.fallback ? Json(bound_text(rulebook, scope, index, *fact.fallback)) : Json();
  const auto& stages = rulebook.fact_layout()->stages;
  if (!stages.empty()) form["from_stage"] = stages[fact.from_stage];
  return form;
}

Json facts_form(const Rulebook& rulebook, rules::Scope scope, rules::Origin origin) {
  Json list = Json::array();
  const auto& facts = rulebook.fact_declarations(scope);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (facts[i].origin == origin) list.push_back(fact_form(rulebook, scope, i));
  }
  return list;
}

Json types_form(const Rulebook& rulebook) {
  Json list = Json::array();
  for (const rules::CodeType& type : rulebook.code_types()) {
    Json codes = Json::array();
    for (const rules::Code& code : type.codes) codes.push_back({{"code", code.name}, {"label", words(code.label)}});
    list.push_back({{"type", type.name}, {"label", words(type.label)}, {"codes", std::move(codes)}});
  }
  return list;
}

// ---- what needs the words of the labels ----

class Writer {
 public:
  explicit Writer(const RulebookDraft& draft) : draft_(draft), zh_(draft, Language::zh), en_(draft, Language::en) {}

  Json steps() const {
    Json list = Json::array();
    for (const StepDraft& step : draft_.steps) {
      Json form{{"number", list.size() + 1},  {"kind", word_of(step.kind)},         {"name", step.name.text},
                {"label", words(step.label)}, {"source", source_form(step.source)}, {"line", step.name.at.line},
                {"is", expression(step.is)}};
      form["round"] = step.round ? Json{{"mode", rules::to_string(step.round->rounding)},
                                        {"label", words(rules::to_label(step.round->rounding))},
                                        {"to", step.round->increment.text}}
                                 : Json();
      if (step.kind == StepKind::limit) form["limit"] = limit(step);
      list.push_back(std::move(form));
    }
    return list;
  }

  Json findings(const std::vector<rules::language::FindingDraft>& findings) const {
    Json list = Json::array();
    for (const auto& finding : findings) {
      list.push_back({{"code", finding.code.text},
                      {"say", words(finding.say)},
                      {"when", expression(finding.when)},
                      {"source", source_form(finding.source)},
                      {"line", finding.code.at.line}});
    }
    return list;
  }

  Json funding() const {
    Json funders = Json::array();
    for (const auto& funder : draft_.funding.funders) {
      funders.push_back({{"funder", funder.name.text}, {"label", words(funder.label)}});
    }
    Json layers = Json::array();
    for (const auto& layer : draft_.funding.layers) {
      Json cases = Json::array();
      for (const auto& each : layer.cases) {
        Json weights = Json::array();
        for (const auto& [funder, weight] : each.weights) {
          weights.push_back({{"funder", funder.text}, {"weight", expression(weight)}});
        }
        cases.push_back(
            {{"when", expression(each.when)}, {"shares", shares(each.shares)}, {"weights", std::move(weights)}});
      }
      layers.push_back({{"up_to", expression(layer.up_to)}, {"cases", std::move(cases)}});
    }
    Json form{{"funders", std::move(funders)}, {"source", source_form(draft_.funding.source)}};
    // Left out, the premium is shared as every indemnity is.
    form["premium_shares"] = draft_.premium_shares_at.line > 0 ? shares(draft_.premium_shares) : Json();
    form["layers"] = std::move(layers);
    form["odd_cents"] = draft_.funding.odd_to ? draft_.funding.odd_to->text : "largest_remainder";
    return form;
  }

  Json brackets() const {
    Json list = Json::array();
    for (const auto& bracket : draft_.brackets) {
      Json bands = Json::array();
      for (const auto& band : bracket.bands) {
        bands.push_back({{"up_to", or_null(band.up_to)}, {"rate", band.rate.text}, {"line", band.at.line}});
      }
      list.push_back({{"name", bracket.name.text},
                      {"label", words(bracket.label)},
                      {"source", source_form(bracket.source)},
                      {"of", bracket.of.text},
                      {"unit", type(bracket.of.text)},
                      {"bands", std::move(bands)}});
    }
    return list;
  }

  Json reserve() const {
    if (!draft_.reserve) return {};
    return {{"label", words(draft_.reserve->label)},
            {"item", expression(draft_.reserve->item)},
            {"source", source_form(draft_.reserve->source)}};
  }

  Json running(const Rulebook& rulebook) const {
    Json list = Json::array();
    for (const rules::RunningTotal& total : rulebook.running_totals()) {
      list.push_back({{"name", total.name},
                      {"label", words(total.label)},
                      {"per", rules::to_string(total.per)},
                      {"per_label", per(total.per)},
                      {"by", or_null(total.by)},
                      {"of", total.of}});
    }
    return list;
  }

 private:
  Json per(rules::LimitScope scope) const { return words({zh_.per(scope), en_.per(scope)}); }
  Json type(const std::string& type) const { return words({zh_.type(type), en_.type(type)}); }

  // Null where nothing is written.
  Json expression(const ExpressionText& text) const {
    if (text.text.empty()) return {};
    return {{"text", text.text}, {"zh", zh_.expression(text.text)}, {"en", en_.expression(text.text)}};
  }

  static Json shares(const rules::language::ShareDrafts& shares) {
    Json list = Json::array();
    for (const auto& [funder, share] : shares) list.push_back({{"funder", funder.text}, {"share", share.text}});
    return list;
  }

  Json limit(const StepDraft& step) const {
    const auto& limit = step.limit;
    Json form{{"per", rules::to_string(limit.per)},
              {"per_label", per(limit.per)},
              {"amount", expression(limit.amount)},
              {"used", or_null(limit.used)},
              {"by", or_null(limit.by)}};
    form["allocate"] = limit.allocate ? Json(rules::to_string(*limit.allocate)) : Json();
    form["allocate_label"] = limit.allocate ? words(rules::to_label(*limit.allocate)) : Json();
    form["priority"] = expression(limit.sharing.priority);
    form["reserved_share"] = or_null(limit.sharing.reserved_share);
    form["reserved_for"] = expression(limit.sharing.reserved_for);
    form["exempt"] = expression(limit.sharing.exempt);
    return form;
  }

  const RulebookDraft& draft_;
  const Wording zh_;
  const Wording en_;
};

Json policy_terms_form(const rules::PolicyTerms& terms) {
  return {{"premium", {{"amount", terms.premium.to_string()}, {"source", source_form(terms.premium_source)}}},
          {"aggregate_limit",
           {{"amount", terms.aggregate_limit.to_string()},
            {"source", source_form(terms.aggregate_limit_source)},
            {"when_exhausted", rules::to_string(terms.when_exhausted)},
            {"residual_to", or_null(terms.residual_to)},
            {"when_freed", rules::to_string(terms.when_freed)}}}};
}

Json payments_form(const Rulebook& rulebook) {
  Json list = Json::array();
  for (const rules::Payment& payment : rulebook.payments()) {
    list.push_back(
        {{"stage", payment.stage}, {"pays", payment.pays}, {"when_negative", rules::to_string(payment.when_negative)}});
  }
  return list;
}

Json loss_date_form(const rules::LossDateRule& rule) {
  return {{"day", rules::to_string(rule.day)},
          {"first_day", or_null(rule.first_day)},
          {"last_day", or_null(rule.last_day)},
          {"discovered", or_null(rule.discovered)}};
}

// ---- tables and comparisons ----

const char* word_of(workflow::TableColumn::Kind kind) {
  using Kind = workflow::TableColumn::Kind;
  return kind == Kind::in ? "in" : kind == Kind::out ? "out" : "dates";
}

Json change_form(const rules::authoring::Change& change) {
  using rules::authoring::ChangeKind;
  const char* kind = change.kind == ChangeKind::added     ? "added"
                     : change.kind == ChangeKind::removed ? "removed"
                                                          : "changed";
  return {{"kind", kind},
          {"what", change.what},
          {"before", or_null(change.before)},
          {"after", or_null(change.after)},
          {"by", or_null(change.by)}};
}

Json amount_form(const rules::authoring::AmountChange& change) {
  return {{"example", change.example},
          {"before", or_null(change.before)},
          {"after", or_null(change.after)},
          {"difference", or_null(change.difference)},
          {"why", or_null(change.why)}};
}

template <class Each, class Form>
Json list_of(const std::vector<Each>& all, Form form) {
  Json list = Json::array();
  for (const Each& each : all) list.push_back(form(each));
  return list;
}

Json name_form(const Rulebook& rulebook) {
  return {{"version", rulebook.version()}, {"sha256", rulebook.sha256().to_hex()}, {"title", words(rulebook.title())}};
}

}  // namespace

Json rulebook_line_form(const workflow::RulebookLine& line) {
  const Rulebook& rulebook = *line.rulebook;
  return {{"id", rulebook.id()},
          {"version", rulebook.version()},
          {"title", words(rulebook.title())},
          {"status", rules::to_string(rulebook.status())},
          {"status_label", words(rules::to_label(rulebook.status()))},
          {"in_force", {{"from", rulebook.in_force_from().to_string()}, {"to", rulebook.in_force_to().to_string()}}},
          {"sha256", rulebook.sha256().to_hex()},
          {"file", std::filesystem::path(rulebook.file_name()).filename().string()},
          {"supersedes", or_null(rulebook.supersedes())},
          {"superseded_by", or_null(line.superseded_by)},
          {"on_shelf", line.on_shelf},
          {"in_place", line.in_place},
          {"programmes", line.programmes}};
}

Json rulebook_form(const workflow::RulebookView& view) {
  const Rulebook& rulebook = *view.line.rulebook;
  const RulebookDraft& draft = view.draft;
  const Writer writer(draft);
  Json form = rulebook_line_form(view.line);
  form["currency"] = draft.currency;
  form["result_rounding"] = rules::to_string(draft.result_rounding);
  form["utc_offset"] = rulebook.offset().to_string();
  form["loss_date"] = loss_date_form(rulebook.loss_date_rule());
  form["policy"] = policy_terms_form(rulebook.policy_terms());
  form["funding"] = writer.funding();
  form["types"] = types_form(rulebook);
  using rules::Origin;
  using rules::Scope;
  form["facts"] = {{"event", facts_form(rulebook, Scope::event, Origin::established)},
                   {"claim", facts_form(rulebook, Scope::claim, Origin::established)},
                   {"item", facts_form(rulebook, Scope::item, Origin::established)}};
  form["adjustments"] = facts_form(rulebook, Scope::claim, Origin::adjustment);
  form["running"] = writer.running(rulebook);
  form["tables"] = list_of(draft.tables, [](const auto& table) {
    return Json{{"name", table.name.text},
                {"label", words(table.label)},
                {"source", source_form(table.source)},
                {"rows", table.rows.size()}};
  });
  form["brackets"] = writer.brackets();
  form["denials"] = writer.findings(draft.denials);
  form["flags"] = writer.findings(draft.flags);
  form["steps"] = writer.steps();
  form["result"] = rulebook.result_step();
  form["payments"] = payments_form(rulebook);
  form["reserve_estimate"] = writer.reserve();
  form["terms"] = list_of(rulebook.terms(), [](const rules::Term& term) {
    return Json{{"path", term.path}, {"label", words(term.label)}, {"source", source_form(term.source)}};
  });
  form["not_encoded"] = list_of(rulebook.not_encoded(), [](const rules::NotEncoded& each) {
    return Json{{"clause", each.clause}, {"why", each.why}};
  });
  form["examples"] = draft.examples.size();
  form["explained"] = words(view.explained);
  return form;
}

Json table_form(const workflow::TableView& table) {
  Json columns = list_of(table.columns, [](const workflow::TableColumn& column) {
    Json form{{"kind", word_of(column.kind)}, {"name", or_null(column.name)}, {"label", words(column.label)}};
    form["type"] = or_null(column.type);
    form["unit"] = column.type.empty() ? Json() : words(column.unit);
    return form;
  });
  Json rows = Json::array();
  for (const workflow::TableLine& line : table.rows) {
    if (rows.size() == kTableRowsShown) break;
    Json cells = list_of(line.cells, [](const workflow::TableCell& cell) {
      return Json{{"written", cell.written}, {"zh", cell.said.zh}, {"en", cell.said.en}};
    });
    rows.push_back({{"line", line.line}, {"otherwise", line.otherwise}, {"cells", std::move(cells)}});
  }
  Json form{{"name", table.name},           {"label", words(table.label)},      {"source", source_form(table.source)},
            {"line", table.line},           {"named_value", table.named_value}, {"hit", table.hit},
            {"columns", std::move(columns)}};
  const std::size_t left_off = table.rows.size() - rows.size();
  form["rows"] = std::move(rows);
  if (left_off > 0) form["rows_left_off"] = left_off;
  return form;
}

Json comparison_form(const workflow::RulebookComparison& comparison) {
  return {{"id", comparison.older->id()},
          {"from", name_form(*comparison.older)},
          {"to", name_form(*comparison.newer)},
          {"changes",
           {{"zh", list_of(comparison.changes_zh, change_form)}, {"en", list_of(comparison.changes_en, change_form)}}},
          {"amounts",
           {{"zh", list_of(comparison.amounts_zh, amount_form)}, {"en", list_of(comparison.amounts_en, amount_form)}}},
          {"text", words(comparison.text)}};
}

}  // namespace wildclaims::http
