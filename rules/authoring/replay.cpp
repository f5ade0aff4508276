#include "rules/authoring/replay.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "rules/engine/compiled_rules.h"
#include "rules/year_rule.h"

namespace wildclaims::rules::authoring {
namespace {

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
      move_dates_(move_dates) {
  const CompiledSharingKeys& keys = rulebook_->compiled().year_keys;
  needs_keys_ = is_settled_at_year_end(rulebook_->policy_terms().when_exhausted) &&
                (keys.priority || keys.reserved || keys.exempt);
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

std::optional<Replay::Key> Replay::key_of(const Followed& followed, const ClaimToReplay& claim) {
  const ReplayPlace& place = claim.place;
  const bool by_household = followed.per == LimitScope::household_event || followed.per == LimitScope::household_year;
  const bool by_event = followed.per == LimitScope::household_event || followed.per == LimitScope::event;
  if ((by_household && !place.household) || (by_event && !place.event)) return std::nullopt;
  const std::int64_t code = followed.by ? claim.facts->claim_value(*followed.by).value_or(-1) : -1;
  const std::uint64_t year = with_code(by_event ? 0 : place.year, code);
  if (followed.per == LimitScope::household_event) return Key{*place.household, *place.event};
  if (followed.per == LimitScope::household_year) return Key{*place.household, year};
  return Key{by_event ? *place.event : 0, year};
}

void Replay::make_room(std::size_t claims) {
  waiting_.clear();
  faults_.clear();
  replayed_.assign(claims, {});
  const std::size_t funders = rulebook_->funders().size();
  const std::size_t codes = evaluator_.denial_count() + evaluator_.flag_count();
  if (parts_.size() < claims * funders) {
    parts_.resize(claims * funders);
    approved_parts_.resize(parts_.size());
  }
  if (codes_.size() < claims * codes) codes_.resize(claims * codes);
  while (facts_.size() < std::min(claims, kTogether)) facts_.emplace_back(rulebook_->fact_layout(), 0);
}

// Of all claims before anything else: a sum is seldom in the cache, and so they are waited for together.
void Replay::find_sums(std::span<const ClaimToReplay> claims) {
  for (Followed& each : followed_) {
    each.sums.make_room(claims.size());
    each.of_claims.clear();
    for (const ClaimToReplay& claim : claims) {
      const auto key = key_of(each, claim);
      each.of_claims.push_back(key ? &each.sums.at(key->first, key->second) : nullptr);
    }
  }
}

bool Replay::move(std::size_t claim, Facts& facts) {
  const auto loss = loss_date(*rulebook_, facts);
  if (!loss) return true;
  ReplayedClaim& replayed = replayed_[claim];
  replayed.loss_outside = !rulebook_->in_force_on(*loss);
  if (!replayed.loss_outside || !move_dates_) return true;
  const auto years = dates_.years(*loss);
  if (!years) return true;
  if (!dates_.move(facts, *years)) {
    refuse(claim, {"",
                   "no_such_day",
                   {"日期移入草案年度后超出日历范围。", "a date moved to the draft's year leaves the calendar"}});
    return false;
  }
  replayed.years_moved = *years;
  replayed.loss_outside = false;
  return true;
}

void Replay::count_stored(std::size_t claim) {
  for (const Followed& each : followed_) {
    if (each.of_claims[claim] == nullptr) ++totals_[each.total].as_stored;
  }
  for (ReplayedTotal& total : totals_) {
    if (!total.followed) ++total.as_stored;
  }
}

// Whether a sum of the claim is one that a waiting claim adds to.
bool Replay::needs_waiting(std::size_t claim) const {
  return std::any_of(followed_.begin(), followed_.end(), [&](const Followed& each) {
    const std::int64_t* const sum = each.of_claims[claim];
    return sum != nullptr && std::any_of(waiting_.begin(), waiting_.end(),
                                         [&](std::size_t waiting) { return each.of_claims[waiting] == sum; });
  });
}

bool Replay::fill_totals(std::size_t claim, Facts& facts) {
  for (const Followed& each : followed_) {
    const std::int64_t* const sum = each.of_claims[claim];
    if (sum == nullptr) continue;
    if (*sum > each.at_most) {
      refuse(claim, {"/running/" + totals_[each.total].name,
                     "out_of_range",
                     {"草案下此前累计核定已超出该累计值的范围。",
                      "what the draft approved before is beyond the range of this running total"}});
      return false;
    }
    if (each.scope == Scope::claim) {
      facts.set_claim_value(each.fact, *sum);
    } else {
      facts.set_event_value(each.fact, *sum);
    }
  }
  return true;
}

// Rare rulebooks settle their year by more than the amounts: these take the full determination.
bool Replay::take_keys(std::size_t claim, const Facts& facts) {
  auto full = determine(*rulebook_, facts);
  if (auto* fault = std::get_if<Fault>(&full)) {
    refuse(claim, std::move(*fault));
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

void Replay::pay(ReplayedClaim& claim, const ReplayPlace& place) {
  ReplayedYear& year = years_[place.year];
  const PolicyTerms& terms = rulebook_->policy_terms();
  // Under hold nobody passes a claim that waits.
  const bool waits = terms.when_exhausted == Exhaustion::hold && year.claims_unpaid > 0;
  claim.paid = exhaust(terms.when_exhausted, claim.entitlement, waits ? Money() : year.limit - year.approved);
  year.entitlement += claim.entitlement;
  year.approved += claim.paid.approved;
  year.unpaid += claim.paid.residual + claim.paid.held;
  year.pending += claim.paid.pending;
  if (!claim.paid.residual.is_zero() || !claim.paid.held.is_zero()) note(year, place.decided_on);
  if (is_settled_at_year_end(terms.when_exhausted)) {
    std::vector<YearClaim>& wanted = wanted_[place.year];
    keys_.wanted = claim.entitlement;
    if (wanted.size() <= kMostSettledClaims) wanted.push_back(keys_);
    const bool counts = !keys_.exempt || terms.year.exempt_counts;
    if (counts && !year.exhausted_on && year.pending > year.limit) year.exhausted_on = place.decided_on;
  }
}

void Replay::share_approved(std::size_t claim, const Facts& facts) {
  ReplayedClaim& replayed = replayed_[claim];
  if (replayed.paid.approved == replayed.entitlement) {
    replayed.approved_parts = replayed.parts;
    return;
  }
  const std::span<std::int64_t> parts(approved_parts_.data() + claim * replayed.parts.size(), replayed.parts.size());
  std::fill(parts.begin(), parts.end(), 0);
  replayed.approved_parts = parts;
  if (replayed.paid.approved.is_zero()) return;
  // The one claim of a year that takes the last of the money.
  const auto full = determine(*rulebook_, facts);
  const auto* determination = std::get_if<Determination>(&full);
  const auto shared = determination ? fund(*rulebook_, *determination, replayed.paid.approved) : std::nullopt;
  for (std::size_t i = 0; shared && i < shared->size(); ++i) parts[i] = (*shared)[i].amount.fen();
}

// What the evaluator says is kept: it computes the claims of one call in several runs.
void Replay::read(std::size_t waiting, const Answer& answer) {
  const std::size_t place = waiting_[waiting];
  ReplayedClaim& claim = replayed_[place];
  claim.computed = true;
  claim.denied = answer.denied;
  claim.entitlement = answer.entitlement;
  std::int64_t* const parts = parts_.data() + place * answer.parts.size();
  std::copy(answer.parts.begin(), answer.parts.end(), parts);
  claim.parts = {parts, answer.parts.size()};
  const std::size_t denials = evaluator_.denial_count();
  const std::size_t flags = evaluator_.flag_count();
  std::uint8_t* const codes = codes_.data() + place * (denials + flags);
  for (std::size_t i = 0; i < denials; ++i) codes[i] = evaluator_.denial_holds(i, waiting) ? 1 : 0;
  for (std::size_t i = 0; i < flags; ++i) codes[denials + i] = evaluator_.flag_holds(i, waiting) ? 1 : 0;
  claim.denials = {codes, denials};
  claim.flags = {codes + denials, flags};
}

void Replay::compute(std::span<const ClaimToReplay> claims) {
  if (waiting_.empty()) return;
  const auto answers = evaluator_.evaluate(std::span<const Facts>(facts_.data(), waiting_.size()));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::size_t place = waiting_[i];
    if (!answers[i].computed) {
      refuse(place, evaluator_.fault(i));
      continue;
    }
    if (needs_keys_ && !take_keys(place, facts_[i])) continue;
    read(i, answers[i]);
    ReplayedClaim& claim = replayed_[place];
    pay(claim, claims[place].place);
    share_approved(place, facts_[i]);
    const Money counted = claim.paid.approved + claim.paid.residual + claim.paid.pending;
    for (const Followed& each : followed_) {
      if (each.of_claims[place] != nullptr) *each.of_claims[place] += counted.fen();
    }
  }
  waiting_.clear();
}

std::span<const ReplayedClaim> Replay::add(std::span<const ClaimToReplay> claims) {
  make_room(claims.size());
  find_sums(claims);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (waiting_.size() == kTogether) compute(claims);
    Facts* facts = &facts_[waiting_.size()];
    *facts = *claims[i].facts;
    if (!move(i, *facts)) continue;
    count_stored(i);
    if (needs_waiting(i)) {
      compute(claims);
      std::swap(facts_.front(), *facts);
      facts = &facts_.front();
    }
    if (!fill_totals(i, *facts)) continue;
    waiting_.push_back(i);
  }
  compute(claims);
  return replayed_;
}

const Fault& Replay::fault(std::size_t claim) const {
  const auto known =
      std::find_if(faults_.begin(), faults_.end(), [&](const auto& each) { return each.first == claim; });
  static const Fault kNone;
  return known == faults_.end() ? kNone : known->second;
}

void Replay::settle() {
  const PolicyTerms& terms = rulebook_->policy_terms();
  if (!is_settled_at_year_end(terms.when_exhausted)) return;
  for (std::size_t i = 0; i < years_.size(); ++i) {
    ReplayedYear& year = years_[i];
    if (wanted_[i].size() > kMostSettledClaims) continue;
    for (const YearShare& share : settle_year(year_rule(terms, year.limit), year.limit, wanted_[i])) {
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
