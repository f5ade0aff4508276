#include "tests/bench/quick_fill.h"

#include <algorithm>
#include <utility>

namespace wildclaims::bench {
namespace {

// In the cache meanwhile: the pages of keys that come in no order (hashes, identities, clients' keys) of a million
// claims, or each of them would be written and read again many times.
constexpr const char* kWithoutCare =
    "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; "
    "PRAGMA ignore_check_constraints = ON; PRAGMA cache_size = -1048576; BEGIN";
constexpr const char* kWithCare =
    "PRAGMA ignore_check_constraints = OFF; PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; "
    "PRAGMA synchronous = FULL; PRAGMA cache_size = -16384";

struct Part {
  std::string drop;
  std::string make;
};

// Indexes that have no text of their own are keys, which cannot be taken away.
std::vector<Part> parts_of(store::Connection& db, const std::vector<std::string>& kept) {
  std::vector<Part> parts;
  auto row = db.query(
      "SELECT name, 'DROP ' || type || ' ' || name, sql FROM sqlite_schema "
      "WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid");
  while (row.step()) {
    const bool keep = std::find(kept.begin(), kept.end(), row.text_view()) != kept.end();
    std::string drop = row.text();
    if (!keep) parts.push_back({std::move(drop), row.text()});
  }
  return parts;
}

}  // namespace

void fill_quickly(store::Connection& db, const std::vector<std::string>& kept, const std::function<void()>& fill) {
  const std::vector<Part> parts = parts_of(db, kept);
  db.script(kWithoutCare);
  for (const Part& part : parts) db.script(part.drop);
  fill();
  for (const Part& part : parts) db.script(part.make);
  db.script("COMMIT");
  db.script(kWithCare);
}

}  // namespace wildclaims::bench
