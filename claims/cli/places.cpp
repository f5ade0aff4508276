#include "claims/cli/places.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <system_error>

namespace wildclaims::cli {
namespace {

namespace fs = std::filesystem;

fs::path project_root() {
  std::error_code failed;
  fs::path directory = fs::read_symlink("/proc/self/exe", failed).parent_path();
  while (!failed && !directory.empty()) {
    if (fs::exists(directory / "config" / "programmes", failed)) return directory;
    if (directory == directory.root_path()) break;
    directory = directory.parent_path();
  }
  return fs::current_path();
}

}  // namespace

Places default_places() {
  const fs::path root = project_root();
  return {(root / "build" / "data").string(), (root / "config").string()};
}

void add_places(CLI::App& command, Places& places) {
  places = default_places();
  command.add_option("--data", places.data, "directory of the database and its key")->capture_default_str();
  command.add_option("--config", places.config, "directory of programmes, divisions and rulebooks")
      ->capture_default_str();
}

workflow::OfficeSettings beside_service(const Places& places) {
  workflow::OfficeSettings settings;
  settings.data_directory = places.data;
  settings.config_directory = places.config;
  return settings;
}

}  // namespace wildclaims::cli
