// Where the data and the configuration are, the same for every command.
#pragma once

#include <string>

#include "claims/workflow/office.h"

namespace CLI {
class App;
}

namespace wildclaims::cli {

// Both default to the project the program was built in: build/data and config beside its sources, found by going up
// from the program's own file until a directory holds config/programmes; else from the current directory.
struct Places {
  std::string data;
  std::string config;
};

Places default_places();

// Adds --data and --config, with the defaults shown in --help.
void add_places(CLI::App& command, Places& places);

// An office on existing data, for commands beside a running service. Throws as Office does.
workflow::OfficeSettings beside_service(const Places& places);

}  // namespace wildclaims::cli
