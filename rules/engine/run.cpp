#include "rules/engine/run.h"

#include <algorithm>
#include <limits>

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
Frame<Word>::Frame(const Program& program) : program_(program), claim_(program.claim.registers) {
  const auto fits = [](const Constant& constant) {
    return Int128{static_cast<Word>(constant.value)} == constant.value;
  };
  usable_ = std::all_of(program.claim.constants.begin(), program.claim.constants.end(), fits) &&
            std::all_of(program.item.constants.begin(), program.item.constants.end(), fits);
  for (const Constant& constant : program.claim.constants) claim_[constant.reg] = static_cast<Word>(constant.value);
}

template <class Word>
void Frame<Word>::reserve(std::size_t items) {
  if (items <= item_frames_) return;
  items_.resize(items * program_.item.registers);
  for (; item_frames_ < items; ++item_frames_) {
    Word* registers = items_.data() + item_frames_ * program_.item.registers;
    for (const Constant& constant : program_.item.constants)
      registers[constant.reg] = static_cast<Word>(constant.value);
  }
}

template <class Word>
void Frame<Word>::load(const Facts& facts, const RunningTotals& running) {
  reserve(facts.item_count());
  items_in_use_ = facts.item_count();
  std::copy_n(facts.claim_row(), program_.claim.facts, claim_.data());
  claim_[program_.item_count()] = static_cast<Word>(items_in_use_);
  claim_[program_.household_event()] = running.household_event.fen();
  for (std::size_t i = 0; i < items_in_use_; ++i) {
    std::copy_n(facts.item_row(i), program_.item.facts, items_.data() + i * program_.item.registers);
  }
}

template <class Word>
std::optional<RunFailure> Frame<Word>::run(const Facts& facts, const RunningTotals& running) {
  load(facts, running);
  for (const Segment& segment : program_.segments) {
    if (segment.scope == Scope::claim) {
      if (const auto error = run_segment(segment, claim_.data())) return RunFailure{*error, segment.step};
      continue;
    }
    for (std::size_t i = 0; i < items_in_use_; ++i) {
      Word* registers = items_.data() + i * program_.item.registers;
      if (const auto error = run_segment(segment, registers)) return RunFailure{*error, segment.step};
    }
  }
  return std::nullopt;
}

// One long switch: the instruction set in one place, read beside enum Code.
template <class Word>
std::optional<RunError> Frame<Word>::run_segment(const Segment& segment, Word* r) {
  const auto over_items = [&](Register reg, auto&& take) {
    for (std::size_t i = 0; i < items_in_use_; ++i) {
      if (!take(items_[i * program_.item.registers + reg], i == 0)) return false;
    }
    return true;
  };
  const Instruction* const code = program_.code.data();
  for (std::uint32_t at = segment.begin; at < segment.end; ++at) {
    const Instruction& in = code[at];
    bool overflow = false;
    switch (in.code) {
      case Code::multiply:
        overflow = overflows_product(r[in.left], r[in.right], r[in.to]);
        break;
      case Code::add:
        overflow = __builtin_add_overflow(r[in.left], r[in.right], &r[in.to]);
        break;
      case Code::subtract:
        overflow = __builtin_sub_overflow(r[in.left], r[in.right], &r[in.to]);
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
        overflow = __builtin_sub_overflow(Word{0}, r[in.left], &r[in.to]);
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
        if (r[in.left] == 0) return RunError::division_by_zero;
        break;
      case Code::divide_half_up:
        overflow = overflows_quotient(r[in.left], r[in.right], Rounding::half_up, r[in.to]);
        break;
      case Code::divide_half_even:
        overflow = overflows_quotient(r[in.left], r[in.right], Rounding::half_even, r[in.to]);
        break;
      case Code::divide_down:
        overflow = overflows_quotient(r[in.left], r[in.right], Rounding::down, r[in.to]);
        break;
      case Code::divide_up:
        overflow = overflows_quotient(r[in.left], r[in.right], Rounding::up, r[in.to]);
        break;
      case Code::day_of:
        overflow = overflows_day(r[in.left], r[in.right], r[in.to]);
        break;
      case Code::lookup: {
        const TableCall& call = program_.calls[in.left];
        r[in.to] = static_cast<Word>(program_.tables[call.table].decision.row_of(
            [&](std::size_t column) { return static_cast<std::int64_t>(r[call.arguments[column]]); }));
        break;
      }
      case Code::cell:
        r[in.to] = program_.tables[in.right].values[static_cast<std::size_t>(r[in.left])];
        break;
      case Code::from_claim:
        r[in.to] = claim_[in.left];
        break;
      case Code::sum_items:
        r[in.to] = 0;
        overflow =
            !over_items(in.left, [&](Word value, bool) { return !__builtin_add_overflow(r[in.to], value, &r[in.to]); });
        break;
      case Code::minimum_items:
        over_items(in.left, [&](Word value, bool first) {
          r[in.to] = first ? value : std::min(r[in.to], value);
          return true;
        });
        break;
      case Code::maximum_items:
        over_items(in.left, [&](Word value, bool first) {
          r[in.to] = first ? value : std::max(r[in.to], value);
          return true;
        });
        break;
    }
    if (overflow) return RunError::overflow;
  }
  return std::nullopt;
}

template class Frame<std::int64_t>;
template class Frame<Int128>;

std::optional<RunFailure> Machine::run(const Facts& facts, const RunningTotals& running) {
  ran_wide_ = false;
  if (narrow_.usable()) {
    const auto failure = narrow_.run(facts, running);
    if (!failure || failure->error != RunError::overflow) return failure;
  }
  if (!wide_) wide_.emplace(program_);
  ran_wide_ = true;
  return wide_->run(facts, running);
}

}  // namespace wildclaims::rules::engine
