#include "rules/diagnostic.h"

#include <algorithm>

namespace wildclaims::rules {

std::string to_string(const Diagnostic& diagnostic) {
  std::string text = diagnostic.file;
  if (diagnostic.at.line > 0) {
    text += ":" + std::to_string(diagnostic.at.line) + ":" + std::to_string(diagnostic.at.column);
  }
  text += diagnostic.severity == Severity::error ? ": error[" : ": warning[";
  text += diagnostic.code + "]: " + diagnostic.sentence;
  if (!diagnostic.help.empty()) text += "\n    " + diagnostic.help;
  return text;
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
}

}  // namespace wildclaims::rules
