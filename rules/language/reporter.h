// Collects what is wrong with one file.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/diagnostic.h"
#include "rules/nearest.h"

namespace wildclaims::rules::language {

class Reporter {
 public:
  // A file with more faults than this is the wrong file; the rest would only bury the first.
  static constexpr std::size_t kMostDiagnostics = 500;

  explicit Reporter(std::string file) : file_(std::move(file)) {}

  void error(Position at, std::string code, std::string sentence, std::string help = {});
  void warning(Position at, std::string code, std::string sentence, std::string help = {});

  bool failed() const { return errors_ > 0; }
  std::size_t errors() const { return errors_; }
  // Nothing more would be kept: a reason to stop looking.
  bool full() const { return diagnostics_.size() >= kMostDiagnostics; }
  // In the order of the file.
  Diagnostics take();

 private:
  void add(Diagnostic diagnostic);

  std::string file_;
  Diagnostics diagnostics_;
  std::size_t errors_ = 0;
};

// The start of a text from the file, for a message: no control characters, no more than a few words.
std::string shown(std::string_view text);

}  // namespace wildclaims::rules::language
