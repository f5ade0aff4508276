#include "rules/engine/run.h"

#include <algorithm>
#include <array>
#include <limits>

#include "rules/date.h"
#include "rules/ratio.h"
#include "rules/rounding.h"

namespace wildclaims::rules::engine {
namespace {

// std::numeric_limits knows nothing of 128 bits in strict C++.
template <class Word>
constexpr Word kLowest = std::numeric_limits<Word>::min();
template <>
constexpr Int128 kLowest<Int128> = -static_cast<Int128>(~UInt128{0} >> 1) - 1;

// True when the result does not fit; `to` is then unspecified.
bool overflows_product(std::int64_t left, std::int64_t right, std::int64_t& to) {
  return __builtin_mul_overflow(left, right, &to);
}

bool overflows_product(Int128 left, Int128 right, Int128& to) {
  const auto product = checked_multiply(left, right);
  to = product.value_or(0);
  return !product;
}

template <class Word>
bool overflows_quotient(Word left, Word right, Rounding rounding, Word& to) {
  if (left == kLowest<Word> && right == -1) return true;
  to = divide_rounded(left, right, rounding);
  return false;
}

// True when the quotient, twice, does not fit.
template <class Word>
bool overflows_halves(Word left, Word right, Word& to) {
  Word whole = static_cast<Word>(left / right);
  const Word rest = static_cast<Word>(left % right);
  if (rest < 0) --whole;
  if (__builtin_add_overflow(whole, whole, &to)) return true;
  return rest != 0 && __builtin_add_overflow(to, Word{1}, &to);
}

// The number of a day of the civil calendar in a leap year.
std::int64_t number_in_leap_year(std::int64_t days) {
  constexpr std::array<int, 12> kBefore = {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335};
  const Date date = Date::from_days(static_cast<std::int32_t>(days));
  return kBefore[static_cast<std::size_t>(date.month() - 1)] + date.day();
}

// What lies beyond 64 bits lies beyond every end of a column: the nearest value there is answers alike.
std::int64_t column_value(std::int64_t value) { return value; }
std::int64_t column_value(Int128 value) {
  constexpr Int128 kMost = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::clamp(value, -kMost, kMost));
}

constexpr std::int64_t kSecondsPerDay = 86'400;

template <class Word>
bool overflows_day(Word seconds, Word offset, Word& to) {
  Word local = 0;
  if (__builtin_add_overflow(seconds, offset, &local)) return true;
  to = local / kSecondsPerDay;
  if (local % kSecondsPerDay < 0) --to;
  return false;
}

}  // namespace

template <class Word>
Frame<Word>::Frame(const Program& program) : program_(program), event_(program.event.registers) {
  for (const FrameLayout* layout : {&program.event, &program.claim, &program.item}) {
    usable_ = usable_ && std::all_of(layout->constants.begin(), layout->constants.end(), [](const Constant& constant) {
                return Int128{static_cast<Word>(constant.value)} == constant.value;
              });
  }
  for (const Constant& constant : program.event.constants) event_[constant.reg] = static_cast<Word>(constant.value);
}

template <class Word>
void Frame<Word>::reserve(std::size_t claims, std::size_t items) {
  const auto grow = [](std::vector<Word>& registers, std::size_t& made, std::size_t wanted, const FrameLayout& layout) {
    if (wanted <= made) return;
    registers.resize(wanted * layout.registers);
    for (; made < wanted; ++made) {
      for (const Constant& constant : layout.constants) {
        registers[made * layout.registers + constant.reg] = static_cast<Word>(constant.value);
      }
    }
  };
  grow(claims_, claim_frames_, claims, program_.claim);
  grow(items_, item_frames_, items, program_.item);
  if (first_item_.size() < claims + 1) first_item_.resize(claims + 1);
}

template <class Word>
void Frame<Word>::load(const std::int64_t* event, std::span<const ClaimRows> claims) {
  // A few values each: a plain loop is faster here than a call.
  const auto copy = [](const std::int64_t* from, std::size_t count, Word* to) {
    for (std::size_t i = 0; i < count; ++i) to[i] = from[i];
  };
  std::size_t items = 0;
  for (const ClaimRows& claim : claims) items += claim.item_count;
  if (claims.size() > claim_frames_ || items > item_frames_) reserve(claims.size(), items);
  claims_in_use_ = claims.size();
  copy(event, program_.event.facts, event_.data());
  event_[program_.member_count(Scope::event)] = static_cast<Word>(claims.size());
  std::size_t first = 0;
  Word* to_item = items_.data();
  Word* to_claim = claims_.data();
  for (std::size_t c = 0; c < claims.size(); ++c, to_claim += program_.claim.registers) {
    first_item_[c] = first;
    copy(claims[c].claim, program_.claim.facts, to_claim);
    to_claim[program_.claim.facts] = static_cast<Word>(claims[c].item_count);
    const std::int64_t* from = claims[c].items;
    for (std::size_t i = 0; i < claims[c].item_count; ++i, to_item += program_.item.registers) {
      copy(from, program_.item.facts, to_item);
      from += program_.item.facts;
    }
    first += claims[c].item_count;
  }
  first_item_[claims.size()] = first;
}

template <class Word>
typename Frame<Word>::Spot Frame<Word>::spot_of_claim(std::size_t claim) {
  Word* registers = claims_.data() + claim * program_.claim.registers;
  return {registers, registers, items_.data() + first_item_[claim] * program_.item.registers,
          first_item_[claim + 1] - first_item_[claim], program_.item.registers};
}

template <class Word>
std::optional<RunFailure> Frame<Word>::run(const std::int64_t* event, std::span<const ClaimRows> claims,
                                           const RunPlan& plan) {
  load(event, claims);
  for (const Stretch& stretch : program_.stretches) {
    if (stretch.from_stage > plan.stage || (stretch.for_reading && !plan.for_reading)) continue;
    const auto failed = stretch.scope == Scope::event ? run_event(stretch) : run_claims(stretch);
    if (failed) return RunFailure{error_, program_.segment_at(failed_at_).step, *failed};
  }
  return std::nullopt;
}

// The claim an error happened in, if there was one.
template <class Word>
std::optional<std::uint32_t> Frame<Word>::run_event(const Stretch& stretch) {
  const Spot spot{event_.data(), nullptr, claims_.data(), claims_in_use_, program_.claim.registers};
  if (run_code(stretch, spot)) return std::nullopt;
  return 0;
}

template <class Word>
std::optional<std::uint32_t> Frame<Word>::run_claims(const Stretch& stretch) {
  for (std::size_t claim = 0; claim < claims_in_use_; ++claim) {
    Spot spot = spot_of_claim(claim);
    if (stretch.scope == Scope::claim) {
      if (!run_once(stretch, spot)) return static_cast<std::uint32_t>(claim);
      continue;
    }
    spot.self = spot.members;
    for (std::size_t item = 0; item < spot.member_count; ++item, spot.self += spot.member_size) {
      if (!run_once(stretch, spot)) return static_cast<std::uint32_t>(claim);
    }
  }
  return std::nullopt;
}

// An error that may not matter is noted in place of stopping.
template <class Word>
bool Frame<Word>::run_once(const Stretch& stretch, const Spot& spot) {
  const bool ran = run_code(stretch, spot);
  if (!stretch.failed) return ran;
  spot.self[*stretch.failed] = ran ? 0 : static_cast<Word>(error_) + 1;
  return true;
}

// Ends early, with false, when `take` does.
template <class Word>
template <class Take>
bool Frame<Word>::over_members(const Spot& spot, Register reg, Take&& take) const {
  const Word* member = spot.members + reg;
  for (std::size_t i = 0; i < spot.member_count; ++i, member += spot.member_size) {
    if (!take(*member, i)) return false;
  }
  return true;
}

template <class Word>
std::optional<RunError> Frame<Word>::gather_where(const Instruction& in, const Spot& spot) const {
  bool any = false;
  Word& to = spot.self[in.to];
  over_members(spot, in.left, [&](Word value, std::size_t i) {
    if (spot.members[i * spot.member_size + in.right] == 0) return true;
    if (!any) to = value;
    to = in.code == Code::minimum_members_where ? std::min(to, value) : std::max(to, value);
    any = true;
    return true;
  });
  if (any) return std::nullopt;
  return RunError::empty_selection;
}

template <class Word>
std::optional<RunError> Frame<Word>::gather_by(const Instruction& in, const Spot& spot) const {
  const Word key = spot.self[in.right];
  Word to = 0;
  bool any = false;
  const bool fits = over_members(spot, in.left, [&](Word value, std::size_t i) {
    if (spot.members[i * spot.member_size + in.right] != key) return true;
    if (in.code == Code::sum_members_by) return !__builtin_add_overflow(to, value, &to);
    if (!any) to = value;
    to = in.code == Code::minimum_members_by ? std::min(to, value) : std::max(to, value);
    any = true;
    return true;
  });
  if (!fits) return RunError::overflow;
  spot.self[in.to] = to;
  return std::nullopt;
}

// Members of one group share one amount; without groups all members do.
template <class Word>
bool Frame<Word>::share(const Sharing& sharing, const Spot& spot) {
  if (!sharing.group) return share_group(sharing, spot, spot.member_count);
  const auto group_of = [&](std::size_t i) { return spot.members[i * spot.member_size + *sharing.group]; };
  for (std::size_t i = 0; i < spot.member_count; ++i) {
    bool begins = true;
    for (std::size_t j = 0; j < i && begins; ++j) begins = group_of(j) != group_of(i);
    if (begins && !share_group(sharing, spot, i)) return false;
  }
  return true;
}

// The group that begins with member `first`; all members when there are no groups.
template <class Word>
bool Frame<Word>::share_group(const Sharing& sharing, const Spot& spot, std::size_t first) {
  const auto read = [&](std::size_t member, Register reg) { return spot.members[member * spot.member_size + reg]; };
  sharers_.clear();
  wants_.clear();
  for (std::size_t i = 0; i < spot.member_count; ++i) {
    if (sharing.group && read(i, *sharing.group) != read(first, *sharing.group)) continue;
    sharers_.push_back(i);
    wants_.push_back({read(i, sharing.wanted), sharing.priority ? Int128{read(i, *sharing.priority)} : Int128{0},
                      sharing.reserved && read(i, *sharing.reserved) != 0,
                      sharing.exempt && read(i, *sharing.exempt) != 0});
  }
  const Word at_hand = sharing.group ? read(first, sharing.available) : spot.self[sharing.available];
  AllocationRule rule;
  rule.by = sharing.by;
  const Int128 available = at_hand < 0 ? Int128{0} : Int128{at_hand};
  const auto reserved = checked_multiply(available, sharing.reserved_share.numerator());
  if (!reserved) return false;
  rule.reserved = *reserved / sharing.reserved_share.denominator();
  given_.resize(wants_.size());
  if (!allot(available, wants_, rule, sharing.grain, given_)) return false;
  for (std::size_t i = 0; i < sharers_.size(); ++i) {
    // Nobody is given more than was wanted, so it fits.
    spot.members[sharers_[i] * spot.member_size + sharing.given] = static_cast<Word>(given_[i]);
  }
  return true;
}

// One long switch: the instruction set in one place, read beside enum Code.
template <class Word>
bool Frame<Word>::run_code(const Stretch& stretch, const Spot& spot) {
  Word* const r = spot.self;
  const Instruction* const code = program_.code.data();
  const Instruction* const end = code + stretch.end;
  const auto stop = [&](RunError error, const Instruction* at) {
    error_ = error;
    failed_at_ = static_cast<std::uint32_t>(at - code);
    return false;
  };
  for (const Instruction* at = code + stretch.begin; at != end; ++at) {
    const Instruction in = *at;
    switch (in.code) {
      case Code::multiply:
        if (overflows_product(r[in.left], r[in.right], r[in.to])) return stop(RunError::overflow, at);
        break;
      case Code::add:
        if (__builtin_add_overflow(r[in.left], r[in.right], &r[in.to])) return stop(RunError::overflow, at);
        break;
      case Code::subtract:
        if (__builtin_sub_overflow(r[in.left], r[in.right], &r[in.to])) return stop(RunError::overflow, at);
        break;
      case Code::minimum:
        r[in.to] = std::min(r[in.left], r[in.right]);
        break;
      case Code::maximum:
        r[in.to] = std::max(r[in.left], r[in.right]);
        break;
      case Code::less:
        r[in.to] = r[in.left] < r[in.right];
        break;
      case Code::less_equal:
        r[in.to] = r[in.left] <= r[in.right];
        break;
      case Code::equal:
        r[in.to] = r[in.left] == r[in.right];
        break;
      case Code::not_equal:
        r[in.to] = r[in.left] != r[in.right];
        break;
      case Code::logical_not:
        r[in.to] = r[in.left] == 0;
        break;
      case Code::negate:
        if (__builtin_sub_overflow(Word{0}, r[in.left], &r[in.to])) return stop(RunError::overflow, at);
        break;
      case Code::copy:
        r[in.to] = r[in.left];
        break;
      case Code::sign:
        r[in.to] = r[in.left] < 0 ? -1 : 1;
        break;
      case Code::jump:
        at += in.right;
        break;
      case Code::jump_unless:
        at += r[in.left] == 0 ? in.right : 0U;
        break;
      case Code::jump_if:
        at += r[in.left] != 0 ? in.right : 0U;
        break;
      case Code::require_nonzero:
        if (r[in.left] == 0) return stop(RunError::division_by_zero, at);
        break;
      case Code::require_members:
      case Code::require_members_by:
        for (std::size_t i = 0; i < spot.member_count; ++i) {
          const Word* const member = spot.members + i * spot.member_size;
          const bool counts = in.code == Code::require_members || member[in.right] == r[in.right];
          if (counts && member[in.left] != 0) return stop(static_cast<RunError>(member[in.left] - 1), at);
        }
        break;
      case Code::require_at_least:
        if (r[in.left] < r[in.right]) return stop(RunError::outside_domain, at);
        break;
      case Code::divide_half_up:
        if (overflows_quotient(r[in.left], r[in.right], Rounding::half_up, r[in.to]))
          return stop(RunError::overflow, at);
        break;
      case Code::divide_half_even:
        if (overflows_quotient(r[in.left], r[in.right], Rounding::half_even, r[in.to]))
          return stop(RunError::overflow, at);
        break;
      case Code::divide_down:
        if (overflows_quotient(r[in.left], r[in.right], Rounding::down, r[in.to])) return stop(RunError::overflow, at);
        break;
      case Code::divide_up:
        if (overflows_quotient(r[in.left], r[in.right], Rounding::up, r[in.to])) return stop(RunError::overflow, at);
        break;
      case Code::halves_of:
        if (overflows_halves(r[in.left], r[in.right], r[in.to])) return stop(RunError::overflow, at);
        break;
      case Code::day_of:
        if (overflows_day(r[in.left], r[in.right], r[in.to])) return stop(RunError::overflow, at);
        break;
      case Code::month_day_of:
        r[in.to] = static_cast<Word>(number_in_leap_year(static_cast<std::int64_t>(r[in.left])));
        break;
      case Code::lookup: {
        const TableCall& call = program_.calls[in.left];
        r[in.to] = static_cast<Word>(program_.tables[call.table].answer_of(
            [&](std::size_t column) { return column_value(r[call.arguments[column]]); }));
        break;
      }
      case Code::cell:
        r[in.to] = program_.cells[in.right][static_cast<std::size_t>(r[in.left])];
        break;
      case Code::from_claim:
        r[in.to] = spot.claim[in.left];
        break;
      case Code::from_event:
        r[in.to] = event_[in.left];
        break;
      case Code::sum_members: {
        Word sum = 0;
        if (!over_members(spot, in.left,
                          [&](Word value, std::size_t) { return !__builtin_add_overflow(sum, value, &sum); }))
          return stop(RunError::overflow, at);
        r[in.to] = sum;
        break;
      }
      case Code::minimum_members:
        over_members(spot, in.left, [&](Word value, std::size_t i) {
          r[in.to] = i == 0 ? value : std::min(r[in.to], value);
          return true;
        });
        break;
      case Code::maximum_members:
        over_members(spot, in.left, [&](Word value, std::size_t i) {
          r[in.to] = i == 0 ? value : std::max(r[in.to], value);
          return true;
        });
        break;
      case Code::minimum_members_where:
      case Code::maximum_members_where:
        if (const auto error = gather_where(in, spot)) return stop(*error, at);
        break;
      case Code::sum_members_by:
      case Code::minimum_members_by:
      case Code::maximum_members_by:
        if (const auto error = gather_by(in, spot)) return stop(*error, at);
        break;
      case Code::share:
        if (!share(program_.sharings[in.left], spot)) return stop(RunError::overflow, at);
        break;
    }
  }
  return true;
}

template class Frame<std::int64_t>;
template class Frame<Int128>;

std::optional<RunFailure> Machine::run(const std::int64_t* event, std::span<const ClaimRows> claims,
                                       const RunPlan& plan) {
  ran_wide_ = false;
  if (narrow_.usable()) {
    const auto failure = narrow_.run(event, claims, plan);
    if (!failure || failure->error != RunError::overflow) return failure;
  }
  if (!wide_) wide_.emplace(program_);
  ran_wide_ = true;
  return wide_->run(event, claims, plan);
}

}  // namespace wildclaims::rules::engine
