#include "claims/http/rate_limit.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

namespace wildclaims::http {

namespace {

// 65,536 buckets of 8 bytes: half a mebibyte, and a chance in thousands that two keys in use meet.
constexpr std::size_t kBuckets = 65'536;

static_assert(crypto_shorthash_KEYBYTES == std::tuple_size_v<RateLimit::HashKey>);

}  // namespace

RateLimit::RateLimit(Rate rate) : rate_(rate), buckets_(kBuckets) { ::randombytes_buf(key_.data(), key_.size()); }

// SipHash under a secret key: nobody can look for keys that meet.
RateLimit::Bucket& RateLimit::bucket_of(std::string_view key) {
  const std::vector<unsigned char> bytes(key.begin(), key.end());
  std::array<unsigned char, crypto_shorthash_BYTES> hash{};
  ::crypto_shorthash(hash.data(), bytes.data(), bytes.size(), key_.data());
  std::uint64_t number = 0;
  std::memcpy(&number, hash.data(), sizeof number);
  return buckets_[number % kBuckets];
}

int RateLimit::take(std::string_view key, Time now) {
  const std::lock_guard lock(mutex_);
  Bucket& bucket = bucket_of(key);
  const Time next = std::max(bucket.full_at, now) + rate_.refill_every;
  const auto over = next - now - rate_.refill_every * rate_.burst;
  if (over <= Time::duration::zero()) {
    bucket.full_at = next;
    return 0;
  }
  return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(over).count());
}

void RateLimit::give_back(std::string_view key, Time now) {
  const std::lock_guard lock(mutex_);
  Bucket& bucket = bucket_of(key);
  bucket.full_at = std::max(bucket.full_at - rate_.refill_every, now);
}

std::string_view address_key(std::string_view address) {
  if (address.find(':') == std::string_view::npos) return address;
  // An abbreviated address ("2001:db8::1") may end its prefix early; it then stands for itself and its likes.
  std::size_t end = 0;
  for (int groups = 0; groups < 4; ++groups) {
    const auto colon = address.find(':', end);
    if (colon == std::string_view::npos || colon == 0) return address;
    if (address.substr(colon).starts_with("::")) return address.substr(0, colon);
    end = colon + 1;
  }
  return address.substr(0, end - 1);
}

}  // namespace wildclaims::http
