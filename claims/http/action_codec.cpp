#include "claims/http/action_codec.h"

#include <limits>
#include <utility>

#include "claims/http/body_values.h"

namespace wildclaims::http {

namespace {

using workflow::Target;

// The workflow judges how many there may be; the body's size has already bounded them.
constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();
constexpr std::int64_t kLargestId = std::numeric_limits<std::int64_t>::max();

std::vector<workflow::AssessedItem> read_assessed_items(ObjectReader& reader) {
  std::vector<workflow::AssessedItem> items;
  for (ObjectReader& item : reader.objects("items", 0, kAnyNumber)) {
    const std::int64_t number = item.whole("item", 1, kLargestId);
    items.push_back({number, as_facts(item.other_members())});
  }
  return items;
}

workflow::DenialReason read_reason(ObjectReader& reader) {
  workflow::DenialReason reason;
  reason.code = reader.text("code");
  ObjectReader say = reader.object("say");
  reason.say.zh = say.text("zh");
  reason.say.en = say.text("en");
  say.finish();
  reason.clause = reader.text("clause");
  reader.finish();
  return reason;
}

}  // namespace

Target read_nothing(ObjectReader& reader, Target target) {
  reader.finish();
  return target;
}

workflow::CorrectClaim read_claim_correction(ObjectReader& reader, Target target) {
  workflow::CorrectClaim correction;
  correction.target = std::move(target);
  correction.reason = reader.text("reason");
  if (auto claimant = reader.optional_object("claimant")) {
    correction.name = claimant->optional_text("name");
    correction.phone = claimant->optional_text("phone");
    correction.account = claimant->optional_text("account");
    correction.account_holder = claimant->optional_text("account_holder");
    claimant->finish();
  }
  for (ObjectReader& item : reader.objects("items", 0, kAnyNumber)) {
    const std::int64_t number = item.whole("item", 1, kLargestId);
    auto plot = item.optional_text("plot");
    correction.items.push_back({number, std::move(plot), as_facts(item.other_members())});
  }
  reader.finish();
  return correction;
}

workflow::Survey read_survey(ObjectReader& reader, Target target) {
  workflow::Survey survey;
  const bool of_claim = target.kind == Target::Kind::claim;
  survey.visited_on = required_date(reader, "visited_on").value_or(rules::Date());
  survey.kind = reader.text("kind");
  survey.species = reader.text("species");
  survey.attribution = reader.text("attribution");
  survey.note = reader.optional_text("note").value_or("");
  survey.facts = as_facts(reader.members("facts", kAnyNumber));
  if (of_claim) {
    survey.claims.push_back({target.number, read_assessed_items(reader)});
  } else {
    for (ObjectReader& claim : reader.objects("claims", 0, kAnyNumber)) {
      std::string number = claim.text("claim");
      survey.claims.push_back({std::move(number), read_assessed_items(claim)});
      claim.finish();
    }
  }
  reader.finish();
  survey.target = std::move(target);
  return survey;
}

workflow::Denial read_denial(ObjectReader& reader, Target target) {
  workflow::Denial denial;
  denial.target = std::move(target);
  for (ObjectReader& reason : reader.objects("reasons", 0, kAnyNumber)) denial.reasons.push_back(read_reason(reason));
  reader.finish();
  return denial;
}

workflow::PostNotice read_notice(ObjectReader& reader, Target target) {
  workflow::PostNotice notice{std::move(target), reader.text("place")};
  reader.finish();
  return notice;
}

workflow::Approve read_approval(ObjectReader& reader, Target target) {
  workflow::Approve approval;
  if (target.kind == Target::Kind::claim) {
    approval.determination = reader.whole("determination", 1, kLargestId);
  }
  approval.amount = required_money(reader, "amount");
  approval.truncate_if_short = reader.optional_word("if_short", {"truncate"}).has_value();
  approval.target = std::move(target);
  reader.finish();
  return approval;
}

workflow::SendBack read_return_to_survey(ObjectReader& reader, Target target) {
  workflow::SendBack back{std::move(target), reader.text("reason")};
  reader.finish();
  return back;
}

workflow::SendPayment read_payment(ObjectReader& reader, Target target) {
  workflow::SendPayment payment{std::move(target), reader.text("batch")};
  reader.finish();
  return payment;
}

workflow::ConfirmPayment read_payment_confirmation(ObjectReader& reader, Target target) {
  workflow::ConfirmPayment confirmation{std::move(target), reader.text("bank_reference")};
  reader.finish();
  return confirmation;
}

workflow::ReturnPayment read_payment_return(ObjectReader& reader, Target target) {
  workflow::ReturnPayment returned{std::move(target), reader.text("reason")};
  returned.batch = reader.optional_text("batch").value_or("");
  reader.finish();
  return returned;
}

workflow::RecordRecovery read_recovery(ObjectReader& reader, Target target) {
  workflow::RecordRecovery recovery{std::move(target), required_money(reader, "amount"), {}};
  recovery.bank_reference = reader.text("bank_reference");
  reader.finish();
  return recovery;
}

workflow::UndoApproval read_approval_undo(ObjectReader& reader, Target target) {
  workflow::UndoApproval undo{std::move(target), reader.text("reason")};
  reader.finish();
  return undo;
}

workflow::Appeal read_appeal(ObjectReader& reader, Target target) {
  workflow::Appeal appeal{std::move(target), reader.text("reason")};
  reader.finish();
  return appeal;
}

workflow::Reopen read_reopening(ObjectReader& reader, Target target) {
  workflow::Reopen reopening{std::move(target), reader.text("reason")};
  reader.finish();
  return reopening;
}

workflow::Withdraw read_withdrawal(ObjectReader& reader, Target target) {
  workflow::Withdraw withdrawal{std::move(target), reader.text("reason")};
  reader.finish();
  return withdrawal;
}

}  // namespace wildclaims::http
