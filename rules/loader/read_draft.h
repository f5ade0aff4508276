// The YAML tree of a rulebook to a draft: keys, shapes and plain values. What the values mean is compile()'s to judge.
#pragma once

#include "rules/language/draft.h"
#include "rules/language/reporter.h"
#include "rules/loader/fields.h"
#include "rules/loader/yaml_tree.h"

namespace wildclaims::rules::yaml {

language::RulebookDraft read_draft(const Node& root, language::Reporter& reporter);

// The sections, one file each.
void read_header(Fields& top, language::RulebookDraft& draft);  // identity, dates, money, policy, funding
void read_facts(Fields& top, language::RulebookDraft& draft);   // types, facts, loss_date
void read_tables(Fields& top, language::RulebookDraft& draft);
void read_rules(Fields& top, language::RulebookDraft& draft);     // deny, flag, steps, result, reserve_estimate
void read_examples(Fields& top, language::RulebookDraft& draft);  // examples, not_encoded

// "{claim: …, items: …, running: …}", as examples and files of facts hold it. Places by JSON pointer.
void read_fact_sheet(Fields& fields, FactSheet& sheet, RunningTotals& running, std::map<std::string, Position>& places);

}  // namespace wildclaims::rules::yaml
