// Wishes of clients, sent to an office alone or several at once, and how each sending ends.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "claims/workflow/office.h"
#include "tests/simulation/acts.h"

namespace wildclaims::simulation {

// One client's wish, sent until it is answered.
struct Wish {
  std::shared_ptr<const Act> act;
  std::string key;
  int sent = 0;
};
using WishPtr = std::shared_ptr<Wish>;

// What is put into a command after it has done everything: an exception, or a refusal.
enum class Spoil : std::uint8_t { no, throws, refuses };

struct Sending {
  WishPtr wish;
  Spoil spoil = Spoil::no;
};

enum class Ending : std::uint8_t {
  none,
  answered,
  refused,
  faulty,
  reused,
  in_hand,
  unavailable,
  spoiled,
  stopped,
  broken
};

struct Reply {
  Ending ending = Ending::none;
  std::string text;  // body, first code, or what was thrown
  bool repeated = false;
};

using Actors = std::vector<workflow::Actor>;

Reply send(workflow::Office& office, const Actors& actors, const Sending& sending);

// All of them wait, in this order, before the writer takes the first: it runs them in one transaction. `disturb` is
// called when all wait. Throws Found when the writer begins no transaction.
std::vector<Reply> send_together(workflow::Office& office, const Actors& actors, const std::vector<Sending>& sendings,
                                 const std::function<void()>& disturb);

// For a finding.
std::string said(const Wish& wish, const Reply& reply);

}  // namespace wildclaims::simulation
