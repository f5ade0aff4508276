// Identity numbers for people who do not exist.
#pragma once

#include <string>

namespace wildclaims::tests {

// A valid identity number of nobody alive (born in 1900), different for every n from 0 to 999.
std::string identity_number(int n);

}  // namespace wildclaims::tests
