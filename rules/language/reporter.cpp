#include "rules/language/reporter.h"

#include <algorithm>
#include <tuple>

namespace wildclaims::rules::language {
namespace {

constexpr std::size_t kMostShown = 60;

}  // namespace

void Reporter::error(Position at, std::string code, std::string sentence, std::string help) {
  ++errors_;
  add({file_, at, Severity::error, std::move(code), std::move(sentence), std::move(help)});
}

void Reporter::warning(Position at, std::string code, std::string sentence, std::string help) {
  add({file_, at, Severity::warning, std::move(code), std::move(sentence), std::move(help)});
}

void Reporter::add(Diagnostic diagnostic) {
  if (diagnostics_.size() < kMostDiagnostics) diagnostics_.push_back(std::move(diagnostic));
}

Diagnostics Reporter::take() {
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(), [](const Diagnostic& left, const Diagnostic& right) {
    return std::tuple(left.at.line, left.at.column) < std::tuple(right.at.line, right.at.column);
  });
  return std::move(diagnostics_);
}

std::string shown(std::string_view text) {
  std::string result;
  for (char c : text.substr(0, kMostShown)) result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  // Never half a UTF-8 character.
  while (text.size() > kMostShown && !result.empty() && (static_cast<unsigned char>(result.back()) & 0xC0) == 0x80) {
    result.pop_back();
  }
  if (text.size() > kMostShown) {
    if (!result.empty() && static_cast<unsigned char>(result.back()) >= 0xC0) result.pop_back();
    result += "…";
  }
  return result;
}

}  // namespace wildclaims::rules::language
