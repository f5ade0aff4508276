// What funders owe each other for a premium that one of them prepaid: asked for, and received.
#include <algorithm>

#include "claims/workflow/claim_reimbursement.h"
#include "claims/workflow/receive_reimbursement.h"
#include "tests/simulation/policy_act.h"

namespace wildclaims::simulation {
namespace {

using domain::Role;

// What a funder still owes of a premium that another prepaid.
std::string owed_account(const std::string& funder) { return "reimbursement:receivable:" + funder; }

class ClaimReimbursement : public PolicyAct {
 public:
  ClaimReimbursement(std::int64_t user, std::string policy, std::string funder, Fen amount)
      : PolicyAct("claim_reimbursement", user, Role::clerk, std::move(policy)),
        funder_(std::move(funder)),
        amount_(amount) {}
  Performed perform(workflow::Work& work) const override {
    auto id = workflow::claim_reimbursement(work, {policy(), funder_, rules::Money::from_fen(amount_)});
    if (!id) return std::move(id).failure<workflow::Answer>();
    return workflow::Answer{200, "reimbursement " + std::to_string(*id), "", false};
  }

 protected:
  std::string details() const override { return funder_ + " " + std::to_string(amount_); }
  bool allowed_in(const Auditor& auditor, const Book& book) const override {
    return amount_ > 0 && amount_ <= not_asked_for(auditor, book);
  }
  std::string record_in(Auditor& auditor, Book& book) const override {
    Asked asked{++auditor.reimbursement_claims,
                user(),
                funder_,
                amount_,
                auditor.today(),
                static_cast<std::int64_t>(book.entries.size()),
                evidence(auditor, book)};
    book.asked.push_back(asked);
    happened(auditor, "reimbursement_claimed");
    return "reimbursement " + std::to_string(asked.id);
  }

 private:
  // What is asked for and did not come in stays asked for.
  Fen not_asked_for(const Auditor& auditor, const Book& book) const {
    Fen waiting = 0;
    for (const Asked& each : book.asked) {
      if (each.funder == funder_) waiting += each.amount;
    }
    for (const Entry& entry : book.entries) {
      if (entry.kind != "reimbursement_received") continue;
      for (const auto& [account, amount] : entry.postings) {
        if (account == owed_account(funder_)) waiting += amount;
      }
    }
    return auditor.balance(policy(), owed_account(funder_)) - std::max<Fen>(0, waiting);
  }

  std::vector<std::string> evidence(const Auditor& auditor, const Book& book) const {
    const std::string year = policy().substr(3);
    std::vector<std::string> lines;
    lines.push_back("policy " + policy() + " " + year + "-01-01 " + year + "-12-31 " + std::to_string(book.premium));
    lines.push_back("rulebook simulated " + year + ".1 -");
    for (const Endorsed& each : book.endorsements) {
      lines.push_back("endorsement " + policy() + "#" + std::to_string(each.sequence) + " " +
                      std::to_string(each.premium));
    }
    for (std::size_t i = 0; i < book.entries.size(); ++i) {
      const Entry& entry = book.entries[i];
      if (entry.kind != "premium_received") continue;
      for (const auto& [account, amount] : entry.postings) {
        if (account != "premium:receivable:" + book.prepaid_by) continue;
        lines.push_back("premium_receipt " + policy() + "#" + std::to_string(i + 1) + " " +
                        entry.effective.to_string() + " " + std::to_string(-amount));
      }
    }
    const auto balance = [&](const char* account) { return std::to_string(auditor.balance(policy(), account)); };
    lines.push_back("indemnity_paid limit:paid " + balance("limit:paid"));
    lines.push_back("indemnity_committed limit:committed " + balance("limit:committed"));
    return lines;
  }

  std::string funder_;
  Fen amount_;
};

class ReceiveReimbursement : public PolicyAct {
 public:
  ReceiveReimbursement(std::int64_t user, std::string policy, std::string funder, Fen amount,
                       std::optional<rules::Date> on)
      : PolicyAct("receive_reimbursement", user, Role::cashier, std::move(policy)),
        funder_(std::move(funder)),
        amount_(amount),
        on_(on) {}
  Performed perform(workflow::Work& work) const override {
    return entry_answer(
        workflow::receive_reimbursement(work, {policy(), funder_, rules::Money::from_fen(amount_), on_}));
  }

 protected:
  std::string details() const override {
    return funder_ + " " + std::to_string(amount_) + (on_ ? " on " + on_->to_string() : "");
  }
  bool allowed_in(const Auditor& auditor, const Book& book) const override {
    return amount_ > 0 && may_take_effect(auditor, book, on_) &&
           amount_ <= auditor.balance(policy(), owed_account(funder_));
  }
  std::string record_in(Auditor& auditor, Book& book) const override {
    Entry entry;
    entry.kind = "reimbursement_received";
    entry.postings = {{"reimbursement:owed_to:" + book.prepaid_by, amount_}, {owed_account(funder_), -amount_}};
    const std::int64_t sequence = auditor.post(policy(), std::move(entry), on_);
    if (on_ && *on_ != auditor.today()) auditor.courses.add(Course::received_for_an_earlier_day);
    happened(auditor, "reimbursement_received");
    return "entry " + std::to_string(sequence);
  }

 private:
  std::string funder_;
  Fen amount_;
  std::optional<rules::Date> on_;
};

}  // namespace

std::unique_ptr<Act> make_claim_reimbursement(Random& random, const Auditor& auditor) {
  const auto owed = some_owed(random, auditor, owed_account(""), 150'000);
  if (!owed) return nullptr;
  return std::make_unique<ClaimReimbursement>(somebody(random, Role::clerk), owed->policy, owed->funder, owed->amount);
}

std::unique_ptr<Act> make_receive_reimbursement(Random& random, const Auditor& auditor) {
  const auto owed = some_owed(random, auditor, owed_account(""), 100'000);
  if (!owed) return nullptr;
  return std::make_unique<ReceiveReimbursement>(somebody(random, Role::cashier), owed->policy, owed->funder,
                                                owed->amount, some_day(random, auditor));
}

}  // namespace wildclaims::simulation
