#include "claims/workflow/office.h"

#include <filesystem>
#include <utility>

#include "claims/domain/programme_file.h"
#include "claims/store/connection.h"
#include "claims/store/durable_file.h"
#include "claims/store/failure.h"
#include "claims/store/log_mover.h"
#include "claims/store/migrations.h"
#include "claims/store/policies.h"
#include "claims/store/settings.h"
#include "claims/workflow/check_at_start.h"
#include "claims/workflow/key_proof.h"
#include "rules/loader/load.h"

namespace wildclaims::workflow {
namespace {

std::string lines(const rules::Diagnostics& diagnostics) {
  std::string text;
  for (const rules::Diagnostic& diagnostic : diagnostics) text += "\n" + rules::to_string(diagnostic);
  return text;
}

std::vector<domain::Programme> load_programmes(const std::string& config) {
  auto loaded = domain::load_programmes(config);
  if (auto* programmes = std::get_if<std::vector<domain::Programme>>(&loaded)) return std::move(*programmes);
  throw StartRefused("the configuration of programmes has faults:" + lines(std::get<rules::Diagnostics>(loaded)));
}

std::shared_ptr<const rules::Shelf> load_rulebooks(const std::string& directory,
                                                   const std::vector<domain::Programme>& programmes) {
  const rules::ShelfResult loaded = rules::load_shelf(directory);
  if (!loaded.shelf) {
    throw StartRefused("the rulebooks have faults:" + lines(loaded.diagnostics));
  }
  for (const domain::Programme& programme : programmes) {
    bool found = false;
    for (const auto& rulebook : loaded.shelf->all()) found = found || rulebook->id() == programme.rulebook_id;
    if (!found) {
      throw StartRefused("programme " + programme.letters.to_string() + " names the rulebook " + programme.rulebook_id +
                         ", but there is none of that id under " + directory);
    }
  }
  return loaded.shelf;
}

std::string database_in(const OfficeSettings& settings) {
  namespace fs = std::filesystem;
  const fs::path file = fs::path(settings.data_directory) / "wildclaims.db";
  std::error_code ignored;
  if (!settings.may_create && !fs::exists(file, ignored)) {
    throw StartRefused("there is no database in " + settings.data_directory +
                       "; name the right one with --data, or start the service once");
  }
  if (settings.may_create) {
    std::error_code failed;
    const bool made = fs::create_directories(settings.data_directory, failed);
    // Names, places and notes are in it as plain text: it is its owner's alone.
    if (made) fs::permissions(settings.data_directory, fs::perms::owner_all, failed);
    if (failed) throw StartRefused("the data directory " + settings.data_directory + ": " + failed.message());
  }
  return file.string();
}

// A database that was there and is gone must not be taken for one that never was. A new one is begun with an empty
// file, then comes its key: a key without any file was another database's.
void refuse_lost_database(const OfficeSettings& settings) {
  const std::filesystem::path data(settings.data_directory);
  if (!settings.may_create || std::filesystem::exists(data / "wildclaims.db")) return;
  if (!std::filesystem::exists(data / "secret.key")) return;
  throw StartRefused(
      "数据目录 " + settings.data_directory +
      " 有密钥而没有数据库：请用 wildclaims restore 从备份恢复；如要新建，请另选目录 / the data directory " +
      settings.data_directory +
      " has a key but no database: restore it from a backup with wildclaims restore; to begin anew, name "
      "another directory");
}

store::PathLock take_data_directory(const OfficeSettings& settings) {
  refuse_lost_database(settings);
  database_in(settings);
  auto lock = store::PathLock::shared(settings.data_directory);
  if (lock) return std::move(*lock);
  throw StartRefused("数据目录 " + settings.data_directory + " 正在从备份恢复，请等它完成 / the data directory " +
                     settings.data_directory + " is being restored from a backup; wait until that is done");
}

store::Vault open_vault(const OfficeSettings& settings) {
  const std::filesystem::path data(settings.data_directory);
  // A new key beside an old database would make its personal data unreadable without a word.
  const std::filesystem::path file = data / "wildclaims.db";
  const bool new_database = !std::filesystem::exists(file) || std::filesystem::file_size(file) == 0;
  if (settings.may_create && !std::filesystem::exists(file)) store::make_private_file(file.string());
  return store::Vault::open((data / "secret.key").string(), settings.may_create && new_database);
}

// A determination names its rulebook by version: the same version must mean the same bytes for ever.
void refuse_changed_rulebooks(store::Connection& connection, const rules::Shelf& shelf) {
  for (const auto& rulebook : shelf.all()) {
    const auto stored = store::find_rulebook(connection, rulebook->id(), rulebook->version());
    if (stored && stored->sha256 != rulebook->sha256()) {
      throw StartRefused(rulebook->file_name() + ": rulebook " + rulebook->id() + " " + rulebook->version() +
                         " is in use with other content; give the changed file a new version");
    }
  }
}

void prove_key(store::Connection& connection, const store::Vault& vault) {
  const KeyProof proof = key_proof(connection, vault);
  if (proof == KeyProof::none_yet) put_key_proof(connection, vault);
  if (proof == KeyProof::another_key) {
    throw store::DatabaseRefused("the key file is not this database's; restore the right one from your backup");
  }
}

void refuse_spoilt_books(store::Connection& connection) {
  const std::vector<rules::Bilingual> found = check_at_start(connection);
  if (found.empty()) return;
  std::string text;
  for (const rules::Bilingual& each : found) text += each.zh + " / " + each.en + "\n";
  throw store::DatabaseRefused(
      text +
      "账簿不可信，未启动。请运行 wildclaims ledger verify 查看全部问题，再用 wildclaims restore 从备份恢复。 / The "
      "books cannot be "
      "trusted, so nothing was started. Run wildclaims ledger verify to see all that is wrong, then restore a backup "
      "with wildclaims restore.");
}

std::int64_t clock_offset(store::Connection& connection, const OfficeSettings& settings, rules::UtcOffset offset) {
  const auto stored = store::setting(connection, kDemoClockSetting);
  if (stored) return std::stoll(*stored);
  if (!settings.demo_start) return 0;
  const std::int64_t seconds = BusinessClock::offset_for(demo_morning(*settings.demo_start, offset));
  store::put_setting(connection, kDemoClockSetting, std::to_string(seconds));
  return seconds;
}

void refuse_demo_mismatch(store::Connection& connection, const store::Vault& vault, const OfficeSettings& settings) {
  const bool demo_data = store::setting(connection, kDemoClockSetting).has_value();
  const bool any_data = key_proof(connection, vault) != KeyProof::none_yet;
  if (settings.may_create && demo_data && !settings.demo_start) {
    throw StartRefused("this data directory holds a demo; start it with --demo, or name another with --data");
  }
  if (settings.demo_start && any_data && !demo_data) {
    throw StartRefused("this data directory holds real data, not a demo; start it without --demo");
  }
}

}  // namespace

Office::Office(const OfficeSettings& settings)
    : demo_(settings.demo_start.has_value()),
      programmes_(load_programmes(settings.config_directory)),
      rulebook_directory_(settings.config_directory + "/rulebooks"),
      shelf_(load_rulebooks(rulebook_directory_, programmes_)),
      data_directory_(settings.data_directory),
      answers_kept_days_(settings.answers_kept_days),
      in_use_(take_data_directory(settings)),
      vault_(open_vault(settings)),
      readers_(database_in(settings), settings.reading_time) {
  auto connection = std::make_unique<store::Connection>(database_in(settings), store::Connection::Access::read_write);
  store::migrate(*connection);
  connection->script("BEGIN IMMEDIATE");
  refuse_demo_mismatch(*connection, vault_, settings);
  prove_key(*connection, vault_);
  if (settings.check_books) refuse_spoilt_books(*connection);
  refuse_changed_rulebooks(*connection, *shelf());
  // Written at every start, changed or not: the sync of this commit also makes durable what a program that died may
  // have left in the journal, before anybody is answered from it.
  for (const domain::Programme& programme : programmes_) {
    store::put_programme(
        *connection, {programme.letters.to_string(), programme.county_code, programme.insurer.zh, programme.offset});
  }
  clock_ = std::make_unique<BusinessClock>(clock_offset(*connection, settings, programmes_.front().offset));
  connection->script("COMMIT");
  auto mover = settings.move_log_beside ? std::make_unique<store::LogMover>(database_in(settings)) : nullptr;
  writer_ = std::make_unique<store::Writer>(std::move(connection), std::move(mover));
}

const domain::Programme* Office::find_programme(std::string_view letters) const {
  for (const domain::Programme& programme : programmes_) {
    if (programme.letters.to_string() == letters) return &programme;
  }
  return nullptr;
}

}  // namespace wildclaims::workflow
