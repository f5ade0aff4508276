// Passwords (argon2id), session tokens and random ids, by libsodium.
#pragma once

#include <cstddef>
#include <string>

#include "rules/digest.h"

namespace wildclaims::workflow {

// Shorter passwords are guessed; longer ones only cost time.
inline constexpr std::size_t kMinPasswordBytes = 8;
inline constexpr std::size_t kMaxPasswordBytes = 256;

// An argon2id hash with its salt and cost, as text. Takes tens of milliseconds and 64 MiB on purpose.
std::string hash_password(const std::string& password);
// As slow as hash_password, whatever the answer.
bool password_matches(const std::string& hash, const std::string& password);
// As slow as password_matches, for a user that does not exist: the answer's time does not tell.
void match_nothing(const std::string& password);

// 256 random bits as 64 hexadecimal digits; what the client holds.
std::string random_token();
// What the store keeps of a token.
rules::Digest token_hash(const std::string& token);
// 128 random bits as 32 hexadecimal digits: names one command.
std::string random_id();

}  // namespace wildclaims::workflow
