// Judges a draft and compiles it: names, types, tables, steps, shares. Everything wrong is reported at once.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "rules/digest.h"
#include "rules/engine/compiled_rules.h"
#include "rules/language/draft.h"
#include "rules/language/environment.h"
#include "rules/language/reporter.h"
#include "rules/rulebook.h"

namespace wildclaims::rules::language {

// What the file is, beside what it says.
struct FileIdentity {
  std::string text;
  std::string name;
  Digest sha256;
};

// More declarations of one sort than any programme has: keeps every later pass short.
constexpr std::size_t kMostDeclarations = 2'000;

// Null when there was an error. Examples are not run here: see examples.h.
std::shared_ptr<const Rulebook> compile(RulebookDraft draft, FileIdentity file, Reporter& reporter);

// The parts of it, one file each, in the order they run.

// Code types and facts into the environment.
void declare_facts(const RulebookDraft& draft, Environment& environment, Reporter& reporter);

// Tables into the environment and, proved, into the program.
void compile_tables(const RulebookDraft& draft, Environment& environment, engine::Program& program,
                    CompiledRules& rules, Reporter& reporter);

// Steps, denials, flags, result and reserve estimate.
void compile_rules(const RulebookDraft& draft, Environment& environment, CompiledRules& rules, Reporter& reporter);

// Names declared so far, and their lines.
using SeenNames = std::map<std::string, int, std::less<>>;

// A name that may be declared; reports and returns false otherwise. `seen` catches a second use.
bool declare_name(const Word& name, const char* what, const UnitTable& units, SeenNames& seen, Reporter& reporter);

}  // namespace wildclaims::rules::language
