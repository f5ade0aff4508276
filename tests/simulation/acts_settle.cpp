// A year settled at its end, and approvals released that waited for funds.
#include <algorithm>
#include <map>

#include "claims/workflow/release_held.h"
#include "claims/workflow/settle_year.h"
#include "tests/simulation/approval_parts.h"
#include "tests/simulation/policy_act.h"

namespace wildclaims::simulation {
namespace {

using domain::Role;

// ---- settlement ----

// Every amount cut by one factor, rounded down to the fen; what is left over goes fen by fen to the largest remainders,
// the first of equals first.
std::vector<Fen> at_one_factor(Fen money, const std::vector<Fen>& wanted) {
  Fen all = 0;
  for (const Fen each : wanted) all += each;
  if (all <= money) return wanted;
  std::vector<Fen> given;
  std::vector<Fen> rest;
  Fen left = money;
  for (const Fen each : wanted) {
    given.push_back(each * money / all);
    rest.push_back(each * money % all);
    left -= given.back();
  }
  for (; left > 0; --left) {
    const auto largest = std::max_element(rest.begin(), rest.end());
    ++given[static_cast<std::size_t>(largest - rest.begin())];
    *largest = -1;
  }
  return given;
}

// What each of the claims gets, by number. Under priority the lesser losses are served first, equals at one factor.
std::map<std::string, Fen> year_shares(const Auditor& auditor, Fen money, const std::vector<std::string>& numbers) {
  std::map<int, std::vector<std::string>> ranks;
  for (const std::string& number : numbers) {
    const bool lesser = auditor.claims.at(number).determinations.back().payable < kServedFirstBelow;
    ranks[auditor.when_short == Shortage::priority && !lesser ? 2 : 1].push_back(number);
  }
  std::map<std::string, Fen> shares;
  for (const auto& [rank, of_rank] : ranks) {
    std::vector<Fen> wanted;
    for (const std::string& number : of_rank) wanted.push_back(auditor.claims.at(number).pending()->entitlement);
    const std::vector<Fen> given = at_one_factor(money, wanted);
    for (std::size_t i = 0; i < given.size(); ++i) {
      shares[of_rank[i]] = given[i];
      money -= given[i];
    }
  }
  return shares;
}

class SettleYear : public PolicyAct {
 public:
  SettleYear(std::int64_t user, std::string policy, std::optional<rules::Date> on)
      : PolicyAct("settle_year", user, Role::approver, std::move(policy)), on_(on) {}
  Performed perform(workflow::Work& work) const override {
    auto settled = workflow::settle_year(work, {policy(), "会议纪要1号", on_});
    if (!settled) return std::move(settled).failure<workflow::Answer>();
    return workflow::Answer{200,
                            said(settled->claims, settled->wanted.fen(), settled->available.fen(),
                                 settled->approved.fen(), settled->unpaid.fen()),
                            "", false};
  }

 protected:
  std::string details() const override { return on_ ? "on " + on_->to_string() : ""; }
  bool allowed_in(const Auditor& auditor, const Book& book) const override {
    const std::vector<std::string> numbers = pending(auditor);
    return auditor.is_due(policy()) && auditor.undecided(policy()).empty() && may_take_effect(auditor, book, on_) &&
           std::none_of(numbers.begin(), numbers.end(), [&](const std::string& number) {
             const Claim& claim = auditor.claims.at(number);
             return claim.determined_by(user()) || claim.paid_by(user());
           });
  }
  std::string record_in(Auditor& auditor, Book& book) const override {
    const std::vector<std::string> numbers = pending(auditor);
    const Fen available = auditor.balance(policy(), "limit:available");
    const Fen granted = -auditor.balance(policy(), "limit:granted");
    book.settled = {user(), granted, available, on_.value_or(auditor.today())};
    const std::map<std::string, Fen> shares = year_shares(auditor, available, numbers);
    Fen wanted = 0;
    Fen approved = 0;
    std::set<std::string> reports;
    for (const std::string& number : numbers) {
      Claim& claim = auditor.claims.at(number);
      wanted += claim.pending()->entitlement;
      approved += shares.at(number);
      settle(auditor, claim, shares.at(number));
      reports.insert(claim.report);
    }
    for (const std::string& report : reports) ++auditor.reports.at(report).version;
    happened(auditor, "year_settled");
    if (wanted > 0) auditor.courses.add(approved == wanted ? Course::settled_in_full : Course::settled_in_part);
    if (on_ && *on_ != auditor.today()) auditor.courses.add(Course::settled_for_an_earlier_day);
    if (granted != book.limit) auditor.courses.add(Course::settled_after_top_up);
    return said(std::ssize(numbers), wanted, available, approved, wanted - approved);
  }

 private:
  static std::string said(std::int64_t claims, Fen wanted, Fen available, Fen approved, Fen unpaid) {
    return "settled " + std::to_string(claims) + " wanted " + std::to_string(wanted) + " of " +
           std::to_string(available) + " approved " + std::to_string(approved) + " unpaid " + std::to_string(unpaid);
  }

  // In claim-number order.
  std::vector<std::string> pending(const Auditor& auditor) const {
    std::vector<std::string> numbers;
    for (const auto& [number, claim] : auditor.claims) {
      if (claim.policy == policy() && claim.pending() != nullptr) numbers.push_back(number);
    }
    return numbers;
  }

  void settle(Auditor& auditor, Claim& claim, Fen share) const {
    const auto place = static_cast<std::size_t>(claim.pending() - claim.approvals.data());
    const Approved waited = claim.approvals[place];
    Entry entry;
    entry.kind = "entitlement_settled";
    entry.claim = claim.number;
    entry.reverses = waited.sequence;
    entry.postings = {{"entitlement:" + claim.number, waited.entitlement},
                      {"entitlement:pending", -waited.entitlement}};
    const std::int64_t sequence = auditor.post(policy(), std::move(entry), on_);
    auditor.books.at(policy()).entitled[waited.scope] -= waited.entitlement;
    const std::int64_t became = grant(auditor, claim, {waited.entitlement, share, waited.by, on_}).id;
    claim.approvals[place].became = became;
    claim.approvals[place].became_by = user();
    claim.approvals[place].became_with = sequence;
    if (share == 0) auditor.courses.add(Course::settled_to_nothing);
    auditor.move(claim, share == 0 ? "settle_nothing" : "settle", share == 0 ? "closed" : "approved", user());
  }

  std::optional<rules::Date> on_;
};

// ---- release ----

class ReleaseHeld : public PolicyAct {
 public:
  ReleaseHeld(std::int64_t user, std::string policy)
      : PolicyAct("release_held", user, Role::approver, std::move(policy)) {}
  Performed perform(workflow::Work& work) const override {
    auto released = workflow::release_held(work, {policy()});
    if (!released) return std::move(released).failure<workflow::Answer>();
    std::string text = "released " + std::to_string(released->total.fen());
    for (const auto& claim : released->claims) text += said(claim.number, claim.amount.fen());
    return workflow::Answer{200, text + " waiting " + std::to_string(released->waiting), "", false};
  }

 protected:
  std::string details() const override { return {}; }
  bool allowed_in(const Auditor& auditor, const Book&) const override {
    // What one claim is given decides what there is for the next.
    Auditor trial = auditor;
    return release(trial).has_value();
  }
  std::string record_in(Auditor& auditor, Book&) const override {
    const std::string text = release(auditor).value();
    const std::size_t waiting = auditor.held(policy()).size();
    auditor.courses.add(waiting == 0 ? Course::released_all : Course::released_some);
    happened(auditor, "held_approvals_released");
    return text + " waiting " + std::to_string(waiting);
  }

 private:
  static std::string said(const std::string& claim, Fen amount) { return " " + claim + " " + std::to_string(amount); }

  // Nobody passes the first that does not fit, or whose household has had its due. Nothing: refused.
  std::optional<std::string> release(Auditor& auditor) const {
    Fen total = 0;
    std::string text;
    for (const std::string& number : auditor.held(policy())) {
      Claim& claim = auditor.claims.at(number);
      if (claim.determined_by(user()) || claim.paid_by(user())) return std::nullopt;
      const Fen available = auditor.balance(policy(), "limit:available");
      const Fen entitled = auditor.entitled_now(claim);
      const Fen more = entitled - claim.standing();
      if (more <= 0 || entitled > claim.determinations.back().entitlement || more > available) break;
      carry_out(auditor, claim, more);
      total += more;
      text += said(number, more);
    }
    return total == 0 ? std::nullopt : std::optional("released " + std::to_string(total) + text);
  }

  void carry_out(Auditor& auditor, Claim& claim, Fen more) const {
    const auto place = static_cast<std::size_t>(claim.held() - claim.approvals.data());
    const std::int64_t by = claim.approvals[place].by;
    if (claim.standing() != 0) auditor.courses.add(Course::released_a_delta);
    open_sub_limit(auditor, claim);
    const std::int64_t became = grant(auditor, claim, {more, more, by}).id;
    claim.approvals[place].became = became;
    claim.approvals[place].became_by = user();
    auditor.move(claim, "approve", "approved", user());
    ++auditor.reports.at(claim.report).version;
  }
};

}  // namespace

std::unique_ptr<Act> make_settle_year(Random& random, const Auditor& auditor) {
  // Mostly a year that can be settled.
  std::vector<std::string> ready;
  for (const auto& [policy, book] : auditor.books) {
    if (auditor.is_due(policy) && auditor.undecided(policy).empty()) ready.push_back(policy);
  }
  if (ready.empty() && !random.chance(8)) return nullptr;
  return std::make_unique<SettleYear>(somebody(random, Role::approver),
                                      ready.empty() ? some_policy(random, auditor) : random.pick(ready),
                                      some_day(random, auditor));
}

std::unique_ptr<Act> make_release_held(Random& random, const Auditor& auditor) {
  std::vector<std::string> with_queue;
  for (const auto& [policy, book] : auditor.books) {
    if (!auditor.held(policy).empty()) with_queue.push_back(policy);
  }
  if (with_queue.empty() && !random.chance(4)) return nullptr;
  return std::make_unique<ReleaseHeld>(somebody(random, Role::approver),
                                       with_queue.empty() ? some_policy(random, auditor) : random.pick(with_queue));
}

}  // namespace wildclaims::simulation
