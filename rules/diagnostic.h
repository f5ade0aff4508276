// What is wrong with a rulebook, said to its author: where, which, the sentence, and the witness or the fix.
#pragma once

#include <string>
#include <vector>

namespace wildclaims::rules {

// 1-based line and column (in characters, as editors count); line 0 means the whole file.
struct Position {
  int line = 0;
  int column = 0;

  bool operator==(const Position&) const = default;
};

enum class Severity { error, warning };

struct Diagnostic {
  std::string file;
  Position at;
  Severity severity = Severity::error;
  std::string code;      // stable, snake_case: "table_gap"
  std::string sentence;  // what is wrong
  std::string help;      // the witness, or what to write instead; may be empty
};

using Diagnostics = std::vector<Diagnostic>;

// "pinglu-2025.yaml:31:7: error[table_gap]: sentence", and the help indented on a line of its own.
std::string to_string(const Diagnostic& diagnostic);

bool has_errors(const Diagnostics& diagnostics);

}  // namespace wildclaims::rules
