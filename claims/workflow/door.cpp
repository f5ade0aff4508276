#include "claims/workflow/door.h"

#include <optional>

#include "claims/store/idempotency.h"
#include "claims/workflow/secrets.h"

namespace wildclaims::workflow {
namespace {

std::optional<Written> earlier_answer(store::Connection& db, const Actor& actor, const RequestKey& request) {
  const auto stored = store::find_answer(db, actor.id.value, request.route, request.key);
  if (!stored) return std::nullopt;
  if (stored->request_hash != request.hash) return KeyReused();
  return domain::Outcome<Answer>(Answer{stored->status, stored->body, stored->etag, true});
}

}  // namespace

Written write(Office& office, const Actor& actor, const RequestKey& request,
              const std::function<domain::Outcome<Answer>(Work&)>& command) {
  std::optional<Written> written;
  office.writer().run([&](store::Connection& db) {
    written = earlier_answer(db, actor, request);
    if (written) return store::Writer::Verdict::discard;
    Work work{db, office, actor, office.now(), random_id()};
    domain::Outcome<Answer> outcome = command(work);
    written = outcome;
    if (!outcome.ok()) return store::Writer::Verdict::discard;
    const Answer& answer = outcome.value();
    store::insert_answer(db, {actor.id.value, request.route, request.key, request.hash, answer.status, answer.etag,
                              answer.body, work.now});
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
