// Where the shelf in place is kept, so that another can take its place while claims are being determined. A shelf
// itself never changes; whoever works with one keeps it until he is done.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "rules/shelf.h"

namespace wildclaims::workflow {

class ShelfPlace {
 public:
  explicit ShelfPlace(std::shared_ptr<const rules::Shelf> shelf) : shelf_(std::move(shelf)) {}

  // From any thread; never null.
  std::shared_ptr<const rules::Shelf> get() const {
    const std::lock_guard lock(mutex_);
    return shelf_;
  }
  // What was there before.
  std::shared_ptr<const rules::Shelf> exchange(std::shared_ptr<const rules::Shelf> shelf) {
    const std::lock_guard lock(mutex_);
    return std::exchange(shelf_, std::move(shelf));
  }
  // For whoever is about to change it: one at a time, from reading the files on.
  std::unique_lock<std::mutex> take_turn() { return std::unique_lock(turn_); }

 private:
  std::mutex turn_;
  mutable std::mutex mutex_;  // held for the copy of a pointer
  std::shared_ptr<const rules::Shelf> shelf_;
};

}  // namespace wildclaims::workflow
