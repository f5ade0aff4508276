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
#include "rules/language/lowering.h"
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
std::shared_ptr<const Rulebook> compile(const RulebookDraft& draft, FileIdentity file, Reporter& reporter);

// Names declared so far, and their lines.
using SeenNames = std::map<std::string, int, std::less<>>;

// A name that may be declared; reports and returns false otherwise. `seen` catches a second use.
bool declare_name(const Word& name, const char* what, const UnitTable& units, SeenNames& seen, Reporter& reporter);

// The parts of it, one file each, in the order they run.
void declare_units(const RulebookDraft& draft, UnitTable& units, Reporter& reporter);
void declare_facts(const RulebookDraft& draft, Environment& environment, Reporter& reporter);
void settle_loss_date(const RulebookDraft& draft, Environment& environment, CompiledRules& rules, RulebookParts& parts,
                      Reporter& reporter);
void compile_tables(const RulebookDraft& draft, Environment& environment, engine::Program& program,
                    CompiledRules& rules, Reporter& reporter);
void compile_brackets(const RulebookDraft& draft, Environment& environment, CompiledRules& rules, Reporter& reporter);

// What the rules of a rulebook are compiled with.
struct RuleContext {
  const RulebookDraft& draft;
  Environment& environment;
  CompiledRules& rules;
  Lowering& lowering;
  Reporter& reporter;

  // The number of a name that errors of a segment are reported under.
  std::uint32_t segment(std::string name) const;
  // Parsed and type-checked; nothing after a report, or when the text is empty.
  std::optional<Expression> checked(const ExpressionText& text, Scope scope) const;
  // …that must be a condition; `key` is the key it stands under ("when").
  std::optional<Expression> condition(const ExpressionText& text, Scope scope, const char* key) const;
  // …that must be money.
  std::optional<Expression> money(const ExpressionText& text, Scope scope, const std::string& what) const;
};

// Steps of every kind, in the order written. Needs the names of all steps in the environment.
void compile_steps(const RuleContext& context);
// The limit step `index`, whose `of` has been checked and lowered into `step`; its segment is open.
void compile_limit(const RuleContext& context, std::size_t index, CompiledStep& step);
// The keys by which an amount is shared: priority, reserved and exempt, as registers of `scope`.
struct SharingKeys {
  std::optional<engine::Register> priority;
  std::optional<engine::Register> reserved;
  std::optional<engine::Register> exempt;
};
SharingKeys compile_sharing(const RuleContext& context, const SharingDraft& draft, Scope scope, std::uint32_t segment,
                            std::size_t from_stage);
// "30%"; reports bad_share.
std::optional<Ratio> share_of(const Word& word, Reporter& reporter);

void compile_findings(const RuleContext& context);
void compile_payments(const RuleContext& context, RulebookParts& parts);
void compile_funding(const RuleContext& context, RulebookParts& parts);
void compile_exhaustion(const RuleContext& context, RulebookParts& parts);
void compile_reserve(const RuleContext& context);
// Warnings about what nothing reads; only when there is no error.
void report_unread(const RuleContext& context);

}  // namespace wildclaims::rules::language
