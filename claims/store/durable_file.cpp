#include "claims/store/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "claims/store/failure.h"

namespace wildclaims::store {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, int error) {
  const Trouble trouble = error == ENOSPC || error == EDQUOT  ? Trouble::full
                          : error == EROFS || error == EACCES ? Trouble::read_only
                                                              : Trouble::failing;
  throw StoreUnavailable(path + ": " + std::strerror(error), trouble);
}

std::string directory_of(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  return parent.empty() ? "." : parent.string();
}

int rename_without_replacing(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return -1;
  // A file system that cannot do both in one step.
  if (fs::exists(to)) {
    errno = EEXIST;
    return -1;
  }
  return std::rename(from.c_str(), to.c_str());
}

}  // namespace

void make_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) fail(path, errno);
  const bool alright = ::fchmod(file, 0600) == 0;
  const int error = errno;
  ::close(file);
  if (!alright) fail(path, error);
}

void sync_path(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail(path, errno);
  const bool synced = ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  if (!synced) fail(path, error);
}

bool move_into_place(const std::string& from, const std::string& to, Existing existing) {
  sync_path(from);
  const int moved =
      existing == Existing::replace ? std::rename(from.c_str(), to.c_str()) : rename_without_replacing(from, to);
  if (moved != 0 && errno == EEXIST) return false;
  if (moved != 0) fail(to, errno);
  sync_path(directory_of(to));
  return true;
}

void keep_under_name(const std::string& file, const std::string& name) {
  if (::link(file.c_str(), name.c_str()) != 0) {
    if (errno != EPERM && errno != EOPNOTSUPP) fail(name, errno);
    std::error_code failed;
    fs::copy_file(file, name, failed);
    if (failed) fail(name, failed.value());
    sync_path(name);
  }
  sync_path(directory_of(name));
}

}  // namespace wildclaims::store
