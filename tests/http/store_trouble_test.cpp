// What clients are told when the store's world fails, when a key is worn out, or when a request overtakes itself.
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "claims/http/call.h"
#include "claims/http/dispatcher.h"
#include "claims/store/connection.h"
#include "claims/store/failure.h"
#include "claims/store/writer.h"
#include "claims/workflow/office.h"
#include "claims/workflow/verify_books.h"
#include "tests/http/api_fixture.h"
#include "tests/http/raw_client.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims;
using namespace wildclaims::http;
using namespace wildclaims::http::testing;

void on_the_writing_connection(ApiFixture& api, const char* pragma) {
  api.office().writer().run([&](store::Connection& db) {
    db.script(pragma);
    return store::Writer::Verdict::discard;
  });
}

ApiAnswer report(ApiFixture& api, int households, const std::string& key) {
  return api.send(
      {.as = "clerk", .method = "POST", .path = "/api/v1/damage-reports", .body = boar_report(households), .key = key});
}

bool books_in_order(ApiFixture& api) {
  const auto reading = api.office().readers().read();
  return workflow::verify_books(*reading).in_order();
}

struct World {
  const char* what;
  const char* fails;
  const char* mended;  // null: that connection writes nothing any more, nor is it mended
  const char* says;
};
const World kWorlds[] = {
    {"full", "PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", "disk of the data is full"},
    {"read-only", "PRAGMA query_only = ON", nullptr, "read-only"},
};

TEST_CASE("A full or read-only disk refuses writes as a problem that says what to do, until it is mended") {
  for (const World& world : kWorlds) {
    INFO(world.what);
    ApiFixture api;
    REQUIRE(report(api, 1, "before-it-failed").status == 201);
    const std::string before = api.everything();
    REQUIRE(api.get("", "/readyz").status == 200);
    on_the_writing_connection(api, world.fails);
    for (int again = 0; again < 2; ++again) {
      // Large enough not to fit into what the last page has left.
      const ApiAnswer refused = report(api, 60, "while-it-fails");
      INFO(refused.text);
      CHECK(refused.status == 503);
      CHECK(refused.problem() == "storage_unavailable");
      CHECK(refused.body["detail"].get<std::string>().find(world.says) != std::string::npos);
      CHECK(refused.body["detail_zh"].get<std::string>().find("管理员") != std::string::npos);
      CHECK_FALSE(refused.header("retry-after").empty());
      CHECK(api.everything() == before);
      const ApiAnswer readiness = api.get("", "/readyz");
      CHECK(readiness.status == 503);
      CHECK(readiness.problem() == "storage_unavailable");
      CHECK(api.get("", "/healthz").status == 200);
    }
    if (world.mended == nullptr) continue;
    on_the_writing_connection(api, world.mended);
    CHECK(api.get("", "/readyz").status == 200);
    const ApiAnswer kept = report(api, 60, "while-it-fails");
    CHECK(kept.status == 201);
    CHECK(kept.header("idempotency-replayed").empty());
    CHECK(books_in_order(api));
  }
}

TEST_CASE("Readiness notices by itself that the disk has room again") {
  ApiFixture api;
  on_the_writing_connection(api, "PRAGMA max_page_count = 1");
  CHECK(report(api, 60, "while-it-is-full").status == 503);
  CHECK(api.get("", "/readyz").status == 503);
  on_the_writing_connection(api, "PRAGMA max_page_count = 1000000");
  CHECK(api.get("", "/readyz").status == 200);
  CHECK_FALSE(api.office().writer().in_trouble());
}

namespace {

// A request handed to an application by hand.
class AskedByHand final : public InHand {
 public:
  AskedByHand(const Request& request, Response& answer) : request_(request), answer_(answer) {}
  const Request& request() const override { return request_; }
  void answer(const Response& response) override { answer_ = response; }
  void answer_by(std::unique_ptr<InHand>, std::function<Response()> make) override { answer_ = make(); }

 private:
  const Request& request_;
  Response& answer_;
};

}  // namespace

TEST_CASE("A reading that is cut off is a problem of its own, which says to ask for less") {
  ApiFixture api;
  Dispatcher dispatcher(
      api.office(),
      {{.pattern = "/long", .handler = [](Call&) -> Reply { throw store::ReadingCutOff("too long"); }, .says = "long"}},
      {});
  Request request;
  request.head.method = Method::get;
  request.head.path = "/long";
  Response response;
  dispatcher.answer(std::make_unique<AskedByHand>(request, response));
  CHECK(response.status == 503);
  CHECK(response.body.find("/problems/reading_cut_off") != std::string::npos);
}

TEST_CASE("A key whose answer is no longer kept is refused with the moment of its use") {
  ApiFixture api;
  const ApiAnswer first = report(api, 1, "used-in-september");
  REQUIRE(first.status == 201);
  api.advance("2025-10-20");
  CHECK(report(api, 1, "used-in-september").text == first.text);
  api.advance("2025-10-22");
  const ApiAnswer expired = report(api, 1, "used-in-september");
  CHECK(expired.status == 409);
  CHECK(expired.problem() == "idempotency_key_expired");
  CHECK(expired.body["detail"].get<std::string>().find("was used at 2025-09-21T09:") != std::string::npos);
  CHECK(expired.body["detail_zh"].get<std::string>().find("2025-09-21T09:") != std::string::npos);
  CHECK(report(api, 2, "used-in-september").problem() == "idempotency_key_reused");
}

TEST_CASE("Of two sendings of one request at once, one is told to come again and then gets the answer of the other") {
  ApiFixture api;
  const std::string headers =
      "Content-Type: application/json\r\nIdempotency-Key: sent-twice\r\nAuthorization: Bearer " + api.token("clerk") +
      "\r\n";
  const std::string request = request_text("POST", "/api/v1/damage-reports", headers, boar_report().dump());
  const auto sending = [&] {
    return std::async(std::launch::async, [&, port = api.port()] {
      RawClient client(port);
      client.send(request);
      return client.answer(std::chrono::seconds(60));
    });
  };
  // The writing door is kept busy, so whichever comes first stays in hand.
  std::promise<void> begun;
  std::promise<void> go_on;
  std::thread busy([&, may_go_on = go_on.get_future()] {
    api.office().writer().run([&](store::Connection&) {
      begun.set_value();
      may_go_on.wait();
      return store::Writer::Verdict::discard;
    });
  });
  begun.get_future().wait();
  std::future<std::optional<WireAnswer>> one = sending();
  std::future<std::optional<WireAnswer>> other = sending();
  const auto is_ready = [](const auto& answer) {
    return answer.wait_for(std::chrono::milliseconds(1)) == std::future_status::ready;
  };
  while (!is_ready(one) && !is_ready(other)) {
  }
  if (is_ready(other)) std::swap(one, other);
  const auto overtaken = one.get();
  REQUIRE(overtaken);
  CHECK(overtaken->status == 409);
  CHECK(overtaken->body.find("request_in_progress") != std::string::npos);
  CHECK(overtaken->header("retry-after") == "1");
  CHECK_FALSE(is_ready(other));
  go_on.set_value();
  busy.join();
  const auto answered = other.get();
  REQUIRE(answered);
  CHECK(answered->status == 201);
  const ApiAnswer again = report(api, 1, "sent-twice");
  CHECK(again.status == 201);
  CHECK(again.text == answered->body);
  CHECK(again.header("idempotency-replayed") == "true");
}

}  // namespace
