#include "claims/store/path_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "claims/store/failure.h"

namespace wildclaims::store {

PathLock::PathLock(PathLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

PathLock::~PathLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<PathLock> PathLock::take(const std::string& path, int kind) {
  PathLock lock(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (lock.descriptor_ < 0) throw StoreUnavailable(path + ": " + std::strerror(errno));
  if (::flock(lock.descriptor_, kind | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) return std::nullopt;
  throw StoreUnavailable(path + ": " + std::strerror(errno));
}

std::optional<PathLock> PathLock::shared(const std::string& path) { return take(path, LOCK_SH); }
std::optional<PathLock> PathLock::alone(const std::string& path) { return take(path, LOCK_EX); }

}  // namespace wildclaims::store
