// Whether a key is the one that a database's personal data was written with.
#pragma once

#include <cstdint>

#include "claims/store/connection.h"
#include "claims/store/vault.h"

namespace wildclaims::workflow {

enum class KeyProof : std::uint8_t { fits, another_key, none_yet };

KeyProof key_proof(store::Connection& db, const store::Vault& vault);
// For a database that has none yet.
void put_key_proof(store::Connection& db, const store::Vault& vault);

}  // namespace wildclaims::workflow
