#include "claims/store/settings.h"

#include "claims/store/connection.h"

namespace wildclaims::store {

std::optional<std::string> setting(Connection& connection, const std::string& name) {
  Statement row = connection.query("SELECT value FROM settings WHERE name = ?", name);
  return row.step() ? std::optional(row.text()) : std::nullopt;
}

void put_setting(Connection& connection, const std::string& name, const std::string& value) {
  connection.run(
      "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name,
      value);
}

}  // namespace wildclaims::store
