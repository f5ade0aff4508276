#include "claims/cli/demo_users.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "claims/domain/role.h"

namespace wildclaims::cli {
namespace {

workflow::NewUser user_from(const nlohmann::json& entry) {
  workflow::NewUser user;
  user.name = entry.at("name").get<std::string>();
  user.password = entry.at("password").get<std::string>();
  user.display = {entry.at("display").at("zh").get<std::string>(), entry.at("display").at("en").get<std::string>()};
  for (const nlohmann::json& role : entry.at("roles")) {
    const auto known = domain::parse_role(role.get<std::string>());
    if (!known) throw std::runtime_error("unknown role " + role.get<std::string>());
    user.roles.add(*known);
  }
  return user;
}

}  // namespace

std::vector<workflow::NewUser> read_demo_users(const std::string& config_directory) {
  const std::string path = (std::filesystem::path(config_directory) / "demo" / "users.json").string();
  try {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot be read");
    std::vector<workflow::NewUser> users;
    const nlohmann::json content = nlohmann::json::parse(file);
    for (const nlohmann::json& entry : content.at("users")) users.push_back(user_from(entry));
    return users;
  } catch (const std::exception& error) {
    throw std::runtime_error(path + ": " + error.what());
  }
}

}  // namespace wildclaims::cli
