#include "tests/workflow/database_dump.h"

#include <set>
#include <vector>

namespace wildclaims::tests {
namespace {

// Connections keep statements by the address of their text.
const char* kept_text(const std::string& sql) {
  static std::set<std::string> texts;
  return texts.insert(sql).first->c_str();
}

std::vector<std::string> column(store::Connection& db, const std::string& sql) {
  std::vector<std::string> values;
  store::Statement row = db.query(kept_text(sql));
  while (row.step()) values.push_back(row.text());
  return values;
}

}  // namespace

std::string dump_of(store::Connection& db, Ciphers ciphers) {
  std::string text;
  for (const std::string& table : column(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
    std::string values;
    for (const std::string& name : column(db, "SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid")) {
      if (ciphers == Ciphers::left_out && table == "personal_data" && name == "cipher") continue;
      values += (values.empty() ? "quote(" : " || ', ' || quote(") + name + ")";
    }
    text += table + "\n";
    std::string rows = "SELECT " + values;
    rows += " FROM " + table;
    rows += " ORDER BY 1";
    for (const std::string& row : column(db, rows)) {
      text += "  " + row + "\n";
    }
  }
  return text;
}

}  // namespace wildclaims::tests
