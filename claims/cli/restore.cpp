#include "claims/cli/restore.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <variant>

#include "claims/cli/file_report.h"
#include "claims/cli/places.h"
#include "claims/workflow/backup.h"

namespace wildclaims::cli {
namespace {

ExitCode restore(const workflow::RestoreOrder& order) {
  const auto done = workflow::restore(order, progress_line());
  end_progress_line();
  if (const auto* not_done = std::get_if<workflow::NotDone>(&done)) return explain(*not_done);
  const auto& restored = std::get<workflow::Restored>(done);
  print_report(restored.report);
  if (!restored.report.in_order()) {
    std::cout << "备份有问题，未作任何改动 / the backup is NOT in order; nothing was changed\n";
    return ExitCode::not_in_order;
  }
  std::cout << "已恢复 / restored: " << order.data_directory << " from " << order.file << '\n';
  if (!restored.replaced_kept_as.empty()) {
    std::cout << "原数据库保留为 / the database that was there is kept as " << restored.replaced_kept_as << '\n';
  }
  std::cout << "所有人须重新登录；备份之后办理的事项不在其中 / everybody signs in again; what was done after the "
               "backup is not "
               "in it\n";
  return ExitCode::in_order;
}

}  // namespace

void add_restore(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("restore",
                                         "check FILE in full and put it in the place of the database, which is kept "
                                         "beside it; the service is stopped, and "
                                         "secret.key is in the data directory");
  auto order = std::make_shared<workflow::RestoreOrder>();
  order->data_directory = default_places().data;
  command->add_option("FILE", order->file, "a backup that wildclaims backup made")->required();
  command->add_option("--data", order->data_directory, "directory of the database and its key")->capture_default_str();
  command->footer(
      "Exit codes: 0 restored; 1 FILE is not in order or belongs to another key, nothing was changed; 2 the command "
      "line "
      "is wrong, FILE, the data directory or secret.key is not there; 3 the data directory is in use, or the disk "
      "failed.");
  command->callback(
      [order, &chosen] { chosen = [order] { return told_of_the_disk([&] { return restore(*order); }); }; });
}

}  // namespace wildclaims::cli
