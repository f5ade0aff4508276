// Everything the commands and views stand on: the configuration (programmes and rulebooks), the store with its one
// writing door, the vault and the business clock. One office per process and data directory.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "claims/domain/programme.h"
#include "claims/store/readers.h"
#include "claims/store/vault.h"
#include "claims/store/writer.h"
#include "claims/workflow/business_clock.h"
#include "claims/workflow/shelf_place.h"
#include "rules/date.h"
#include "rules/shelf.h"

namespace wildclaims::workflow {

// The configuration or the data directory is not fit to start with; the message has every fault, one a line.
class StartRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct OfficeSettings {
  std::string data_directory;    // holds wildclaims.db and secret.key
  std::string config_directory;  // holds programmes/, divisions/ and rulebooks/
  // Whether a data directory that is not there yet may be made: the service may, commands that only look may not.
  bool may_create = false;
  // The day a demo's clock starts on in an empty data directory; nothing outside a demo.
  std::optional<rules::Date> demo_start;
};

class Office {
 public:
  // Loads and proves the configuration, opens and migrates the database, checks that the key opens it.
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

 private:
  bool demo_;
  std::vector<domain::Programme> programmes_;
  std::string rulebook_directory_;
  ShelfPlace shelf_;
  store::Vault vault_;
  store::Readers readers_;
  std::unique_ptr<BusinessClock> clock_;
  std::unique_ptr<store::Writer> writer_;
};

}  // namespace wildclaims::workflow
