// An approval undone before anything of it was paid.
#include <algorithm>

#include "claims/workflow/undo_approval.h"
#include "tests/simulation/acts.h"

namespace wildclaims::simulation {
namespace {

using domain::Role;

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

}  // namespace

std::unique_ptr<Act> make_undo(Random& random, const Auditor& auditor) {
  auto aim = some_aim(random, auditor, kUndo.states);
  if (!aim) return nullptr;
  return std::make_unique<UndoApproval>("undo_approval", somebody(random, kUndo.role), std::move(*aim), kUndo);
}

}  // namespace wildclaims::simulation
