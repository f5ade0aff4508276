// The tables of a rulebook, each cell as its author wrote it and as a person reads it.
#pragma once

#include <string>
#include <vector>

#include "rules/bilingual.h"
#include "rules/language/draft.h"
#include "rules/source.h"

namespace wildclaims::workflow {

struct TableCell {
  std::string written;    // "maize", "from 10% to below 50%", "1000.00"
  rules::Bilingual said;  // "玉米", "10% 至 50%（不含）"…, "1,000.00"
};

struct TableColumn {
  enum class Kind { in, dates, out };
  Kind kind = Kind::in;
  std::string name;        // empty for the only output, and for the dates of loss
  rules::Bilingual label;  // of dates: "出险日期"
  std::string type;        // of an output, or of a column declared by itself: "CNY/mu"; else empty
  rules::Bilingual unit;   // "元/亩"; empty when the column has no type of its own
};

struct TableLine {
  int line = 0;  // in the file
  bool otherwise = false;
  std::vector<TableCell> cells;  // one for each column; those of `otherwise` are empty but for its outputs
};

struct TableView {
  std::string name;
  rules::Bilingual label;
  rules::Source source;
  int line = 0;
  bool named_value = false;  // a single value, used by its name
  std::string hit;           // "unique", "collect sum": the words of rulebooks
  std::vector<TableColumn> columns;
  std::vector<TableLine> rows;
};

// In the order of the file, those of `values` first.
std::vector<TableView> view_tables(const rules::language::RulebookDraft& draft);

}  // namespace wildclaims::workflow
