#include "claims/workflow/rulebook_view.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "claims/store/policies.h"
#include "claims/workflow/rulebook_choice.h"
#include "rules/authoring/explain.h"
#include "rules/loader/load_draft.h"

namespace wildclaims::workflow {
namespace {

using rules::Language;
using rules::Rulebook;

std::vector<std::string> programmes_of(const Office& office, const std::string& id) {
  std::vector<std::string> letters;
  for (const domain::Programme& programme : office.programmes()) {
    if (programme.rulebook_id == id) letters.push_back(programme.letters.to_string());
  }
  return letters;
}

RulebookLine line_of(const Reading& reading, std::shared_ptr<const Rulebook> rulebook) {
  RulebookLine line;
  for (const auto& other : reading.shelf->all()) {
    if (other->id() == rulebook->id() && other->supersedes() == rulebook->version()) {
      line.superseded_by = other->version();
    }
  }
  const auto& in_place = reading.shelf->in_place();
  line.in_place = std::find(in_place.begin(), in_place.end(), rulebook) != in_place.end();
  line.programmes = programmes_of(reading.office, rulebook->id());
  line.rulebook = std::move(rulebook);
  return line;
}

}  // namespace

std::vector<RulebookLine> list_rulebooks(const Reading& reading) {
  std::vector<RulebookLine> lines;
  for (const auto& rulebook : reading.shelf->all()) lines.push_back(line_of(reading, rulebook));
  const auto place = [](const RulebookLine& line) {
    const Rulebook& rulebook = *line.rulebook;
    return std::tie(rulebook.id(), rulebook.version());
  };
  std::sort(lines.begin(), lines.end(), [&](const RulebookLine& left, const RulebookLine& right) {
    const bool same_id = left.rulebook->id() == right.rulebook->id();
    const rules::Date earlier = left.rulebook->in_force_from();
    const rules::Date later = right.rulebook->in_force_from();
    return same_id && earlier != later ? earlier < later : place(left) < place(right);
  });
  return lines;
}

std::optional<RulebookLine> find_rulebook(const Reading& reading, const std::string& id, const std::string& version) {
  if (auto shelved = reading.shelf->find(id, version)) return line_of(reading, std::move(shelved));
  const auto stored = store::find_rulebook(reading.db, id, version);
  if (!stored) return std::nullopt;
  RulebookLine line = line_of(reading, pinned_rulebook(reading, stored->id));
  line.on_shelf = false;
  return line;
}

std::vector<std::string> known_rulebooks(const Reading& reading, const std::string& id) {
  std::vector<std::string> same;
  std::vector<std::string> all;
  for (const auto& rulebook : reading.shelf->all()) {
    const std::string name = rulebook->id() + " " + rulebook->version();
    if (rulebook->id() == id) same.push_back(name);
    all.push_back(name);
  }
  return same.empty() ? all : same;
}

RulebookView view_rulebook(RulebookLine line) {
  RulebookView view{std::move(line), {}, {}};
  const Rulebook& rulebook = *view.line.rulebook;
  view.draft = rules::written_draft(rulebook);
  view.explained = {rules::authoring::explain(rulebook, view.draft, Language::zh),
                    rules::authoring::explain(rulebook, view.draft, Language::en)};
  return view;
}

RulebookComparison compare_rulebooks(const RulebookLine& older, const RulebookLine& newer) {
  const auto older_draft = rules::written_draft(*older.rulebook);
  const auto newer_draft = rules::written_draft(*newer.rulebook);
  const rules::authoring::WrittenRulebook before{*older.rulebook, older_draft};
  const rules::authoring::WrittenRulebook after{*newer.rulebook, newer_draft};
  RulebookComparison comparison{older.rulebook, newer.rulebook, {}, {}, {}, {}, {}};
  comparison.changes_zh = rules::authoring::changes(before, after, Language::zh);
  comparison.changes_en = rules::authoring::changes(before, after, Language::en);
  comparison.amounts_zh = rules::authoring::amount_changes(before, after, Language::zh);
  comparison.amounts_en = rules::authoring::amount_changes(before, after, Language::en);
  comparison.text = {rules::authoring::diff(before, after, Language::zh),
                     rules::authoring::diff(before, after, Language::en)};
  return comparison;
}

}  // namespace wildclaims::workflow
