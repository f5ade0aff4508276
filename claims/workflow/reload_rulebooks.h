// Rulebooks read again while the service runs: put in place of those that are there only when every file proves clean,
// all of them fit together, and nothing that policies or claims stand on changes its meaning. Otherwise those in place
// stay, and everything that is wrong is told.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <variant>

#include "claims/domain/outcome.h"
#include "claims/workflow/office.h"
#include "claims/workflow/rulebook_finding.h"
#include "claims/workflow/shelf_change.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

struct Reloaded {
  ShelfChange change;
  RulebookFindings warnings;
};
using ReloadResult = std::variant<Reloaded, RulebookFindings>;  // findings: errors among them, nothing was changed

// One reload on its way. Only one at a time: a second waits in its constructor for the first to end.
class ShelfReload {
 public:
  // Reads and proves the files: as slow as they are large, so outside the writing door.
  explicit ShelfReload(Office& office);
  ShelfReload(const ShelfReload&) = delete;
  ShelfReload& operator=(const ShelfReload&) = delete;
  // Puts back what was there, unless keep() was called: the transaction around put() failed.
  ~ShelfReload();

  // Inside the writing door, so that no command is at work with the old shelf: asks the store what is in use and puts
  // the new shelf in place, or says why not.
  ReloadResult put(store::Connection& db);
  // The transaction is through.
  void keep() { before_ = nullptr; }

 private:
  Office& office_;
  std::unique_lock<std::mutex> turn_;
  std::shared_ptr<const rules::Shelf> shelf_;   // null after an error
  RulebookFindings findings_;                   // of the files, by themselves and together
  std::shared_ptr<const rules::Shelf> before_;  // to be put back
};

// The administrator's command: puts and records it (happening rulebooks_reloaded). Refused: role_not_allowed.
domain::Outcome<ReloadResult> reload_rulebooks(Work& work, ShelfReload& reload);

// The operator's, by a signal: nobody is signed in, so the log is the record. Throws what the store throws.
ReloadResult reload_rulebooks(Office& office);

// For the log: "rulebooks reloaded: added county-wildlife 2025.2; unchanged 2", or every finding on lines of its own.
std::string to_log(const ReloadResult& result);

}  // namespace wildclaims::workflow
