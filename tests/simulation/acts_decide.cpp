// Acts that decide: determination, denial, notice, and the ways back to a new answer.
#include <algorithm>

#include "claims/workflow/appeal.h"
#include "claims/workflow/close.h"
#include "claims/workflow/deny.h"
#include "claims/workflow/determine.h"
#include "claims/workflow/post_notice.h"
#include "claims/workflow/reopen.h"
#include "claims/workflow/send_back.h"
#include "claims/workflow/withdraw.h"
#include "tests/simulation/acts.h"

namespace wildclaims::simulation {
namespace {

using domain::Role;

bool may_determine(const Auditor& auditor, const std::vector<std::string>& numbers, std::int64_t user) {
  return std::none_of(numbers.begin(), numbers.end(), [&](const std::string& number) {
    const Claim& claim = auditor.claims.at(number);
    return claim.approved_by(user) || claim.paid_by(user);
  });
}

Determined next_determination(Auditor& auditor, const Claim& claim, std::int64_t user) {
  Determined determined;
  determined.id = ++auditor.determinations;
  determined.by = user;
  determined.replaces = claim.determinations.empty() ? 0 : claim.determinations.back().id;
  return determined;
}

const FileAct::Rule kDetermine{Role::adjuster, {"surveyed"}};

class Determine : public FileAct {
 public:
  using FileAct::FileAct;
  Performed perform(workflow::Work& work) const override { return answered(workflow::determine(work, target())); }

 protected:
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    const bool all_seen = std::all_of(numbers.begin(), numbers.end(),
                                      [&](const std::string& number) { return auditor.claims.at(number).surveys > 0; });
    return all_seen && may_determine(auditor, numbers, user());
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    Determined determined = next_determination(auditor, claim, user());
    determined.denied = claim.found_species == "other";
    determined.payable = payable_for(claim.found_species, claim.found);
    determined.entitlement = within_household_limit(determined.payable, auditor.approved_elsewhere(claim));
    claim.determinations.push_back(determined);
    const Fen standing = claim.standing();
    auditor.set_reserve(claim, std::max<Fen>(0, determined.entitlement - standing));
    if (standing != 0) {
      auditor.courses.add(Course::determined_while_standing);
      auditor.move(claim, "determine_standing", "determined", user());
    } else if (determined.denied) {
      auditor.move(claim, "determine_denial", "denied", user());
    } else if (determined.entitlement == 0) {
      auditor.move(claim, "determine_zero", "closed", user());
    } else {
      auditor.move(claim, "determine_indemnity", "determined", user());
    }
  }
};

const FileAct::Rule kDeny{Role::adjuster, {"accepted", "surveyed"}};

class Deny : public FileAct {
 public:
  using FileAct::FileAct;
  Performed perform(workflow::Work& work) const override {
    return answered(workflow::deny(work, {target(), {{"no_cover", {"无", "none"}, "第一条"}}}));
  }

 protected:
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    return may_determine(auditor, numbers, user());
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    Determined determined = next_determination(auditor, claim, user());
    determined.judged = true;
    determined.denied = true;
    claim.determinations.push_back(determined);
    auditor.set_reserve(claim, 0);
    if (claim.standing() != 0) {
      auditor.courses.add(Course::denied_while_standing);
      auditor.move(claim, "determine_standing", "determined", user());
    } else {
      auditor.move(claim, "deny", "denied", user());
    }
  }
};

const FileAct::Rule kNotice{Role::clerk, {"determined"}};

class PostNotice : public FileAct {
 public:
  using FileAct::FileAct;
  Performed perform(workflow::Work& work) const override {
    return answered(workflow::post_notice(work, {target(), "村委会公示栏"}));
  }

 protected:
  void record_for(Auditor& auditor, Claim& claim) const override {
    claim.notices.push_back({claim.determinations.back().id, auditor.today()});
    auditor.move(claim, "post_notice", "noticed", user());
  }
};

const FileAct::Rule kSendBack{Role::approver, {"noticed"}};

class SendBack : public FileAct {
 public:
  using FileAct::FileAct;
  Performed perform(workflow::Work& work) const override {
    return answered(workflow::send_back(work, {target(), "照片不清"}));
  }

 protected:
  void record_for(Auditor& auditor, Claim& claim) const override {
    if (claim.held() != nullptr) auditor.courses.add(Course::left_the_queue);
    auditor.move(claim, "send_back", "surveyed", user());
  }
};

const FileAct::Rule kWithdraw{Role::clerk, {"reported", "accepted", "surveyed", "determined", "noticed"}};

class Withdraw : public FileAct {
 public:
  using FileAct::FileAct;
  Performed perform(workflow::Work& work) const override {
    return answered(workflow::withdraw(work, {target(), "重复报案"}));
  }

 protected:
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    return std::all_of(numbers.begin(), numbers.end(),
                       [&](const std::string& number) { return auditor.claims.at(number).standing() == 0; });
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    auditor.set_reserve(claim, 0);
    auditor.move(claim, "withdraw", "withdrawn", user());
  }
};

// ---- taken up again, and put away ----

const FileAct::Rule kAppeal{Role::clerk, {"approved", "determined", "noticed", "denied", "paid", "closed"}};

class Appeal : public FileAct {
 public:
  using FileAct::FileAct;
  Performed perform(workflow::Work& work) const override {
    return answered(workflow::appeal(work, {target(), "损失率有异议"}));
  }

 protected:
  // What is approved is appealed against when it is paid, unless all of it is pending.
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    const auto approved = std::count_if(numbers.begin(), numbers.end(), [&](const std::string& number) {
      return auditor.claims.at(number).state == "approved";
    });
    const auto pending = std::count_if(numbers.begin(), numbers.end(), [&](const std::string& number) {
      const Claim& claim = auditor.claims.at(number);
      return claim.state == "approved" && claim.pending() != nullptr;
    });
    return approved == 0 || pending == std::ssize(numbers);
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    if (claim.held() != nullptr) auditor.courses.add(Course::left_the_queue);
    if (claim.state == "approved") {
      auditor.courses.add(Course::appealed_while_pending);
      auditor.move(claim, "appeal_pending", "surveyed", user());
      return;
    }
    if (claim.state == "denied") auditor.courses.add(Course::appealed_a_denial);
    auditor.move(claim, "appeal", "surveyed", user());
  }
};

const FileAct::Rule kReopen{Role::adjuster, {"closed"}};

class Reopen : public FileAct {
 public:
  using FileAct::FileAct;
  Performed perform(workflow::Work& work) const override {
    return answered(workflow::reopen(work, {target(), "发现新的受害地块"}));
  }

 protected:
  void record_for(Auditor& auditor, Claim& claim) const override { auditor.move(claim, "reopen", "surveyed", user()); }
};

const FileAct::Rule kClose{Role::clerk, {"paid"}};

class Close : public FileAct {
 public:
  using FileAct::FileAct;
  Performed perform(workflow::Work& work) const override { return answered(workflow::close(work, target())); }

 protected:
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    return std::all_of(numbers.begin(), numbers.end(), [&](const std::string& number) {
      return auditor.balance(auditor.claims.at(number).policy, "recovery:receivable:" + number) == 0;
    });
  }
  void record_for(Auditor& auditor, Claim& claim) const override { auditor.move(claim, "close", "closed", user()); }
};

template <class Kind>
std::unique_ptr<Act> make_simple(const char* kind, const FileAct::Rule& rule, Random& random, const Auditor& auditor) {
  auto aim = some_aim(random, auditor, rule.states);
  if (!aim) return nullptr;
  return std::make_unique<Kind>(kind, somebody(random, rule.role), std::move(*aim), rule);
}

}  // namespace

std::unique_ptr<Act> make_determine(Random& random, const Auditor& auditor) {
  return make_simple<Determine>("determine", kDetermine, random, auditor);
}

std::unique_ptr<Act> make_deny(Random& random, const Auditor& auditor) {
  return make_simple<Deny>("deny", kDeny, random, auditor);
}

std::unique_ptr<Act> make_post_notice(Random& random, const Auditor& auditor) {
  return make_simple<PostNotice>("post_notice", kNotice, random, auditor);
}

std::unique_ptr<Act> make_send_back(Random& random, const Auditor& auditor) {
  return make_simple<SendBack>("send_back", kSendBack, random, auditor);
}

std::unique_ptr<Act> make_withdraw(Random& random, const Auditor& auditor) {
  return make_simple<Withdraw>("withdraw", kWithdraw, random, auditor);
}

std::unique_ptr<Act> make_appeal(Random& random, const Auditor& auditor) {
  // Mostly against an answer that was paid, or is pending.
  const std::set<std::string> given = {"approved", "paid"};
  const std::set<std::string> paid = {"paid"};
  const bool pends = auditor.when_short == Shortage::prorate || auditor.when_short == Shortage::priority;
  auto aim = some_aim(random, auditor, random.chance(70) ? (pends ? given : paid) : kAppeal.states);
  if (!aim) return nullptr;
  // A year that is over must come to an end.
  const auto claim = auditor.claims.find(aim->number);
  const auto report = auditor.reports.find(aim->number);
  const std::string policy = claim != auditor.claims.end()     ? claim->second.policy
                             : report != auditor.reports.end() ? report->second.policy
                                                               : std::string();
  if (!policy.empty() && auditor.is_due(policy) && random.chance(80)) return nullptr;
  return std::make_unique<Appeal>("appeal", somebody(random, kAppeal.role), std::move(*aim), kAppeal);
}

std::unique_ptr<Act> make_reopen(Random& random, const Auditor& auditor) {
  return make_simple<Reopen>("reopen", kReopen, random, auditor);
}

std::unique_ptr<Act> make_close(Random& random, const Auditor& auditor) {
  return make_simple<Close>("close", kClose, random, auditor);
}

}  // namespace wildclaims::simulation
