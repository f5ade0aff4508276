#include "claims/cli/serve.h"

#include <pthread.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "claims/cli/demo_users.h"
#include "claims/cli/places.h"
#include "claims/http/access_log.h"
#include "claims/http/service.h"
#include "claims/store/failure.h"
#include "claims/store/vault.h"
#include "claims/workflow/office.h"
#include "claims/workflow/reload_rulebooks.h"
#include "claims/workflow/users.h"
#include "rules/date.h"

namespace wildclaims::cli {
namespace {

// What one reading under the service may take, and so how long it may keep SQLite's log from beginning anew: half as
// much again as a simulation, the longest there is.
constexpr std::chrono::seconds kReadingTime{30};

// Of --keep-answers: a client's repeats come within the day, and nobody waits ten years for one.
constexpr std::int64_t kLeastAnswerDays = 1;
constexpr std::int64_t kMostAnswerDays = 3'650;

struct Options {
  Places places;
  std::string demo;
  std::optional<std::int64_t> keep_answers;
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
};

// The signals the service listens to, blocked in every thread so that only wait() takes them.
class Signals {
 public:
  Signals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    // A client that has gone is an error of its own connection, not the end of the service.
    std::signal(SIGPIPE, SIG_IGN);
  }
  int wait() const {
    int received = 0;
    sigwait(&signals_, &received);
    return received;
  }

 private:
  sigset_t signals_{};
};

void add_demo_people(workflow::Office& office, const std::string& config) {
  if (workflow::has_users(office)) return;
  for (const workflow::NewUser& user : read_demo_users(config)) {
    if (!workflow::add_user(office, user).ok()) throw std::runtime_error("demo user " + user.name + " is not valid");
  }
}

// Reading the rulebooks again is all that a hang-up asks for; a store that fails just now is told and not the end.
void reload(workflow::Office& office) {
  try {
    std::cerr << workflow::to_log(workflow::reload_rulebooks(office)) << std::endl;
  } catch (const store::StoreUnavailable& failure) {
    std::cerr << "rulebooks not reloaded: " << failure.what() << std::endl;
  }
}

ExitCode serve(const Options& options) {
  workflow::OfficeSettings settings;
  settings.data_directory = options.places.data;
  settings.config_directory = options.places.config;
  settings.may_create = true;
  settings.reading_time = kReadingTime;
  settings.move_log_beside = true;
  // A demo's clock passes through years in seconds, and its script may be played again.
  settings.answers_kept_days =
      options.keep_answers.value_or(options.demo.empty() ? workflow::kAnswersKeptDays : kMostAnswerDays);
  if (!options.demo.empty()) {
    settings.demo_start = rules::Date::parse(options.demo);
    if (!settings.demo_start) {
      std::cerr << "--demo 应为日期，如 2025-01-02 / --demo wants a date such as 2025-01-02\n";
      return ExitCode::usage;
    }
  }
  const Signals signals;
  store::draw_random_inside();
  workflow::Office office(settings);
  if (office.is_demo()) add_demo_people(office, options.places.config);

  http::ServiceSettings service_settings;
  service_settings.address = options.host;
  service_settings.port = options.port;
  service_settings.on_answer = http::access_log_to_stderr();
  service_settings.on_failure = http::failure_log_to_stderr();
  auto started = http::Service::start(office, service_settings);
  if (const auto* why_not = std::get_if<rules::Bilingual>(&started)) {
    std::cerr << why_not->zh << " / " << why_not->en << '\n';
    return ExitCode::failed;
  }
  const auto& service = std::get<std::unique_ptr<http::Service>>(started);
  std::cerr << "listening on http://" << service->address() << std::endl;
  while (signals.wait() == SIGHUP) reload(office);
  service->stop();
  std::cerr << "stopped" << std::endl;
  return ExitCode::in_order;
}

}  // namespace

void add_serve(CLI::App& app, Action& chosen) {
  CLI::App* command =
      app.add_subcommand("serve", "run the service until SIGTERM or Ctrl-C; SIGHUP reloads the rulebooks");
  auto options = std::make_shared<Options>();
  command->add_option("--demo", options->demo,
                      "run a demo: public sign-ins, and a business clock that starts on this day and can be advanced");
  command->add_option("--host", options->host, "address of this machine to listen on")->capture_default_str();
  command->add_option("--port", options->port, "port to listen on; 0 takes any free one")->capture_default_str();
  command
      ->add_option("--keep-answers", options->keep_answers,
                   "days for which a repeated Idempotency-Key gets the first answer again (30; in a demo 3650); later "
                   "the key is refused")
      ->check(CLI::Range(kLeastAnswerDays, kMostAnswerDays));
  add_places(*command, options->places);
  command->callback([options, &chosen] { chosen = [options] { return serve(*options); }; });
}

}  // namespace wildclaims::cli
