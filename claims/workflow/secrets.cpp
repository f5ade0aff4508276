#include "claims/workflow/secrets.h"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "rules/loader/sha256.h"

namespace wildclaims::workflow {
namespace {

std::string random_hex(std::size_t bytes) {
  std::string raw(bytes, '\0');
  randombytes_buf(raw.data(), raw.size());
  std::string hex(bytes * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(raw.data()), raw.size());
  hex.pop_back();
  return hex;
}

}  // namespace

std::string hash_password(const std::string& password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                            crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::runtime_error("not enough memory to hash a password");
  }
  return hash.data();
}

bool password_matches(const std::string& hash, const std::string& password) {
  std::array<char, crypto_pwhash_STRBYTES> stored{};
  if (hash.size() >= stored.size()) return false;
  hash.copy(stored.data(), hash.size());
  return crypto_pwhash_str_verify(stored.data(), password.data(), password.size()) == 0;
}

void match_nothing(const std::string& password) {
  // Of a random password nobody kept, at the cost of hash_password.
  static const std::string kNobody =
      "$argon2id$v=19$m=65536,t=2,p=1$JhG9X5tAQsX4PPLgPplG4w$fuDAQaLpcDtXKs46fvANAZdjsW4Y041MkT9x7A5xdsE";
  static_cast<void>(password_matches(kNobody, password));
}

std::string random_token() { return random_hex(32); }

rules::Digest token_hash(const std::string& token) { return rules::sha256(token); }

std::string random_id() { return random_hex(16); }

}  // namespace wildclaims::workflow
