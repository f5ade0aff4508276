#include "claims/workflow/door.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "claims/store/idempotency.h"
#include "claims/workflow/secrets.h"

namespace wildclaims::workflow {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

std::optional<Written> earlier_answer(store::Connection& db, const Actor& actor, const RequestKey& request,
                                      rules::Instant expired_until) {
  const auto used = store::find_key(db, actor.id.value, request.route, request.key, expired_until);
  if (!used) return std::nullopt;
  if (used->request_hash != request.hash) return KeyReused();
  if (!used->answer) return KeyExpired{used->recorded_at};
  return domain::Outcome<Answer>(Answer{used->answer->status, used->answer->body, used->answer->etag, true});
}

// What the door does inside the writer.
class Passage {
 public:
  Passage(Office& office, const Actor& actor, const RequestKey& request)
      : office_(office), actor_(actor), request_(request) {}

  store::Writer::Verdict pass(store::Connection& db, const Command& command) {
    const rules::Instant now = office_.now();
    const rules::Instant expired_until = now.plus_seconds(-office_.answers_kept_days() * kSecondsPerDay);
    written_ = earlier_answer(db, actor_, request_, expired_until);
    if (written_) return store::Writer::Verdict::discard;
    Work work{db, office_, actor_, now, random_id()};
    written_ = command(work);
    const auto& outcome = std::get<domain::Outcome<Answer>>(*written_);
    if (!outcome.ok()) return store::Writer::Verdict::discard;
    const Answer& answer = outcome.value();
    store::keep_answer(db, {actor_.id.value, request_.route, request_.key, request_.hash, work.now},
                       {answer.status, answer.etag, answer.body});
    store::drop_answers(db, expired_until, kExpiredPerCommand);
    return store::Writer::Verdict::keep;
  }

  Written take() { return std::move(*written_); }

 private:
  Office& office_;
  const Actor& actor_;
  const RequestKey& request_;
  std::optional<Written> written_;
};

class KeyedTask final : public store::Writer::Task {
 public:
  KeyedTask(Office& office, const Actor& actor, const RequestKey& request, RequestsInHand::Hold hold,
            const Command& command, Done done)
      : hold_(std::move(hold)), passage_(office, actor, request), command_(command), done_(std::move(done)) {}

  store::Writer::Verdict run(store::Connection& db) override { return passage_.pass(db, command_); }
  store::Writer::Again again() const override { return store::Writer::Again::may_run; }

  void finished(store::Writer::Verdict, const std::exception_ptr& failure) override {
    hold_.reset();
    if (failure) {
      done_(failure);
    } else {
      done_(passage_.take());
    }
  }

 private:
  std::optional<RequestsInHand::Hold> hold_;
  Passage passage_;
  const Command& command_;
  const Done done_;
};

RequestsInHand::Name name_of(const Actor& actor, const RequestKey& request) {
  return {actor.id.value, request.route, request.key};
}

Written waited_for(Office& office, const Actor& actor, const RequestKey& request, const Command& command,
                   store::Writer::Again again) {
  const auto hold = office.requests_in_hand().take(name_of(actor, request));
  if (!hold) return RequestInProgress();
  Passage passage(office, actor, request);
  office.writer().run([&](store::Connection& db) { return passage.pass(db, command); }, again);
  return passage.take();
}

}  // namespace

Written write(Office& office, const Actor& actor, const RequestKey& request, const Command& command) {
  return waited_for(office, actor, request, command, store::Writer::Again::may_run);
}

Written write_once(Office& office, const Actor& actor, const RequestKey& request, const Command& command) {
  return waited_for(office, actor, request, command, store::Writer::Again::never);
}

void write_later(Office& office, const Actor& actor, const RequestKey& request, const Command& command, Done done) {
  auto hold = office.requests_in_hand().take(name_of(actor, request));
  if (!hold) return done(Written(RequestInProgress()));
  office.writer().submit(
      std::make_unique<KeyedTask>(office, actor, request, std::move(*hold), command, std::move(done)));
}

void write_unkeyed(Office& office, const std::function<bool(store::Connection&)>& change) {
  office.writer().run([&](store::Connection& db) {
    return change(db) ? store::Writer::Verdict::keep : store::Writer::Verdict::discard;
  });
}

}  // namespace wildclaims::workflow
