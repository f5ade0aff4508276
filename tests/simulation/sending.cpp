#include "tests/simulation/sending.h"

#include <atomic>
#include <stdexcept>
#include <thread>
#include <utility>

#include "claims/ledger/ledger_violation.h"
#include "claims/store/failure.h"
#include "tests/simulation/found.h"
#include "tests/simulation/surroundings.h"

namespace wildclaims::simulation {
namespace {

// An exception that is put into a command after it has done everything.
class Spoiled : public std::runtime_error {
 public:
  Spoiled() : std::runtime_error("spoiled") {}
};

}  // namespace

Reply send(workflow::Office& office, const Actors& actors, const Sending& sending) {
  const Wish& wish = *sending.wish;
  const workflow::Actor& actor = actors[static_cast<std::size_t>(wish.act->user() - 1)];
  const auto perform = [&](workflow::Work& work) {
    Performed outcome = wish.act->perform(work);
    if (outcome && sending.spoil == Spoil::throws) throw Spoiled();
    if (outcome && sending.spoil == Spoil::refuses)
      return Performed(domain::refuse(domain::RefusalCode::event_unknown));
    return outcome;
  };
  try {
    const workflow::Written written = write_act(office, actor, *wish.act, wish.key, perform);
    if (std::holds_alternative<workflow::KeyReused>(written)) return {Ending::reused, {}, false};
    if (std::holds_alternative<workflow::RequestInProgress>(written)) return {Ending::in_hand, {}, false};
    const Performed& outcome = std::get<Performed>(written);
    if (outcome.ok()) return {Ending::answered, outcome->body, outcome->repeated};
    if (outcome.is_refused()) {
      return {Ending::refused, std::string(domain::code_of(outcome.refusals().front().code)), false};
    }
    return {Ending::faulty, outcome.faults().front().code, false};
  } catch (const store::StoreUnavailable& error) {
    return {Ending::unavailable, error.what(), false};
  } catch (const Spoiled&) {
    return {Ending::spoiled, {}, false};
  } catch (const ledger::LedgerViolation& error) {
    return {Ending::stopped, error.what(), false};
  } catch (const std::exception& error) {
    return {Ending::broken, error.what(), false};
  }
}

std::vector<Reply> send_together(workflow::Office& office, const Actors& actors, const std::vector<Sending>& sendings,
                                 const std::function<void()>& disturb) {
  std::atomic<bool> entered{false};
  std::atomic<bool> open{false};
  std::atomic<bool> failed{false};
  std::thread gate([&] {
    try {
      office.writer().run([&](store::Connection&) {
        entered = true;
        entered.notify_all();
        open.wait(false);
        return store::Writer::Verdict::discard;
      });
    } catch (const std::exception&) {
      // Once it is open the disk may fail for it too.
      failed = !entered.exchange(true);
    }
    entered.notify_all();
  });
  entered.wait(false);
  std::vector<Reply> replies(sendings.size());
  std::vector<std::function<void()>> works;
  for (std::size_t i = 0; i < sendings.size(); ++i) {
    works.emplace_back([&, i] { replies[i] = send(office, actors, sendings[i]); });
  }
  if (!failed) {
    queue_in_order(works, [&] {
      disturb();
      open = true;
      open.notify_all();
    });
  }
  gate.join();
  if (failed) throw Found{Found::What::broken, "the writer begins no transaction although nothing fails any more"};
  return replies;
}

std::string said(const Wish& wish, const Reply& reply) {
  return wish.act->kind() + " (" + wish.key + ", user " + std::to_string(wish.act->user()) +
         "): " + wish.act->request() + "\n    was answered: " + reply.text;
}

}  // namespace wildclaims::simulation
