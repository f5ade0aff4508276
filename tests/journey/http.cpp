#include "tests/journey/http.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/Timespan.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace wildclaims::tests {

namespace {

// Longer than any answer of a sanitized service on a busy machine.
constexpr int kTimeoutSeconds = 60;

}  // namespace

nlohmann::json Answer::json() const { return nlohmann::json::parse(body); }

struct HttpConnection::Session {
  explicit Session(int port) : http("127.0.0.1", static_cast<Poco::UInt16>(port)) {
    http.setTimeout(Poco::Timespan(kTimeoutSeconds, 0));
    http.setKeepAlive(true);
  }
  Poco::Net::HTTPClientSession http;
};

HttpConnection::HttpConnection(int port) : session_(std::make_unique<Session>(port)) {}

HttpConnection::~HttpConnection() = default;

Answer HttpConnection::send(const std::string& method, const std::string& path,
                            const std::map<std::string, std::string>& headers, const std::string& body) {
  Poco::Net::HTTPRequest head(method, path, Poco::Net::HTTPRequest::HTTP_1_1);
  if (!body.empty()) head.setContentType("application/json");
  if (method != "GET") head.setContentLength(static_cast<std::streamsize>(body.size()));
  for (const auto& [name, value] : headers) head.set(name, value);
  try {
    session_->http.sendRequest(head) << body;
    Poco::Net::HTTPResponse response;
    Answer answer;
    Poco::StreamCopier::copyToString(session_->http.receiveResponse(response), answer.body);
    answer.status = static_cast<int>(response.getStatus());
    answer.type = response.getContentType();
    answer.etag = response.get("ETag", "");
    return answer;
  } catch (const Poco::Exception& error) {
    session_->http.reset();
    throw std::runtime_error(method + " " + path + ": " + error.displayText());
  }
}

}  // namespace wildclaims::tests
