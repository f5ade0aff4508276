#include "claims/workflow/known_sessions.h"

#include <algorithm>

namespace wildclaims::workflow {

std::uint64_t KnownSessions::forgotten() {
  const std::lock_guard lock(mutex_);
  return forgotten_;
}

std::optional<KnownSession> KnownSessions::find(const rules::Digest& token_hash) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(token_hash.bytes);
  if (found == kept_.end()) return std::nullopt;
  if (Clock::now() < found->second.until) return found->second.session;
  kept_.erase(found);
  return std::nullopt;
}

void KnownSessions::keep(const rules::Digest& token_hash, const KnownSession& session, std::uint64_t forgotten_before) {
  const std::lock_guard lock(mutex_);
  if (forgotten_ != forgotten_before) return;
  if (kept_.size() >= kKept) {
    kept_.erase(std::min_element(kept_.begin(), kept_.end(), [](const auto& left, const auto& right) {
      return left.second.until < right.second.until;
    }));
  }
  kept_.insert_or_assign(token_hash.bytes, Kept{session, Clock::now() + kTrusted});
}

void KnownSessions::forget(const rules::Digest& token_hash) {
  const std::lock_guard lock(mutex_);
  kept_.erase(token_hash.bytes);
  ++forgotten_;
}

}  // namespace wildclaims::workflow
