// The real service on a fresh data directory with the shipped configuration, spoken to over its port like anyone would.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "claims/http/service.h"
#include "claims/workflow/office.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::http::testing {

using nlohmann::json;

struct ApiAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string text;
  json body;  // discarded when it is no JSON

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
  // Codes in "faults", in their order.
  std::vector<std::string> fault_codes() const;
  // "code at pointer" for each fault, sorted.
  std::vector<std::string> faults() const;
  // The last part of "type".
  std::string problem() const;
};

struct ApiRequest {
  std::string as{};  // user name; empty: nobody
  std::string method = "GET";
  std::string path{};
  json body = nullptr;        // null: none
  std::string if_match{};     // with its quotes
  std::string key = "fresh";  // Idempotency-Key; "fresh": a new one each time; empty: none
  std::string accept{};
  std::string yaml{};     // a body of application/yaml instead
  std::string headers{};  // further ones, each with its line's end
};

// What is not as shipped.
struct ApiSetup {
  std::vector<std::pair<std::string, std::string>> edits{};  // of the 2025 rulebook: each text is replaced by the other
  std::string prepaid_by{};                                  // who pays PL-2025's premium for all; empty: nobody
};

class ApiFixture {
 public:
  // A demo whose clock stands at 09:00 of the day, with PL-2025 opened.
  explicit ApiFixture(const char* day = "2025-09-21", const ApiSetup& setup = {});

  int port() const { return service_->port(); }
  workflow::Office& office() { return *office_; }
  // The configuration, which is this fixture's own: rulebooks may be changed in it.
  std::string config() const { return config_.path(); }
  Service& service() { return *service_; }

  ApiAnswer send(const ApiRequest& request);
  ApiAnswer get(const std::string& as, const std::string& path);
  ApiAnswer post(const std::string& as, const std::string& path, json body, const std::string& if_match = {});
  // Moves the demo's clock over the API.
  void advance(const char* day);

  // A token for the user, whose roles the name says ("approver2" is an approver, "adjuster-cashier" is both); signs in
  // when needed.
  std::string token(const std::string& user);
  static std::string password_of(const std::string& user) { return "only for tests: " + user; }
  void add_user(const std::string& name);

  // Reports, lists, entries and balances as they stand: equal before and after whatever must change nothing.
  std::string everything();

  // The access log so far.
  std::string log();

 private:
  tests::TemporaryDirectory directory_;
  tests::TemporaryDirectory config_;
  std::unique_ptr<workflow::Office> office_;
  std::mutex log_mutex_;
  std::string log_;
  std::unique_ptr<Service> service_;
  std::map<std::string, std::string> tokens_;
  int keys_ = 0;
};

// POST /damage-reports for `households` households of one plot of mature maize each.
json boar_report(int households = 1);
// One company, two plots of vegetables: 150,000.00 when surveyed at 75 % and 100 %.
json swan_report();
// A valid identity number of nobody alive, different for every n from 0 to 999.
std::string identity_number(int n);

}  // namespace wildclaims::http::testing
