#include "claims/cli/user_add.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "claims/cli/places.h"
#include "claims/domain/role.h"
#include "claims/workflow/office.h"
#include "claims/workflow/users.h"

namespace wildclaims::cli {
namespace {

struct Options {
  Places places;
  std::string name;
  std::vector<std::string> roles;
  std::string display_zh;
  std::string display_en;
};

ExitCode explain(const rules::Faults& faults) {
  for (const rules::Fault& fault : faults) {
    std::cerr << fault.pointer << ": " << fault.say.zh << '\n' << fault.pointer << ": " << fault.say.en << '\n';
  }
  return ExitCode::usage;
}

ExitCode add(const Options& options) {
  workflow::NewUser user;
  user.name = options.name;
  user.display = {options.display_zh.empty() ? options.name : options.display_zh,
                  options.display_en.empty() ? options.name : options.display_en};
  for (const std::string& text : options.roles) user.roles.add(domain::parse_role(text).value());
  if (!std::getline(std::cin, user.password)) {
    std::cerr << "wildclaims: give the password as one line on standard input\n";
    return ExitCode::usage;
  }
  workflow::OfficeSettings settings = beside_service(options.places);
  // The first user may come before the first start; a database that is there, a demo's too, is taken as it is.
  settings.may_create = !std::filesystem::exists(std::filesystem::path(options.places.data) / "wildclaims.db");
  workflow::Office office(settings);
  const auto outcome = workflow::add_user(office, user);
  if (outcome.is_faulty()) return explain(outcome.faults());
  if (outcome.is_refused()) {
    std::cerr << outcome.refusals().front().detail.zh << '\n' << outcome.refusals().front().detail.en << '\n';
    return ExitCode::not_in_order;
  }
  std::cout << "added " << user.name << '\n';
  return ExitCode::in_order;
}

}  // namespace

void add_user_commands(CLI::App& app, Action& chosen) {
  CLI::App* user = app.add_subcommand("user", "people who may sign in");
  user->require_subcommand(1);
  CLI::App* command = user->add_subcommand("add", "add a user; the password is one line on standard input");
  auto options = std::make_shared<Options>();
  command->add_option("name", options->name, "sign-in name")->required();
  command->add_option("--role", options->roles, "clerk, adjuster, approver, cashier, auditor or admin; may be repeated")
      ->required()
      ->check(CLI::IsMember({"clerk", "adjuster", "approver", "cashier", "auditor", "admin"}));
  command->add_option("--display-zh", options->display_zh, "name shown in Chinese");
  command->add_option("--display-en", options->display_en, "name shown in English");
  add_places(*command, options->places);
  command->callback([options, &chosen] { chosen = [options] { return add(*options); }; });
}

}  // namespace wildclaims::cli
