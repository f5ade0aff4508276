// Which requests with a key are being worked on at this moment, so that a repeat that overtakes its own first sending
// is told so instead of waiting behind it. Of this process: a request of another one waits at the database.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <tuple>

namespace wildclaims::workflow {

class RequestsInHand {
 public:
  using Name = std::tuple<std::int64_t, std::string, std::string>;  // user, route, key

  // In hand until it goes out of scope.
  class Hold {
   public:
    Hold(RequestsInHand& home, Name name) : home_(&home), name_(std::move(name)) {}
    Hold(Hold&& other) noexcept;
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    Hold& operator=(Hold&&) = delete;
    ~Hold();

   private:
    RequestsInHand* home_;
    Name name_;
  };

  // Nothing when that request is in hand already.
  std::optional<Hold> take(Name name);

 private:
  std::mutex mutex_;
  std::set<Name> names_;
};

}  // namespace wildclaims::workflow
