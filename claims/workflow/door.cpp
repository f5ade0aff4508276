#include "claims/workflow/door.h"

#include <cstdint>
#include <optional>

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

}  // namespace

Written write(Office& office, const Actor& actor, const RequestKey& request,
              const std::function<domain::Outcome<Answer>(Work&)>& command) {
  const auto hold = office.requests_in_hand().take({actor.id.value, request.route, request.key});
  if (!hold) return RequestInProgress();
  std::optional<Written> written;
  office.writer().run([&](store::Connection& db) {
    const rules::Instant now = office.now();
    const rules::Instant expired_until = now.plus_seconds(-office.answers_kept_days() * kSecondsPerDay);
    written = earlier_answer(db, actor, request, expired_until);
    if (written) return store::Writer::Verdict::discard;
    Work work{db, office, actor, now, random_id()};
    domain::Outcome<Answer> outcome = command(work);
    written = outcome;
    if (!outcome.ok()) return store::Writer::Verdict::discard;
    const Answer& answer = outcome.value();
    store::keep_answer(db, {actor.id.value, request.route, request.key, request.hash, work.now},
                       {answer.status, answer.etag, answer.body});
    store::drop_answers(db, expired_until, kExpiredPerCommand);
    return store::Writer::Verdict::keep;
  });
  return std::move(*written);
}

void write_unkeyed(Office& office, const std::function<bool(store::Connection&)>& change) {
  office.writer().run([&](store::Connection& db) {
    return change(db) ? store::Writer::Verdict::keep : store::Writer::Verdict::discard;
  });
}

}  // namespace wildclaims::workflow
