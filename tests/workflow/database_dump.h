// A whole database as text: what tests compare before and after.
#pragma once

#include <cstdint>
#include <string>

#include "claims/store/connection.h"

namespace wildclaims::tests {

// Ciphers are random: sometimes they would only be noise.
enum class Ciphers : std::uint8_t { shown, left_out };

// Every row of every table as text, in a fixed order.
std::string dump_of(store::Connection& db, Ciphers ciphers);

}  // namespace wildclaims::tests
