#include "rules/loader/load_facts.h"

#include <utility>

#include "rules/loader/file_text.h"
#include "rules/loader/load.h"
#include "rules/loader/read_draft.h"

namespace wildclaims::rules {
namespace {

void read_claims(yaml::Fields& fields, const yaml::Node& claims, FactsFile& file) {
  file.one_event = true;
  FactSheet shared;
  yaml::Places shared_places;
  yaml::read_event_facts(fields, shared, shared_places);
  yaml::read_running(fields, shared, shared_places);
  for (const yaml::Node& each : yaml::list_of(claims, "claims:", fields.reporter())) {
    yaml::Fields claim(each, "a claim", fields.reporter());
    if (!claim.usable()) continue;
    yaml::Places places = shared_places;
    yaml::read_fact_sheet(claim, file.claims.emplace_back(shared), places);
    claim.finish();
  }
}

}  // namespace

std::variant<FactsFile, Diagnostics> load_facts(std::string_view text, const std::string& file_name) {
  language::Reporter reporter(file_name);
  FactsFile file;
  if (check_text(text, kMostRulebookBytes, reporter)) {
    const yaml::Node root = yaml::parse(text, reporter);
    if (!reporter.failed()) {
      yaml::Fields fields(root, "the file of facts", reporter);
      if (const yaml::Node* claims = fields.optional("claims")) {
        read_claims(fields, *claims, file);
      } else {
        FactSheet& sheet = file.claims.emplace_back();
        yaml::Places places;
        yaml::read_event_facts(fields, sheet, places);
        yaml::read_fact_sheet(fields, sheet, places);
      }
      fields.finish();
    }
  }
  if (reporter.failed()) return reporter.take();
  return file;
}

}  // namespace wildclaims::rules
