#include "tests/http/exchange_record.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <mutex>

#include "tests/support/catch.h"

namespace wildclaims::http::testing {

void record_exchange(const ApiRequest& request, const ApiAnswer& answer) {
  const char* const directory = std::getenv("WILDCLAIMS_EXCHANGES");
  if (directory == nullptr) return;
  const json line{{"as", request.as},        {"method", request.method},  {"path", request.path},
                  {"body", request.body},    {"yaml", request.yaml},      {"if_match", request.if_match},
                  {"key", request.key},      {"accept", request.accept},  {"extra", request.headers},
                  {"status", answer.status}, {"headers", answer.headers}, {"text", answer.text}};
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  std::ofstream file(std::string(directory) + "/" + std::to_string(::getpid()) + ".jsonl", std::ios::app);
  file << line.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
  REQUIRE(file.good());
}

}  // namespace wildclaims::http::testing
