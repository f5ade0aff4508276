// A small HTTP client of the demo: signs people in, keeps their tokens, sends one request at a time.
#pragma once

#include <map>
#include <memory>
#include <string>

namespace wildclaims::cli {

struct DemoRequest {
  std::string as;  // user name; empty for nobody
  std::string method;
  std::string path;
  std::string body;  // JSON text, empty for none
  std::string if_match;
  std::string idempotency_key;
};

struct DemoAnswer {
  int status = 0;
  std::string etag;
  std::string body;
};

class DemoClient {
 public:
  // `url` is the service's address, as "http://127.0.0.1:8080"; `passwords` of the people it may sign in.
  // Throws std::runtime_error if the address is not of that form.
  DemoClient(const std::string& url, std::map<std::string, std::string> passwords);
  ~DemoClient();
  DemoClient(const DemoClient&) = delete;
  DemoClient& operator=(const DemoClient&) = delete;

  // Sends the request, signing its user in first where needed; signs in again once when the session has ended.
  // Throws std::runtime_error if the service cannot be reached or refuses the sign-in.
  DemoAnswer send(const DemoRequest& request);

 private:
  struct Connection;

  const std::string& token_of(const std::string& user);

  std::unique_ptr<Connection> connection_;
  std::map<std::string, std::string> passwords_;
  std::map<std::string, std::string> tokens_;
};

}  // namespace wildclaims::cli
