// What can go wrong with the world below the store. None of these is about what a user asked for.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace wildclaims::store {

// The database cannot be opened as ours: foreign, newer, locked by a wrong key, damaged. Start-up refuses with it.
class DatabaseRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What stands in the way, as far as the world tells: each wants something else done about it.
enum class Trouble : std::uint8_t {
  full,       // no room on the disk
  read_only,  // the file or its disk takes no writes
  busy,       // others keep it, or too much is waiting
  failing,    // input or output errors, damage, anything else
};

// The database cannot do it now: full disk, read-only file, input or output error, busy for too long.
// Nothing of the command happened; the same request may be sent again.
class StoreUnavailable : public std::runtime_error {
 public:
  explicit StoreUnavailable(const std::string& what, Trouble trouble = Trouble::failing)
      : std::runtime_error(what), trouble_(trouble) {}
  Trouble trouble() const { return trouble_; }

 private:
  Trouble trouble_;
};

// What is stored is not what was written: a value of another kind, a reference that leads nowhere. Asking again does
// not help; a backup does.
class StoredDamage : public StoreUnavailable {
 public:
  explicit StoredDamage(const std::string& what) : StoreUnavailable(what + ": the file is damaged") {}
};

// One reading took longer than it may hold its state of the database (readers.h). Nothing is wrong with the store.
class ReadingCutOff : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A constraint or an invariant in SQL refused what the floors above had let through: a bug there, nothing recorded.
class InvariantViolated : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace wildclaims::store
