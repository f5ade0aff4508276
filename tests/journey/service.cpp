#include "tests/journey/service.h"

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

#include "claims/cli/demo_script.h"
#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace wildclaims::tests {

namespace {

using nlohmann::json;

constexpr const char* kApi = "/api/v1";
constexpr int kOk = 200;
constexpr int kNotSignedIn = 401;

// A sanitized service on a busy machine takes seconds to start; this is for one that never will.
constexpr auto kStartTime = std::chrono::seconds(60);

int free_port() { return Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.1", 0)).address().port(); }

bool is_ready(int port) {
  try {
    return HttpConnection(port).send("GET", "/readyz").status == kOk;
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::filesystem::path demo_directory() { return std::filesystem::path(WILDCLAIMS_SOURCE_DIR) / "config/demo"; }

}  // namespace

Service::Service(ServiceSettings settings)
    : settings_(std::move(settings)),
      data_(settings_.data.empty() ? std::filesystem::path(scratch_.file("data")) : settings_.data) {
  std::filesystem::create_directories(data_);
  start();
}

void Service::start() {
  if (port_ == 0) port_ = free_port();
  process_ = std::make_unique<Background>(
      std::vector<std::string>{WILDCLAIMS_BINARY, "serve", "--demo", settings_.demo_date, "--port",
                               std::to_string(port_), "--data", data_.string(), "--config", settings_.config.string()},
      scratch_.file("service.log"));
  const auto deadline = std::chrono::steady_clock::now() + kStartTime;
  while (!is_ready(port_)) {
    if (!process_->is_running() || std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error("the service did not start:\n" + output());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

int Service::stop() { return process_->end_with(SIGTERM); }

void Service::kill_hard() { process_->end_with(SIGKILL); }

void Service::hang_up() const { process_->signal(SIGHUP); }

void Service::play_demo() const {
  const Finished played =
      run_program({WILDCLAIMS_BINARY, "demo", "play", "--url", url(), "--config", settings_.config.string()});
  if (played.exit_code != 0) throw std::runtime_error("the demo stopped early:\n" + played.output);
}

std::string Service::output() const { return read_text(scratch_.file("service.log")); }

Finished Service::command(std::vector<std::string> arguments, const std::string& input) const {
  arguments.insert(arguments.begin(), WILDCLAIMS_BINARY);
  for (const auto& place :
       {std::string("--data"), data_.string(), std::string("--config"), settings_.config.string()}) {
    arguments.push_back(place);
  }
  return run_program(arguments, input);
}

Finished Service::command_on_data(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), WILDCLAIMS_BINARY);
  arguments.insert(arguments.end(), {"--data", data_.string()});
  return run_program(arguments);
}

std::string Service::dump() const {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(data_)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".db" && extension != ".sqlite") continue;
    const Finished dumped = run_program({"sqlite3", "-readonly", entry.path().string(), ".dump"});
    if (dumped.exit_code != 0) throw std::runtime_error("sqlite3: " + dumped.output);
    all += dumped.output;
  }
  if (all.find("CREATE TABLE") == std::string::npos) throw std::runtime_error("no database in " + data_.string());
  return all;
}

Person::Person(std::string name, std::string password, int port)
    : name_(std::move(name)), password_(std::move(password)), port_(port), connection_(port) {}

Person::Person(const Service& service, std::string name, std::string password)
    : Person(std::move(name), std::move(password), service.port()) {
  if (password_.empty()) password_ = cli::read_demo_passwords(demo_directory()).at(name_);
}

std::unique_ptr<Person> Person::on_another_connection() {
  if (token_.empty()) sign_in();
  auto other = std::unique_ptr<Person>(new Person(name_, password_, port_));
  other->token_ = token_;
  return other;
}

void Person::sign_in() {
  const json body{{"user", name_}, {"password", password_}};
  const Answer answer = connection_.send("POST", std::string(kApi) + "/sessions", {}, body.dump());
  if (answer.status / 100 != kOk / 100) throw std::runtime_error(name_ + " cannot sign in: " + answer.body);
  token_ = answer.json().at("token");
}

// An advanced demo clock ends sessions: one sign-in more, then the answer is the answer.
Answer Person::send(const std::string& method, const std::string& path, Headers headers, const std::string& body) {
  if (token_.empty()) sign_in();
  headers["Authorization"] = "Bearer " + token_;
  Answer answer = connection_.send(method, kApi + path, headers, body);
  if (answer.status != kNotSignedIn) return answer;
  sign_in();
  headers["Authorization"] = "Bearer " + token_;
  return connection_.send(method, kApi + path, headers, body);
}

Answer Person::get(const std::string& path, Headers headers) { return send("GET", path, std::move(headers), {}); }

Answer Person::post(const std::string& path, const json& body, Headers headers) {
  return post_text(path, body.dump(), std::move(headers));
}

Answer Person::post_text(const std::string& path, const std::string& body, Headers headers) {
  headers.try_emplace("Idempotency-Key", fresh_key());
  return send("POST", path, std::move(headers), body);
}

json Person::read(const std::string& path) {
  const Answer answer = get(path);
  INFO(name_ << " GET " << path << "\n" << answer.body);
  REQUIRE(answer.status == kOk);
  return answer.json();
}

json Person::done(const std::string& path, const json& body, Headers headers) {
  const Answer answer = post(path, body, std::move(headers));
  INFO(name_ << " POST " << path << " " << body.dump() << "\n" << answer.body);
  REQUIRE(answer.status / 100 == kOk / 100);
  return answer.json();
}

json Person::done_on(const std::string& seen, const std::string& path, const json& body) {
  return done(path, body, {{"If-Match", get(seen).etag}});
}

std::vector<json> Person::all(const std::string& path, const std::string& member) {
  std::vector<json> found;
  std::string cursor;
  do {
    const json page = read(path + (cursor.empty() ? "" : "&cursor=" + cursor));
    for (const auto& entry : page.at(member)) found.push_back(entry);
    cursor = page.at("next").is_null() ? "" : page.at("next").get<std::string>();
  } while (!cursor.empty());
  return found;
}

std::string fresh_key() {
  static std::atomic<unsigned long> next{0};
  static const auto start = std::chrono::system_clock::now().time_since_epoch().count();
  return "journey-" + std::to_string(start) + "-" + std::to_string(next++);
}

void advance_clock(const Service& service, const std::string& date) {
  Person(service, "admin").done("/clock", {{"advance_to", date}});
}

}  // namespace wildclaims::tests
