#include "claims/workflow/examine_file.h"

#include <string>

#include "claims/store/database_copy.h"
#include "claims/store/migrations.h"

namespace wildclaims::workflow {

std::optional<rules::Bilingual> refuse_kind(store::Connection& db) {
  if (!store::is_ours(db)) {
    return rules::Bilingual{"这不是 wildclaims 的数据库文件。", "This is no database file of wildclaims."};
  }
  const int version = store::schema_version(db);
  if (version <= store::known_schema_version()) return std::nullopt;
  const std::string theirs = std::to_string(version);
  const std::string ours = std::to_string(store::known_schema_version());
  return rules::Bilingual{
      "文件由较新的 wildclaims 写成(结构第 " + theirs + " 版，本程序只到第 " + ours + " 版);请使用较新的程序。",
      "A newer wildclaims wrote the file (schema " + theirs + ", this program knows " + ours + "); use the newer one."};
}

FileReport examine_file(store::Connection& db, const BackupProgress& progress) {
  FileReport report;
  report.schema_version = store::schema_version(db);
  for (const std::string& fault : store::file_faults(db)) {
    report.faults.push_back({"文件损坏：" + fault, "the file is damaged: " + fault});
  }
  if (store::schema_text(db) != store::known_schema_text()) {
    report.faults.push_back({"文件的表、触发器或视图不是本程序所建，不可信。",
                             "The tables, triggers or views of the file are not those this program makes; it cannot be "
                             "trusted."});
  }
  if (!report.faults.empty()) return report;
  report.books = verify_books(db, {}, [&](std::int64_t done, std::int64_t) { progress("verify", done); });
  return report;
}

}  // namespace wildclaims::workflow
