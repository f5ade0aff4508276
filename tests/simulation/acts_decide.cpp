// Acts that decide: determination, denial, notice, approval, and the ways back.
#include <algorithm>

#include "claims/workflow/approve.h"
#include "claims/workflow/deny.h"
#include "claims/workflow/determine.h"
#include "claims/workflow/post_notice.h"
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
    return may_determine(auditor, numbers, user());
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    Determined determined = next_determination(auditor, claim, user());
    determined.denied = claim.found_species == "other";
    determined.payable = payable_for(claim.found_species, claim.found);
    determined.entitlement = within_household_limit(determined.payable, auditor.approved_elsewhere(claim));
    claim.determinations.push_back(determined);
    auditor.set_reserve(claim, determined.entitlement);
    if (determined.denied) {
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
    auditor.move(claim, "deny", "denied", user());
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
  void record_for(Auditor& auditor, Claim& claim) const override {
    auditor.set_reserve(claim, 0);
    auditor.move(claim, "withdraw", "withdrawn", user());
  }
};

// ---- approval ----

const FileAct::Rule kApprove{Role::approver, {"noticed"}};

class Approve : public FileAct {
 public:
  Approve(std::int64_t user, Aim aim, std::optional<std::int64_t> determination, Fen amount, bool truncate)
      : FileAct("approve", user, std::move(aim), kApprove),
        determination_(determination),
        amount_(amount),
        truncate_(truncate) {}

  Performed perform(workflow::Work& work) const override {
    return answered(workflow::approve(work, {target(), determination_, rules::Money::from_fen(amount_), truncate_}));
  }

  std::string record(Auditor& auditor, const std::string& answer) const override {
    // What it is as a whole is seen before the first claim is entered.
    is_first_ = is_first_of_two(auditor, auditor.open(aim()).value());
    return FileAct::record(auditor, answer);
  }

 protected:
  std::string details() const override {
    return std::to_string(determination_.value_or(0)) + " " + std::to_string(amount_) + (truncate_ ? " truncate" : "");
  }

  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    Fen total = 0;
    for (const std::string& number : numbers) {
      const Claim& claim = auditor.claims.at(number);
      const Noticed& notice = claim.notices.back();
      if (auditor.today() <= notice.on.plus_days(kNoticeDays)) return false;
      if (claim.determined_by(user()) || claim.paid_by(user()) || claim.waiting_approver() == user()) return false;
      total += claim.determinations.back().entitlement;
    }
    if (!aim().whole_report && determination_ != auditor.claims.at(numbers.front()).determinations.back().id) {
      return false;
    }
    return amount_ == total && (is_first_of_two(auditor, numbers) || all_fit(auditor, numbers));
  }

  void record_for(Auditor& auditor, Claim& claim) const override {
    const Determined& determined = claim.determinations.back();
    Approved approved;
    approved.determination = determined.id;
    approved.by = user();
    approved.entitlement = within_household_limit(determined.payable, auditor.approved_elsewhere(claim));
    if (is_first_) {
      if (claim.waiting_approver() != 0) return;
      approved.id = ++auditor.approvals;
      if (approved.entitlement == 0) approved.entitlement = determined.entitlement;
      claim.approvals.push_back(approved);
      auditor.move(claim, "approve_first", "noticed", user());
      return;
    }
    approved.id = ++auditor.approvals;
    approved.final = true;
    approved.approved = std::min(approved.entitlement, auditor.balance(claim.policy, "limit:available"));
    approved.residual = approved.entitlement - approved.approved;
    approved.sequence = post_approval(auditor, claim, approved);
    claim.approvals.push_back(approved);
    if (approved.approved == 0) {
      auditor.move(claim, "approve_residual_only", "closed", user());
    } else {
      auditor.move(claim, "approve", "approved", user());
    }
  }

 private:
  static bool is_first_of_two(const Auditor& auditor, const std::vector<std::string>& numbers) {
    Fen total = 0;
    bool all_given = true;
    for (const std::string& number : numbers) {
      const Claim& claim = auditor.claims.at(number);
      total += claim.determinations.back().entitlement;
      all_given = all_given && claim.waiting_approver() != 0;
    }
    return total > kSecondApprovalAbove && !all_given;
  }

  bool all_fit(const Auditor& auditor, const std::vector<std::string>& numbers) const {
    std::map<std::string, Fen> left;
    for (const std::string& number : numbers) {
      const Claim& claim = auditor.claims.at(number);
      const Determined& determined = claim.determinations.back();
      const Fen now = within_household_limit(determined.payable, auditor.approved_elsewhere(claim));
      if (now == 0 || now > determined.entitlement) return false;
      const auto available = left.emplace(claim.policy, auditor.balance(claim.policy, "limit:available")).first;
      const Fen fits = std::min(now, available->second);
      if (fits < determined.entitlement && !truncate_) return false;
      available->second -= fits;
    }
    return true;
  }

  static void open_sub_limit(Auditor& auditor, const Claim& claim, const std::string& scope) {
    if (auditor.balance(claim.policy, scope + "granted") != 0) return;
    Entry entry;
    entry.kind = "sub_limit_opened";
    entry.postings = {{scope + "available", kHouseholdLimit}, {scope + "granted", -kHouseholdLimit}};
    auditor.post(claim.policy, std::move(entry));
  }

  static std::int64_t post_approval(Auditor& auditor, const Claim& claim, const Approved& approved) {
    Entry entry;
    entry.kind = approved.approved > 0 ? "indemnity_approved" : "residual_recorded";
    entry.claim = claim.number;
    entry.determination = approved.determination;
    for (const auto& [funder, part] : shares_of(approved.approved))
      entry.postings.emplace_back("incurred:" + funder, part);
    const Fen reserve = auditor.reserve(claim);
    const std::string scope = auditor.scope(claim);
    open_sub_limit(auditor, claim, scope);
    const Postings more = {{"payable:" + claim.number, -approved.approved},
                           {"limit:committed", approved.approved},
                           {"limit:available", -approved.approved},
                           {scope + "committed", approved.approved},
                           {scope + "available", -approved.approved},
                           {"residual:county", approved.residual},
                           {"residual:owed:" + claim.number, -approved.residual},
                           {"reserve:estimate", -reserve},
                           {"reserve:outstanding:" + claim.number, reserve}};
    entry.postings.insert(entry.postings.end(), more.begin(), more.end());
    return auditor.post(claim.policy, std::move(entry));
  }

  std::optional<std::int64_t> determination_;
  Fen amount_;
  bool truncate_;
  mutable bool is_first_ = false;
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

std::unique_ptr<Act> make_approve(Random& random, const Auditor& auditor) {
  auto aim = some_seen_aim(random, auditor, kApprove.states);
  if (!aim) return nullptr;
  const auto numbers = auditor.open({aim->whole_report, aim->number, std::nullopt});
  if (!numbers) return nullptr;
  Fen total = 0;
  std::optional<std::int64_t> determination;
  const bool patient = random.chance(85);
  for (const std::string& number : *numbers) {
    const Claim& claim = auditor.claims.at(number);
    if (patient && !claim.notices.empty() && auditor.today() <= claim.notices.back().on.plus_days(kNoticeDays)) {
      return nullptr;
    }
    if (claim.determinations.empty()) continue;
    total += claim.determinations.back().entitlement;
    determination = claim.determinations.back().id;
  }
  if (random.chance(2)) total += random.between(-1, 1);
  if (aim->whole_report || random.chance(1)) determination.reset();
  if (determination && random.chance(2)) --*determination;
  return std::make_unique<Approve>(somebody(random, kApprove.role), std::move(*aim), determination, total,
                                   random.chance(60));
}

}  // namespace wildclaims::simulation
