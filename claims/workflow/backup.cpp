#include "claims/workflow/backup.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "claims/store/connection.h"
#include "claims/store/database_copy.h"
#include "claims/store/durable_file.h"
#include "claims/store/failure.h"
#include "claims/store/migrations.h"
#include "claims/store/path_lock.h"
#include "claims/workflow/examine_file.h"
#include "claims/workflow/scratch_file.h"

namespace wildclaims::workflow {
namespace {

namespace fs = std::filesystem;
using rules::Bilingual;
using Why = NotDone::Why;

NotDone asked_wrongly(std::string zh, std::string en) { return {Why::asked_wrongly, {std::move(zh), std::move(en)}}; }

fs::path directory_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

// Names in the data directory that are not for backups: the database, its key and what belongs to them.
bool is_of_the_data(const BackupOrder& order) {
  std::error_code ignored;
  const fs::path file(order.file);
  if (!fs::equivalent(directory_of(file), order.data_directory, ignored)) return false;
  const std::string name = file.filename().string();
  return name.rfind("wildclaims.db", 0) == 0 || name == "secret.key";
}

std::optional<NotDone> refuse_order(const BackupOrder& order) {
  std::error_code ignored;
  if (!fs::exists(fs::path(order.data_directory) / "wildclaims.db", ignored)) {
    return asked_wrongly(order.data_directory + " 中没有数据库；请用 --data 指明数据目录。",
                         "There is no database in " + order.data_directory + "; name the right one with --data.");
  }
  if (!fs::is_directory(directory_of(order.file), ignored)) {
    return asked_wrongly("备份文件所在的目录不存在：" + order.file,
                         "The directory that the backup is to be in does not exist: " + order.file);
  }
  if (fs::is_directory(order.file, ignored) || is_of_the_data(order)) {
    return asked_wrongly("备份文件不能用这个名字：" + order.file, "A backup cannot have this name: " + order.file);
  }
  if (!order.replace && fs::exists(order.file, ignored)) {
    return asked_wrongly("文件已存在，未作改动；要替换请加 --replace：" + order.file,
                         "The file exists and was left as it is; to replace it, add --replace: " + order.file);
  }
  return std::nullopt;
}

FileReport examine_copy(const std::string& path, const BackupProgress& progress) {
  store::Connection copy(path, store::Connection::Access::read_only);
  if (auto wrong = refuse_kind(copy)) {
    FileReport report;
    report.faults.push_back(std::move(*wrong));
    return report;
  }
  if (!store::is_current(copy)) {
    FileReport report;
    report.faults.push_back({"数据库的结构是较早的版本；请先用本程序启动一次服务，或用写成它的程序备份。",
                             "The database is of an earlier schema; start the service with this program once, or back "
                             "it up with the program that wrote it."});
    return report;
  }
  return examine_file(copy, progress);
}

}  // namespace

std::variant<FileReport, NotDone> back_up(const BackupOrder& order, const BackupProgress& progress) {
  if (auto refused = refuse_order(order)) return std::move(*refused);
  const auto data = store::PathLock::shared(order.data_directory);
  if (!data)
    return NotDone{Why::in_use, {"数据目录正在从备份恢复。", "The data directory is being restored from a backup."}};
  auto scratch = ScratchFile::make(order.file + ".partial");
  if (!scratch) return NotDone{Why::in_use, {"另一个备份正在写这个文件。", "Another backup is writing this file."}};
  store::copy_database((fs::path(order.data_directory) / "wildclaims.db").string(), scratch->path(),
                       [&](std::int64_t done, std::int64_t) { progress("copy", done); });
  FileReport report = examine_copy(scratch->path(), progress);
  report.bytes = fs::file_size(scratch->path());
  if (!report.in_order()) return report;
  const auto existing = order.replace ? store::Existing::replace : store::Existing::keep;
  if (!scratch->move_to(order.file, existing)) return *refuse_order(order);
  return report;
}

}  // namespace wildclaims::workflow
