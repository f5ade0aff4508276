#include "claims/workflow/past_claim_batch.h"

#include <string>

namespace wildclaims::workflow {
namespace {

using rules::authoring::PastAnswer;
using rules::authoring::PastClaim;

// What the books say beside the receipt's result, whose parts and codes are taken.
void take_answer(const store::PastClaimRow& row, std::size_t result_from, PastAnswer& was) {
  rules::authoring::read_past_result(row.receipt, was, result_from);
  was.denied = row.denied;
  was.entitlement = row.entitlement;
  if (!row.approved) return;
  was.approved = row.approved_amount;
  was.residual = row.residual;
  for (const rules::FundingPart& part : row.approved_funding) was.approved_parts.push_back({part.funder, part.amount});
}

const rules::Faults& judged() {
  static const rules::Faults kJudged{
      {"",
       "judged",
       {"由人判断拒赔，没有可供试算的事实。", "denied by a person's judgement: there are no facts to compute with"}}};
  return kJudged;
}

bool is_judged(const std::string& receipt) { return receipt.find("\"judged\":true") != std::string::npos; }

}  // namespace

PastClaimBatch::Reader::Reader(const std::shared_ptr<const rules::Rulebook>& rulebook)
    : receipts(rulebook),
      stream(rulebook, rules::UnknownFacts::skip),
      facts(kTogether, rules::Facts(rulebook->fact_layout(), 0)) {}

bool PastClaimBatch::Reader::read(std::string_view receipt, rules::Facts& to) {
  result_from = 0;
  if (receipts.read(receipt, to)) {
    result_from = receipts.end();
    return true;
  }
  const rules::Facts* read = stream.read(receipt);
  if (read != nullptr) to = *read;
  return read != nullptr;
}

PastClaimBatch::PastClaimBatch(const std::shared_ptr<const rules::Rulebook>& draft,
                               const std::shared_ptr<const rules::Rulebook>& baseline,
                               rules::authoring::Simulation& simulation)
    : draft_(draft), simulation_(simulation), answers_(kTogether), faults_(kTogether) {
  if (baseline) baseline_.emplace(baseline);
  claims_.reserve(kTogether);
}

void PastClaimBatch::add(const store::PastClaimRow& row, int policy_year) {
  if (claims_.size() == kTogether) hand_on();
  const std::size_t at = claims_.size();
  PastClaim& claim = claims_.emplace_back();
  claim.id = row.number;
  claim.household = static_cast<std::uint64_t>(row.household_id);
  claim.event = static_cast<std::uint64_t>(row.event_id);
  claim.policy_year = policy_year;
  claim.decided_on = row.decided_on;
  claim.was = &answers_[at];
  if (draft_.read(row.receipt, draft_.facts[at])) {
    claim.facts = &draft_.facts[at];
  } else {
    faults_[at] = is_judged(row.receipt) ? judged() : draft_.stream.faults();
    claim.faults = &faults_[at];
  }
  take_answer(row, draft_.result_from, answers_[at]);
  if (baseline_ && baseline_->read(row.receipt, baseline_->facts[at])) claim.facts_before = &baseline_->facts[at];
}

void PastClaimBatch::hand_on() {
  if (!claims_.empty()) simulation_.add(claims_);
  claims_.clear();
}

}  // namespace wildclaims::workflow
