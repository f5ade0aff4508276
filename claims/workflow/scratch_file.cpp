#include "claims/workflow/scratch_file.h"

#include <filesystem>
#include <system_error>

namespace wildclaims::workflow {

void remove_beside(const std::string& path) {
  for (const char* suffix : {"-wal", "-shm", "-journal"}) {
    std::error_code ignored;
    std::filesystem::remove(path + suffix, ignored);
  }
}

std::optional<ScratchFile> ScratchFile::make(const std::string& path) {
  if (!std::filesystem::exists(path)) store::make_private_file(path);
  auto lock = store::PathLock::alone(path);
  if (!lock) return std::nullopt;
  store::make_private_file(path);
  remove_beside(path);
  return ScratchFile(path, std::move(*lock));
}

// A moved optional is not empty by itself.
ScratchFile::ScratchFile(ScratchFile&& other) noexcept : path_(std::move(other.path_)), lock_(std::move(other.lock_)) {
  other.lock_.reset();
}

ScratchFile::~ScratchFile() {
  if (!lock_) return;
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
  remove_beside(path_);
}

bool ScratchFile::move_to(const std::string& place, store::Existing existing) {
  if (!store::move_into_place(path_, place, existing)) return false;
  remove_beside(path_);
  lock_.reset();
  return true;
}

}  // namespace wildclaims::workflow
