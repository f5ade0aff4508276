// Named values of one installation that are not configuration: what the program itself must remember.
#pragma once

#include <optional>
#include <string>

namespace wildclaims::store {

class Connection;

std::optional<std::string> setting(Connection& connection, const std::string& name);
void put_setting(Connection& connection, const std::string& name, const std::string& value);

}  // namespace wildclaims::store
