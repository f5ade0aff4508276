#include "rules/loader/load_facts.h"

#include <map>
#include <utility>

#include "rules/loader/file_text.h"
#include "rules/loader/load.h"
#include "rules/loader/read_draft.h"

namespace wildclaims::rules {

std::variant<FactsFile, Diagnostics> load_facts(std::string_view text, const std::string& file_name) {
  language::Reporter reporter(file_name);
  FactsFile file;
  if (check_text(text, kMostRulebookBytes, reporter)) {
    const yaml::Node root = yaml::parse(text, reporter);
    if (!reporter.failed()) {
      yaml::Fields fields(root, "the file of facts", reporter);
      std::map<std::string, Position> places;
      yaml::read_fact_sheet(fields, file.sheet, file.running, places);
      fields.finish();
    }
  }
  if (reporter.failed()) return reporter.take();
  return file;
}

}  // namespace wildclaims::rules
