#include "rules/loader/sha256.h"

#include <sodium.h>

namespace wildclaims::rules {

Digest sha256(std::string_view bytes) {
  Digest digest;
  crypto_hash_sha256(digest.bytes.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return digest;
}

}  // namespace wildclaims::rules
