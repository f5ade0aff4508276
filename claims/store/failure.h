// What can go wrong with the world below the store. None of these is about what a user asked for.
#pragma once

#include <stdexcept>
#include <string>

namespace wildclaims::store {

// The database cannot be opened as ours: foreign, newer, locked by a wrong key, damaged. Start-up refuses with it.
class DatabaseRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The database cannot do it now: full disk, read-only file, input or output error, busy for too long.
// Nothing of the command happened; the same request may be sent again.
class StoreUnavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A constraint or an invariant in SQL refused what the floors above had let through: a bug there, nothing recorded.
class InvariantViolated : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace wildclaims::store
