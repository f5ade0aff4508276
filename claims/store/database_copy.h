// Whole database files: copied while others write, examined, and folded into one file.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace wildclaims::store {

class Connection;

// Pages copied so far, and all of them.
using CopyProgress = std::function<void(std::int64_t done, std::int64_t all)>;

// Copies one state of the database, also of one that is being written: writers go on, and what they commit meanwhile is
// not in the copy. The log of the original grows until this ends. `to` is an empty file or none; afterwards it is one
// file without a log beside it, and not synced yet.
// Throws StoreUnavailable, or DatabaseRefused when `from` is no database.
void copy_database(const std::string& from, const std::string& to, const CopyProgress& progress);

// Moves what stands in the log beside the file into it and removes the log; synced. Nobody else may have it open:
// StoreUnavailable (busy) then. DatabaseRefused when it is no database; nothing is changed then.
void fold_log(const std::string& path);

// The most that is told of one file: who reads on knows enough.
inline constexpr int kFileFaultsTold = 20;

// What SQLite finds wrong with the file: its structure, its rules for values, its references. Empty: in order.
std::vector<std::string> file_faults(Connection& connection);

}  // namespace wildclaims::store
