// What the service remembers between requests: who tried what how often. One per service.
#pragma once

#include <chrono>

#include "claims/http/rate_limit.h"
#include "claims/http/turnstile.h"

namespace wildclaims::http {

struct Desk {
  // Failed sign-ins. A person mistypes a few times; a guesser gets 2,880 tries a day against one name. An office behind
  // one address has many people.
  RateLimit sign_in_by_name{{10, std::chrono::seconds(30)}};
  RateLimit sign_in_by_address{{40, std::chrono::seconds(5)}};

  // Failed questions about a claim's status. Four digits are 10,000 guesses: at one in five minutes half of them take
  // more than two weeks, and the address is cut long before.
  RateLimit status_by_claim{{5, std::chrono::minutes(5)}};
  RateLimit status_by_address{{30, std::chrono::seconds(20)}};

  // Passwords checked at once: 64 MiB each, on a small server.
  Turnstile passwords{2, 8};

  // Rulebook files being loaded and proved: a hostile one takes seconds of a core and hundreds of MiB, so one at a
  // time, and no more workers waiting than can be spared.
  Turnstile rulebook_files{1, 3};
  static constexpr std::chrono::milliseconds kRulebookPatience{5'000};
};

}  // namespace wildclaims::http
