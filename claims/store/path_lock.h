// Keeps processes apart: whoever uses a data directory holds it shared, whoever replaces its database holds it alone.
//
// The lock is the kernel's (flock) on the directory or file itself: nothing is left behind, and it ends with its
// process however that ends. It binds only programs that ask for it.
#pragma once

#include <optional>
#include <string>

namespace wildclaims::store {

class PathLock {
 public:
  // Nothing when another holds it so that this one cannot; never waits. Throws StoreUnavailable when the path cannot be
  // opened.
  static std::optional<PathLock> shared(const std::string& path);
  static std::optional<PathLock> alone(const std::string& path);

  PathLock(PathLock&& other) noexcept;
  PathLock(const PathLock&) = delete;
  PathLock& operator=(const PathLock&) = delete;
  PathLock& operator=(PathLock&&) = delete;
  ~PathLock();

 private:
  explicit PathLock(int descriptor) : descriptor_(descriptor) {}
  static std::optional<PathLock> take(const std::string& path, int kind);

  int descriptor_;
};

}  // namespace wildclaims::store
