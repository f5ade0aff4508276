// How often something may be tried.
#include "claims/http/rate_limit.h"

#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http;
using namespace std::chrono_literals;
using Time = RateLimit::Time;

TEST_CASE("After the burst one try comes back with each refill, and the wait is told") {
  RateLimit limit({3, 60s});
  const Time start{100h};
  for (int i = 0; i < 3; ++i) CHECK(limit.take("a", start) == 0);
  CHECK(limit.take("a", start) == 60);
  CHECK(limit.take("a", start + 59s) == 1);
  CHECK(limit.take("a", start + 60s) == 0);
  CHECK(limit.take("a", start + 60s) == 60);
  CHECK(limit.take("a", start + 24h) == 0);
}

TEST_CASE("A refused try costs nothing, and a quiet time gives no more than the burst") {
  RateLimit limit({2, 10s});
  const Time start{100h};
  CHECK(limit.take("a", start) == 0);
  CHECK(limit.take("a", start) == 0);
  for (int i = 0; i < 100; ++i) CHECK(limit.take("a", start) == 10);
  CHECK(limit.take("a", start + 10s) == 0);
  const Time later = start + 24h;
  CHECK(limit.take("a", later) == 0);
  CHECK(limit.take("a", later) == 0);
  CHECK(limit.take("a", later) == 10);
}

TEST_CASE("One key's tries are not another's") {
  RateLimit limit({1, 60s});
  const Time start{100h};
  CHECK(limit.take("a", start) == 0);
  CHECK(limit.take("b", start) == 0);
  CHECK(limit.take("a", start) == 60);
}

TEST_CASE("A try that is given back can be made again, and never more than the burst") {
  RateLimit limit({1, 60s});
  const Time start{100h};
  for (int i = 0; i < 10; ++i) {
    CHECK(limit.take("a", start) == 0);
    limit.give_back("a", start);
  }
  limit.give_back("a", start);
  CHECK(limit.take("a", start) == 0);
  CHECK(limit.take("a", start) == 60);
}

TEST_CASE("A flood of made-up keys does not free a key that is spent") {
  RateLimit limit({1, 60s});
  const Time start{100h};
  CHECK(limit.take("victim", start) == 0);
  for (int i = 0; i < 100'000; ++i) limit.take("key " + std::to_string(i), start);
  CHECK(limit.take("victim", start) > 0);
}

TEST_CASE("An address counts by what its subscriber cannot change") {
  const std::vector<std::pair<std::string, std::string>> rows{{"192.0.2.7", "192.0.2.7"},
                                                              {"2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2"},
                                                              {"2001:db8:1:2::1", "2001:db8:1:2"},
                                                              {"2001:db8::1", "2001:db8"},
                                                              {"::1", "::1"}};
  for (const auto& [address, key] : rows) CHECK(address_key(address) == key);
}

}  // namespace
