// Rulebooks as staff read them, as JSON. Amounts, shares and bounds are text, as everywhere.
#pragma once

#include "claims/http/json_form.h"
#include "claims/workflow/rulebook_view.h"
#include "claims/workflow/table_view.h"

namespace wildclaims::http {

// One line of the list: names, dates, status, what supersedes what.
Json rulebook_line_form(const workflow::RulebookLine& line);

// Everything its author wrote but the rows of tables and the examples, each expression as written and read aloud.
Json rulebook_form(const workflow::RulebookView& view);

// One table with at most kTableRowsShown rows; "rows_left_off" counts the others.
Json table_form(const workflow::TableView& table);

Json comparison_form(const workflow::RulebookComparison& comparison);

}  // namespace wildclaims::http
