// How often something may be tried: a token bucket per key (a user name, a claim number, an address), in constant
// memory whatever keys are tried.
//
// Keys share a fixed table of buckets by a hash that is drawn anew at every start. Two keys in one bucket share its
// allowance, so the limit may be stricter for a key than it says, never laxer; and no flood of made-up keys can push
// another key's record out.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

namespace wildclaims::http {

struct Rate {
  int burst = 1;                          // tries at once after a quiet time
  std::chrono::seconds refill_every{60};  // one more try each
};

class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using HashKey = std::array<unsigned char, 16>;

  explicit RateLimit(Rate rate);

  // Counts a try. Zero when it may go on; else the whole seconds after which the next one may. Safe from all threads.
  int take(std::string_view key, Time now);
  // Takes a counted try back: it succeeded and was none of those the limit is for.
  void give_back(std::string_view key, Time now);

 private:
  struct Bucket {
    Time full_at;  // when all tries are there again; each try moves it one refill further
  };
  Bucket& bucket_of(std::string_view key);

  const Rate rate_;
  HashKey key_{};
  std::mutex mutex_;
  std::vector<Bucket> buckets_;
};

// The part of a client's address that one subscriber cannot change at will: an IPv4 address, or the first 64 bits of
// an IPv6 one.
std::string_view address_key(std::string_view address);

}  // namespace wildclaims::http
