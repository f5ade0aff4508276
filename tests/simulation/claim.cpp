#include "tests/simulation/claim.h"

#include <algorithm>

namespace wildclaims::simulation {
namespace {

// As much as both allow.
Fen take(Fen& less, Fen most) {
  const Fen taken = std::min(less, most);
  less -= taken;
  return taken;
}

}  // namespace

Fen Approved::standing() const {
  if (!stands()) return 0;
  Fen amount = approved;
  for (const Reduction& each : reductions) amount -= each.unpaid + each.recoverable;
  return amount;
}

Fen Claim::standing_approved() const {
  Fen sum = 0;
  for (const Approved& each : approvals) sum += each.standing();
  return sum;
}

Fen Claim::standing_residual(const Approved& of) const {
  if (!of.stands()) return 0;
  Fen left = of.residual;
  for (const Reduction& each : of.reductions) left -= each.residual;
  for (const Approved& each : approvals) {
    if (each.restores && each.stands() && each.adjusts == of.id) left -= each.approved;
  }
  return left;
}

Fen Claim::standing() const {
  Fen sum = standing_approved();
  for (const Approved& each : approvals) sum += standing_residual(each);
  const Approved* waiting = pending();
  return waiting == nullptr ? sum : sum + waiting->entitlement;
}

const Approved* Claim::pending() const {
  for (const Approved& each : approvals) {
    if (each.is_pending()) return &each;
  }
  return nullptr;
}

const Approved* Claim::held() const {
  if (state != "noticed") return nullptr;
  for (const Approved& each : approvals) {
    const bool waits = each.waits == Waits::funds && each.became == 0;
    if (waits && each.determination == determinations.back().id) return &each;
  }
  return nullptr;
}

const Approved* Claim::last_standing() const {
  const Approved* last = nullptr;
  for (const Approved& each : approvals) {
    if (each.stands() || each.is_pending()) last = &each;
  }
  return last;
}

const Approved* Claim::to_adjust() const {
  const Approved* last = nullptr;
  for (const Approved& each : approvals) {
    if (each.stands() && !each.restores) last = &each;
  }
  return last;
}

std::vector<std::size_t> Claim::out() const {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < payments.size(); ++i) {
    if (payments[i].returned_by == 0) places.push_back(i);
  }
  return places;
}

bool Claim::is_out(std::int64_t approval) const {
  return std::any_of(payments.begin(), payments.end(),
                     [&](const Payment& each) { return each.approval == approval && each.returned_by == 0; });
}

std::vector<Cut> Claim::cuts(Fen less) const {
  std::vector<Cut> cuts;
  for (std::size_t i = approvals.size(); i-- > 0;) {
    if (approvals[i].stands()) cuts.push_back({i, 0, 0, 0});
  }
  for (Cut& cut : cuts) cut.residual = take(less, standing_residual(approvals[cut.approval]));
  for (Cut& cut : cuts) {
    const Approved& of = approvals[cut.approval];
    if (!is_out(of.id)) cut.unpaid = take(less, of.standing());
  }
  for (Cut& cut : cuts) {
    const Approved& of = approvals[cut.approval];
    if (is_out(of.id)) cut.recoverable = take(less, of.standing());
  }
  std::erase_if(cuts, [](const Cut& cut) { return cut.all() == 0; });
  return cuts;
}

std::int64_t Claim::waiting_approver() const {
  // What restores a residual of an earlier answer has nothing to do with the one that waits.
  for (auto each = approvals.rbegin(); each != approvals.rend(); ++each) {
    if (each->restores) continue;
    return each->is_first() && each->determination == determinations.back().id ? each->by : 0;
  }
  return 0;
}

bool Claim::determined_by(std::int64_t user) const {
  return std::any_of(determinations.begin(), determinations.end(), [&](const auto& each) { return each.by == user; });
}

bool Claim::approved_by(std::int64_t user) const {
  return std::any_of(approvals.begin(), approvals.end(), [&](const Approved& each) {
    return each.by == user || each.became_by == user ||
           std::any_of(each.reductions.begin(), each.reductions.end(),
                       [&](const Reduction& reduction) { return reduction.by == user; });
  });
}

bool Claim::paid_by(std::int64_t user) const {
  return std::any_of(payments.begin(), payments.end(),
                     [&](const auto& each) {
                       return each.by == user || each.confirmed_by == user || each.returned_by == user;
                     }) ||
         std::any_of(recoveries.begin(), recoveries.end(), [&](const auto& each) { return each.by == user; });
}

}  // namespace wildclaims::simulation
