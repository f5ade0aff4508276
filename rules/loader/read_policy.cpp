#include <utility>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::RulebookDraft;
using language::Word;

void read_priority(Fields& limit, RulebookDraft& draft) {
  const Node* node = limit.optional("priority");
  if (node == nullptr) return;
  Fields fields(*node, "priority", limit.reporter());
  draft.exhaustion.sharing.priority = fields.expression("by");
  draft.exhaustion.ties = fields.word("ties");
  draft.exhaustion.carry_over = fields.optional_word("carry_over").value_or(Word{});
  fields.finish();
}

void read_limit(Fields& policy, RulebookDraft& draft) {
  const Node* node = policy.required("aggregate_limit");
  if (node == nullptr) return;
  Fields fields(*node, "aggregate_limit", policy.reporter());
  draft.policy.aggregate_limit = fields.money("amount");
  draft.policy.aggregate_limit_source = fields.source();
  draft.policy.when_exhausted = fields.choice<Exhaustion>("when_exhausted", {{"truncate", Exhaustion::truncate},
                                                                             {"hold", Exhaustion::hold},
                                                                             {"prorate", Exhaustion::prorate},
                                                                             {"priority", Exhaustion::priority}});
  draft.policy.when_freed = fields.choice<WhenFreed>(
      "when_freed", {{"restore_residuals", WhenFreed::restore_residuals}, {"leave", WhenFreed::leave}});
  draft.exhaustion.at = fields.at();
  draft.exhaustion.residual_to = fields.optional_word("residual_to").value_or(Word{});
  read_priority(fields, draft);
  read_sharing(fields, draft.exhaustion.sharing);
  fields.finish();
}

}  // namespace

void read_sharing(Fields& fields, language::SharingDraft& sharing) {
  if (const Node* node = fields.optional("reserved")) {
    Fields reserved(*node, "reserved", fields.reporter());
    sharing.reserved_share = reserved.word("share");
    sharing.reserved_for = reserved.expression("for");
    reserved.finish();
  }
  sharing.exempt = fields.optional_expression("exempt");
}

void read_policy(Fields& top, RulebookDraft& draft) {
  const Node* node = top.required("policy");
  if (node == nullptr) return;
  Fields policy(*node, "policy", top.reporter());
  if (const Node* premium = policy.required("premium")) {
    Fields fields(*premium, "premium", top.reporter());
    draft.policy.premium = fields.money("amount");
    draft.policy.premium_source = fields.source();
    fields.finish();
  }
  if (const Node* shares = policy.optional("premium_shares")) {
    draft.premium_shares_at = shares->at;
    draft.premium_shares = pairs_of(*shares, "premium_shares", top.reporter());
  }
  read_limit(policy, draft);
  policy.finish();
}

}  // namespace wildclaims::rules::yaml
