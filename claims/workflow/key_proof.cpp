#include "claims/workflow/key_proof.h"

#include <string>

#include "claims/store/settings.h"

namespace wildclaims::workflow {
namespace {

constexpr const char* kSetting = "key_proof";

std::string proof_of(const store::Vault& vault) { return vault.lookup("proof", "wildclaims").to_hex(); }

}  // namespace

KeyProof key_proof(store::Connection& db, const store::Vault& vault) {
  const auto stored = store::setting(db, kSetting);
  if (!stored) return KeyProof::none_yet;
  return *stored == proof_of(vault) ? KeyProof::fits : KeyProof::another_key;
}

void put_key_proof(store::Connection& db, const store::Vault& vault) {
  store::put_setting(db, kSetting, proof_of(vault));
}

}  // namespace wildclaims::workflow
