#include "claims/workflow/pay.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "claims/domain/text_limits.h"
#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/approvals.h"
#include "claims/store/journal.h"
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

// What a claim has to do with the bank.
class ClaimMoney {
 public:
  ClaimMoney(store::Connection& db, std::int64_t claim_id)
      : approvals_(store::approvals_of(db, claim_id)), payments_(store::payments_of(db, claim_id)) {}

  // Approvals of which nothing is out and something is owed, oldest first.
  std::vector<const store::ApprovalRow*> owed() const {
    std::vector<const store::ApprovalRow*> owed;
    for (const store::ApprovalRow& approval : approvals_) {
      if (!is_out(approval.id) && !approval.standing().is_zero()) owed.push_back(&approval);
    }
    return owed;
  }
  // Waits for the settlement of its year.
  bool is_pending() const { return store::pending_among(approvals_) != nullptr; }
  // Payments sent and not returned, oldest first.
  std::vector<const store::PaymentRow*> out() const {
    std::vector<const store::PaymentRow*> out;
    for (const store::PaymentRow& payment : payments_) {
      if (!payment.is_returned()) out.push_back(&payment);
    }
    return out;
  }
  // A later answer has taken something of it away after it was paid.
  bool is_lowered(const store::PaymentRow& payment) const {
    return std::any_of(approvals_.begin(), approvals_.end(), [&](const store::ApprovalRow& approval) {
      return approval.id == payment.approval_id &&
             std::any_of(approval.reductions.begin(), approval.reductions.end(),
                         [](const store::ReductionRow& reduction) { return !reduction.recoverable.is_zero(); });
    });
  }
  // The sub-limits that move with the payment of an approval.
  ledger::Scopes sub_limits(store::Connection& db, const std::string& book, const store::PaymentRow& payment) const {
    for (const store::ApprovalRow& approval : approvals_) {
      if (approval.id == payment.approval_id) return store::sub_limits_of(db, book, approval.sequence.value());
    }
    return {};
  }

 private:
  bool is_out(std::int64_t approval_id) const {
    return std::any_of(payments_.begin(), payments_.end(), [&](const store::PaymentRow& payment) {
      return payment.approval_id == approval_id && !payment.is_returned();
    });
  }

  std::vector<store::ApprovalRow> approvals_;
  std::vector<store::PaymentRow> payments_;
};

bool is_more_owed(Work& work, const store::ClaimRow& claim) {
  return !store::balance_of(work.db, claim.policy_id, ledger::payable(claim.number)).is_zero();
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
  const auto send = [&](const CaseFile& file, store::ClaimRow& claim) -> std::optional<domain::Refused> {
    const ClaimMoney money(work.db, claim.id);
    if (money.owed().empty()) {
      return domain::refuse(money.is_pending() ? RefusalCode::year_not_settled : RefusalCode::nothing_to_pay,
                            claim.number);
    }
    for (const store::ApprovalRow* approval : money.owed()) {
      const auto recorded = post(work, claim.policy_id,
                                 ledger::payment_sent({business_date(work, *file.programme), claim.number,
                                                       command.batch, approval->standing()}));
      store::insert_payment(work.db, {0,
                                      claim.id,
                                      approval->id,
                                      claim.account_id,
                                      approval->standing(),
                                      command.batch,
                                      recorded.sequence,
                                      work.actor.id.value,
                                      work.now,
                                      {}});
    }
    record_move(work, file, claim, Happening::send_payment);
    return std::nullopt;
  };
  return for_every_claim(work, command.target, Happening::send_payment, check, send);
}

domain::Outcome<Acted> confirm_payment(Work& work, const ConfirmPayment& command) {
  const auto check = [&](rules::Faults& faults) {
    domain::check_text(command.bank_reference, domain::kBankReferenceText, "/bank_reference", faults);
  };
  const auto confirm = [&](const CaseFile& file, store::ClaimRow& claim) -> std::optional<domain::Refused> {
    const ClaimMoney money(work.db, claim.id);
    bool confirmed = false;
    for (const store::PaymentRow* payment : money.out()) {
      if (payment->is_confirmed()) continue;
      post(work, claim.policy_id,
           ledger::payment_confirmed({business_date(work, *file.programme), claim.number, payment->batch,
                                      payment->amount, money.sub_limits(work.db, claim.policy_id, *payment)}));
      store::insert_payment_result(work.db, payment->id, {true, command.bank_reference, work.actor.id.value, work.now});
      confirmed = true;
    }
    if (!confirmed) return domain::refuse(RefusalCode::nothing_to_pay, claim.number);
    record_move(work, file, claim, is_more_owed(work, claim) ? Happening::confirm_part : Happening::confirm_payment);
    return std::nullopt;
  };
  return for_every_claim(work, command.target, Happening::confirm_payment, check, confirm);
}

domain::Outcome<Acted> return_payment(Work& work, const ReturnPayment& command) {
  const auto check = [&](rules::Faults& faults) {
    domain::check_text(command.reason, domain::kReasonText, "/reason", faults);
  };
  const auto give_back = [&](const CaseFile& file, store::ClaimRow& claim) -> std::optional<domain::Refused> {
    const ClaimMoney money(work.db, claim.id);
    std::vector<const store::PaymentRow*> out = money.out();
    if (!command.batch.empty()) {
      std::erase_if(out, [&](const store::PaymentRow* payment) { return payment->batch != command.batch; });
    }
    if (out.empty()) return domain::refuse(RefusalCode::nothing_to_pay, claim.number);
    const bool one_batch = std::all_of(
        out.begin(), out.end(), [&](const store::PaymentRow* each) { return each->batch == out.front()->batch; });
    if (!one_batch) return domain::refuse(RefusalCode::payment_not_named, claim.number);
    if (std::any_of(out.begin(), out.end(), [&](const auto* each) { return money.is_lowered(*each); })) {
      return domain::refuse(RefusalCode::recovery_outstanding, claim.number,
                            {"该笔付款的一部分已核减为应收回赔款，不能整笔退票；退回的款项请登记为收回赔款",
                             "a part of this payment has become money to be paid back, so it cannot come back as a "
                             "whole; record what came back as money paid back"});
    }
    for (const store::PaymentRow* payment : out) {
      const auto before = payment->is_confirmed() ? ledger::BankResult::confirmed : ledger::BankResult::not_confirmed;
      const ledger::Scopes moved =
          payment->is_confirmed() ? money.sub_limits(work.db, claim.policy_id, *payment) : ledger::Scopes{};
      post(work, claim.policy_id,
           ledger::payment_returned({business_date(work, *file.programme), claim.number, payment->batch,
                                     payment->amount, payment->sequence, before, moved}));
      store::insert_payment_result(work.db, payment->id, {false, command.reason, work.actor.id.value, work.now});
    }
    record_move(work, file, claim, Happening::return_payment, {command.reason, "{}"});
    return std::nullopt;
  };
  return for_every_claim(work, command.target, Happening::return_payment, check, give_back);
}

}  // namespace wildclaims::workflow
