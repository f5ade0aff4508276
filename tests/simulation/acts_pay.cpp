// Acts on the money of claims: payments, what claimants pay back, and entries that nobody may post.
#include <algorithm>

#include "claims/ledger/account.h"
#include "claims/workflow/pay.h"
#include "claims/workflow/record.h"
#include "claims/workflow/record_recovery.h"
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
    const bool all_owed = std::all_of(numbers.begin(), numbers.end(), [&](const std::string& number) {
      const Claim& claim = auditor.claims.at(number);
      return std::any_of(claim.approvals.begin(), claim.approvals.end(), [&](const Approved& approved) {
        return approved.standing() != 0 && !claim.is_out(approved.id);
      });
    });
    return batch_ != "no batch" && all_owed && PaymentAct::allowed_for(auditor, numbers);
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    for (const Approved& approved : claim.approvals) {
      if (approved.standing() == 0 || claim.is_out(approved.id)) continue;
      Payment payment;
      payment.id = ++auditor.payments;
      payment.approval = approved.id;
      payment.amount = approved.standing();
      payment.batch = batch_;
      payment.by = user();
      const Postings postings = {{"payable:" + claim.number, payment.amount}, {"clearing:" + batch_, -payment.amount}};
      payment.sequence = auditor.post(claim.policy, entry_of("payment_sent", claim, batch_, postings));
      claim.payments.push_back(payment);
    }
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
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    const bool all_wait = std::all_of(numbers.begin(), numbers.end(), [&](const std::string& number) {
      const Claim& claim = auditor.claims.at(number);
      const auto out = claim.out();
      return std::any_of(out.begin(), out.end(),
                         [&](std::size_t place) { return claim.payments[place].confirmed_by == 0; });
    });
    return all_wait && PaymentAct::allowed_for(auditor, numbers);
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    for (const std::size_t place : claim.out()) {
      Payment& payment = claim.payments[place];
      if (payment.confirmed_by != 0) continue;
      payment.confirmed_by = user();
      auditor.post(claim.policy, entry_of("payment_confirmed", claim, payment.batch,
                                          {{"clearing:" + payment.batch, payment.amount},
                                           {"bank:claims", -payment.amount},
                                           {"limit:paid", payment.amount},
                                           {"limit:committed", -payment.amount},
                                           {auditor.scope(claim) + "paid", payment.amount},
                                           {auditor.scope(claim) + "committed", -payment.amount}}));
    }
    if (auditor.balance(claim.policy, "payable:" + claim.number) != 0) {
      auditor.move(claim, "confirm_part", "approved", user());
    } else {
      auditor.move(claim, "confirm_payment", "paid", user());
    }
  }
};

const FileAct::Rule kReturn{Role::cashier,
                            {"paying", "paid", "approved", "closed", "surveyed", "determined", "noticed"}};

class Return : public PaymentAct {
 public:
  // `batch` empty: not named.
  Return(std::int64_t user, Aim aim, std::string batch)
      : PaymentAct("return_payment", user, std::move(aim), kReturn), batch_(std::move(batch)) {}
  Performed perform(workflow::Work& work) const override {
    return answered(workflow::return_payment(work, {target(), "账户已注销", batch_}));
  }

 protected:
  std::string details() const override { return batch_; }
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    const bool all_whole = std::all_of(numbers.begin(), numbers.end(), [&](const std::string& number) {
      const Claim& claim = auditor.claims.at(number);
      std::set<std::string> batches;
      bool whole = true;  // nothing of it is to be paid back instead
      for (const std::size_t place : coming_back(claim)) {
        batches.insert(claim.payments[place].batch);
        whole = whole && !is_lowered(claim, claim.payments[place]);
      }
      return batches.size() == 1 && whole;
    });
    return all_whole && PaymentAct::allowed_for(auditor, numbers);
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    const std::vector<std::size_t> back = coming_back(claim);
    if (claim.out().size() > back.size()) auditor.courses.add(Course::returned_with_delta_out);
    for (const std::size_t place : back) give_back(auditor, claim, claim.payments[place]);
    const bool appealed = claim.state == "surveyed" || claim.state == "determined" || claim.state == "noticed";
    if (appealed) auditor.courses.add(Course::returned_while_appealed);
    auditor.move(claim, "return_payment", appealed ? claim.state : "approved", user());
  }

 private:
  std::vector<std::size_t> coming_back(const Claim& claim) const {
    std::vector<std::size_t> places = claim.out();
    std::erase_if(places, [&](std::size_t place) { return !batch_.empty() && claim.payments[place].batch != batch_; });
    return places;
  }

  static bool is_lowered(const Claim& claim, const Payment& payment) {
    return std::any_of(claim.approvals.begin(), claim.approvals.end(), [&](const Approved& approved) {
      return approved.id == payment.approval &&
             std::any_of(approved.reductions.begin(), approved.reductions.end(),
                         [](const Reduction& reduction) { return reduction.recoverable > 0; });
    });
  }

  void give_back(Auditor& auditor, const Claim& claim, Payment& payment) const {
    const std::string clearing = "clearing:" + payment.batch;
    Postings postings = {{clearing, payment.amount}, {"payable:" + claim.number, -payment.amount}};
    if (payment.confirmed_by != 0) {
      const Postings more = {{"bank:claims", payment.amount},
                             {clearing, -payment.amount},
                             {"limit:committed", payment.amount},
                             {"limit:paid", -payment.amount},
                             {auditor.scope(claim) + "committed", payment.amount},
                             {auditor.scope(claim) + "paid", -payment.amount}};
      postings.insert(postings.end(), more.begin(), more.end());
    }
    Entry entry = entry_of("payment_returned", claim, payment.batch, std::move(postings));
    entry.reverses = payment.sequence;
    auditor.post(claim.policy, std::move(entry));
    payment.returned_by = user();
  }

  std::string batch_;
};

const FileAct::Rule kRecover{Role::cashier,
                             {"surveyed", "determined", "noticed", "approved", "paying", "paid", "closed", "denied"}};

class RecordRecovery : public PaymentAct {
 public:
  RecordRecovery(std::int64_t user, Aim aim, Fen amount)
      : PaymentAct("record_recovery", user, std::move(aim), kRecover), amount_(amount) {}
  Performed perform(workflow::Work& work) const override {
    return answered(workflow::record_recovery(work, {target(), rules::Money::from_fen(amount_), "REF"}));
  }

 protected:
  std::string details() const override { return std::to_string(amount_); }
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    const Claim& claim = auditor.claims.at(numbers.front());
    return amount_ > 0 && amount_ <= auditor.balance(claim.policy, "recovery:receivable:" + claim.number) &&
           PaymentAct::allowed_for(auditor, numbers);
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    const bool restored = auditor.restores_residuals;
    Postings postings = {{"bank:claims", amount_}, {"recovery:receivable:" + claim.number, -amount_}};
    if (restored) {
      const Postings limit = {{"limit:available", amount_},
                              {"limit:paid", -amount_},
                              {auditor.scope(claim) + "available", amount_},
                              {auditor.scope(claim) + "paid", -amount_}};
      postings.insert(postings.end(), limit.begin(), limit.end());
    }
    Recovery recovery{amount_, restored, 0, user()};
    recovery.sequence = auditor.post(claim.policy, entry_of("recovery_received", claim, "", std::move(postings)));
    claim.recoveries.push_back(recovery);
    auditor.courses.add(restored ? Course::recovered_to_limit : Course::recovered_and_kept);
    auditor.move(claim, "record_recovery", claim.state, user());
  }

 private:
  Fen amount_;
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
  const auto claim = auditor.claims.find(aim->number);
  if (claim != auditor.claims.end() && claim->second.pending() != nullptr && !random.chance(5)) return nullptr;
  const std::string batch = random.chance(2) ? "no batch" : "B" + std::to_string(random.between(1, 4));
  return std::make_unique<Send>(somebody(random, kSend.role), std::move(*aim), batch);
}

std::unique_ptr<Act> make_confirm(Random& random, const Auditor& auditor) {
  return make_payment<Confirm>("confirm_payment", kConfirm, random, auditor);
}

std::unique_ptr<Act> make_return(Random& random, const Auditor& auditor) {
  auto aim = some_aim(random, auditor, kReturn.states);
  if (!aim) return nullptr;
  std::vector<const Claim*> paid_twice;
  for (const auto& [number, claim] : auditor.claims) {
    if (claim.out().size() > 1 && kReturn.states.count(claim.state) != 0) paid_twice.push_back(&claim);
  }
  if (!paid_twice.empty() && random.chance(40)) aim = Aim{false, random.pick(paid_twice)->number, std::nullopt};
  std::string batch;
  const auto claim = auditor.claims.find(aim->number);
  if (claim != auditor.claims.end() && claim->second.out().empty() && !random.chance(5)) return nullptr;
  if (claim != auditor.claims.end() && random.chance(50)) {
    const auto out = claim->second.out();
    batch = out.empty() || random.chance(4) ? "B9" : claim->second.payments[random.pick(out)].batch;
  }
  return std::make_unique<Return>(somebody(random, kReturn.role), std::move(*aim), batch);
}

std::unique_ptr<Act> make_recovery(Random& random, const Auditor& auditor) {
  std::vector<const Claim*> owing;
  for (const auto& [number, claim] : auditor.claims) {
    if (auditor.balance(claim.policy, "recovery:receivable:" + number) > 0) owing.push_back(&claim);
  }
  if (owing.empty() && !random.chance(5)) return nullptr;
  if (owing.empty() || random.chance(2)) {
    auto aim = some_aim(random, auditor, kRecover.states);
    if (!aim || aim->whole_report) return nullptr;
    return std::make_unique<RecordRecovery>(somebody(random, kRecover.role), std::move(*aim), random.between(0, 100));
  }
  const Claim& claim = *random.pick(owing);
  Aim aim{false, claim.number, std::nullopt};
  if (random.chance(40)) aim.version = claim.version;
  Fen amount = auditor.balance(claim.policy, "recovery:receivable:" + claim.number);
  if (random.chance(40)) amount = random.between(1, amount + 1);
  return std::make_unique<RecordRecovery>(somebody(random, kRecover.role), std::move(aim), amount);
}

std::unique_ptr<Act> make_forgery(Random& random, const Auditor& auditor) {
  if (auditor.claims.empty()) return nullptr;
  return std::make_unique<Forgery>(somebody(random, Role::admin), random.below(4), auditor.claims.begin()->first);
}

}  // namespace wildclaims::simulation
