// The columns of a decision table: what each holds, and its cells as ranges of slots on its axis.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rules/engine/decision_table.h"
#include "rules/language/draft.h"
#include "rules/language/environment.h"
#include "rules/language/reporter.h"

namespace wildclaims::rules::language {

constexpr std::size_t kMostColumns = 16;

// The written columns of the table into known.columns; reports bad_columns, unknown_column, duplicate_column and
// unknown_type.
void declare_columns(const TableDraft& draft, Environment& environment, KnownTable& known, Reporter& reporter);

// The days a rulebook is in force: the domain of the date of loss.
KnownColumn loss_date_column(Date from, Date to);

// One column's axis; puts the ranges of its cells into rows[r].cells[index]. `cells` are those of this column, row by
// row. Settles what one on an exact axis is worth. Reports unknown_code, code_twice, bad_cell and empty_range.
engine::Axis cut_axis(const std::vector<const CellDraft*>& cells, std::size_t index, KnownColumn& column,
                      std::vector<engine::TableRow>& rows, Environment& environment, Reporter& reporter);

// A value on the axis as the author would write it.
std::string shown_value(std::int64_t stored, const KnownColumn& column, const Environment& environment);

}  // namespace wildclaims::rules::language
