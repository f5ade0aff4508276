#include "tests/bench/measured_service.h"

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "claims/cli/demo_script.h"
#include "tests/support/text_file.h"

namespace wildclaims::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kApi = "/api/v1";
constexpr int kSuccess = 2;  // hundreds of the status
constexpr auto kStartTime = std::chrono::seconds(120);

int free_port() { return Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.1", 0)).address().port(); }

bool is_ready(int port) {
  try {
    return tests::HttpConnection(port).send("GET", "/readyz").status / 100 == kSuccess;
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::string body_of(const tests::Answer& answer, const std::string& path) {
  if (answer.status / 100 != kSuccess) throw std::runtime_error(path + ": " + answer.body);
  return answer.body;
}

}  // namespace

MeasuredService::MeasuredService(std::string data, const std::string& today, std::string config)
    : data_(std::move(data)), config_(std::move(config)), port_(free_port()) {
  std::filesystem::create_directories(data_);
  const std::string log = data_ + "/service.log";
  const Clock::time_point start = Clock::now();
  process_ = std::make_unique<tests::Background>(
      std::vector<std::string>{WILDCLAIMS_BINARY, "serve", "--demo", today, "--port", std::to_string(port_), "--data",
                               data_, "--config", config_},
      log);
  while (!is_ready(port_)) {
    if (!process_->is_running() || Clock::now() > start + kStartTime) {
      throw std::runtime_error("the service did not start:\n" + tests::read_text(log));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  start_seconds_ = std::chrono::duration<double>(Clock::now() - start).count();
}

double MeasuredService::processor_seconds() const {
  const std::string text = tests::read_text("/proc/" + std::to_string(process_->process()) + "/stat");
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string skipped;
  constexpr int kBeforeUserTime = 11;  // fields from the state on
  for (int i = 0; i < kBeforeUserTime; ++i) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

ResidentMemory MeasuredService::resident() const {
  const std::string text = tests::read_text("/proc/" + std::to_string(process_->process()) + "/status");
  const auto mebibytes = [&](const std::string& name) {
    std::istringstream field(text.substr(text.find(name + ":") + name.size() + 1));
    double kibibytes = 0;
    field >> kibibytes;
    return kibibytes / 1024;
  };
  return {mebibytes("VmRSS"), mebibytes("RssFile") + mebibytes("RssShmem")};
}

void MeasuredService::stop() { process_->end_with(SIGTERM); }

std::string MeasuredService::signed_in(const std::string& user) {
  const auto passwords = cli::read_demo_passwords(config_ + "/demo");
  const nlohmann::json body{{"user", user}, {"password", passwords.at(user)}};
  const auto answer = nlohmann::json::parse(post("/sessions", {}, body.dump()));
  return "Bearer " + answer.at("token").get<std::string>();
}

void MeasuredService::open_policy(int year) {
  const nlohmann::json body{{"programme", "PL"}, {"year", year}};
  post("/policies", signed_in("admin"), body.dump());
}

std::string MeasuredService::get(const std::string& authorization, const std::string& path) {
  return body_of(tests::HttpConnection(port_).send("GET", kApi + path, {{"Authorization", authorization}}), path);
}

std::string MeasuredService::post(const std::string& path, const std::string& authorization, const std::string& body) {
  std::map<std::string, std::string> headers{{"Idempotency-Key", "benchmark-" + path}};
  if (!authorization.empty()) headers["Authorization"] = authorization;
  return body_of(tests::HttpConnection(port_).send("POST", kApi + path, headers, body), path);
}

}  // namespace wildclaims::bench
