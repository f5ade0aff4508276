#include "tests/simulation/reckoning.h"

#include "tests/simulation/found.h"

namespace wildclaims::simulation {
namespace {

void count_last_yuan(const Auditor& auditor, Tally& tally, std::int64_t before) {
  for (const auto& [number, claim] : auditor.claims) {
    if (!claim.approvals.empty() && claim.approvals.back().id > before && claim.approvals.back().residual > 0) {
      ++tally.last_yuan;
    }
  }
}

}  // namespace

void enter(Auditor& auditor, Tally& tally, const Wish& wish, const std::string& answer) {
  const Reply reply{Ending::answered, answer, false};
  if (!wish.act->allowed(auditor)) contradict("done although it is to be refused: " + said(wish, reply));
  const std::int64_t before = auditor.approvals;
  const std::string expected = wish.act->record(auditor, answer);
  if (answer != expected) contradict("another answer: " + said(wish, reply) + "\n    expected:     " + expected);
  auditor.answers[{wish.act->user(), wish.key}] = answer;
  ++tally.done[wish.act->kind()];
  if (auditor.approvals != before) count_last_yuan(auditor, tally, before);
}

bool reckon(Auditor& auditor, Tally& tally, const Sending& sending, const Reply& reply, bool undone) {
  const Wish& wish = *sending.wish;
  const auto known = auditor.answers.find({wish.act->user(), wish.key});
  switch (reply.ending) {
    case Ending::answered:
      if (known != auditor.answers.end()) {
        if (!reply.repeated || reply.text != known->second) {
          throw Found{Found::What::doubled, "done again: " + said(wish, reply) + "\n    before: " + known->second};
        }
        ++tally.repeated;
        return true;
      }
      if (reply.repeated) contradict("answered from a record that should not be there: " + said(wish, reply));
      if (sending.spoil != Spoil::no) contradict("kept although it failed: " + said(wish, reply));
      enter(auditor, tally, wish, reply.text);
      ++tally.acknowledged;
      return true;
    case Ending::refused:
    case Ending::faulty:
      if (known != auditor.answers.end()) contradict("refused after it was done: " + said(wish, reply));
      if (wish.act->allowed(auditor)) {
        if (sending.spoil == Spoil::refuses) return false;
        contradict("refused although it is allowed: " + said(wish, reply));
      }
      ++tally.refused;
      ++tally.refusals[reply.text];
      return true;
    case Ending::spoiled:
      // It may have stood on what others had done before it.
      if (!undone && !wish.act->allowed(auditor)) contradict("done although it is to be refused: " + said(wish, reply));
      ++tally.spoiled;
      return false;
    case Ending::stopped:
      if (!wish.act->is_forgery()) contradict("the ledger stopped a true command: " + said(wish, reply));
      ++tally.forgeries;
      return true;
    case Ending::in_hand:
      if (wish.sent < 2) contradict("in hand although it was sent once: " + said(wish, reply));
      ++tally.overtaken;
      return false;
    case Ending::unavailable:
      ++tally.unavailable;
      return false;
    case Ending::reused:
    case Ending::none:
    case Ending::broken:
      break;
  }
  contradict("a command broke: " + said(wish, reply));
}

}  // namespace wildclaims::simulation
