// Who the tokens of the last second belong to, so that a client that sends one request after the other is not looked up
// for each of them. A sign-out in this process counts at once; what another process changes counts within kTrusted.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

#include "claims/workflow/actor.h"
#include "rules/date.h"
#include "rules/digest.h"

namespace wildclaims::workflow {

struct KnownSession {
  Actor actor;
  rules::Instant expires_at;
};

class KnownSessions {
 public:
  static constexpr std::chrono::milliseconds kTrusted{1'000};
  // More are not kept: the oldest go first, and are looked up again.
  static constexpr std::size_t kKept = 1'024;

  // What has been forgotten so far: taken before a look-up, so that its answer is not kept when a sign-out overtook it.
  std::uint64_t forgotten();
  std::optional<KnownSession> find(const rules::Digest& token_hash);
  void keep(const rules::Digest& token_hash, const KnownSession& session, std::uint64_t forgotten_before);
  void forget(const rules::Digest& token_hash);

 private:
  using Clock = std::chrono::steady_clock;
  using Name = std::array<std::uint8_t, 32>;
  struct Kept {
    KnownSession session;
    Clock::time_point until;
  };

  std::mutex mutex_;
  std::map<Name, Kept> kept_;
  std::uint64_t forgotten_ = 0;
};

}  // namespace wildclaims::workflow
