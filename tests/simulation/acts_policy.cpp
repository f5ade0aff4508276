// Acts on policies: opened, added to, closed through a day; premium, and what funders owe each other for it.
#include <algorithm>

#include "claims/workflow/claim_reimbursement.h"
#include "claims/workflow/close_period.h"
#include "claims/workflow/open_policy.h"
#include "claims/workflow/receive_premium.h"
#include "claims/workflow/receive_reimbursement.h"
#include "claims/workflow/top_up.h"
#include "tests/simulation/acts.h"

namespace wildclaims::simulation {
namespace {

using domain::Role;

bool is_funder(const std::string& name) {
  return std::find(std::begin(kFunders), std::end(kFunders), name) != std::end(kFunders);
}

// An entry's number, as these acts are answered.
Performed entry_answer(domain::Outcome<std::int64_t> sequence) {
  if (!sequence) return std::move(sequence).failure<workflow::Answer>();
  return workflow::Answer{200, "entry " + std::to_string(*sequence), "", false};
}

// An act on one policy.
class PolicyAct : public Act {
 public:
  PolicyAct(std::string kind, std::int64_t user, Role role, std::string policy)
      : Act(std::move(kind), user), role_(role), policy_(std::move(policy)) {}

  std::string request() const override { return kind() + " " + policy_ + " " + details(); }
  bool allowed(const Auditor& auditor) const override {
    const auto book = auditor.books.find(policy_);
    return may(user(), role_) && book != auditor.books.end() && allowed_in(auditor, book->second);
  }
  std::string record(Auditor& auditor, const std::string&) const override {
    return record_in(auditor, auditor.books.at(policy_));
  }

 protected:
  const std::string& policy() const { return policy_; }
  virtual std::string details() const = 0;
  virtual bool allowed_in(const Auditor& auditor, const Book& book) const = 0;
  virtual std::string record_in(Auditor& auditor, Book& book) const = 0;
  void happened(Auditor& auditor, const char* kind) const {
    auditor.happenings.push_back(std::string(kind) + " " + policy_ + " " + std::to_string(user()));
  }

 private:
  Role role_;
  std::string policy_;
};

// Whether an entry may take effect on that day; nothing: today.
bool may_take_effect(const Auditor& auditor, const Book& book, std::optional<rules::Date> on) {
  const rules::Date day = on.value_or(auditor.today());
  return day <= auditor.today() && day >= book.opened && !book.is_closed_on(day);
}

// Premium called: from each funder its part, or the whole from the one that prepays, whom the others owe theirs.
Postings premium_postings(const std::string& prepaid_by, Fen premium) {
  Postings postings = {{"premium:written", -premium}};
  if (!prepaid_by.empty()) postings.emplace_back("premium:receivable:" + prepaid_by, premium);
  for (const auto& [funder, part] : shares_of(premium)) {
    if (prepaid_by.empty()) {
      postings.emplace_back("premium:receivable:" + funder, part);
    } else if (funder != prepaid_by) {
      postings.emplace_back("reimbursement:receivable:" + funder, part);
      postings.emplace_back("reimbursement:owed_to:" + prepaid_by, -part);
    }
  }
  return postings;
}

class ReceivePremium : public PolicyAct {
 public:
  ReceivePremium(std::int64_t user, std::string policy, std::string funder, Fen amount, std::optional<rules::Date> on)
      : PolicyAct("receive_premium", user, Role::cashier, std::move(policy)),
        funder_(std::move(funder)),
        amount_(amount),
        on_(on) {}
  Performed perform(workflow::Work& work) const override {
    return entry_answer(workflow::receive_premium(work, {policy(), funder_, rules::Money::from_fen(amount_), on_}));
  }

 protected:
  std::string details() const override {
    return funder_ + " " + std::to_string(amount_) + (on_ ? " on " + on_->to_string() : "");
  }
  bool allowed_in(const Auditor& auditor, const Book& book) const override {
    return amount_ > 0 && may_take_effect(auditor, book, on_) &&
           amount_ <= auditor.balance(policy(), "premium:receivable:" + funder_);
  }
  std::string record_in(Auditor& auditor, Book&) const override {
    Entry entry;
    entry.kind = "premium_received";
    entry.postings = {{"bank:premium", amount_}, {"premium:receivable:" + funder_, -amount_}};
    const std::int64_t sequence = auditor.post(policy(), std::move(entry), on_);
    if (on_ && *on_ != auditor.today()) auditor.courses.add(Course::received_for_an_earlier_day);
    happened(auditor, "premium_received");
    return "entry " + std::to_string(sequence);
  }

 private:
  std::string funder_;
  Fen amount_;
  std::optional<rules::Date> on_;
};

class OpenPolicy : public Act {
 public:
  OpenPolicy(std::int64_t user, int year, std::string prepaid_by)
      : Act("open_policy", user), year_(year), prepaid_by_(std::move(prepaid_by)) {}

  std::string request() const override { return "open " + std::to_string(year_) + " prepaid by " + prepaid_by_; }
  Performed perform(workflow::Work& work) const override {
    auto opened = workflow::open_policy(work, {"PL", year_, prepaid_by_});
    if (!opened) return std::move(opened).failure<workflow::Answer>();
    return workflow::Answer{201, *opened, "", false};
  }
  bool allowed(const Auditor& auditor) const override {
    return may(user(), Role::admin) && year_ <= 2026 && auditor.books.count(policy()) == 0 &&
           (prepaid_by_.empty() || is_funder(prepaid_by_));
  }
  std::string record(Auditor& auditor, const std::string&) const override {
    Book& book = auditor.books[policy()];
    book.premium = kPremium;
    book.limit = auditor.limit_of_a_year;
    book.prepaid_by = prepaid_by_;
    book.opened = auditor.today();
    Entry entry;
    entry.kind = "policy_opened";
    entry.postings = premium_postings(prepaid_by_, kPremium);
    entry.postings.emplace_back("limit:available", book.limit);
    entry.postings.emplace_back("limit:granted", -book.limit);
    auditor.post(policy(), std::move(entry));
    auditor.happenings.push_back("policy_opened " + policy() + " " + std::to_string(user()));
    return policy();
  }

 private:
  std::string policy() const { return "PL-" + std::to_string(year_); }
  int year_;
  std::string prepaid_by_;
};

class TopUp : public PolicyAct {
 public:
  TopUp(std::int64_t user, std::string policy, Fen limit, Fen premium)
      : PolicyAct("top_up", user, Role::admin, std::move(policy)), limit_(limit), premium_(premium) {}
  Performed perform(workflow::Work& work) const override {
    return entry_answer(
        workflow::top_up(work, {policy(), rules::Money::from_fen(limit_), rules::Money::from_fen(premium_), "批单"}));
  }

 protected:
  std::string details() const override { return std::to_string(limit_) + " " + std::to_string(premium_); }
  bool allowed_in(const Auditor&, const Book&) const override {
    return limit_ >= 0 && premium_ >= 0 && limit_ + premium_ > 0;
  }
  std::string record_in(Auditor& auditor, Book& book) const override {
    Entry entry;
    entry.kind = "policy_topped_up";
    entry.postings = premium_postings(book.prepaid_by, premium_);
    entry.postings.emplace_back("limit:available", limit_);
    entry.postings.emplace_back("limit:granted", -limit_);
    const std::int64_t sequence = auditor.post(policy(), std::move(entry));
    book.endorsements.push_back({user(), limit_, premium_, sequence});
    if (premium_ > 0 && !book.prepaid_by.empty()) auditor.courses.add(Course::prepaid_topped_up);
    happened(auditor, "policy_topped_up");
    return "entry " + std::to_string(sequence);
  }

 private:
  Fen limit_;
  Fen premium_;
};

class ClosePeriod : public PolicyAct {
 public:
  ClosePeriod(std::int64_t user, std::string policy, rules::Date through)
      : PolicyAct("close_period", user, Role::admin, std::move(policy)), through_(through) {}
  Performed perform(workflow::Work& work) const override {
    auto closed = workflow::close_period(work, {policy(), through_});
    if (!closed) return std::move(closed).failure<workflow::Answer>();
    return workflow::Answer{200, "closed through " + closed->to_string(), "", false};
  }

 protected:
  std::string details() const override { return through_.to_string(); }
  bool allowed_in(const Auditor& auditor, const Book& book) const override {
    return through_ < auditor.today() && !book.is_closed_on(through_);
  }
  std::string record_in(Auditor& auditor, Book& book) const override {
    book.closed.push_back({user(), through_, static_cast<std::int64_t>(book.entries.size())});
    happened(auditor, "period_closed");
    return "closed through " + through_.to_string();
  }

 private:
  rules::Date through_;
};

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

std::string some_funder(Random& random) { return random.chance(2) ? "village" : kFunders[random.index(3)]; }

// Mostly today; else a day that may be closed, too early or too late.
std::optional<rules::Date> some_day(Random& random, const Auditor& auditor) {
  if (random.chance(65)) return std::nullopt;
  return auditor.today().plus_days(static_cast<std::int32_t>(random.between(-12, 1)));
}

// A policy of which something is on this account of a funder, the funder, and a part of it, all, or now and then a
// fen more.
struct Owed {
  std::string policy;
  std::string funder;
  Fen amount = 0;
};
std::optional<Owed> some_owed(Random& random, const Auditor& auditor, const std::string& account, Fen most) {
  if (random.chance(3)) return Owed{some_policy(random, auditor), some_funder(random), random.between(-1, 100)};
  std::vector<Owed> all;
  for (const auto& [policy, book] : auditor.books) {
    for (const char* funder : kFunders) {
      const Fen balance = auditor.balance(policy, account + funder);
      if (balance > 0) all.push_back({policy, funder, balance});
    }
  }
  if (all.empty()) return std::nullopt;
  Owed owed = random.pick(all);
  owed.amount = random.chance(20) ? owed.amount + (random.chance(50) ? 1 : 0) : random.between(1, most);
  return owed;
}

}  // namespace

std::string some_policy(Random& random, const Auditor& auditor) {
  if (random.chance(4)) return random.chance(50) ? "PL-2026" : "PL-2031";
  auto place = auditor.books.begin();
  std::advance(place, static_cast<std::ptrdiff_t>(random.index(auditor.books.size())));
  return place->first;
}

std::unique_ptr<Act> make_premium(Random& random, const Auditor& auditor) {
  const auto owed = some_owed(random, auditor, "premium:receivable:", 60'000);
  if (!owed) return nullptr;
  return std::make_unique<ReceivePremium>(somebody(random, Role::cashier), owed->policy, owed->funder, owed->amount,
                                          some_day(random, auditor));
}

std::unique_ptr<Act> make_open_policy(Random& random, const Auditor&) {
  const std::string prepaid_by = random.chance(50) ? "" : some_funder(random);
  const int year = static_cast<int>(random.between(2025, 2027));
  return std::make_unique<OpenPolicy>(somebody(random, Role::admin), year, prepaid_by);
}

std::unique_ptr<Act> make_opening(int year, const std::string& prepaid_by) {
  return std::make_unique<OpenPolicy>(1, year, prepaid_by);
}

std::unique_ptr<Act> make_top_up(Random& random, const Auditor& auditor) {
  const std::string policy = some_policy(random, auditor);
  // Mostly where something was left unpaid, and often not enough for all of it: a limit that is never short leaves
  // nothing to restore.
  const Fen unpaid = auditor.books.count(policy) == 0 ? 0 : auditor.balance(policy, "residual:county");
  if (unpaid == 0 && !random.chance(10)) return nullptr;
  const Fen most = std::max<Fen>(unpaid, 1'000);
  const Fen limit = random.chance(10) ? 0 : random.between(random.chance(3) ? -1 : 1, most);
  const Fen premium = random.chance(50) ? 0 : random.between(random.chance(3) ? -1 : 1, 50'001);
  return std::make_unique<TopUp>(somebody(random, Role::admin), policy, limit, premium);
}

std::unique_ptr<Act> make_close_period(Random& random, const Auditor& auditor) {
  return std::make_unique<ClosePeriod>(somebody(random, Role::admin), some_policy(random, auditor),
                                       auditor.today().plus_days(-static_cast<std::int32_t>(random.between(0, 12))));
}

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
