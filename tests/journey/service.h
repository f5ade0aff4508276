// The real service: the built binary on a port of its own, driven over real sockets.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/journey/http.h"
#include "tests/journey/process.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::tests {

struct ServiceSettings {
  std::string demo_date = "2025-01-02";
  std::filesystem::path config = std::filesystem::path(WILDCLAIMS_SOURCE_DIR) / "config";
  std::filesystem::path data{};  // of the service; empty: a directory of its own
};

// One data directory and the service that runs on it, started by the constructor.
class Service {
 public:
  explicit Service(ServiceSettings settings = {});
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  void start();                // waits until /readyz answers 200; throws with the service's output if it does not
  int stop();                  // SIGTERM; the exit code
  void kill_hard();            // SIGKILL: no chance to put anything in order
  void hang_up() const;        // SIGHUP: the rulebooks are to be read again
  void play_demo() const;      // `wildclaims demo play`; throws with its output if it stops early
  std::string output() const;  // what the service has written so far

  int port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  const std::filesystem::path& data() const { return data_; }
  // `wildclaims …` on this service's data, beside it.
  Finished command(std::vector<std::string> arguments, const std::string& input = {}) const;
  // Likewise for commands that need no configuration.
  Finished command_on_data(std::vector<std::string> arguments) const;
  // The whole database as SQL text, so that two moments can be compared.
  std::string dump() const;

 private:
  TemporaryDirectory scratch_;
  ServiceSettings settings_;
  std::filesystem::path data_;
  int port_ = 0;
  std::unique_ptr<Background> process_;
};

using Headers = std::map<std::string, std::string>;

// A user by name; an empty password stands for the demo's.
struct SignIn {
  std::string name;
  std::string password;
};

// A user at the service: signs in at the first request. One per thread.
class Person {
 public:
  Person(const Service& service, std::string name, std::string password = {});
  // The same session over a connection of its own, for another thread.
  std::unique_ptr<Person> on_another_connection();

  // To paths under /api/v1. A post has a fresh Idempotency-Key unless the headers name one.
  Answer get(const std::string& path, Headers headers = {});
  Answer post(const std::string& path, const nlohmann::json& body, Headers headers = {});
  Answer post_text(const std::string& path, const std::string& body, Headers headers = {});

  // The body of an answer that must be a success; the test fails with the answer printed otherwise.
  nlohmann::json read(const std::string& path);
  nlohmann::json done(const std::string& path, const nlohmann::json& body, Headers headers = {});
  // Like done, with the ETag of a GET of `seen` as If-Match.
  nlohmann::json done_on(const std::string& seen, const std::string& path, const nlohmann::json& body);
  // Every entry of a list, page by page. The path has a query.
  std::vector<nlohmann::json> all(const std::string& path, const std::string& member);

 private:
  Person(std::string name, std::string password, int port);
  void sign_in();
  Answer send(const std::string& method, const std::string& path, Headers headers, const std::string& body);

  std::string name_;
  std::string password_;
  int port_;
  std::string token_;
  HttpConnection connection_;
};

// A key nobody used before.
std::string fresh_key();

// Advances the demo clock; the test fails if that is refused.
void advance_clock(const Service& service, const std::string& date);

}  // namespace wildclaims::tests
