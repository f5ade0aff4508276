// Any bytes as a rulebook file: a rulebook, or diagnostics that stand somewhere in the file and say something; the same
// each time.
#include <algorithm>
#include <string>

#include "rules/loader/load.h"
#include "tests/fuzz/target.h"

namespace {

using namespace wildclaims;

std::string all_of(const rules::Diagnostics& diagnostics) {
  std::string text;
  for (const rules::Diagnostic& diagnostic : diagnostics) text += rules::to_string(diagnostic) + "\n";
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const rules::LoadResult first = rules::load_rulebook(text, "input.yaml");
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  bool error = false;
  for (const rules::Diagnostic& diagnostic : first.diagnostics) {
    error = error || diagnostic.severity == rules::Severity::error;
    fuzz::promise(!diagnostic.code.empty() && !diagnostic.sentence.empty(), "a diagnostic has a code and a sentence");
    fuzz::promise(diagnostic.at.line >= 0 && diagnostic.at.line <= lines, "a diagnostic stands in the file");
  }
  fuzz::promise(error == (first.rulebook == nullptr), "a rulebook exactly when there is no error");
  if (first.rulebook) fuzz::promise(first.rulebook->text() == text, "a rulebook keeps its bytes");
  const rules::LoadResult second = rules::load_rulebook(text, "input.yaml");
  fuzz::promise(all_of(first.diagnostics) == all_of(second.diagnostics), "the same file gives the same diagnostics");
  return 0;
}
