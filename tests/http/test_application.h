// A small application to try the server with: nothing of claims in it.
//
//   GET /healthz        answered at the gate
//   POST /echo          the body back
//   GET /wait?MS        answers after so many milliseconds
//   GET /large?BYTES    so many bytes
//   GET /throw          fails
//   GET /later?MS       kept, and answered by another thread after so many milliseconds
//   GET /forget         kept, and let go without an answer
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "claims/http/application.h"
#include "claims/http/problem.h"
#include "claims/http/problem_document.h"
#include "claims/http/server.h"
#include "tests/support/catch.h"

namespace wildclaims::http::testing {

class TestApplication final : public Application {
 public:
  std::variant<BodyAllowance, Response> admit(const RequestHead& head, std::string_view request_id) override {
    if (head.path == "/healthz") return success(Success::ok, kPlainTextType, "ok");
    if (head.path == "/echo") return BodyAllowance{Limits().body_bytes};
    if (head.path == "/wait" || head.path == "/large" || head.path == "/throw") return BodyAllowance{0};
    if (head.path == "/later" || head.path == "/forget") return BodyAllowance{0, Lane::never_waits};
    return to_response(problem(ProblemCode::route_not_found), request_id);
  }

  ~TestApplication() override {
    for (std::thread& thread : threads_) thread.join();
  }

  void answer(std::unique_ptr<InHand>&& in_hand) override {
    if (in_hand->request().head.path == "/forget") {
      const std::unique_ptr<InHand> forgotten = std::move(in_hand);
      return;
    }
    if (in_hand->request().head.path != "/later") return in_hand->answer(answer_to(in_hand->request()));
    const std::lock_guard lock(mutex_);
    threads_.emplace_back([kept = std::move(in_hand)]() mutable {
      std::this_thread::sleep_for(std::chrono::milliseconds(std::stoi(kept->request().head.query)));
      InHand& here = *kept;
      here.answer_by(std::move(kept), [] { return success(Success::ok, kPlainTextType, "late"); });
    });
  }

 private:
  static Response answer_to(const Request& request) {
    if (request.head.path == "/echo") return success(Success::ok, kPlainTextType, request.body);
    if (request.head.path == "/wait") {
      std::this_thread::sleep_for(std::chrono::milliseconds(std::stoi(request.head.query)));
      return success(Success::ok, kPlainTextType, "waited");
    }
    if (request.head.path == "/large") {
      return success(Success::ok, kPlainTextType, std::string(std::stoul(request.head.query), 'x'));
    }
    throw std::runtime_error("a secret of the inside");
  }

  std::mutex mutex_;
  std::vector<std::thread> threads_;
};

class TestServer {
 public:
  explicit TestServer(const Limits& limits = {}, AnswerLog log = {}, FailureLog failures = {}) {
    ServerOptions options;
    options.limits = limits;
    options.on_answer = std::move(log);
    options.on_failure = std::move(failures);
    auto started = Server::start(application_, options);
    REQUIRE(std::holds_alternative<std::unique_ptr<Server>>(started));
    server_ = std::get<std::unique_ptr<Server>>(std::move(started));
  }

  int port() const { return server_->port(); }
  Server& server() { return *server_; }

 private:
  TestApplication application_;
  std::unique_ptr<Server> server_;
};

}  // namespace wildclaims::http::testing
