// The people of a demo, from config/demo/users.json. Their passwords are public: only `serve --demo` reads the file.
#pragma once

#include <string>
#include <vector>

#include "claims/workflow/users.h"

namespace wildclaims::cli {

// Throws std::runtime_error naming the file when it cannot be read or is not as it should be.
std::vector<workflow::NewUser> read_demo_users(const std::string& config_directory);

}  // namespace wildclaims::cli
