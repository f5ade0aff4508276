#include "claims/http/exchange.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <random>
#include <utility>

#include "claims/http/wire.h"

namespace wildclaims::http {

Exchange Exchange::of(const RequestHead& head, std::string request_id) {
  // A made-up method's name is the client's text: it does not go into the log.
  return {std::string(to_string(head.method)),
          head.method == Method::head,
          head.http_1_0,
          head.keep_alive,
          std::move(request_id),
          std::chrono::steady_clock::now()};
}

Sent send_answer(Connection& connection, const Exchange& exchange, const Response& response, const AnswerLog& log) {
  if (log) {
    const auto took = std::chrono::steady_clock::now() - exchange.received;
    log({exchange.method, response.route, response.status, std::chrono::duration_cast<std::chrono::microseconds>(took),
         exchange.request_id});
  }
  Sent sent;
  sent.keep_alive = exchange.keep_alive && !response.close;
  std::string bytes = to_wire(response, {exchange.head_only, exchange.http_1_0, sent.keep_alive});
  std::size_t done = 0;
  while (done < bytes.size() && !sent.broken) {
    const Transfer transfer = connection.send(std::string_view(bytes).substr(done));
    done += transfer.bytes;
    sent.broken = transfer.state == Transfer::State::ended;
    if (transfer.state != Transfer::State::moved) break;
  }
  if (done < bytes.size() && !sent.broken) sent.rest = bytes.substr(done);
  return sent;
}

RequestIds::RequestIds() {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%08x-", static_cast<unsigned>(std::random_device()()));
  prefix_ = text.data();
}

std::string RequestIds::next() {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%06llx", ++count_);
  return prefix_ + text.data();
}

}  // namespace wildclaims::http
