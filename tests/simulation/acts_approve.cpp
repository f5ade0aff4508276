// Acts of approvers on money: approval and what a later answer adds or takes away, undoing, and residuals restored.
#include <algorithm>

#include "claims/workflow/approve.h"
#include "claims/workflow/restore_residuals.h"
#include "claims/workflow/undo_approval.h"
#include "tests/simulation/acts.h"

namespace wildclaims::simulation {
namespace {

using domain::Role;

std::map<std::string, Fen> borne_of(Fen amount) {
  std::map<std::string, Fen> borne;
  for (const auto& [funder, part] : shares_of(amount)) borne[funder] = part;
  return borne;
}

void add_incurred(Postings& postings, const std::map<std::string, Fen>& parts, Fen sign) {
  for (const auto& [funder, part] : parts) postings.emplace_back("incurred:" + funder, sign * part);
}

// From one pocket to another, in the aggregate limit and in the claim's sub-limit.
void add_limit_move(Postings& postings, const std::string& scope, const char* to, const char* from, Fen amount) {
  for (const std::string& limit : {std::string("limit:"), scope}) {
    postings.emplace_back(limit + to, amount);
    postings.emplace_back(limit + from, -amount);
  }
}

void add_reserve_release(Postings& postings, const Claim& claim, Fen reserve) {
  postings.emplace_back("reserve:estimate", -reserve);
  postings.emplace_back("reserve:outstanding:" + claim.number, reserve);
}

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
    if (is_first_) {
      if (claim.waiting_approver() == 0 && adds(claim)) record_first(auditor, claim);
      return;
    }
    const Fen standing = claim.standing();
    const Fen now = auditor.entitled_now(claim);
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
    Fen available = auditor.balance(auditor.claims.at(numbers.front()).policy, "limit:available");
    for (const std::string& number : numbers) {
      const Claim& claim = auditor.claims.at(number);
      const Fen determined = claim.determinations.back().entitlement;
      const Fen standing = claim.standing();
      const Fen now = auditor.entitled_now(claim);
      if ((now == 0 && standing == 0) || now > determined) return false;
      if (now > standing) {
        const Fen fits = std::min(now - standing, available);
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

  // The new answer gives `more` than what stands.
  void raise(Auditor& auditor, Claim& claim, Fen more) const {
    const bool stood = claim.standing() != 0;
    open_sub_limit(auditor, claim);
    Approved approved;
    approved.id = ++auditor.approvals;
    approved.determination = claim.determinations.back().id;
    approved.by = user();
    approved.final = true;
    approved.entitlement = more;
    approved.approved = std::min(more, auditor.balance(claim.policy, "limit:available"));
    approved.residual = more - approved.approved;
    approved.scope = auditor.running_total(claim);
    approved.borne = borne_of(approved.approved);
    std::int64_t adjusted = 0;
    if (const Approved* before = claim.to_adjust()) {
      approved.adjusts = before->id;
      adjusted = before->sequence;
    }
    approved.sequence = post_approval(auditor, claim, approved, adjusted);
    auditor.books.at(claim.policy).entitled[approved.scope] += more;
    if (stood) {
      const bool is_paid = !claim.out().empty();
      auditor.courses.add(is_paid ? Course::raised_after_payment : Course::raised_before_payment);
      if (approved.residual > 0) auditor.courses.add(Course::raised_beyond_limit);
    }
    claim.approvals.push_back(approved);
    if (approved.approved > 0) {
      auditor.move(claim, "approve", "approved", user());
    } else if (!stood) {
      auditor.move(claim, "approve_residual_only", "closed", user());
    } else {
      settle(auditor, claim);
    }
  }

  // When it is used first; and wider, when money that is to be paid back takes up what may be given again.
  static void open_sub_limit(Auditor& auditor, const Claim& claim) {
    const std::string scope = auditor.scope(claim);
    const bool is_open = auditor.balance(claim.policy, scope + "granted") != 0;
    const Fen entitled = auditor.approved_elsewhere(claim) + claim.standing();
    const Fen wider = kHouseholdLimit - entitled - auditor.balance(claim.policy, scope + "available");
    if (wider <= 0) return;
    if (is_open) auditor.courses.add(Course::sub_limit_widened);
    Entry entry;
    entry.kind = "sub_limit_opened";
    entry.postings = {{scope + "available", wider}, {scope + "granted", -wider}};
    auditor.post(claim.policy, std::move(entry));
  }

  static std::int64_t post_approval(Auditor& auditor, const Claim& claim, const Approved& approved,
                                    std::int64_t adjusted) {
    Entry entry;
    entry.kind = approved.approved > 0 ? "indemnity_approved" : "residual_recorded";
    entry.claim = claim.number;
    entry.determination = approved.determination;
    entry.adjusts = adjusted;
    add_incurred(entry.postings, approved.borne, 1);
    entry.postings.emplace_back("payable:" + claim.number, -approved.approved);
    add_limit_move(entry.postings, auditor.scope(claim), "committed", "available", approved.approved);
    entry.postings.emplace_back("residual:county", approved.residual);
    entry.postings.emplace_back("residual:owed:" + claim.number, -approved.residual);
    add_reserve_release(entry.postings, claim, auditor.reserve(claim));
    return auditor.post(claim.policy, std::move(entry));
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

// ---- undoing ----

const FileAct::Rule kUndo{Role::approver, {"approved"}};

class UndoApproval : public FileAct {
 public:
  using FileAct::FileAct;
  Performed perform(workflow::Work& work) const override {
    return answered(workflow::undo_approval(work, {target(), "附件有误"}));
  }

 protected:
  bool allowed_for(const Auditor& auditor, const std::vector<std::string>& numbers) const override {
    return std::all_of(numbers.begin(), numbers.end(), [&](const std::string& number) {
      const Claim& claim = auditor.claims.at(number);
      const Approved* last = claim.last_standing();
      return !claim.determined_by(user()) && !claim.paid_by(user()) && last != nullptr && !last->restores &&
             last->reductions.empty() && !claim.is_out(last->id);
    });
  }
  void record_for(Auditor& auditor, Claim& claim) const override {
    const auto approved = std::find_if(claim.approvals.begin(), claim.approvals.end(),
                                       [&](const Approved& each) { return &each == claim.last_standing(); });
    const Entry& given = auditor.books.at(claim.policy).entries[static_cast<std::size_t>(approved->sequence - 1)];
    Entry entry;
    entry.kind = "approval_undone";
    entry.claim = claim.number;
    entry.reverses = approved->sequence;
    for (const auto& [account, amount] : given.postings) entry.postings.emplace_back(account, -amount);
    approved->undone = auditor.post(claim.policy, std::move(entry));
    approved->undone_by = user();
    auditor.books.at(claim.policy).entitled[approved->scope] -= approved->entitlement;
    auditor.courses.add(approved->adjusts != 0 ? Course::undone_delta : Course::undone_first_answer);
    if (approved->residual > 0) auditor.courses.add(Course::undone_residual);
    const bool of_two = std::any_of(claim.approvals.begin(), approved, [&](const Approved& each) {
      return !each.final && each.determination == approved->determination;
    });
    if (of_two) auditor.courses.add(Course::undone_of_two);
    auditor.move(claim, "undo_approval", "noticed", user());
  }
};

// ---- residuals ----

class RestoreResiduals : public Act {
 public:
  RestoreResiduals(std::int64_t user, std::string policy)
      : Act("restore_residuals", user), policy_(std::move(policy)) {}

  std::string request() const override { return "restore " + policy_; }
  Performed perform(workflow::Work& work) const override {
    auto restored = workflow::restore_residuals(work, {policy_});
    if (!restored) return std::move(restored).failure<workflow::Answer>();
    std::string text = "restored " + std::to_string(restored->total.fen());
    for (const auto& claim : restored->claims) text += said(claim.number, claim.amount.fen(), claim.left.fen());
    return workflow::Answer{200, text, "", false};
  }
  bool allowed(const Auditor& auditor) const override {
    if (!may(user(), Role::approver) || auditor.books.count(policy_) == 0 || !auditor.restores_residuals) return false;
    const std::vector<Left> all = within_limit(auditor);
    return !all.empty() && std::none_of(all.begin(), all.end(), [&](const Left& left) {
      const Claim& claim = auditor.claims.at(left.claim);
      return claim.determined_by(user()) || claim.paid_by(user());
    });
  }
  std::string record(Auditor& auditor, const std::string&) const override {
    Fen total = 0;
    std::string text;
    for (const Left& left : within_limit(auditor)) {
      Claim& claim = auditor.claims.at(left.claim);
      const Fen amount = std::min(left.residual, auditor.balance(policy_, "limit:available"));
      restore(auditor, claim, claim.approvals[left.approval], amount);
      auditor.courses.add(amount == left.residual ? Course::restored_whole : Course::restored_in_part);
      text += said(claim.number, amount, left.residual - amount);
      total += amount;
    }
    auditor.happenings.push_back("residuals_restored " + policy_ + " " + std::to_string(user()));
    return "restored " + std::to_string(total) + text;
  }

 private:
  // A residual that stands, and the place of the approval that left it.
  struct Left {
    std::int64_t id = 0;
    std::string claim;
    std::size_t approval = 0;
    Fen residual = 0;
  };

  static std::string said(const std::string& claim, Fen amount, Fen left) {
    return " " + claim + " " + std::to_string(amount) + " left " + std::to_string(left);
  }

  // In the order of the approvals, as far as the limit reaches.
  std::vector<Left> within_limit(const Auditor& auditor) const {
    std::vector<Left> all;
    for (const auto& [number, claim] : auditor.claims) {
      if (claim.policy != policy_) continue;
      for (std::size_t i = 0; i < claim.approvals.size(); ++i) {
        const Fen residual = claim.standing_residual(claim.approvals[i]);
        // What an answer left unpaid that was replaced since is passed over.
        if (residual > 0 && claim.approvals[i].determination == claim.determinations.back().id)
          all.push_back({claim.approvals[i].id, number, i, residual});
      }
    }
    std::sort(all.begin(), all.end(), [](const Left& one, const Left& other) { return one.id < other.id; });
    Fen available = auditor.balance(policy_, "limit:available");
    std::size_t count = 0;
    for (; count < all.size() && available > 0; ++count) available -= std::min(available, all[count].residual);
    all.resize(count);
    return all;
  }

  void restore(Auditor& auditor, Claim& claim, const Approved& of, Fen amount) const {
    Approved row;
    row.id = ++auditor.approvals;
    row.determination = of.determination;
    row.by = user();
    row.final = true;
    row.entitlement = amount;
    row.approved = amount;
    row.adjusts = of.id;
    row.restores = true;
    row.scope = of.scope;
    row.borne = borne_of(amount);
    Entry entry;
    entry.kind = "residual_restored";
    entry.claim = claim.number;
    entry.determination = of.determination;
    entry.adjusts = of.sequence;
    add_incurred(entry.postings, row.borne, 1);
    entry.postings.emplace_back("payable:" + claim.number, -amount);
    add_limit_move(entry.postings, auditor.scope(claim), "committed", "available", amount);
    entry.postings.emplace_back("residual:owed:" + claim.number, amount);
    entry.postings.emplace_back("residual:county", -amount);
    row.sequence = auditor.post(policy_, std::move(entry));
    claim.approvals.push_back(std::move(row));
    if (claim.state == "paid" || claim.state == "closed") {
      auditor.courses.add(Course::restored_after_payment);
      claim.state = "approved";
    } else if (claim.state != "approved" && claim.state != "paying") {
      auditor.courses.add(Course::restored_while_appealed);
    }
    auditor.move(claim, "restore_residual", claim.state, user());
    ++auditor.reports.at(claim.report).version;
  }

  std::string policy_;
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

std::unique_ptr<Act> make_undo(Random& random, const Auditor& auditor) {
  auto aim = some_aim(random, auditor, kUndo.states);
  if (!aim) return nullptr;
  return std::make_unique<UndoApproval>("undo_approval", somebody(random, kUndo.role), std::move(*aim), kUndo);
}

std::unique_ptr<Act> make_restore(Random& random, const Auditor& auditor) {
  // Mostly where there is something to restore.
  std::vector<std::string> with_residual;
  for (const auto& [policy, book] : auditor.books) {
    if (auditor.balance(policy, "residual:county") > 0 && auditor.balance(policy, "limit:available") > 0) {
      with_residual.push_back(policy);
    }
  }
  if (with_residual.empty() && !random.chance(10)) return nullptr;
  return std::make_unique<RestoreResiduals>(somebody(random, Role::approver), with_residual.empty()
                                                                                  ? some_policy(random, auditor)
                                                                                  : random.pick(with_residual));
}

}  // namespace wildclaims::simulation
