// Acts on policies: opened, added to, closed through a day; and premium received.
#include <algorithm>

#include "claims/workflow/close_period.h"
#include "claims/workflow/open_policy.h"
#include "claims/workflow/receive_premium.h"
#include "claims/workflow/top_up.h"
#include "tests/simulation/policy_act.h"

namespace wildclaims::simulation {
namespace {

using domain::Role;

bool is_funder(const std::string& name) {
  return std::find(std::begin(kFunders), std::end(kFunders), name) != std::end(kFunders);
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

// What was left unpaid, and what the limit does not reach for of that which waits.
Fen short_of(const Auditor& auditor, const std::string& policy) {
  Fen waiting = auditor.balance(policy, "entitlement:pending");
  for (const std::string& number : auditor.held(policy)) waiting += auditor.claims.at(number).held()->entitlement;
  return auditor.balance(policy, "residual:county") +
         std::max<Fen>(0, waiting - auditor.balance(policy, "limit:available"));
}

}  // namespace

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
  const Fen unpaid = auditor.books.count(policy) == 0 ? 0 : short_of(auditor, policy);
  if (unpaid == 0 && !random.chance(10)) return nullptr;
  const Fen most = std::max<Fen>(unpaid, 1'000);
  const Fen limit = random.chance(10) ? 0 : random.chance(25) ? most : random.between(random.chance(3) ? -1 : 1, most);
  const Fen premium = random.chance(50) ? 0 : random.between(random.chance(3) ? -1 : 1, 50'001);
  return std::make_unique<TopUp>(somebody(random, Role::admin), policy, limit, premium);
}

std::unique_ptr<Act> make_close_period(Random& random, const Auditor& auditor) {
  return std::make_unique<ClosePeriod>(somebody(random, Role::admin), some_policy(random, auditor),
                                       auditor.today().plus_days(-static_cast<std::int32_t>(random.between(0, 12))));
}

}  // namespace wildclaims::simulation
