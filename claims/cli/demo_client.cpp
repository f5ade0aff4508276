#include "claims/cli/demo_client.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/Timespan.h>
#include <Poco/URI.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace wildclaims::cli {

namespace {

// The longest request of the demo records 32 claims; a service that takes longer has stopped.
constexpr int kTimeoutSeconds = 30;

constexpr int kUnauthorized = 401;

Poco::URI service_address(const std::string& url) {
  try {
    Poco::URI uri(url);
    if (uri.getScheme() == "http" && !uri.getHost().empty()) return uri;
  } catch (const Poco::SyntaxException&) {
    // said below, with the form that is wanted
  }
  throw std::runtime_error("'" + url + "' is not an address such as http://127.0.0.1:8080");
}

}  // namespace

struct DemoClient::Connection {
  explicit Connection(const Poco::URI& uri) : session(uri.getHost(), uri.getPort()) {
    session.setTimeout(Poco::Timespan(kTimeoutSeconds, 0));
  }

  DemoAnswer exchange(const DemoRequest& request, const std::string& token) {
    Poco::Net::HTTPRequest head(request.method, request.path, Poco::Net::HTTPRequest::HTTP_1_1);
    if (!token.empty()) head.set("Authorization", "Bearer " + token);
    if (!request.if_match.empty()) head.set("If-Match", request.if_match);
    if (!request.idempotency_key.empty()) head.set("Idempotency-Key", request.idempotency_key);
    if (!request.body.empty()) head.setContentType("application/json");
    if (request.method != "GET") head.setContentLength(static_cast<std::streamsize>(request.body.size()));
    try {
      session.sendRequest(head) << request.body;
      Poco::Net::HTTPResponse answer;
      DemoAnswer result;
      Poco::StreamCopier::copyToString(session.receiveResponse(answer), result.body);
      result.status = static_cast<int>(answer.getStatus());
      result.etag = answer.get("ETag", "");
      return result;
    } catch (const Poco::Exception& error) {
      throw std::runtime_error("the service at " + session.getHost() + ":" + std::to_string(session.getPort()) +
                               " cannot be reached: " + error.displayText());
    }
  }

  Poco::Net::HTTPClientSession session;
};

DemoClient::DemoClient(const std::string& url, std::map<std::string, std::string> passwords)
    : connection_(std::make_unique<Connection>(service_address(url))), passwords_(std::move(passwords)) {}

DemoClient::~DemoClient() = default;

const std::string& DemoClient::token_of(const std::string& user) {
  std::string& token = tokens_[user];
  if (!token.empty()) return token;
  const auto password = passwords_.find(user);
  if (password == passwords_.end()) throw std::runtime_error("users.json of the demo has no user '" + user + "'");
  DemoRequest sign_in;
  sign_in.method = "POST";
  sign_in.path = "/api/v1/sessions";
  sign_in.body = nlohmann::json{{"user", user}, {"password", password->second}}.dump();
  const DemoAnswer answer = connection_->exchange(sign_in, {});
  const auto body = nlohmann::json::parse(answer.body, nullptr, false);
  if (!body.is_object() || !body.contains("token")) {
    throw std::runtime_error("the service refused the sign-in of '" + user + "': " + answer.body);
  }
  token = body["token"].get<std::string>();
  return token;
}

DemoAnswer DemoClient::send(const DemoRequest& request) {
  if (request.as.empty()) return connection_->exchange(request, {});
  DemoAnswer answer = connection_->exchange(request, token_of(request.as));
  if (answer.status != kUnauthorized) return answer;
  tokens_.erase(request.as);
  return connection_->exchange(request, token_of(request.as));
}

}  // namespace wildclaims::cli
