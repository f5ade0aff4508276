// Files that are there whole or not at all, whenever the power fails. Errors are StoreUnavailable with the path.
#pragma once

#include <cstdint>
#include <string>

namespace wildclaims::store {

// An empty file that only its owner may read; one that is there is emptied.
void make_private_file(const std::string& path);

// Waits until the file's content, or the directory's list of names, would survive a loss of power.
void sync_path(const std::string& path);

enum class Existing : std::uint8_t { keep, replace };

// Syncs the file, gives it the new name in one step and syncs the directory. False, and nothing done, when the name is
// taken and is to be kept. Both names are in one directory.
bool move_into_place(const std::string& from, const std::string& to, Existing existing);

// A further name for the file, or a copy where the file system has no such names. Synced. The new name is not taken.
void keep_under_name(const std::string& file, const std::string& name);

}  // namespace wildclaims::store
