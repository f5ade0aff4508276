#include <algorithm>
#include <utility>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::RulebookDraft;
using language::shown;
using language::Word;

constexpr std::size_t kLongestId = 60;
constexpr std::size_t kLongestVersion = 20;

// Ids and versions stand in file names, receipts and addresses.
bool is_plain(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

void check_version(const Word& version, language::Reporter& reporter) {
  if (version.text.empty() || is_plain(version.text, kLongestVersion)) return;
  reporter.error(version.at, "bad_version", "'" + shown(version.text) + "' cannot be a version",
                 "use lower-case letters, digits, '-' and '.', as in \"2025.1\"");
}

void read_identity(Fields& top, RulebookDraft& draft) {
  draft.id = top.word("rulebook");
  if (!draft.id.text.empty() && !is_plain(draft.id.text, kLongestId)) {
    top.reporter().error(draft.id.at, "bad_id", "'" + shown(draft.id.text) + "' cannot be a rulebook's id",
                         "use lower-case letters, digits, '-' and '.', as in pinglu-wildlife");
  }
  draft.version = top.word("version");
  check_version(draft.version, top.reporter());
  draft.supersedes = top.optional_word("supersedes");
  if (draft.supersedes) check_version(*draft.supersedes, top.reporter());
  draft.title = top.bilingual("title");
  draft.status = top.choice<Status>(
      "status", {{"illustrative", Status::illustrative}, {"draft", Status::draft}, {"in_force", Status::in_force}});
  if (const Node* node = top.required("in_force")) {
    Fields fields(*node, "in_force", top.reporter());
    draft.in_force_at = fields.at();
    draft.in_force_from = fields.date("from");
    draft.in_force_to = fields.date("to");
    fields.finish();
  }
  const Word offset = top.word("utc_offset");
  const auto parsed = UtcOffset::parse(offset.text);
  if (parsed) {
    draft.offset = *parsed;
  } else if (!offset.text.empty()) {
    top.reporter().error(offset.at, "bad_offset", "'" + shown(offset.text) + "' is no offset from UTC",
                         "write it as in utc_offset: \"+08:00\"");
  }
}

void read_money(Fields& top, RulebookDraft& draft) {
  const Node* node = top.required("money");
  if (node == nullptr) return;
  Fields fields(*node, "money", top.reporter());
  const Word currency = fields.word("currency");
  const bool letters = currency.text.size() == 3 && std::all_of(currency.text.begin(), currency.text.end(),
                                                                [](char c) { return c >= 'A' && c <= 'Z'; });
  if (letters) {
    draft.currency = currency.text;
  } else if (!currency.text.empty()) {
    fields.reporter().error(currency.at, "bad_currency", "'" + shown(currency.text) + "' is no currency",
                            "write its three letters, as in CNY");
  }
  const Word digits = fields.word("minor_digits");
  if (!digits.text.empty() && digits.text != "2") {
    fields.reporter().error(digits.at, "bad_minor_digits", "money here has two decimals", "write minor_digits: 2");
  }
  draft.result_rounding = fields.choice<Rounding>("rounding", {{"half_up", Rounding::half_up},
                                                               {"half_even", Rounding::half_even},
                                                               {"down", Rounding::down},
                                                               {"up", Rounding::up}});
  fields.finish();
}

void read_units(Fields& top, RulebookDraft& draft) {
  for (const auto& [name, value] : top.optional_map("units")) {
    Fields fields(value, "unit " + shown(name.text), top.reporter());
    language::UnitDraft unit;
    unit.name = {name.text, name.at};
    unit.label = fields.bilingual("label");
    unit.measures = fields.optional_word("measures");
    unit.is = fields.optional_word("is");
    fields.finish();
    draft.units.push_back(std::move(unit));
  }
}

}  // namespace

void read_header(Fields& top, RulebookDraft& draft) {
  read_identity(top, draft);
  read_money(top, draft);
  read_units(top, draft);
}

}  // namespace wildclaims::rules::yaml
