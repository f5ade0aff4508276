#include "claims/cli/demo_play.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "claims/cli/demo_client.h"
#include "claims/cli/demo_script.h"
#include "claims/cli/places.h"

namespace wildclaims::cli {

namespace {

using nlohmann::json;

constexpr int kOk = 200;

struct PlayOptions {
  std::string url = "http://127.0.0.1:8080";
  std::string config = default_places().config;
};

void print_progress(const std::string& who, const std::string& say) {
  std::cout << "  " << std::left << std::setw(10) << who << say << std::endl;
}

// What a step came to: nothing, or the answer that was not expected.
using Unexpected = std::optional<DemoAnswer>;

// ISO dates compare as text.
Unexpected advance_clock(DemoClient& client, const std::string& until) {
  DemoRequest request;
  request.as = "admin";
  request.method = "GET";
  request.path = "/api/v1/clock";
  DemoAnswer answer = client.send(request);
  if (answer.status != kOk) return answer;
  if (json::parse(answer.body).value("today", "") >= until) return std::nullopt;
  request.method = "POST";
  request.body = json{{"advance_to", until}}.dump();
  answer = client.send(request);
  return answer.status == kOk ? std::nullopt : Unexpected(answer);
}

void remember(SavedValues& saved, const DemoStep& step, const DemoAnswer& answer) {
  const json body = json::parse(answer.body, nullptr, false);
  for (const auto& [name, where] : step.save) {
    if (where == "ETag") {
      saved[name] = json(answer.etag).dump();
      continue;
    }
    const json::json_pointer pointer(where);
    if (!body.contains(pointer)) throw std::runtime_error("'" + step.say + "': the answer has no " + where);
    saved[name] = body.at(pointer).dump();
  }
}

Unexpected send_request(DemoClient& client, SavedValues& saved, const DemoStep& written) {
  const DemoStep step = filled_in(written, saved);
  DemoRequest request{step.as, step.method, step.path, step.body, step.if_match, {}};
  if (step.method == "POST") request.idempotency_key = step.idempotency_key;
  const DemoAnswer answer = client.send(request);
  if (answer.status != step.expect) return answer;
  remember(saved, step, answer);
  return std::nullopt;
}

ExitCode play(const PlayOptions& options) {
  const auto directory = std::filesystem::path(options.config) / "demo";
  const auto scripts = read_demo_scripts(directory);
  DemoClient client(options.url, read_demo_passwords(directory));
  SavedValues saved;
  for (const auto& script : scripts) {
    std::cout << script.title << '\n';
    for (const auto& step : script.steps) {
      print_progress(step.until.empty() ? step.as : "clock", step.say);
      const Unexpected unexpected =
          step.until.empty() ? send_request(client, saved, step) : advance_clock(client, step.until);
      if (!unexpected) continue;
      std::cerr << "wildclaims: the demo expected another answer than " << unexpected->status << ":\n"
                << unexpected->body << '\n';
      return ExitCode::failed;
    }
  }
  return ExitCode::in_order;
}

}  // namespace

void add_demo_commands(CLI::App& app, Action& chosen) {
  auto* demo = app.add_subcommand("demo", "the published cases as a demonstration");
  demo->require_subcommand(1);
  auto options = std::make_shared<PlayOptions>();
  auto* command = demo->add_subcommand("play", "send the requests of config/demo to a running demo service");
  command->add_option("--url", options->url, "address of the service")->capture_default_str();
  command->add_option("--config", options->config, "configuration directory")->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return play(*options); }; });
}

}  // namespace wildclaims::cli
