// What protects personal data: authenticated encryption, keyed hashes for equality search, and codes derived from the
// one key. The key lives in a file outside the database; without it identities, phones and accounts cannot be read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "claims/store/connection.h"
#include "rules/digest.h"

namespace wildclaims::store {

// From here on this process draws random numbers itself, from a generator that the system seeds, instead of asking the
// system for each: a command draws several. For a process's start.
void draw_random_inside();

class Vault {
 public:
  // Reads the key file; makes one (mode 0600, random key) when there is none and `may_create`.
  // Throws DatabaseRefused when it is missing, of the wrong size, or readable by others.
  static Vault open(const std::string& key_file, bool may_create);

  // Encrypts so that the text can only be decrypted with the same context (what it is and whose).
  Bytes encrypt(std::string_view text, std::string_view context) const;
  // Nothing when the bytes were changed, or belong to another key or context.
  std::optional<std::string> decrypt(const Bytes& cipher, std::string_view context) const;

  // A keyed hash of a normalised value: equal values of one kind have equal hashes, and nobody without the key can
  // try out values.
  rules::Digest lookup(std::string_view kind, std::string_view value) const;

  // Keyed hash of a request (route and body): tells a repeated request from another without keeping either.
  rules::Digest request_hash(std::string_view route, std::string_view body) const;

  // The code on a claim's slip: eight digits, the second secret of the public status. Derived, never stored.
  std::string slip_code(std::string_view claim_number) const;

 private:
  using Key = std::array<std::uint8_t, 32>;

  explicit Vault(const Key& master);

  Key encryption_{};
  Key lookup_{};
  Key request_{};
  Key slip_{};
};

// Equality in a time that does not depend on where two texts differ. Lengths are not hidden.
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace wildclaims::store
