// Residuals restored, when the limit is freed or topped up.
#include <algorithm>

#include "claims/workflow/restore_residuals.h"
#include "tests/simulation/acts.h"
#include "tests/simulation/approval_parts.h"

namespace wildclaims::simulation {
namespace {

using domain::Role;

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
      auditor.courses.add(auditor.books.at(policy_).settled ? Course::restored_after_settlement
                                                            : Course::restored_after_payment);
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
