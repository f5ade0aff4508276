#include <array>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "claims/store/claimants.h"
#include "claims/store/claims.h"
#include "claims/store/connection.h"
#include "claims/store/database_copy.h"
#include "claims/store/durable_file.h"
#include "claims/store/failure.h"
#include "claims/store/migrations.h"
#include "claims/store/path_lock.h"
#include "claims/store/users.h"
#include "claims/store/vault.h"
#include "claims/workflow/backup.h"
#include "claims/workflow/examine_file.h"
#include "claims/workflow/key_proof.h"
#include "claims/workflow/scratch_file.h"

namespace wildclaims::workflow {
namespace {

namespace fs = std::filesystem;
using rules::Bilingual;
using Why = NotDone::Why;

// What every SQLite database begins with.
constexpr std::string_view kMagic("SQLite format 3\0", 16);

struct Paths {
  explicit Paths(const RestoreOrder& order)
      : file(order.file),
        data(order.data_directory),
        database((fs::path(data) / "wildclaims.db").string()),
        key((fs::path(data) / "secret.key").string()) {}
  std::string file;
  std::string data;
  std::string database;
  std::string key;
};

std::optional<NotDone> refuse_paths(const Paths& paths) {
  const auto no = [](std::string zh, std::string en) {
    return NotDone{Why::asked_wrongly, {std::move(zh), std::move(en)}};
  };
  std::error_code ignored;
  if (!fs::is_regular_file(paths.file, ignored)) {
    return no("没有这个备份文件：" + paths.file, "There is no such backup file: " + paths.file);
  }
  if (!fs::is_directory(paths.data, ignored)) {
    return no("没有这个数据目录：" + paths.data, "There is no such data directory: " + paths.data);
  }
  if (fs::equivalent(paths.file, paths.database, ignored)) {
    return no("这就是数据目录中的数据库本身，不是备份：" + paths.file,
              "This is the data directory's own database, not a backup: " + paths.file);
  }
  if (!fs::exists(paths.key, ignored)) {
    return no("数据目录中没有 secret.key；请先把另行保管的密钥放入 " + paths.data,
              "The data directory has no secret.key; first put the key that was kept apart into " + paths.data);
  }
  return std::nullopt;
}

NotDone not_in_order(Bilingual sentence) { return {Why::not_in_order, std::move(sentence)}; }

// Nothing when the key opens the personal data of the database.
std::optional<NotDone> refuse_key(store::Connection& db, const store::Vault& vault, const Paths& paths) {
  const NotDone another =
      not_in_order({"数据目录中的密钥不是这个备份的，无法读出个人信息；请放入与备份同时保管的 secret.key:" + paths.key,
                    "The key in the data directory is not this backup's and does not open its personal data; put the "
                    "secret.key that "
                    "was kept for it there: " +
                        paths.key});
  if (key_proof(db, vault) != KeyProof::fits) return another;
  // The proof says that the key is right; one value opened says that what it opens is, too. It is shown to nobody.
  const auto claim = store::first_claim(db);
  if (!claim) return std::nullopt;
  try {
    store::reveal(db, vault, claim->phone_id);
  } catch (const store::StoreUnavailable&) {
    return another;
  }
  return std::nullopt;
}

// Brings the copy forward, examines it, and ends the sessions in it. Everything of it is in its file afterwards.
std::variant<FileReport, NotDone> prepare(const std::string& copy, const Paths& paths, const BackupProgress& progress) {
  const store::Vault vault = store::Vault::open(paths.key, false);
  store::Connection db(copy, store::Connection::Access::read_write);
  if (auto wrong = refuse_kind(db)) return not_in_order(std::move(*wrong));
  store::migrate(db);
  if (auto refused = refuse_key(db, vault, paths)) return std::move(*refused);
  FileReport report = examine_file(db, progress);
  // A session that was ended after the backup must not be alive again.
  store::delete_every_session(db);
  return report;
}

std::string free_name(const std::string& database) {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &utc);
  const std::string dated = database + ".replaced-" + text;
  std::string name = dated;
  for (int again = 2; fs::exists(name) || fs::exists(name + "-wal"); ++again)
    name = dated + "-" + std::to_string(again);
  return name;
}

bool begins_as_database(const std::string& file) {
  std::ifstream bytes(file, std::ios::binary);
  std::array<char, kMagic.size()> start{};
  bytes.read(start.data(), start.size());
  return bytes.gcount() == static_cast<std::streamsize>(kMagic.size()) &&
         std::string_view(start.data(), start.size()) == kMagic;
}

// Whether the log of the database is in it now. A file that is no database any more keeps its log beside it: SQLite
// would throw the log of an empty file away, and write it over one that was overwritten.
bool folded(const std::string& database) {
  if (!begins_as_database(database)) return false;
  try {
    store::fold_log(database);
    return true;
  } catch (const store::DatabaseRefused&) {
    return false;
  }
}

// Keeps what is there under a dated name and sees to it that nothing beside the database will be taken for the new
// one's. Until the new one has the name, the old one stays readable as it was.
std::string keep_replaced(const std::string& database) {
  const bool whole = folded(database);
  const std::string kept = free_name(database);
  bool anything = false;
  std::error_code ignored;
  if (fs::exists(database, ignored)) {
    store::keep_under_name(database, kept);
    anything = true;
  }
  for (const char* suffix : {"-wal", "-journal"}) {
    if (whole || !fs::exists(database + suffix, ignored)) continue;
    store::move_into_place(database + suffix, kept + suffix, store::Existing::keep);
    anything = true;
  }
  remove_beside(database);
  return anything ? kept : std::string();
}

}  // namespace

std::variant<Restored, NotDone> restore(const RestoreOrder& order, const BackupProgress& progress) {
  const Paths paths(order);
  if (auto refused = refuse_paths(paths)) return std::move(*refused);
  const NotDone in_use{Why::in_use,
                       {"数据目录正在使用；请先停止服务和其他命令：" + paths.data,
                        "The data directory is in use; stop the service and other commands first: " + paths.data}};
  const auto alone = store::PathLock::alone(paths.data);
  if (!alone) return in_use;
  auto scratch = ScratchFile::make(paths.database + ".restoring");
  if (!scratch) return in_use;
  Restored restored;
  try {
    store::copy_database(paths.file, scratch->path(), [&](std::int64_t done, std::int64_t) { progress("copy", done); });
    auto prepared = prepare(scratch->path(), paths, progress);
    if (auto* refused = std::get_if<NotDone>(&prepared)) return std::move(*refused);
    restored.report = std::move(std::get<FileReport>(prepared));
    store::fold_log(scratch->path());
  } catch (const store::DatabaseRefused& refusal) {
    return not_in_order(
        {std::string("无法采用：") + refusal.what(), std::string("It cannot be taken: ") + refusal.what()});
  }
  restored.report.bytes = fs::file_size(scratch->path());
  if (!restored.report.in_order()) return restored;
  try {
    restored.replaced_kept_as = keep_replaced(paths.database);
  } catch (const store::StoreUnavailable& failure) {
    if (failure.trouble() == store::Trouble::busy) return in_use;
    throw;
  }
  scratch->move_to(paths.database, store::Existing::replace);
  return restored;
}

}  // namespace wildclaims::workflow
