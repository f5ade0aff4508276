// `wildclaims rules evaluate RULEBOOK FACTS.jsonl --jsonl`: a claim a line, or an event a line, millions of them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "claims/cli/command.h"
#include "rules/bilingual.h"
#include "rules/rulebook.h"

namespace wildclaims::cli {

// One JSON object out for each line in, in order; `facts` may be "-" for standard input:
//   {"line":N,"id":…,"denied":…,"denials":[…],"flags":[…],"indemnity":"…","stage":…,"paid":"…","balance":"…",
//    "fees":{…},"funding":{…}}
//   {"line":N,"id":…,"faults":[{"pointer":…,"code":…,"zh":…,"en":…}]}
// with the id of the line as text if it has one, the payment's stage where there are several, fees where there are any,
// and with a language the worksheet's lines. A line may be a whole event, {"event":…,"claims":[…]}, whose answer has
// "claims"; under a rulebook whose limits several claims share it must be. A line with faults stops nothing. Counts and
// exact sums go to standard error. not_in_order when any line had faults, usage when the file cannot be read.
ExitCode evaluate_lines(const std::shared_ptr<const rules::Rulebook>& rulebook, const std::string& facts,
                        std::optional<rules::Language> worksheet);

}  // namespace wildclaims::cli
