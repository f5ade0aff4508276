// One file that holds the whole database, made while the service runs, and put back in its place.
//
// Neither ever leaves half a file: both work under another name in the target's directory, examine in full what they
// made there, and only then give it its name in one durable step. The key (secret.key) is not in a backup: a backup
// that is lost gives nobody's identity, telephone or account away, and one without the key cannot show them to anyone.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "claims/workflow/verify_books.h"
#include "rules/bilingual.h"

namespace wildclaims::workflow {

// What a whole file was found to be.
struct FileReport {
  int schema_version = 0;
  std::uintmax_t bytes = 0;
  std::vector<rules::Bilingual> faults;  // of the file; with any of them the books were not looked at
  VerifyReport books;
  bool in_order() const { return faults.empty() && books.in_order(); }
};

// Why nothing was begun, or nothing was changed.
struct NotDone {
  enum class Why : std::uint8_t {
    asked_wrongly,  // a name that is taken, a file or directory that is not there
    not_in_order,   // the file is not a database of ours, or the key is another's
    in_use,         // somebody works with it
  };
  Why why{};
  rules::Bilingual sentence;
};

// What is going on, and how far it is: pages copied of all of them, or entries of a book verified.
using BackupProgress = std::function<void(const std::string& what, std::int64_t done)>;

struct BackupOrder {
  std::string data_directory;
  std::string file;
  bool replace = false;  // a file of that name that is there
};

// A FileReport that is not in order means that no backup was kept: the data itself is not in order.
// Throws StoreUnavailable when the disk does not do it; nothing is left then.
std::variant<FileReport, NotDone> back_up(const BackupOrder& order, const BackupProgress& progress);

struct Restored {
  FileReport report;
  std::string replaced_kept_as;  // the database that was there, beside the new one; empty: there was none
};

struct RestoreOrder {
  std::string data_directory;  // holds secret.key; the database in it is replaced
  std::string file;
};

// A Restored whose report is not in order means that the file was not taken: the data directory is as it was.
// A backup of an earlier schema is brought forward. Sessions end: everybody signs in again.
// A crash at any moment leaves the old database or the new one, whole. Throws as back_up does.
std::variant<Restored, NotDone> restore(const RestoreOrder& order, const BackupProgress& progress);

}  // namespace wildclaims::workflow
