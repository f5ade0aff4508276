#include "rules/authoring/simulate.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "rules/engine/compiled_rules.h"

namespace wildclaims::rules::authoring {
namespace {

Money magnitude(Money amount) { return amount.is_negative() ? -amount : amount; }

RulebookName name_of(const Rulebook& rulebook) {
  return {rulebook.id(),         rulebook.version(),         rulebook.title(),
          rulebook.status(),     rulebook.sha256().to_hex(), rulebook.in_force_from(),
          rulebook.in_force_to()};
}

// Set by the engine from a rulebook's dates, not by a rule; the report counts claims outside the dates by itself.
bool of_dates(std::string_view flag) {
  return flag == "loss_outside_rulebook_dates" || flag == "damage_spans_policy_years";
}

// A claim without a household is drawn by itself, with a number no household is likely to have.
std::uint64_t drawn_alone(std::size_t position) { return (std::uint64_t{1} << 63U) + position; }

void keep_largest(std::vector<ChangedClaim>& largest, std::string_view id, const BeforeAfter& amounts) {
  const Money change = magnitude(amounts.difference());
  const auto smaller = [&](const ChangedClaim& each) { return magnitude(each.entitlement.difference()) < change; };
  if (largest.size() == kLargestChanges && !smaller(largest.back())) return;
  if (largest.size() == kLargestChanges) largest.pop_back();
  largest.insert(std::find_if(largest.begin(), largest.end(), smaller), {std::string(id), amounts});
}

}  // namespace

Simulation::Simulation(const std::shared_ptr<const Rulebook>& draft, const SimulationOptions& options)
    : options_(options),
      draft_(draft, options.limit.value_or(draft->policy_terms().aggregate_limit), options.move_dates),
      resampling_(options.replicates, options.seed) {
  if (options.baseline) {
    baseline_.emplace(options.baseline, options.baseline->policy_terms().aggregate_limit, options.move_dates);
    report_.baseline = name_of(*options.baseline);
  }
  report_.draft = name_of(*draft);
  report_.when_exhausted = draft->policy_terms().when_exhausted;
  report_.residual_to = draft->policy_terms().residual_to;
  report_.shares_between_claims = draft->shares_between_claims();
  report_.replicates = resampling_.replicates();
  report_.seed = options.seed;
  name_funders_and_codes();
}

void Simulation::name_funders_and_codes() {
  for (const Funder& each : draft_.rulebook().funders()) report_.funders.push_back({each.code, each.label, {}, {}});
  const CompiledRules& rules = draft_.rulebook().compiled();
  for (const CompiledFinding& each : rules.denials) report_.denials.push_back({each.code, each.say, {}});
  for (const CompiledFinding& each : rules.flags) report_.flags.push_back({each.code, each.say, {}});
  if (!baseline_) return;
  const Rulebook& baseline = baseline_->rulebook();
  for (const Funder& each : baseline.funders()) {
    FunderTotals& totals = funder(each.code);
    if (totals.label == Bilingual()) totals.label = each.label;
    baseline_funders_.push_back(static_cast<std::size_t>(&totals - report_.funders.data()));
  }
  const auto place = [&](std::vector<CodeCount>& counts, const CompiledFinding& each) {
    const std::size_t at = code(counts, each.code);
    if (counts[at].say == Bilingual()) counts[at].say = each.say;
    return at;
  };
  for (const CompiledFinding& each : baseline.compiled().denials) {
    baseline_denials_.push_back(place(report_.denials, each));
  }
  for (const CompiledFinding& each : baseline.compiled().flags) {
    baseline_flags_.push_back(place(report_.flags, each));
  }
}

void Simulation::set_past_limit(int policy_year, Money limit) { past_limits_.emplace_back(policy_year, limit); }

FunderTotals& Simulation::funder(std::string_view code) {
  for (FunderTotals& each : report_.funders) {
    if (each.code == code) return each;
  }
  return report_.funders.emplace_back(FunderTotals{std::string(code), {}, {}, {}});
}

std::size_t Simulation::code(std::vector<CodeCount>& counts, std::string_view code) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i].code == code) return i;
  }
  counts.push_back({std::string(code), {}, {}});
  return counts.size() - 1;
}

int Simulation::policy_year_of(const PastClaim& claim) const {
  if (claim.policy_year) return *claim.policy_year;
  const auto loss = loss_date(draft_.rulebook(), *claim.facts);
  return loss ? draft_.policy_year_of(*loss) : claim.decided_on.year();
}

// One for each claim that could be read.
std::span<const ReplayedClaim> Simulation::replay_draft(std::span<const PastClaim> claims) {
  drafted_.clear();
  for (const PastClaim& claim : claims) {
    if (claim.facts == nullptr) continue;
    drafted_.push_back(
        {claim.facts, {claim.household, claim.event, draft_.year_of(policy_year_of(claim)), claim.decided_on}});
  }
  return draft_.add(drafted_);
}

// One for each claim that the draft could determine and the baseline can read.
std::span<const ReplayedClaim> Simulation::replay_baseline(std::span<const PastClaim> claims,
                                                           std::span<const ReplayedClaim> now) {
  compared_.clear();
  if (!baseline_) return {};
  std::size_t drafted = 0;
  for (const PastClaim& claim : claims) {
    if (claim.facts == nullptr) continue;
    const std::size_t at = drafted++;
    if (!now[at].computed || claim.facts_before == nullptr) continue;
    ReplayPlace place = drafted_[at].place;
    place.year = baseline_->year_of(draft_.years()[place.year].year);
    compared_.push_back({claim.facts_before, place});
  }
  return baseline_->add(compared_);
}

Simulation::Before Simulation::decided(const PastAnswer* was) {
  if (was == nullptr) return {};
  return {true, was->denied, was->entitlement, nullptr, was};
}

Simulation::Before Simulation::replayed(const ReplayedClaim& then) {
  if (!then.computed) return {};
  return {true, then.denied, then.entitlement, &then, nullptr};
}

void Simulation::leave_out(const PastClaim& claim, const Faults& faults) {
  ++report_.left_out;
  if (claim.was != nullptr) report_.left_out_was += claim.was->entitlement;
  std::vector<std::string_view> codes;
  for (const Fault& fault : faults) codes.push_back(fault.code);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  for (const std::string_view code : codes) {
    const auto known = std::find_if(report_.faults.begin(), report_.faults.end(),
                                    [&](const FaultCount& each) { return each.code >= code; });
    if (known != report_.faults.end() && known->code == code) {
      ++known->claims;
    } else {
      report_.faults.insert(known, {std::string(code), 1});
    }
  }
  if (report_.faulty_claims.size() < kListedFaults && !faults.empty()) {
    const Fault& first = faults.front();
    report_.faulty_claims.push_back({std::string(claim.id), first.pointer, first.code, first.say});
  }
}

void Simulation::add_counts(const Before& was, const ReplayedClaim& now) {
  ++report_.determined;
  report_.entitlement.was += was.entitlement;
  report_.entitlement.now += now.entitlement;
  if (!was.known) {
    ++report_.without_past;
    report_.without_past_now += now.entitlement;
  }
  if (was.denied) ++report_.denied.was;
  if (now.denied) ++report_.denied.now;
  if (was.known && !was.denied && now.denied) ++report_.newly_denied;
  if (was.denied && !now.denied) ++report_.no_longer_denied;
  if (now.years_moved != 0) ++report_.moved;
  if (now.loss_outside) ++report_.outside;
}

void Simulation::add_parts(const Before& was, const ReplayedClaim& now) {
  for (std::size_t i = 0; i < now.parts.size(); ++i) {
    report_.funders[i].entitlement.now += Money::from_fen(now.parts[i]);
    report_.funders[i].approved.now += Money::from_fen(now.approved_parts[i]);
  }
  if (was.replayed != nullptr) {
    for (std::size_t i = 0; i < baseline_funders_.size(); ++i) {
      FunderTotals& totals = report_.funders[baseline_funders_[i]];
      totals.entitlement.was += Money::from_fen(was.replayed->parts[i]);
      totals.approved.was += Money::from_fen(was.replayed->approved_parts[i]);
    }
  }
  if (was.answer == nullptr) return;
  const PastAnswer& answer = *was.answer;
  for (const PastPart& part : answer.parts) funder(part.funder).entitlement.was += part.amount;
  if (answer.parts.empty() && !answer.entitlement.is_zero()) ++report_.parts_unknown;
  if (!answer.approved) return;
  const bool whole = answer.approved_parts.empty() && *answer.approved == answer.entitlement;
  for (const PastPart& part : whole ? answer.parts : answer.approved_parts) {
    funder(part.funder).approved.was += part.amount;
  }
}

void Simulation::add_codes(const Before& was, const ReplayedClaim& now) {
  for (std::size_t i = 0; i < now.denials.size(); ++i) report_.denials[i].claims.now += now.denials[i];
  for (std::size_t i = 0; i < now.flags.size(); ++i) report_.flags[i].claims.now += now.flags[i];
  if (was.replayed != nullptr) {
    const ReplayedClaim& then = *was.replayed;
    for (std::size_t i = 0; i < then.denials.size(); ++i) {
      report_.denials[baseline_denials_[i]].claims.was += then.denials[i];
    }
    for (std::size_t i = 0; i < then.flags.size(); ++i) {
      report_.flags[baseline_flags_[i]].claims.was += then.flags[i];
    }
  }
  if (was.answer == nullptr) return;
  if (!was.answer->codes_known) ++report_.codes_unknown;
  for (const std::string_view each : was.answer->denials) ++report_.denials[code(report_.denials, each)].claims.was;
  for (const std::string_view each : was.answer->flags) {
    if (!of_dates(each)) ++report_.flags[code(report_.flags, each)].claims.was;
  }
}

void Simulation::add_change(const PastClaim& claim, const Before& was, const ReplayedClaim& now) {
  const BeforeAfter amounts{was.entitlement, now.entitlement};
  const Money change = amounts.difference();
  if (change.is_zero()) {
    ++report_.unchanged;
    return;
  }
  ChangedClaims& side = change.is_negative() ? report_.losers : report_.winners;
  ++side.count;
  side.sum += change;
  keep_largest(side.largest, claim.id, amounts);
}

void Simulation::add_year(std::size_t year, Date decided_on, const Before& was, const ReplayedClaim& now) {
  while (report_.years.size() <= year) report_.years.emplace_back();
  YearTotals& totals = report_.years[year];
  ++totals.claims;
  totals.entitlement.was += was.entitlement;
  totals.entitlement.now += now.entitlement;
  if (was.answer == nullptr) return;
  LimitUse& use = totals.limit_was;
  if (!was.answer->approved) {
    use.waiting += was.entitlement;
    return;
  }
  use.approved += *was.answer->approved;
  use.unpaid += was.answer->residual;
  if (was.answer->residual.is_zero()) return;
  ++use.claims_unpaid;
  if (!use.exhausted_on) use.exhausted_on = decided_on;
}

void Simulation::add_month(Date decided_on, const Before& was, const ReplayedClaim& now) {
  // Claims are mostly decided many on a day.
  if (last_day_ != decided_on) {
    const int year = decided_on.year();
    const int month = decided_on.month();
    const auto known = std::find_if(report_.months.begin(), report_.months.end(),
                                    [&](const MonthTotals& each) { return each.year == year && each.month == month; });
    last_month_ = static_cast<std::size_t>(known - report_.months.begin());
    if (known == report_.months.end()) report_.months.push_back({year, month, 0, {}});
    last_day_ = decided_on;
  }
  MonthTotals& totals = report_.months[last_month_];
  ++totals.claims;
  totals.entitlement.was += was.entitlement;
  totals.entitlement.now += now.entitlement;
}

void Simulation::count(const PastClaim& claim, const ReplayPlace& place, const Before& was, const ReplayedClaim& now) {
  add_counts(was, now);
  add_parts(was, now);
  add_codes(was, now);
  if (was.known) add_change(claim, was, now);
  add_year(place.year, claim.decided_on, was, now);
  add_month(claim.decided_on, was, now);
  resampling_.add(claim.household.value_or(drawn_alone(report_.read)), was.entitlement, now.entitlement, place.year,
                  draft_.years()[place.year].limit, claim.decided_on);
}

void Simulation::add(std::span<const PastClaim> claims) {
  const auto now = replay_draft(claims);
  const auto then = replay_baseline(claims, now);
  std::size_t drafted = 0;
  std::size_t compared = 0;
  for (const PastClaim& claim : claims) {
    ++report_.read;
    if (claim.facts == nullptr) {
      leave_out(claim, claim.faults != nullptr ? *claim.faults : Faults());
      continue;
    }
    const std::size_t at = drafted++;
    if (!now[at].computed) {
      leave_out(claim, {draft_.fault(at)});
      continue;
    }
    Before was;
    if (!baseline_) {
      was = decided(claim.was);
    } else if (claim.facts_before != nullptr) {
      was = replayed(then[compared++]);
    }
    count(claim, drafted_[at].place, was, now[at]);
  }
}

void Simulation::take_years(const Replay& replay, LimitUse YearTotals::*side) {
  for (const ReplayedYear& year : replay.years()) {
    for (YearTotals& totals : report_.years) {
      if (totals.year != year.year) continue;
      totals.*side = {year.limit, year.approved, year.unpaid, year.pending, year.claims_unpaid, year.exhausted_on};
    }
  }
}

SimulationReport Simulation::finish() {
  draft_.settle();
  if (baseline_) baseline_->settle();
  report_.totals = draft_.totals();
  // A year in which no claim could be determined has nothing to tell.
  for (std::size_t i = 0; i < report_.years.size(); ++i) {
    YearTotals& year = report_.years[i];
    year.year = draft_.years()[i].year;
    if (draft_.years()[i].pending != Money()) report_.settled = false;
    if (report_.replicates > 0) year.exhausted_on = resampling_.exhausted_on(i);
    for (const auto& [policy_year, limit] : past_limits_) {
      if (policy_year == year.year) year.limit_was.limit = limit;
    }
  }
  report_.years.erase(std::remove_if(report_.years.begin(), report_.years.end(),
                                     [](const YearTotals& year) { return year.claims == 0; }),
                      report_.years.end());
  take_years(draft_, &YearTotals::limit_now);
  if (baseline_) take_years(*baseline_, &YearTotals::limit_was);
  std::sort(report_.years.begin(), report_.years.end(),
            [](const YearTotals& a, const YearTotals& b) { return a.year < b.year; });
  std::sort(report_.months.begin(), report_.months.end(), [](const MonthTotals& a, const MonthTotals& b) {
    return std::tie(a.year, a.month) < std::tie(b.year, b.month);
  });
  const auto sum_up = [&](LimitUse YearTotals::*side, LimitUse& total) {
    for (const YearTotals& year : report_.years) {
      const LimitUse& use = year.*side;
      if (use.limit) total.limit = total.limit.value_or(Money()) + *use.limit;
      total.approved += use.approved;
      total.unpaid += use.unpaid;
      total.waiting += use.waiting;
      total.claims_unpaid += use.claims_unpaid;
      if (use.exhausted_on && (!total.exhausted_on || *use.exhausted_on < *total.exhausted_on)) {
        total.exhausted_on = use.exhausted_on;
      }
    }
  };
  sum_up(&YearTotals::limit_was, report_.limit_was);
  sum_up(&YearTotals::limit_now, report_.limit_now);
  if (report_.replicates > 0) {
    report_.resampled_was = resampling_.was();
    report_.resampled_now = resampling_.now();
    report_.resampled_difference = resampling_.difference();
  }
  return std::move(report_);
}

}  // namespace wildclaims::rules::authoring
