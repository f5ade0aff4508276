#include "claims/cli/backup.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <variant>

#include "claims/cli/file_report.h"
#include "claims/cli/places.h"
#include "claims/workflow/backup.h"

namespace wildclaims::cli {
namespace {

ExitCode back_up(const workflow::BackupOrder& order) {
  const auto done = workflow::back_up(order, progress_line());
  end_progress_line();
  if (const auto* not_done = std::get_if<workflow::NotDone>(&done)) return explain(*not_done);
  const auto& report = std::get<workflow::FileReport>(done);
  print_report(report);
  if (!report.in_order()) {
    std::cout << "数据有问题，未留下备份 / the data is NOT in order, no backup was kept\n";
    return ExitCode::not_in_order;
  }
  std::cout
      << "已备份并全部核对 / backed up and checked in full: " << order.file << " (" << report.bytes << " bytes, schema "
      << report.schema_version << ")\n"
      << "密钥 secret.key 不在备份中，请另行保管；没有它，备份中的个人信息无法读出 / the key secret.key is NOT in the "
         "backup: keep a copy of it apart; without it the personal data in the backup cannot be read\n";
  return ExitCode::in_order;
}

}  // namespace

void add_backup(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("backup",
                                         "copy the whole database into FILE, beside a running service, and check the "
                                         "copy in full; the key (secret.key) is "
                                         "not in it and has to be kept apart");
  auto order = std::make_shared<workflow::BackupOrder>();
  order->data_directory = default_places().data;
  command->add_option("FILE", order->file, "the backup to make; its directory exists")->required();
  command->add_flag("--replace", order->replace, "replace FILE when it exists");
  command->add_option("--data", order->data_directory, "directory of the database and its key")->capture_default_str();
  command->footer(
      "Exit codes: 0 made and in order; 1 the data is not in order, no backup was kept; 2 the command line is wrong or "
      "FILE exists; 3 the disk failed, or a restore is running.");
  command->callback(
      [order, &chosen] { chosen = [order] { return told_of_the_disk([&] { return back_up(*order); }); }; });
}

}  // namespace wildclaims::cli
