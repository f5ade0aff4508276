#include "claims/workflow/requests_in_hand.h"

#include <utility>

namespace wildclaims::workflow {

RequestsInHand::Hold::Hold(Hold&& other) noexcept
    : home_(std::exchange(other.home_, nullptr)), name_(std::move(other.name_)) {}

RequestsInHand::Hold::~Hold() {
  if (home_ == nullptr) return;
  const std::lock_guard lock(home_->mutex_);
  home_->names_.erase(name_);
}

std::optional<RequestsInHand::Hold> RequestsInHand::take(Name name) {
  const std::lock_guard lock(mutex_);
  if (!names_.insert(name).second) return std::nullopt;
  return std::optional<Hold>(std::in_place, *this, std::move(name));
}

}  // namespace wildclaims::workflow
