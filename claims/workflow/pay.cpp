#include "claims/workflow/pay.h"

#include <functional>
#include <optional>
#include <utility>

#include "claims/domain/text_limits.h"
#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/determinations.h"
#include "claims/store/payments.h"
#include "claims/workflow/record.h"

namespace wildclaims::workflow {
namespace {

using domain::Happening;
using domain::RefusalCode;
using Step = std::function<std::optional<domain::Refused>(const CaseFile&, store::ClaimRow&)>;

// Opens the file, asks the state table and the separations, checks the input, then takes the step for every claim.
domain::Outcome<Acted> for_every_claim(Work& work, const Target& target, Happening happening,
                                       const std::function<void(rules::Faults&)>& check, const Step& step) {
  auto opened = open_for(work.reading(), target, happening);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  rules::Faults faults;
  check(faults);
  if (!faults.empty()) return faults;
  domain::Refusals refusals;
  for (store::ClaimRow& claim : file.claims) {
    if (const auto code = domain::refuse_cashier(hands_on(work.db, claim.id), work.actor.id)) {
      refusals.push_back(domain::refuse(*code, claim.number));
    } else if (auto refused = step(file, claim)) {
      refusals.push_back(std::move(*refused));
    }
  }
  if (!refusals.empty()) return refusals;
  record_report_touched(work, file);
  return acted(file);
}

std::optional<store::ApprovalRow> final_approval(store::Connection& db, std::int64_t claim_id) {
  std::optional<store::ApprovalRow> found;
  for (store::ApprovalRow& approval : store::approvals_of(db, claim_id)) {
    if (approval.final) found = std::move(approval);
  }
  return found;
}

// The payment that is out: sent and not returned.
std::optional<store::PaymentRow> live_payment(store::Connection& db, std::int64_t claim_id) {
  for (store::PaymentRow& payment : store::payments_of(db, claim_id)) {
    if (!payment.is_returned()) return std::move(payment);
  }
  return std::nullopt;
}

}  // namespace

domain::Outcome<Acted> send_payment(Work& work, const SendPayment& command) {
  const auto check = [&](rules::Faults& faults) {
    if (!ledger::is_segment(command.batch)) {
      faults.push_back({"/batch",
                        "batch_format",
                        {"批次号由1至40个字母、数字、横线、下划线或点组成，以字母或数字开头",
                         "a batch is 1 to 40 letters, digits, '-', '_' or '.', beginning with a letter or digit"}});
    }
  };
  return for_every_claim(work, command.target, Happening::send_payment, check,
                         [&](const CaseFile& file, store::ClaimRow& claim) -> std::optional<domain::Refused> {
                           const auto approval = final_approval(work.db, claim.id);
                           if (!approval || live_payment(work.db, claim.id)) {
                             return domain::refuse(RefusalCode::nothing_to_pay, claim.number);
                           }
                           const auto recorded =
                               post(work, claim.policy_id,
                                    ledger::payment_sent({business_date(work, *file.programme), claim.number,
                                                          command.batch, approval->approved}));
                           store::insert_payment(work.db, {0,
                                                           claim.id,
                                                           approval->id,
                                                           claim.account_id,
                                                           approval->approved,
                                                           command.batch,
                                                           recorded.sequence,
                                                           work.actor.id.value,
                                                           work.now,
                                                           {}});
                           record_move(work, file, claim, Happening::send_payment);
                           return std::nullopt;
                         });
}

domain::Outcome<Acted> confirm_payment(Work& work, const ConfirmPayment& command) {
  const auto check = [&](rules::Faults& faults) {
    domain::check_text(command.bank_reference, domain::kBankReferenceText, "/bank_reference", faults);
  };
  return for_every_claim(work, command.target, Happening::confirm_payment, check,
                         [&](const CaseFile& file, store::ClaimRow& claim) -> std::optional<domain::Refused> {
                           const auto payment = live_payment(work.db, claim.id);
                           if (!payment) return domain::refuse(RefusalCode::nothing_to_pay, claim.number);
                           post(work, claim.policy_id,
                                ledger::payment_confirmed({business_date(work, *file.programme), claim.number,
                                                           payment->batch, payment->amount}));
                           store::insert_payment_result(work.db, payment->id,
                                                        {true, command.bank_reference, work.actor.id.value, work.now});
                           record_move(work, file, claim, Happening::confirm_payment);
                           return std::nullopt;
                         });
}

domain::Outcome<Acted> return_payment(Work& work, const ReturnPayment& command) {
  const auto check = [&](rules::Faults& faults) {
    domain::check_text(command.reason, domain::kReasonText, "/reason", faults);
  };
  return for_every_claim(
      work, command.target, Happening::return_payment, check,
      [&](const CaseFile& file, store::ClaimRow& claim) -> std::optional<domain::Refused> {
        const auto payment = live_payment(work.db, claim.id);
        if (!payment) return domain::refuse(RefusalCode::nothing_to_pay, claim.number);
        const auto before = payment->is_confirmed() ? ledger::BankResult::confirmed : ledger::BankResult::not_confirmed;
        post(work, claim.policy_id,
             ledger::payment_returned({business_date(work, *file.programme), claim.number, payment->batch,
                                       payment->amount, payment->sequence, before}));
        store::insert_payment_result(work.db, payment->id, {false, command.reason, work.actor.id.value, work.now});
        record_move(work, file, claim, Happening::return_payment, {command.reason, "{}"});
        return std::nullopt;
      });
}

}  // namespace wildclaims::workflow
