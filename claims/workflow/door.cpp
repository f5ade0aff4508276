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
  const auto stored = store::find_answer(db, actor.id.value, request.route, request.key);
  if (!stored) return std::nullopt;
  if (stored->request_hash != request.hash) return KeyReused();
  // By its age, not by whether the answer has been dropped already: that comes when there is time.
  if (stored->expired_at || stored->recorded_at <= expired_until) return KeyExpired{stored->recorded_at};
  return domain::Outcome<Answer>(Answer{stored->status, stored->body, stored->etag, true});
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
    store::insert_answer(db, {actor.id.value, request.route, request.key, request.hash, answer.status, answer.etag,
                              answer.body, work.now, std::nullopt});
    store::expire_answers(db, expired_until, now, kExpiredPerCommand);
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
