// Everything the commands and views stand on: the configuration (programmes and rulebooks), the store with its one
// writing door, the vault and the business clock. One office per process and data directory.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "claims/domain/programme.h"
#include "claims/store/path_lock.h"
#include "claims/store/readers.h"
#include "claims/store/vault.h"
#include "claims/store/writer.h"
#include "claims/workflow/business_clock.h"
#include "claims/workflow/known_sessions.h"
#include "claims/workflow/requests_in_hand.h"
#include "claims/workflow/shelf_place.h"
#include "rules/date.h"
#include "rules/shelf.h"

namespace wildclaims::workflow {

// The configuration or the data directory is not fit to start with; the message has every fault, one a line.
class StartRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// How long the answer to a request is kept for a repeat of it, in days of the business clock. Clients repeat within
// minutes; a month also covers what a person finds unfinished on the desk after a holiday.
inline constexpr std::int64_t kAnswersKeptDays = 30;

struct OfficeSettings {
  std::string data_directory;    // holds wildclaims.db and secret.key
  std::string config_directory;  // holds programmes/, divisions/ and rulebooks/
  // Whether a data directory that is not there yet may be made: the service may, commands that only look may not.
  bool may_create = false;
  // The day a demo's clock starts on in an empty data directory; nothing outside a demo.
  std::optional<rules::Date> demo_start;
  // Looks at the ends of the books first (check_at_start.h); who looks at all of them anyway goes without.
  bool check_books = true;
  // Of one reading (store/readers.h); nothing: as long as it takes, as on the command line.
  store::Readers::Limit reading_time = std::nullopt;
  // Moves the write-ahead log beside the writer (store/log_mover.h): for who answers many while it is moved.
  bool move_log_beside = false;
  std::int64_t answers_kept_days = kAnswersKeptDays;
};

class Office {
 public:
  // Loads and proves the configuration, opens and migrates the database, checks that the key opens it and that the
  // books end as they should. Holds the data directory (store/path_lock.h) while it lives.
  // Throws StartRefused, store::DatabaseRefused or store::StoreUnavailable.
  explicit Office(const OfficeSettings& settings);

  bool is_demo() const { return demo_; }
  // The rulebooks in place at this moment; a reload may put others there at the next. A command or a view asks once, at
  // its beginning: Reading::shelf.
  std::shared_ptr<const rules::Shelf> shelf() const { return shelf_.get(); }
  // For reload_rulebooks.h alone.
  ShelfPlace& shelf_place() { return shelf_; }
  std::string rulebook_directory() const { return rulebook_directory_; }
  const std::vector<domain::Programme>& programmes() const { return programmes_; }
  // Null when there is none of these letters.
  const domain::Programme* find_programme(std::string_view letters) const;
  const store::Vault& vault() const { return vault_; }
  BusinessClock& clock() { return *clock_; }
  rules::Instant now() const { return clock_->now(); }
  store::Readers& readers() { return readers_; }
  store::Writer& writer() { return *writer_; }
  const std::string& data_directory() const { return data_directory_; }
  // For door.h alone.
  RequestsInHand& requests_in_hand() { return requests_in_hand_; }
  // For sessions.h alone.
  KnownSessions& known_sessions() { return known_sessions_; }
  std::int64_t answers_kept_days() const { return answers_kept_days_; }

 private:
  bool demo_;
  std::vector<domain::Programme> programmes_;
  std::string rulebook_directory_;
  ShelfPlace shelf_;
  std::string data_directory_;
  std::int64_t answers_kept_days_;
  RequestsInHand requests_in_hand_;
  KnownSessions known_sessions_;
  store::PathLock in_use_;
  store::Vault vault_;
  std::unique_ptr<BusinessClock> clock_;
  // Ends after the readers: the last to close moves the log into the database file, which they cannot.
  std::unique_ptr<store::Writer> writer_;
  store::Readers readers_;
};

}  // namespace wildclaims::workflow
