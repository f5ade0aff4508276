// Files the rules commands read, and how they say that one is wrong.
#pragma once

#include <string>
#include <variant>

#include "claims/cli/command.h"
#include "rules/bilingual.h"
#include "rules/diagnostic.h"
#include "rules/loader/load_draft.h"

namespace wildclaims::cli {

// Prints errors and warnings on standard error; usage when a file was unreadable, else not_in_order.
ExitCode refuse(const rules::Diagnostics& diagnostics);

// A rulebook that loads, or the exit code after its diagnostics were printed.
std::variant<rules::DraftResult, ExitCode> load_or_refuse(const std::string& file);

// Adds --lang zh|en, zh by default.
void add_language(CLI::App& command, std::string& language);
rules::Language language_of(const std::string& language);

}  // namespace wildclaims::cli
