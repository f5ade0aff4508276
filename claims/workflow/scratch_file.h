// A database file in the making, beside the place it will have. It is removed, with what SQLite keeps beside it, unless
// it was moved into its place.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "claims/store/durable_file.h"
#include "claims/store/path_lock.h"

namespace wildclaims::workflow {

class ScratchFile {
 public:
  // Nothing when another process is making the same file. What an earlier one left behind is taken over.
  static std::optional<ScratchFile> make(const std::string& path);

  ScratchFile(ScratchFile&& other) noexcept;
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ScratchFile& operator=(ScratchFile&&) = delete;
  ~ScratchFile();

  const std::string& path() const { return path_; }
  // As store::move_into_place does; nobody may have the file open.
  bool move_to(const std::string& place, store::Existing existing);

 private:
  ScratchFile(std::string path, store::PathLock lock) : path_(std::move(path)), lock_(std::move(lock)) {}

  std::string path_;
  std::optional<store::PathLock> lock_;  // nothing once it is moved
};

// Removes what SQLite keeps beside the file: its log, the log's index, its journal. Never the file.
void remove_beside(const std::string& path);

}  // namespace wildclaims::workflow
