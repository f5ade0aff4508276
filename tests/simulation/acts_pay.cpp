// Acts on money: payments, premiums, policies, and entries that nobody may post.
#include <algorithm>

#include "claims/ledger/account.h"
#include "claims/workflow/open_policy.h"
#include "claims/workflow/pay.h"
#include "claims/workflow/receive_premium.h"
#include "claims/workflow/record.h"
#include "tests/simulation/acts.h"

namespace wildclaims::simulation {
namespace {

using domain::Role;

class PaymentAct : public FileAct {
 public:
  using FileAct::FileAct;

 protected:
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    return std::none_of(numbers.begin(), numbers.end(), [&](const std::string& number) {
      const Claim& claim = auditor.claims.at(number);
      return claim.determined_by(user()) || claim.approved_by(user());
    });
  }

  static Entry entry_of(const char* kind, const Claim& claim, const std::string& batch, Postings postings) {
    Entry entry;
    entry.kind = kind;
    entry.claim = claim.number;
    entry.batch = batch;
    entry.postings = std::move(postings);
    return entry;
  }
};

const FileAct::Rule kSend{Role::cashier, {"approved"}};

class Send : public PaymentAct {
 public:
  Send(std::int64_t user, Aim aim, std::string batch)
      : PaymentAct("send_payment", user, std::move(aim), kSend), batch_(std::move(batch)) {}
  Performed perform(workflow::Work& work) const override {
    return answered(workflow::send_payment(work, {target(), batch_}));
  }

 protected:
  std::string details() const override { return batch_; }
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    return batch_ != "no batch" && PaymentAct::allowed_for(auditor, numbers);
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    const Approved& approved = *claim.final_approval();
    Payment payment;
    payment.id = ++auditor.payments;
    payment.approval = approved.id;
    payment.amount = approved.approved;
    payment.batch = batch_;
    payment.by = user();
    payment.sequence = auditor.post(
        claim.policy, entry_of("payment_sent", claim, batch_,
                               {{"payable:" + claim.number, payment.amount}, {"clearing:" + batch_, -payment.amount}}));
    claim.payments.push_back(payment);
    auditor.move(claim, "send_payment", "paying", user());
  }

 private:
  std::string batch_;
};

const FileAct::Rule kConfirm{Role::cashier, {"paying"}};

class Confirm : public PaymentAct {
 public:
  using PaymentAct::PaymentAct;
  Performed perform(workflow::Work& work) const override {
    return answered(workflow::confirm_payment(work, {target(), "REF"}));
  }

 protected:
  void record_for(Auditor& auditor, Claim& claim) const override {
    Payment& payment = *claim.live_payment();
    payment.confirmed_by = user();
    auditor.post(claim.policy, entry_of("payment_confirmed", claim, payment.batch,
                                        {{"clearing:" + payment.batch, payment.amount},
                                         {"bank:claims", -payment.amount},
                                         {"limit:paid", payment.amount},
                                         {"limit:committed", -payment.amount},
                                         {auditor.scope(claim) + "paid", payment.amount},
                                         {auditor.scope(claim) + "committed", -payment.amount}}));
    auditor.move(claim, "confirm_payment", "paid", user());
  }
};

const FileAct::Rule kReturn{Role::cashier, {"paying", "paid"}};

class Return : public PaymentAct {
 public:
  using PaymentAct::PaymentAct;
  Performed perform(workflow::Work& work) const override {
    return answered(workflow::return_payment(work, {target(), "账户已注销"}));
  }

 protected:
  void record_for(Auditor& auditor, Claim& claim) const override {
    Payment& payment = *claim.live_payment();
    const std::string clearing = "clearing:" + payment.batch;
    Postings postings = {{clearing, payment.amount}, {"payable:" + claim.number, -payment.amount}};
    if (payment.confirmed_by != 0) {
      const Postings back = {{"bank:claims", payment.amount},
                             {clearing, -payment.amount},
                             {"limit:committed", payment.amount},
                             {"limit:paid", -payment.amount},
                             {auditor.scope(claim) + "committed", payment.amount},
                             {auditor.scope(claim) + "paid", -payment.amount}};
      postings.insert(postings.end(), back.begin(), back.end());
    }
    Entry entry = entry_of("payment_returned", claim, payment.batch, std::move(postings));
    entry.reverses = payment.sequence;
    auditor.post(claim.policy, std::move(entry));
    payment.returned_by = user();
    auditor.move(claim, "return_payment", "approved", user());
  }
};

// ---- the policy ----

class ReceivePremium : public Act {
 public:
  ReceivePremium(std::int64_t user, std::string policy, std::string funder, Fen amount)
      : Act("receive_premium", user), policy_(std::move(policy)), funder_(std::move(funder)), amount_(amount) {}

  std::string request() const override { return "premium " + policy_ + " " + funder_ + " " + std::to_string(amount_); }
  Performed perform(workflow::Work& work) const override {
    auto sequence = workflow::receive_premium(work, {policy_, funder_, rules::Money::from_fen(amount_)});
    if (!sequence) return std::move(sequence).failure<workflow::Answer>();
    return workflow::Answer{200, "entry " + std::to_string(*sequence), "", false};
  }
  bool allowed(const Auditor& auditor) const override {
    return may(user(), Role::cashier) && amount_ > 0 && auditor.books.count(policy_) != 0 &&
           amount_ <= auditor.balance(policy_, "premium:receivable:" + funder_);
  }
  std::string record(Auditor& auditor, const std::string&) const override {
    Entry entry;
    entry.kind = "premium_received";
    entry.postings = {{"bank:premium", amount_}, {"premium:receivable:" + funder_, -amount_}};
    const std::int64_t sequence = auditor.post(policy_, std::move(entry));
    auditor.happenings.push_back("premium_received " + policy_ + " " + std::to_string(user()));
    return "entry " + std::to_string(sequence);
  }

 private:
  std::string policy_;
  std::string funder_;
  Fen amount_;
};

class OpenPolicy : public Act {
 public:
  OpenPolicy(std::int64_t user, int year) : Act("open_policy", user), year_(year) {}

  std::string request() const override { return "open " + std::to_string(year_); }
  Performed perform(workflow::Work& work) const override {
    auto opened = workflow::open_policy(work, {"PL", year_});
    if (!opened) return std::move(opened).failure<workflow::Answer>();
    return workflow::Answer{201, *opened, "", false};
  }
  bool allowed(const Auditor& auditor) const override {
    return may(user(), Role::admin) && year_ <= 2026 && auditor.books.count(policy()) == 0;
  }
  std::string record(Auditor& auditor, const std::string&) const override {
    Book& book = auditor.books[policy()];
    book.premium = kPremium;
    book.limit = auditor.limit_of_a_year;
    Entry entry;
    entry.kind = "policy_opened";
    entry.postings = {{"limit:available", book.limit}, {"limit:granted", -book.limit}, {"premium:written", -kPremium}};
    for (const auto& [funder, part] : shares_of(kPremium)) {
      entry.postings.emplace_back("premium:receivable:" + funder, part);
    }
    auditor.post(policy(), std::move(entry));
    auditor.happenings.push_back("policy_opened " + policy() + " " + std::to_string(user()));
    return policy();
  }

 private:
  std::string policy() const { return "PL-" + std::to_string(year_); }
  int year_;
};

// ---- forgeries ----

// A command with a bug: it would post what no recipe makes.
class Forgery : public Act {
 public:
  Forgery(std::int64_t user, int which, std::string claim)
      : Act("forgery", user), which_(which), claim_(std::move(claim)) {}

  std::string request() const override { return "forge " + std::to_string(which_) + " " + claim_; }
  bool is_forgery() const override { return true; }
  bool allowed(const Auditor&) const override { return false; }
  std::string record(Auditor&, const std::string&) const override { return {}; }

  Performed perform(workflow::Work& work) const override {
    ledger::Entry entry;
    entry.effective = rules::Date::from_days(20'000);
    const rules::Money one = rules::Money::from_fen(1);
    switch (which_) {
      case 0:  // balanced as a whole, but money leaves one family of accounts for another
        entry.kind = ledger::EntryKind::premium_received;
        entry.postings = {{ledger::limit_available(), one}, {ledger::premium_receivable("county"), -one}};
        break;
      case 1:  // not balanced at all
        entry.kind = ledger::EntryKind::premium_received;
        entry.postings = {{ledger::bank_premium(), one}};
        break;
      case 2:  // another claim's account
        entry.kind = ledger::EntryKind::reserve_set;
        entry.claim = claim_;
        entry.postings = {{ledger::reserve_estimate(), one}, {ledger::reserve_outstanding("PL-2031-000001-8"), -one}};
        break;
      default:  // an entry that is not of its kind
        entry.kind = ledger::EntryKind::payment_confirmed;
        entry.postings = {{ledger::bank_premium(), one}, {ledger::premium_receivable("county"), -one}};
        break;
    }
    workflow::post(work, "PL-2025", std::move(entry));
    return workflow::Answer{200, "forged", "", false};
  }

 private:
  int which_;
  std::string claim_;
};

template <class Kind>
std::unique_ptr<Act> make_payment(const char* kind, const FileAct::Rule& rule, Random& random, const Auditor& auditor) {
  auto aim = some_aim(random, auditor, rule.states);
  if (!aim) return nullptr;
  return std::make_unique<Kind>(kind, somebody(random, rule.role), std::move(*aim), rule);
}

}  // namespace

std::unique_ptr<Act> make_send(Random& random, const Auditor& auditor) {
  auto aim = some_aim(random, auditor, kSend.states);
  if (!aim) return nullptr;
  const std::string batch = random.chance(2) ? "no batch" : "B" + std::to_string(random.between(1, 4));
  return std::make_unique<Send>(somebody(random, kSend.role), std::move(*aim), batch);
}

std::unique_ptr<Act> make_confirm(Random& random, const Auditor& auditor) {
  return make_payment<Confirm>("confirm_payment", kConfirm, random, auditor);
}

std::unique_ptr<Act> make_return(Random& random, const Auditor& auditor) {
  return make_payment<Return>("return_payment", kReturn, random, auditor);
}

std::unique_ptr<Act> make_premium(Random& random, const Auditor& auditor) {
  const std::string policy = random.chance(80) ? "PL-2025" : "PL-2026";
  const std::string funder = kFunders[random.index(3)];
  Fen amount = random.between(random.chance(5) ? -1 : 1, 60'000);
  if (random.chance(20) && auditor.books.count(policy) != 0) {
    // All of it, to the last fen, and now and then one more.
    amount = auditor.balance(policy, "premium:receivable:" + funder) + (random.chance(50) ? 1 : 0);
  }
  return std::make_unique<ReceivePremium>(somebody(random, Role::cashier), policy, funder, amount);
}

std::unique_ptr<Act> make_open_policy(Random& random, const Auditor&) {
  return std::make_unique<OpenPolicy>(somebody(random, Role::admin), static_cast<int>(random.between(2025, 2027)));
}

std::unique_ptr<Act> make_forgery(Random& random, const Auditor& auditor) {
  if (auditor.claims.empty()) return nullptr;
  return std::make_unique<Forgery>(somebody(random, Role::admin), random.below(4), auditor.claims.begin()->first);
}

}  // namespace wildclaims::simulation
