#include "rules/authoring/mutate.h"

#include <utility>

#include "rules/authoring/mutation_sites.h"
#include "rules/language/compile.h"
#include "rules/language/examples.h"

namespace wildclaims::rules::authoring {
namespace {

enum class Noticed { by_proofs, by_example, not_at_all };

Noticed judge(const language::RulebookDraft& draft) {
  language::Reporter reporter("");
  const auto rulebook = language::compile(draft, {}, reporter);
  if (!rulebook) return Noticed::by_proofs;
  // One failing example is enough: they are run one by one.
  for (const language::ExampleDraft& example : draft.examples) {
    language::run_examples(*rulebook, {example}, reporter);
    if (reporter.failed()) return Noticed::by_example;
  }
  return Noticed::not_at_all;
}

bool stands_under(const std::string& where, const std::string& named) {
  if (!where.starts_with(named)) return false;
  return where.size() == named.size() || where[named.size()] == ' ' || where[named.size()] == '.';
}

}  // namespace

MutationReport mutate(language::RulebookDraft draft, const std::string& file_name) {
  MutationReport report;
  std::vector<bool> used(draft.untested.size(), false);
  for (MutationSite& site : mutation_sites(draft)) {
    ++report.tried;
    std::string original = std::exchange(*site.text, std::move(site.mutated));
    const Noticed noticed = judge(draft);
    *site.text = std::move(original);
    if (noticed == Noticed::by_proofs) ++report.refused;
    if (noticed == Noticed::by_example) ++report.failed;
    if (noticed != Noticed::not_at_all) continue;
    Mutant mutant{site.at, site.where, site.change, ""};
    bool excused = false;
    for (std::size_t i = 0; i < draft.untested.size(); ++i) {
      const language::UntestedDraft& entry = draft.untested[i];
      if (!stands_under(site.where, entry.where.text)) continue;
      if (entry.change && entry.change->text != site.change) continue;
      used[i] = true;
      excused = true;
      mutant.why = entry.why;
    }
    (excused ? report.untested : report.unnoticed).push_back(std::move(mutant));
  }
  for (std::size_t i = 0; i < draft.untested.size(); ++i) {
    if (used[i]) continue;
    const language::UntestedDraft& entry = draft.untested[i];
    report.useless.push_back(
        {file_name, entry.where.at, Severity::warning, "untested_unused",
         "untested: '" + language::shown(entry.where.text) + "' names no change that goes unnoticed",
         "remove the entry, or write where: and change: as this command prints them"});
  }
  return report;
}

}  // namespace wildclaims::rules::authoring
