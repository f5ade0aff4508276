// Approval: what a new answer adds, and what it takes away.
#include <algorithm>

#include "claims/workflow/approve.h"
#include "tests/simulation/acts.h"
#include "tests/simulation/approval_parts.h"

namespace wildclaims::simulation {
namespace {

using domain::Role;

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
      if (claim.held() != nullptr) return false;
      total += claim.determinations.back().entitlement;
    }
    if (!aim().whole_report && determination_ != auditor.claims.at(numbers.front()).determinations.back().id) {
      return false;
    }
    return amount_ == total && (is_first_of_two(auditor, numbers) || all_fit(auditor, numbers));
  }

  void record_for(Auditor& auditor, Claim& claim) const override {
    if (is_first_) {
      if (claim.waiting_approver() == 0 && adds(claim)) record_first(auditor, claim);
      return;
    }
    const Fen standing = claim.standing();
    const Fen now = auditor.entitled_now(claim);
    if (auditor.waits_for_settlement(claim.policy)) {
      pend(auditor, claim, now);
      return;
    }
    if (now > standing && must_wait(auditor, claim, now - standing)) {
      hold(auditor, claim, now - standing);
      return;
    }
    if (now > standing) {
      raise(auditor, claim, now - standing);
      return;
    }
    if (now == standing) auditor.courses.add(Course::upheld);
    if (now < standing) lower(auditor, claim, standing - now);
    auditor.set_reserve(claim, 0);
    settle(auditor, claim);
  }

 private:
  static bool adds(const Claim& claim) { return claim.determinations.back().entitlement > claim.standing(); }

  static bool is_first_of_two(const Auditor& auditor, const std::vector<std::string>& numbers) {
    Fen total = 0;
    bool all_given = true;
    for (const std::string& number : numbers) {
      const Claim& claim = auditor.claims.at(number);
      total += claim.determinations.back().entitlement;
      all_given = all_given && (claim.waiting_approver() != 0 || !adds(claim));
    }
    return total > kSecondApprovalAbove && !all_given;
  }

  // One claim after the other: what is taken from one is there for the next.
  bool all_fit(const Auditor& auditor, const std::vector<std::string>& numbers) const {
    const std::string& policy = auditor.claims.at(numbers.front()).policy;
    const bool is_pending = auditor.waits_for_settlement(policy);
    const bool may_wait = auditor.when_short_now(policy) == Shortage::hold;
    Fen available = auditor.balance(policy, "limit:available");
    for (const std::string& number : numbers) {
      const Claim& claim = auditor.claims.at(number);
      const Fen determined = claim.determinations.back().entitlement;
      const Fen standing = claim.standing();
      const Fen now = auditor.entitled_now(claim);
      if ((now == 0 && standing == 0) || now > determined) return false;
      if (is_pending) {
        if (now < determined && !truncate_) return false;
      } else if (now > standing) {
        const Fen fits = may_wait ? now - standing : std::min(now - standing, available);
        if (fits < determined - standing && !truncate_) return false;
        available -= fits;
      } else {
        for (const Cut& cut : claim.cuts(standing - now)) available += cut.unpaid;
      }
    }
    return true;
  }

  void record_first(Auditor& auditor, Claim& claim) const {
    const Determined& determined = claim.determinations.back();
    Approved first;
    first.id = ++auditor.approvals;
    first.determination = determined.id;
    first.by = user();
    first.entitlement = auditor.entitled_now(claim);
    if (first.entitlement == 0) first.entitlement = determined.entitlement;
    claim.approvals.push_back(first);
    auditor.move(claim, "approve_first", "noticed", user());
  }

  // The year is settled at its end: until then the answer is pending, in place of an earlier one.
  void pend(Auditor& auditor, Claim& claim, Fen now) const {
    for (Approved& each : claim.approvals) {
      if (!each.is_pending()) continue;
      auditor.courses.add(Course::pending_replaced);
      take_back(auditor, claim, each, user());
    }
    if (now == 0) {
      auditor.set_reserve(claim, 0);
      settle(auditor, claim);
      return;
    }
    open_sub_limit(auditor, claim);
    Approved pending;
    pending.id = ++auditor.approvals;
    pending.determination = claim.determinations.back().id;
    pending.by = user();
    pending.waits = Waits::settlement;
    pending.entitlement = now;
    pending.scope = auditor.running_total(claim);
    Entry entry;
    entry.kind = "entitlement_recorded";
    entry.claim = claim.number;
    entry.determination = pending.determination;
    entry.postings = {{"entitlement:pending", now}, {"entitlement:" + claim.number, -now}};
    add_reserve_release(entry.postings, claim, auditor.reserve(claim));
    pending.sequence = auditor.post(claim.policy, std::move(entry));
    auditor.books.at(claim.policy).entitled[pending.scope] += now;
    claim.approvals.push_back(pending);
    auditor.move(claim, "approve", "approved", user());
  }

  static bool must_wait(const Auditor& auditor, const Claim& claim, Fen more) {
    return auditor.when_short_now(claim.policy) == Shortage::hold &&
           (more > auditor.balance(claim.policy, "limit:available") || !auditor.held(claim.policy).empty());
  }

  // Behind all that wait already.
  void hold(Auditor& auditor, Claim& claim, Fen more) const {
    const bool fits = more <= auditor.balance(claim.policy, "limit:available");
    auditor.courses.add(fits ? Course::held_behind_others : Course::held_for_funds);
    Approved held;
    held.id = ++auditor.approvals;
    held.determination = claim.determinations.back().id;
    held.by = user();
    held.waits = Waits::funds;
    held.entitlement = more;
    claim.approvals.push_back(held);
    auditor.move(claim, "hold", "noticed", user());
  }

  // The new answer gives `more` than what stands.
  void raise(Auditor& auditor, Claim& claim, Fen more) const {
    const bool stood = claim.standing() != 0;
    open_sub_limit(auditor, claim);
    const Approved& approved = grant(auditor, claim, {more, auditor.balance(claim.policy, "limit:available"), user()});
    if (stood) {
      const bool is_paid = !claim.out().empty();
      auditor.courses.add(is_paid ? Course::raised_after_payment : Course::raised_before_payment);
      if (approved.residual > 0) auditor.courses.add(Course::raised_beyond_limit);
      if (auditor.books.at(claim.policy).settled) auditor.courses.add(Course::raised_after_settlement);
    }
    if (approved.approved > 0) {
      auditor.move(claim, "approve", "approved", user());
    } else if (!stood) {
      auditor.move(claim, "approve_residual_only", "closed", user());
    } else {
      settle(auditor, claim);
    }
  }

  // The new answer gives `less` than what stands.
  void lower(Auditor& auditor, Claim& claim, Fen less) const {
    for (const Cut& cut : claim.cuts(less)) {
      Approved& of = claim.approvals[cut.approval];
      const std::map<std::string, Fen> parts = taken_from(of.borne, cut.unpaid + cut.recoverable);
      for (const auto& [funder, part] : parts) of.borne[funder] -= part;
      Entry entry;
      entry.kind = "indemnity_lowered";
      entry.claim = claim.number;
      entry.determination = claim.determinations.back().id;
      entry.adjusts = of.sequence;
      add_incurred(entry.postings, parts, -1);
      entry.postings.emplace_back("payable:" + claim.number, cut.unpaid);
      entry.postings.emplace_back("recovery:receivable:" + claim.number, cut.recoverable);
      add_limit_move(entry.postings, auditor.scope(claim), "available", "committed", cut.unpaid);
      entry.postings.emplace_back("residual:owed:" + claim.number, cut.residual);
      entry.postings.emplace_back("residual:county", -cut.residual);
      add_reserve_release(entry.postings, claim, auditor.reserve(claim));
      const std::int64_t sequence = auditor.post(claim.policy, std::move(entry));
      of.reductions.push_back(
          {claim.determinations.back().id, cut.residual, cut.unpaid, cut.recoverable, sequence, user()});
      auditor.books.at(claim.policy).entitled[of.scope] -= cut.all();
      if (cut.residual > 0) auditor.courses.add(Course::lowered_residual);
      if (cut.unpaid > 0) auditor.courses.add(Course::lowered_before_payment);
      if (cut.recoverable > 0) auditor.courses.add(Course::lowered_after_payment);
    }
    if (claim.standing() == 0) auditor.courses.add(Course::lowered_to_nothing);
  }

  // Where a claim goes to which nothing was added that can be paid.
  void settle(Auditor& auditor, Claim& claim) const {
    if (auditor.balance(claim.policy, "payable:" + claim.number) != 0) {
      auditor.move(claim, "uphold_unpaid", "approved", user());
    } else if (claim.standing_approved() != 0) {
      auditor.move(claim, "uphold", "paid", user());
    } else if (claim.determinations.back().denied) {
      auditor.move(claim, "uphold_denial", "denied", user());
    } else {
      auditor.move(claim, "uphold_nothing", "closed", user());
    }
  }

  std::optional<std::int64_t> determination_;
  Fen amount_;
  bool truncate_;
  mutable bool is_first_ = false;
};

}  // namespace

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
