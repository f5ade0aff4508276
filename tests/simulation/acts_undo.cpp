// An approval undone before anything of it was paid.
#include <algorithm>

#include "claims/workflow/undo_approval.h"
#include "tests/simulation/acts.h"
#include "tests/simulation/approval_parts.h"

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
    const bool was_pending = approved->is_pending();
    take_back(auditor, claim, *approved, user());
    count_courses(auditor, claim, *approved, was_pending);
    auditor.move(claim, "undo_approval", "noticed", user());
  }

 private:
  static void count_courses(Auditor& auditor, const Claim& claim, const Approved& approved, bool was_pending) {
    if (was_pending) auditor.courses.add(Course::undone_while_pending);
    if (!was_pending && auditor.books.at(claim.policy).settled) auditor.courses.add(Course::undone_after_settlement);
    auditor.courses.add(approved.adjusts != 0 ? Course::undone_delta : Course::undone_first_answer);
    if (approved.residual > 0) auditor.courses.add(Course::undone_residual);
    const bool of_two = std::any_of(claim.approvals.begin(), claim.approvals.end(), [&](const Approved& each) {
      return each.is_first() && each.determination == approved.determination;
    });
    if (of_two) auditor.courses.add(Course::undone_of_two);
  }
};

}  // namespace

std::unique_ptr<Act> make_undo(Random& random, const Auditor& auditor) {
  auto aim = some_aim(random, auditor, kUndo.states);
  if (!aim) return nullptr;
  return std::make_unique<UndoApproval>("undo_approval", somebody(random, kUndo.role), std::move(*aim), kUndo);
}

}  // namespace wildclaims::simulation
