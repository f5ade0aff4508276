#include "rules/authoring/replay.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "rules/engine/compiled_rules.h"

namespace wildclaims::rules::authoring {
namespace {

bool at_year_end(Exhaustion policy) { return policy == Exhaustion::prorate || policy == Exhaustion::priority; }

// The reserved share of a limit that is not the rulebook's own, rounded down.
Money reserved_of(const PolicyTerms& terms, Money limit) {
  if (terms.aggregate_limit.is_zero()) return {};
  const Int128 product = Int128{terms.year.reserved.fen()} * limit.fen();
  return Money::from_fen(static_cast<std::int64_t>(product / terms.aggregate_limit.fen()));
}

// What a sum is kept by, beside the scope's own number.
std::uint64_t with_code(std::size_t year, std::int64_t code) {
  return (static_cast<std::uint64_t>(year) << 32U) | static_cast<std::uint64_t>(code + 1);
}

}  // namespace

Replay::Replay(std::shared_ptr<const Rulebook> rulebook, Money limit, bool move_dates)
    : rulebook_(std::move(rulebook)),
      evaluator_(rulebook_),
      dates_(*rulebook_),
      limit_(limit),
      move_dates_(move_dates),
      scratch_(rulebook_->fact_layout(), 0),
      approved_parts_(rulebook_->funders().size()) {
  const CompiledSharingKeys& keys = rulebook_->compiled().year_keys;
  needs_keys_ =
      at_year_end(rulebook_->policy_terms().when_exhausted) && (keys.priority || keys.reserved || keys.exempt);
  find_totals();
}

void Replay::find_totals() {
  for (const RunningTotal& total : rulebook_->running_totals()) {
    ReplayedTotal& known = totals_.emplace_back();
    known.name = total.name;
    known.label = total.label;
    const bool summable = total.of == rulebook_->result_step() && total.per != LimitScope::plot_year &&
                          total.per != LimitScope::item && total.per != LimitScope::claim;
    for (const Scope scope : {Scope::claim, Scope::event}) {
      const auto fact = rulebook_->fact_layout()->index_of(scope, total.name);
      if (!fact || !summable) continue;
      const FactDeclaration& declared = rulebook_->fact_declarations(scope)[*fact];
      if (declared.origin != Origin::running || !declared.money || declared.decimals != 2) continue;
      Followed& followed = followed_.emplace_back();
      followed.total = totals_.size() - 1;
      followed.scope = scope;
      followed.fact = *fact;
      followed.per = total.per;
      if (!total.by.empty()) followed.by = rulebook_->fact_layout()->index_of(Scope::claim, total.by);
      followed.at_most = declared.at_most;
      known.followed = true;
    }
  }
}

int Replay::policy_year_of(Date loss) const {
  const Date from = rulebook_->in_force_from();
  const bool before = std::pair(loss.month(), loss.day()) < std::pair(from.month(), from.day());
  return loss.year() - (before ? 1 : 0);
}

std::size_t Replay::year_of(int policy_year) {
  // The latest years are asked for most.
  for (std::size_t i = years_.size(); i-- > 0;) {
    if (years_[i].year == policy_year) return i;
  }
  ReplayedYear& year = years_.emplace_back();
  year.year = policy_year;
  year.limit = limit_;
  wanted_.emplace_back();
  return years_.size() - 1;
}

bool Replay::move(const Facts& facts) {
  scratch_ = facts;
  years_moved_ = 0;
  loss_outside_ = false;
  const auto loss = loss_date(*rulebook_, scratch_);
  if (!loss) return true;
  loss_outside_ = !rulebook_->in_force_on(*loss);
  if (!loss_outside_ || !move_dates_) return true;
  const auto years = dates_.years(*loss);
  if (!years) return true;
  if (!dates_.move(scratch_, *years)) {
    fault_ = {"",
              "no_such_day",
              {"日期移入草案年度后超出日历范围。", "a date moved to the draft's year leaves the calendar"}};
    return false;
  }
  years_moved_ = *years;
  loss_outside_ = false;
  return true;
}

bool Replay::fill_totals(const ReplayPlace& place) {
  for (Followed& each : followed_) {
    const bool by_household = each.per == LimitScope::household_event || each.per == LimitScope::household_year;
    const bool by_event = each.per == LimitScope::household_event || each.per == LimitScope::event;
    each.sum = nullptr;
    if ((by_household && !place.household) || (by_event && !place.event)) {
      ++totals_[each.total].as_stored;
      continue;
    }
    const std::int64_t code = each.by ? scratch_.claim_value(*each.by).value_or(-1) : -1;
    const std::uint64_t year = with_code(by_event ? 0 : place.year, code);
    switch (each.per) {
      case LimitScope::household_event:
        each.sum = &each.sums.at(*place.household, *place.event);
        break;
      case LimitScope::household_year:
        each.sum = &each.sums.at(*place.household, year);
        break;
      case LimitScope::event:
        each.sum = &each.sums.at(*place.event, year);
        break;
      case LimitScope::policy_year:
        each.sum = &each.sums.at(0, year);
        break;
      case LimitScope::item:
      case LimitScope::claim:
      case LimitScope::plot_year:
        continue;
    }
    if (*each.sum > each.at_most) {
      fault_ = {"/running/" + totals_[each.total].name,
                "out_of_range",
                {"草案下此前累计核定已超出该累计值的范围。",
                 "what the draft approved before is beyond the range of this running total"}};
      return false;
    }
    if (each.scope == Scope::claim) {
      scratch_.set_claim_value(each.fact, *each.sum);
    } else {
      scratch_.set_event_value(each.fact, *each.sum);
    }
  }
  for (ReplayedTotal& total : totals_) {
    if (!total.followed) ++total.as_stored;
  }
  return true;
}

// Rare rulebooks settle their year by more than the amounts: these take the full determination.
bool Replay::take_keys() {
  const auto full = determine(*rulebook_, scratch_);
  if (const auto* fault = std::get_if<Fault>(&full)) {
    fault_ = *fault;
    return false;
  }
  const auto& determination = std::get<Determination>(full);
  keys_.priority = determination.year_priority;
  keys_.reserved = determination.year_reserved;
  keys_.exempt = determination.year_exempt;
  return true;
}

void Replay::note(ReplayedYear& year, Date decided_on) {
  ++year.claims_unpaid;
  if (!year.exhausted_on) year.exhausted_on = decided_on;
}

void Replay::pay(const ReplayPlace& place) {
  ReplayedYear& year = years_[place.year];
  const PolicyTerms& terms = rulebook_->policy_terms();
  // Under hold nobody passes a claim that waits.
  const bool waits = terms.when_exhausted == Exhaustion::hold && year.claims_unpaid > 0;
  claim_.paid = exhaust(terms.when_exhausted, claim_.entitlement, waits ? Money() : year.limit - year.approved);
  year.entitlement += claim_.entitlement;
  year.approved += claim_.paid.approved;
  year.unpaid += claim_.paid.residual + claim_.paid.held;
  year.pending += claim_.paid.pending;
  if (!claim_.paid.residual.is_zero() || !claim_.paid.held.is_zero()) note(year, place.decided_on);
  if (at_year_end(terms.when_exhausted)) {
    std::vector<YearClaim>& wanted = wanted_[place.year];
    keys_.wanted = claim_.entitlement;
    if (wanted.size() <= kMostSettledClaims) wanted.push_back(keys_);
    const bool counts = !keys_.exempt || terms.year.exempt_counts;
    if (counts && !year.exhausted_on && year.pending > year.limit) year.exhausted_on = place.decided_on;
  }
}

void Replay::share_approved() {
  if (claim_.paid.approved == claim_.entitlement) {
    claim_.approved_parts = claim_.parts;
    return;
  }
  std::fill(approved_parts_.begin(), approved_parts_.end(), 0);
  claim_.approved_parts = approved_parts_;
  if (claim_.paid.approved.is_zero()) return;
  // The one claim of a year that takes the last of the money.
  const auto full = determine(*rulebook_, scratch_);
  const auto* determination = std::get_if<Determination>(&full);
  const auto parts = determination ? fund(*rulebook_, *determination, claim_.paid.approved) : std::nullopt;
  for (std::size_t i = 0; parts && i < parts->size(); ++i) approved_parts_[i] = (*parts)[i].amount.fen();
}

const ReplayedClaim* Replay::add(const Facts& facts, const ReplayPlace& place) {
  if (!move(facts) || !fill_totals(place)) return nullptr;
  const Answer* answer = evaluator_.evaluate(scratch_);
  if (answer == nullptr) {
    fault_ = evaluator_.fault();
    return nullptr;
  }
  if (needs_keys_ && !take_keys()) return nullptr;
  claim_.denied = answer->denied;
  claim_.entitlement = answer->entitlement;
  claim_.parts = answer->parts;
  pay(place);
  share_approved();
  const Money counted = claim_.paid.approved + claim_.paid.residual + claim_.paid.pending;
  for (const Followed& each : followed_) {
    if (each.sum != nullptr) *each.sum += counted.fen();
  }
  return &claim_;
}

void Replay::settle() {
  const PolicyTerms& terms = rulebook_->policy_terms();
  if (!at_year_end(terms.when_exhausted)) return;
  for (std::size_t i = 0; i < years_.size(); ++i) {
    ReplayedYear& year = years_[i];
    if (wanted_[i].size() > kMostSettledClaims) continue;
    YearRule rule = terms.year;
    rule.reserved = reserved_of(terms, year.limit);
    for (const YearShare& share : settle_year(rule, year.limit, wanted_[i])) {
      year.approved += share.approved;
      year.unpaid += share.unpaid + share.carried;
      if (!share.unpaid.is_zero() || !share.carried.is_zero()) ++year.claims_unpaid;
    }
    year.pending = Money();
    year.settled = true;
    wanted_[i].clear();
  }
}

}  // namespace wildclaims::rules::authoring
