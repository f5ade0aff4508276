// The YAML tree of a rulebook to a draft: keys, shapes and plain values. What the values mean is compile()'s to judge.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/language/draft.h"
#include "rules/language/reporter.h"
#include "rules/loader/fields.h"
#include "rules/loader/yaml_tree.h"

namespace wildclaims::rules::yaml {

language::RulebookDraft read_draft(const Node& root, language::Reporter& reporter);

// The sections, one file each.
void read_header(Fields& top, language::RulebookDraft& draft);    // identity, dates, money, units
void read_policy(Fields& top, language::RulebookDraft& draft);    // premium and its shares, the aggregate limit
void read_funding(Fields& top, language::RulebookDraft& draft);   // funding
void read_facts(Fields& top, language::RulebookDraft& draft);     // types, facts, running, adjustments, loss_date
void read_tables(Fields& top, language::RulebookDraft& draft);    // values, tables, brackets
void read_rules(Fields& top, language::RulebookDraft& draft);     // deny, flag, result, payments, reserve_estimate
void read_steps(Fields& top, language::RulebookDraft& draft);     // steps
void read_examples(Fields& top, language::RulebookDraft& draft);  // examples, untested, not_encoded

// The rows of a table whose columns and outputs were read. Every row has a cell for each column and a value for each
// output; one that was missing is reported and empty.
void read_rows(const Node& rows, language::TableDraft& table, language::Reporter& reporter);
// The compact form of two columns and one output: the second column across, under columns:, the first down.
void read_grid(const Node& grid, language::TableDraft& table, language::Reporter& reporter);
// [{from?, to?, value}, …]: a row of these cells for each.
void read_dated(const Node& list, const std::vector<language::CellDraft>& cells, language::TableDraft& table,
                language::Reporter& reporter);

// Places of what was read, by JSON pointer as read_facts() names it: "/claim/species", "/override/amount".
using Places = std::map<std::string, Position>;

// {claim, items, running?, adjustments?, override?, stage?, paid?}, as examples and files of facts hold it. What the
// sheet holds already stays; a running total given again is reported (duplicate_key).
void read_fact_sheet(Fields& fields, FactSheet& sheet, Places& places);
// The keys `event` and `running`, where they may stand by themselves: before the claims of one event.
void read_event_facts(Fields& fields, FactSheet& sheet, Places& places);
void read_running(Fields& fields, FactSheet& sheet, Places& places);

// The key `per` and where it stands; household_event after an unknown word was reported.
LimitScope read_limit_scope(Fields& fields, Position& at);
// {reserved: {share, for}?, exempt?} of a limit that several share.
void read_sharing(Fields& fields, language::SharingDraft& sharing);

}  // namespace wildclaims::rules::yaml
