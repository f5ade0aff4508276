// Proves a decision table: over all columns together, that every case has its answer and no two rows contradict each
// other; and makes the diagram that answers, so that what was proved is what is looked up.
//
// The rows are divided column by column. Each division cuts only where a row that is still in question begins or
// ceases to match, and equal lists of rows are divided once, which keeps the work near-linear for the tables people
// write. The columns are taken in the order that separates the rows best, whatever the order they are written in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "rules/engine/table_axis.h"
#include "rules/engine/table_cells.h"

namespace wildclaims::rules::engine {

// What the rows that match give: one row's answer,
enum class Hit {
  unique,        // of the only one
  first,         // of the first as written
  any,           // of any: they all agree
  priority,      // of the one of the lowest rank, of equals the first as written
                 // or a list of all of them,
  rule_order,    // as written
  output_order,  // by rank, equals as written
  collect        // as written, to be added up or counted
};
constexpr bool gives_list(Hit hit) { return hit == Hit::rule_order || hit == Hit::output_order || hit == Hit::collect; }

struct TableRules {
  Hit hit = Hit::unique;
  bool with_otherwise = false;  // a last answer for what no row matches
  // One for each row, for priority and output_order; left out: all equal.
  std::vector<std::uint32_t> rank;
  // One for each row: rows of one number give the same outputs. It tells what disagrees under `any`, and under every
  // policy which columns are idle. Left out: every row differs from every other.
  std::vector<std::uint32_t> agreement;
};

enum class FlawKind {
  gap,          // no row, and no otherwise
  overlap,      // two rows under unique
  disagreement  // two rows of different agreement under any
};

struct TableFlaw {
  FlawKind kind = FlawKind::gap;
  std::size_t first_row = 0;  // of an overlap or a disagreement the two rows, as written
  std::size_t second_row = 0;
  std::vector<std::size_t> slots;  // the witness: a slot of each column, where it happens
};

struct TableProof {
  // Work that is not exceeded, counted in rows and slots looked at and lists kept: about a second and 200 MiB.
  static constexpr std::size_t kMostWork = 32'000'000;
  // Flaws listed of each kind; the rest are counted as more_flaws.
  static constexpr std::size_t kMostFlaws = 20;

  // Sorted by witness. A pair of rows is told once; a gap once for each code, and once for each stretch of an ordered
  // column. Of cases with the same rows left in question only one is followed up.
  std::vector<TableFlaw> flaws;
  bool more_flaws = false;
  // Rows that never answer, as written: under first, any and priority, rows that others always come before.
  std::vector<std::size_t> dead_rows;
  // Columns of more than one slot whose value never makes a difference. Told of tables without flaws only.
  std::vector<std::size_t> idle_columns;
  // The work limit was reached: flaws told are true, but nothing is proved, and the table must not be used.
  bool too_large = false;
  std::size_t work = 0;
};

// The divisions of a table. A target is a node, or an answer with the bit kAnswer set.
struct TableDiagram {
  static constexpr std::uint32_t kAnswer = 0x8000'0000;

  // From this slot up to the next branch's.
  struct Branch {
    std::uint32_t slot = 0;
    std::uint32_t to = 0;
  };
  // Two branches or more, the first from slot 0.
  struct Node {
    std::uint32_t column = 0;
    std::uint32_t first_branch = 0;
    std::uint32_t branches = 0;
  };
  std::vector<Node> nodes;  // each after the nodes it leads to
  std::vector<Branch> branches;
  std::uint32_t root = kAnswer;
  // The rows of each answer, as written and in answering order; every list once. No rows: otherwise.
  std::vector<std::vector<std::uint32_t>> answers;
};

struct ProvedDiagram {
  TableDiagram diagram;
  TableProof proof;
};

// Every row has a cell for every axis, and `rank` and `agreement`, where given, a number for every row.
ProvedDiagram prove_table(const std::vector<Axis>& axes, const std::vector<TableRow>& rows, const TableRules& rules);

// The columns, of `columns` many, that never change the outputs of the diagram's answer.
std::vector<std::size_t> idle_columns(const TableDiagram& diagram, std::size_t columns, const TableRules& rules);

}  // namespace wildclaims::rules::engine
