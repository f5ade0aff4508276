// One keep-alive HTTP connection to the service, as any client would hold it.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace wildclaims::tests {

struct Answer {
  int status = 0;
  std::string type;  // Content-Type
  std::string etag;
  std::string body;

  nlohmann::json json() const;  // throws when the body is none
};

class HttpConnection {
 public:
  explicit HttpConnection(int port);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  // A body is sent as application/json unless the headers say otherwise. Throws std::runtime_error when the service
  // cannot be reached or the connection breaks.
  Answer send(const std::string& method, const std::string& path,
              const std::map<std::string, std::string>& headers = {}, const std::string& body = {});

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

}  // namespace wildclaims::tests
