#include <utility>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::FindingDraft;
using language::PaymentDraft;
using language::ReserveDraft;
using language::RulebookDraft;

std::vector<FindingDraft> read_findings(Fields& top, const std::string& key, const std::vector<Node>& list) {
  std::vector<FindingDraft> findings;
  for (const Node& each : list) {
    Fields fields(each, "an entry of " + key, top.reporter());
    if (!fields.usable()) continue;
    FindingDraft finding;
    finding.code = fields.word("code");
    finding.when = fields.expression("when");
    finding.say = fields.bilingual("say");
    finding.source = fields.source();
    fields.finish();
    findings.push_back(std::move(finding));
  }
  return findings;
}

void read_payments(Fields& top, RulebookDraft& draft) {
  for (const Node& each : top.optional_list("payments")) {
    Fields fields(each, "a payment", top.reporter());
    if (!fields.usable()) continue;
    PaymentDraft payment;
    payment.stage = fields.word("stage");
    payment.pays = fields.word("pays");
    payment.when_negative = fields.optional_choice<WhenNegative>(
        "when_negative", {{"claw_back", WhenNegative::claw_back}, {"zero", WhenNegative::zero}});
    fields.finish();
    draft.payments.push_back(std::move(payment));
  }
}

void read_reserve(Fields& top, RulebookDraft& draft) {
  const Node* node = top.optional("reserve_estimate");
  if (node == nullptr) return;
  Fields fields(*node, "reserve_estimate", top.reporter());
  ReserveDraft reserve;
  reserve.item = fields.expression("item");
  reserve.label = fields.bilingual("label");
  reserve.source = fields.source();
  fields.finish();
  if (fields.usable()) draft.reserve = std::move(reserve);
}

}  // namespace

void read_rules(Fields& top, RulebookDraft& draft) {
  draft.denials = read_findings(top, "deny", top.optional_list("deny"));
  draft.flags = read_findings(top, "flag", top.optional_list("flag"));
  draft.result = top.word("result");
  read_payments(top, draft);
  read_reserve(top, draft);
}

}  // namespace wildclaims::rules::yaml
