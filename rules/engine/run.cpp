#include "rules/engine/run.h"

#include <algorithm>
#include <type_traits>

#include "rules/divider.h"
#include "rules/engine/word_arithmetic.h"
#include "rules/rounding.h"

namespace wildclaims::rules::engine {
template <class Word>
Frame<Word>::Frame(const Program& program)
    : program_(program), events_(program.event), claims_(program.claim), items_(program.item) {
  for (const FrameLayout* layout : {&program.event, &program.claim, &program.item}) {
    usable_ = usable_ && std::all_of(layout->constants.begin(), layout->constants.end(), [](const Constant& constant) {
                return Int128{static_cast<Word>(constant.value)} == constant.value;
              });
  }
}

template <class Word>
void Frame<Word>::load(std::span<const EventRows> events) {
  std::size_t claims = 0;
  std::size_t items = 0;
  for (const EventRows& event : events) {
    claims += event.claims.size();
    for (const ClaimRows& claim : event.claims) items += claim.item_count;
  }
  events_.set_rows(events.size());
  claims_.set_rows(claims);
  items_.set_rows(items);
  cells_.resize(std::max({cells_.size(), events.size(), claims, items}));
  arrange(events);
  events_.load();
  claims_.load();
  items_.load();
}

// Then a value gathered from all members is the value of the one, and members and owners stand in the same rows.
template <class Word>
bool Frame<Word>::one_member_each() const {
  return (scope_ == Scope::claim && one_item_each_) || (scope_ == Scope::event && one_claim_each_);
}

// Who belongs to whom, how many there are of each, and where their values are.
template <class Word>
void Frame<Word>::arrange(std::span<const EventRows> events) {
  Word* const claim_counts = events_.column(program_.member_count(Scope::event));
  Word* const item_counts = claims_.column(program_.member_count(Scope::claim));
  std::uint32_t* const first_claims = events_.first_members();
  std::uint32_t* const first_items = claims_.first_members();
  std::uint32_t* const event_above = claims_.above();
  std::uint32_t* const claim_above = items_.above();
  const std::int64_t** const event_sources = events_.sources();
  const std::int64_t** const claim_sources = claims_.sources();
  const std::int64_t** const item_sources = items_.sources();
  const std::size_t item_facts = program_.item.facts;
  bool one_claim_each = true;
  bool one_item_each = true;
  std::uint32_t claim = 0;
  std::uint32_t item = 0;
  for (std::uint32_t e = 0; e < events.size(); ++e) {
    one_claim_each = one_claim_each && events[e].claims.size() == 1;
    first_claims[e] = claim;
    claim_counts[e] = static_cast<Word>(events[e].claims.size());
    event_sources[e] = events[e].event;
    for (const ClaimRows& rows : events[e].claims) {
      one_item_each = one_item_each && rows.item_count == 1;
      event_above[claim] = e;
      first_items[claim] = item;
      item_counts[claim] = static_cast<Word>(rows.item_count);
      claim_sources[claim] = rows.claim;
      const std::int64_t* const end = rows.items + rows.item_count * item_facts;
      for (const std::int64_t* from = rows.items; from != end; from += item_facts) {
        claim_above[item] = claim;
        item_sources[item++] = from;
      }
      ++claim;
    }
  }
  first_claims[events.size()] = claim;
  first_items[claim] = item;
  one_claim_each_ = one_claim_each;
  one_item_each_ = one_item_each;
}

template <class Word>
bool Frame<Word>::run(std::span<const EventRows> events, Purpose purpose) {
  load(events);
  failures_.assign(events.size(), std::nullopt);
  any_failure_ = false;
  for (const Segment& segment : program_.segments) {
    if (segment.for_reading && purpose == Purpose::decision) continue;
    if (!begin(segment, events)) continue;
    run_code(segment);
    end(segment);
  }
  return !any_failure_;
}

template <class Word>
std::size_t Frame<Word>::event_of(std::size_t row) const {
  if (scope_ == Scope::event) return row;
  return claims_.above(scope_ == Scope::claim ? row : items_.above(row));
}

// To an item, all items of its claim.
template <class Word>
typename Frame<Word>::Members Frame<Word>::members_of(std::size_t row) const {
  const Columns<Word>& owners = scope_ == Scope::event ? events_ : claims_;
  const std::size_t owner = scope_ == Scope::item ? items_.above(row) : row;
  return {owners.first_member(owner), owners.first_member(owner + 1)};
}

// False when no event has come to the segment's stage.
template <class Word>
bool Frame<Word>::begin(const Segment& segment, std::span<const EventRows> events) {
  scope_ = segment.scope;
  self_ = &columns(scope_);
  members_ = scope_ == Scope::event ? &claims_ : &items_;
  const auto reached = [&](const EventRows& event) { return event.stage >= segment.from_stage; };
  const bool all = segment.from_stage == 0 || std::all_of(events.begin(), events.end(), reached);
  if (!all && std::none_of(events.begin(), events.end(), reached)) return false;
  some_wait_ = any_failure_ || !all;
  std::uint32_t* const runs_from = self_->runs_from();
  if (!some_wait_ && !segment.branches) return true;
  for (std::size_t row = 0; row < self_->rows(); ++row) {
    const bool waits = some_wait_ && (failures_[event_of(row)] || !reached(events[event_of(row)]));
    runs_from[row] = waits ? kNever : 0;
  }
  return true;
}

// An error that may not matter is noted in place of stopping.
template <class Word>
void Frame<Word>::end(const Segment& segment) {
  if (segment.failed) {
    Word* const failed = self_->column(*segment.failed);
    std::fill_n(failed, self_->rows(), Word{0});
    for (const Stopped& stopped : stopped_) failed[stopped.row] = static_cast<Word>(stopped.error) + 1;
  } else if (!stopped_.empty()) {
    note_failures(segment);
  }
  if (some_wait_ || segment.branches || !stopped_.empty()) {
    std::fill_n(self_->runs_from(), self_->rows(), std::uint32_t{0});
  }
  stopped_.clear();
}

// Of several rows of one event, the first.
template <class Word>
void Frame<Word>::note_failures(const Segment& segment) {
  any_failure_ = true;
  std::sort(stopped_.begin(), stopped_.end(), [](const Stopped& a, const Stopped& b) { return a.row < b.row; });
  for (const Stopped& stopped : stopped_) {
    const std::size_t event = event_of(stopped.row);
    if (failures_[event]) continue;
    const std::uint32_t claim = scope_ == Scope::event   ? events_.first_member(event)
                                : scope_ == Scope::claim ? stopped.row
                                                         : items_.above(stopped.row);
    failures_[event] = RunFailure{stopped.error, segment.step, claim - events_.first_member(event)};
  }
}

template <class Word>
void Frame<Word>::stop(std::size_t row, RunError error) {
  stopped_.push_back({static_cast<std::uint32_t>(row), error});
  self_->runs_from()[row] = kNever;
  some_wait_ = true;
}

// What cannot fail is computed for every row, whatever is in it, and kept where the row takes part.
template <class Word>
template <class Compute>
void Frame<Word>::each(const Instruction& in, std::uint32_t at, Compute compute) {
  const std::size_t rows = self_->rows();
  const Word* const left = self_->column(in.left);
  const Word* const right = self_->column(in.right);
  Word* const to = self_->column(in.to);
  if (!in.guarded) {
    for (std::size_t row = 0; row < rows; ++row) to[row] = compute(left[row], right[row]);
    return;
  }
  const std::uint32_t* const runs_from = self_->runs_from();
  for (std::size_t row = 0; row < rows; ++row) {
    const Word value = compute(left[row], right[row]);
    to[row] = runs_from[row] <= at ? value : to[row];
  }
}

// The same for what may not fit: `compute` says so, and stores a value all the same.
template <class Word>
template <class Compute>
void Frame<Word>::each_checked(const Instruction& in, std::uint32_t at, Compute compute) {
  const std::size_t rows = self_->rows();
  const Word* const left = self_->column(in.left);
  const Word* const right = self_->column(in.right);
  const std::uint32_t* const runs_from = self_->runs_from();
  Word* const to = self_->column(in.to);
  bool any = false;
  if (!in.guarded) {
    for (std::size_t row = 0; row < rows; ++row) any |= compute(left[row], right[row], to[row]);
  } else {
    for (std::size_t row = 0; row < rows; ++row) {
      Word value = 0;
      any |= compute(left[row], right[row], value);
      to[row] = runs_from[row] <= at ? value : to[row];
    }
  }
  if (!any) return;
  // Seen seldom, so asked again in place of being noted: an instruction never overwrites what it reads.
  Word value = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    if (takes_part(row, at) && compute(left[row], right[row], value)) stop(row, RunError::overflow);
  }
}

// For what may not even be tried on a row that does not take part, and what is rare: row by row.
template <class Word>
template <class Compute>
void Frame<Word>::each_row(std::uint32_t at, RunError error, Compute compute) {
  for (std::size_t row = 0; row < self_->rows(); ++row) {
    if (takes_part(row, at) && compute(row)) stop(row, error);
  }
}

template <class Word>
template <class Compute>
void Frame<Word>::each_alone(const Instruction& in, std::uint32_t at, RunError error, Compute compute) {
  const Word* const left = self_->column(in.left);
  const Word* const right = self_->column(in.right);
  Word* const to = self_->column(in.to);
  each_row(at, error, [&](std::size_t row) { return compute(left[row], right[row], to[row]); });
}

// The instruction to go on with: behind the next one when no row takes part before.
template <class Word>
template <class Jumps>
std::uint32_t Frame<Word>::jump(std::uint32_t at, const Instruction& in, Jumps jumps) {
  std::uint32_t* const runs_from = self_->runs_from();
  const Word* const condition = self_->column(in.left);
  const std::uint32_t target = at + 1 + in.right;
  std::uint32_t next = kNever;
  for (std::size_t row = 0; row < self_->rows(); ++row) {
    if (runs_from[row] <= at && jumps(condition[row])) runs_from[row] = target;
    next = std::min(next, runs_from[row]);
  }
  return std::max(next, at + 1);
}

// By one positive number, as rounding mostly is, or by a number of each row's own.
template <class Word>
void Frame<Word>::divide(const Instruction& in, std::uint32_t at, Rounding rounding) {
  const std::size_t rows = self_->rows();
  const Word* const divisors = self_->column(in.right);
  if constexpr (std::is_same_v<Word, std::int64_t>) {
    const std::int64_t first = divisors[0];
    const bool one = std::all_of(divisors, divisors + rows, [&](std::int64_t divisor) { return divisor == first; });
    if (one && first > 0 && rows > 1) {
      const Divider by(static_cast<std::uint64_t>(first));
      return each(in, at, [&](std::int64_t a, std::int64_t) { return by.divide_rounded(a, rounding); });
    }
  }
  each_alone(in, at, RunError::overflow,
             [=](Word a, Word b, Word& to) { return overflows_quotient(a, b, rounding, to); });
}

template <class Word>
void Frame<Word>::look_up(const Instruction& in, std::uint32_t at) {
  const TableCall& call = program_.calls[in.left];
  const DecisionTable& table = program_.tables[call.table];
  const std::size_t rows = self_->rows();
  Word* const to = self_->column(in.to);
  if (!table.is_flat()) {
    each_row(at, RunError::overflow, [&](std::size_t row) {
      to[row] = static_cast<Word>(table.answer_of(
          [&](std::size_t column) { return column_value(self_->column(call.arguments[column])[row]); }));
      return false;
    });
    return;
  }
  std::fill_n(cells_.begin(), rows, std::size_t{0});
  for (std::size_t column = 0; column < call.arguments.size(); ++column) {
    const Word* const value = self_->column(call.arguments[column]);
    const FlatColumn flat = table.flat_column(column);
    std::size_t* const cell = cells_.data();
    for (std::size_t row = 0; row < rows; ++row) cell[row] += flat.part(column_value(value[row]));
  }
  const std::uint32_t* const runs_from = self_->runs_from();
  const std::size_t* const cell = cells_.data();
  const std::uint32_t* const answers = table.flat_answers();
  for (std::size_t row = 0; row < rows; ++row) {
    const auto answer = static_cast<Word>(answers[cell[row]]);
    to[row] = runs_from[row] <= at ? answer : to[row];
  }
}

// What an answer says in one output column. An answer left by an earlier run is one of the same table.
template <class Word>
void Frame<Word>::load_cells(const Instruction& in, std::uint32_t at) {
  const std::int64_t* const cells = program_.cells[in.right].data();
  const Word* const answer = self_->column(in.left);
  Word* const to = self_->column(in.to);
  const std::uint32_t* const runs_from = self_->runs_from();
  for (std::size_t row = 0; row < self_->rows(); ++row) {
    const Word value = cells[static_cast<std::size_t>(answer[row])];
    to[row] = runs_from[row] <= at ? value : to[row];
  }
}

// A value of the claim, or of the event, for each row below it.
template <class Word>
void Frame<Word>::load_from(const Instruction& in, std::uint32_t at) {
  Word* const to = self_->column(in.to);
  const std::uint32_t* const above = self_->above();
  const std::uint32_t* const runs_from = self_->runs_from();
  const bool by_claim = in.code == Code::from_claim;
  const Word* const from = by_claim ? claims_.column(in.left) : events_.column(in.left);
  const bool two_up = !by_claim && scope_ == Scope::item;
  for (std::size_t row = 0; row < self_->rows(); ++row) {
    const std::size_t owner = two_up ? claims_.above(above[row]) : above[row];
    to[row] = runs_from[row] <= at ? from[owner] : to[row];
  }
}

template <class Word>
void Frame<Word>::require_members(const Instruction& in, std::uint32_t at) {
  const bool all = in.code == Code::require_members;
  const Word* const failed = members_->column(in.left);
  const Word* const key = members_->column(in.right);
  for (std::size_t row = 0; row < self_->rows(); ++row) {
    if (!takes_part(row, at)) continue;
    const Members members = members_of(row);
    for (std::size_t i = members.first; i < members.end; ++i) {
      if (failed[i] == 0 || (!all && key[i] != self_->column(in.right)[row])) continue;
      stop(row, static_cast<RunError>(failed[i] - 1));
      break;
    }
  }
}

template <class Word>
template <class Take>
void Frame<Word>::gather(const Instruction& in, std::uint32_t at, Which which, RunError error, Take take) {
  const Word* const value = members_->column(in.left);
  Word* const to = self_->column(in.to);
  if (which == Which::all && one_member_each()) {
    const std::uint32_t* const runs_from = self_->runs_from();
    for (std::size_t row = 0; row < self_->rows(); ++row) to[row] = runs_from[row] <= at ? value[row] : to[row];
    return;
  }
  const Word* const other = members_->column(in.right);
  const Word* const own = self_->column(in.right);
  const Columns<Word>& owners = scope_ == Scope::event ? events_ : claims_;
  const std::uint32_t* const above = scope_ == Scope::item ? self_->above() : nullptr;
  each_row(at, error, [&](std::size_t row) {
    const std::size_t owner = above == nullptr ? row : above[row];
    const std::size_t end = owners.first_member(owner + 1);
    Word so_far = 0;
    bool none = true;
    for (std::size_t i = owners.first_member(owner); i < end; ++i) {
      if (which == Which::passing && other[i] == 0) continue;
      if (which == Which::alike && other[i] != own[row]) continue;
      if (take(value[i], none, so_far)) return true;
      none = false;
    }
    to[row] = so_far;
    return none && error == RunError::empty_selection;
  });
}

template <class Word>
void Frame<Word>::sum_members(const Instruction& in, std::uint32_t at, Which which) {
  gather(in, at, which, RunError::overflow,
         [](Word value, bool, Word& sum) { return __builtin_add_overflow(sum, value, &sum); });
}

template <class Word>
void Frame<Word>::extreme_member(const Instruction& in, std::uint32_t at, Which which, bool least) {
  const RunError error = which == Which::passing ? RunError::empty_selection : RunError::overflow;
  gather(in, at, which, error, [least](Word value, bool first, Word& extreme) {
    extreme = first ? value : least ? std::min(extreme, value) : std::max(extreme, value);
    return false;
  });
}

// One long switch: the instruction set in one place, read beside enum Code.
template <class Word>
void Frame<Word>::run_code(const Segment& segment) {
  for (std::uint32_t at = segment.begin; at < segment.end;) {
    const Instruction& in = program_.code[at];
    std::uint32_t next = at + 1;
    switch (in.code) {
      case Code::multiply:
        each_checked(in, at, [](Word a, Word b, Word& to) { return overflows_product(a, b, to); });
        break;
      case Code::add:
        each_checked(in, at, [](Word a, Word b, Word& to) { return __builtin_add_overflow(a, b, &to); });
        break;
      case Code::subtract:
        each_checked(in, at, [](Word a, Word b, Word& to) { return __builtin_sub_overflow(a, b, &to); });
        break;
      case Code::negate:
        each_checked(in, at, [](Word a, Word, Word& to) { return __builtin_sub_overflow(Word{0}, a, &to); });
        break;
      case Code::minimum:
        each(in, at, [](Word a, Word b) { return std::min(a, b); });
        break;
      case Code::maximum:
        each(in, at, [](Word a, Word b) { return std::max(a, b); });
        break;
      case Code::less:
        each(in, at, [](Word a, Word b) { return static_cast<Word>(a < b); });
        break;
      case Code::less_equal:
        each(in, at, [](Word a, Word b) { return static_cast<Word>(a <= b); });
        break;
      case Code::equal:
        each(in, at, [](Word a, Word b) { return static_cast<Word>(a == b); });
        break;
      case Code::not_equal:
        each(in, at, [](Word a, Word b) { return static_cast<Word>(a != b); });
        break;
      case Code::logical_not:
        each(in, at, [](Word a, Word) { return static_cast<Word>(a == 0); });
        break;
      case Code::copy:
        each(in, at, [](Word a, Word) { return a; });
        break;
      case Code::sign:
        each(in, at, [](Word a, Word) { return static_cast<Word>(a < 0 ? -1 : 1); });
        break;
      case Code::jump:
        next = jump(at, in, [](Word) { return true; });
        break;
      case Code::jump_unless:
        next = jump(at, in, [](Word condition) { return condition == 0; });
        break;
      case Code::jump_if:
        next = jump(at, in, [](Word condition) { return condition != 0; });
        break;
      case Code::require_nonzero:
        each_alone(in, at, RunError::division_by_zero, [](Word a, Word, Word&) { return a == 0; });
        break;
      case Code::require_at_least:
        each_alone(in, at, RunError::outside_domain, [](Word a, Word b, Word&) { return a < b; });
        break;
      case Code::require_members:
      case Code::require_members_by:
        require_members(in, at);
        break;
      case Code::divide_half_up:
        divide(in, at, Rounding::half_up);
        break;
      case Code::divide_half_even:
        divide(in, at, Rounding::half_even);
        break;
      case Code::divide_down:
        divide(in, at, Rounding::down);
        break;
      case Code::divide_up:
        divide(in, at, Rounding::up);
        break;
      case Code::halves_of:
        each_alone(in, at, RunError::overflow, [](Word a, Word b, Word& to) { return overflows_halves(a, b, to); });
        break;
      case Code::day_of:
        each_alone(in, at, RunError::overflow, [](Word a, Word b, Word& to) { return overflows_day(a, b, to); });
        break;
      case Code::month_day_of:
        each_alone(in, at, RunError::overflow, [](Word a, Word, Word& to) {
          to = static_cast<Word>(number_in_leap_year(static_cast<std::int64_t>(a)));
          return false;
        });
        break;
      case Code::lookup:
        look_up(in, at);
        break;
      case Code::cell:
        load_cells(in, at);
        break;
      case Code::from_claim:
      case Code::from_event:
        load_from(in, at);
        break;
      case Code::sum_members:
        sum_members(in, at, Which::all);
        break;
      case Code::sum_members_by:
        sum_members(in, at, Which::alike);
        break;
      case Code::minimum_members:
      case Code::maximum_members:
        extreme_member(in, at, Which::all, in.code == Code::minimum_members);
        break;
      case Code::minimum_members_where:
      case Code::maximum_members_where:
        extreme_member(in, at, Which::passing, in.code == Code::minimum_members_where);
        break;
      case Code::minimum_members_by:
      case Code::maximum_members_by:
        extreme_member(in, at, Which::alike, in.code == Code::minimum_members_by);
        break;
      case Code::share:
        each_row(at, RunError::overflow, [&](std::size_t row) { return !share(program_.sharings[in.left], row); });
        break;
    }
    at = next;
  }
}

template class Frame<std::int64_t>;
template class Frame<Int128>;

bool Machine::run(std::span<const EventRows> events, Purpose purpose) {
  ran_wide_ = !narrow_.usable();
  if (!ran_wide_) {
    if (narrow_.run(events, purpose)) return true;
    for (std::size_t event = 0; event < events.size() && !ran_wide_; ++event) {
      const auto& failure = narrow_.failure(event);
      ran_wide_ = failure && failure->error == RunError::overflow;
    }
    if (!ran_wide_) return false;
  }
  if (!wide_) wide_.emplace(program_);
  return wide_->run(events, purpose);
}

}  // namespace wildclaims::rules::engine
