// Random decision tables that are complete and, where their hit policy demands it, free of overlap and disagreement:
// the values of every column are cut into parts, and every combination of parts gets its row. Rows that overlap are
// added only where the policy allows them.
#pragma once

#include <string>
#include <vector>

#include "tests/property/features.h"
#include "tests/property/model.h"
#include "tests/property/random.h"

namespace wildclaims::property {

class TableMaker {
 public:
  TableMaker(Model& model, const Features& features, Random& random)
      : model_(model), features_(features), random_(random) {}

  // Over facts of the claim, or of the items as well. Marks in the facts where rows begin and end.
  Table make(const std::string& name, bool over_items);
  // Rows for every combination of parts of these columns; the outputs are left empty.
  std::vector<Row> partition(const std::vector<Column>& columns, int most_parts);

  Column fact_column(Scope scope, std::size_t index) const;

 private:
  void choose_columns(Table& table, bool over_items);
  Column own_column();
  void choose_outputs(Table& table);
  Output output(const std::string& name);
  Datum random_output(const Output& output);
  std::vector<Datum> random_outputs(const Table& table);
  void fill_unique(Table& table);
  void fill_first(Table& table);
  void fill_any(Table& table);
  void fill_by_order(Table& table);
  void fill_collected(Table& table);
  void add_otherwise(Table& table);
  void date_rows(Table& table);

  std::vector<Cell> parts(const Column& column, int most);
  std::vector<Cell> number_parts(const Column& column, int most);
  std::vector<Cell> date_parts(const Column& column, int most);
  std::vector<Cell> month_day_parts(int most);
  std::vector<Cell> cut(const std::vector<Datum>& cuts) const;
  std::vector<Cell> code_parts(std::size_t codes, int most);
  Row random_row(const Table& table);
  Row narrowed(const Row& row);

  Model& model_;
  const Features& features_;
  Random& random_;
};

}  // namespace wildclaims::property
