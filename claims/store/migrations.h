// The numbered migrations, built into the program. Once merged one is never edited; a file is only ever brought
// forward.
#pragma once

#include <string>

namespace wildclaims::store {

class Connection;

// The schema version this program knows: the number of its last migration.
int known_schema_version();

// Brings a file to known_schema_version() in one transaction; a new file gets everything.
// Throws DatabaseRefused for a file that another program made or a newer program has already migrated.
void migrate(Connection& connection);

// Whether a wildclaims made the file, of whatever version.
bool is_ours(Connection& connection);
// Of a file that is ours.
int schema_version(Connection& connection);
// Whether the file is ours and at known_schema_version(): what a connection that only reads must know beforehand.
bool is_current(Connection& connection);

// Every table, index, trigger and view as SQL text in a fixed order: what the golden schema is compared with.
std::string schema_text(Connection& connection);
// The schema_text of a file that migrate() has just made.
std::string known_schema_text();

}  // namespace wildclaims::store
