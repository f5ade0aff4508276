#include "rules/allocation.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory_resource>
#include <stdexcept>
#include <vector>

#include "rules/ratio.h"

namespace wildclaims::rules {
namespace {

using Indices = std::pmr::vector<std::size_t>;

struct Quotient {
  UInt128 whole = 0;
  UInt128 rest = 0;
};

// left * right / divisor, exact. right <= divisor < 2^127, so the quotient is at most `left` and a doubled rest fits.
Quotient multiply_divide(UInt128 left, UInt128 right, UInt128 divisor) {
  if (right == 0 || left <= ~UInt128{0} / right) return {left * right / divisor, left * right % divisor};

  // The 256-bit product from 64-bit halves.
  const auto half = [](UInt128 value) { return value & ~std::uint64_t{0}; };
  const UInt128 low = half(left) * half(right);
  const UInt128 cross = (left >> 64) * half(right) + (low >> 64);
  const UInt128 middle = half(left) * (right >> 64) + half(cross);
  const UInt128 high = (left >> 64) * (right >> 64) + (cross >> 64) + (middle >> 64);
  const UInt128 bottom = (middle << 64) | half(low);

  // Long division, bit by bit; high < divisor because left < 2^128 and right <= divisor.
  Quotient quotient{0, high};
  for (int bit = 127; bit >= 0; --bit) {
    quotient.rest = (quotient.rest << 1) | ((bottom >> bit) & 1);
    quotient.whole <<= 1;
    if (quotient.rest < divisor) continue;
    quotient.rest -= divisor;
    quotient.whole |= 1;
  }
  return quotient;
}

// Those who take part and do not all fit. Each function shares a pot among `members` (indices, each with what it still
// wants), adds to what they are given, and returns how much that was. No sum here exceeds the sum of all wants.
class Sharing {
 public:
  Sharing(std::span<const Want> wants, const AllocationRule& rule, Int128 grain, std::span<Int128> given,
          std::pmr::memory_resource& memory)
      : wants_(wants), rule_(rule), grain_(grain), given_(given), memory_(memory) {}

  Int128 share(std::span<const std::size_t> members, Int128 pot) {
    switch (rule_.by) {
      case Allocation::first_come:
        return in_order(members, pot);
      case Allocation::proportional:
        return in_proportion(members, pot);
      case Allocation::priority:
        return by_priority(members, pot);
    }
    return 0;
  }

 private:
  struct Share {
    UInt128 remainder = 0;
    std::size_t member = 0;
    bool had_one = false;  // an odd cent
  };

  Int128 open(std::size_t member) const { return wants_[member].wanted - given_[member]; }

  Int128 open(std::span<const std::size_t> members) const {
    Int128 sum = 0;
    for (const std::size_t member : members) sum += open(member);
    return sum;
  }

  Int128 in_order(std::span<const std::size_t> members, Int128 pot) {
    Int128 left = pot;
    for (const std::size_t member : members) {
      const Int128 part = std::min(open(member), left);
      given_[member] += part;
      left -= part;
    }
    return pot - left;
  }

  Int128 in_proportion(std::span<const std::size_t> members, Int128 pot) {
    const Int128 wanted = open(members);
    if (wanted <= pot) return in_order(members, pot);
    const Int128 cents = pot / grain_;
    Int128 odd = cents;
    std::pmr::vector<Share> shares(&memory_);
    shares.reserve(members.size());
    for (const std::size_t member : members) {
      const Quotient quotient = multiply_divide(static_cast<UInt128>(cents), static_cast<UInt128>(open(member)),
                                                static_cast<UInt128>(wanted));
      given_[member] += static_cast<Int128>(quotient.whole) * grain_;
      odd -= static_cast<Int128>(quotient.whole);
      shares.push_back({quotient.rest, member, false});
    }
    if (odd > 0) give_odd_cents(shares, odd);
    return cents * grain_;
  }

  // Each share, in counts, is below its want, and what rounding down took from it is below a cent. So the lesser of a
  // cent and the room left, summed over all, is at least what is odd: the second pass always ends with nothing left.
  void give_odd_cents(std::span<Share> shares, Int128 odd) {
    std::sort(shares.begin(), shares.end(), [](const Share& left, const Share& right) {
      return left.remainder != right.remainder ? left.remainder > right.remainder : left.member < right.member;
    });
    for (Share& share : shares) {
      if (odd == 0) return;
      if (open(share.member) < grain_) continue;
      given_[share.member] += grain_;
      share.had_one = true;
      --odd;
    }
    Int128 broken = odd * grain_;
    for (const Share& share : shares) {
      if (broken == 0) return;
      if (share.had_one) continue;
      const Int128 part = std::min(open(share.member), broken);
      given_[share.member] += part;
      broken -= part;
    }
  }

  Int128 by_priority(std::span<const std::size_t> members, Int128 pot) {
    Int128 left = pot;
    for (std::size_t from = 0; from < members.size();) {
      std::size_t to = from;
      while (to < members.size() && wants_[members[to]].priority == wants_[members[from]].priority) ++to;
      const auto group = members.subspan(from, to - from);
      const bool cut = open(group) > left;
      left -= rule_.ties == Ties::prorate ? in_proportion(group, left) : in_order(group, left);
      if (cut) break;
      from = to;
    }
    return pot - left;
  }

  std::span<const Want> wants_;
  const AllocationRule& rule_;
  Int128 grain_;
  std::span<Int128> given_;
  std::pmr::memory_resource& memory_;
};

bool takes_part(const Want& want) { return !want.exempt && want.wanted > 0; }

}  // namespace

bool allot(Int128 available, std::span<const Want> wants, const AllocationRule& rule, Int128 grain,
           std::span<Int128> given) {
  if (given.size() != wants.size() || grain < 1) throw std::logic_error("an allocation without room or grain");
  Int128 wanted = 0;
  for (std::size_t i = 0; i < wants.size(); ++i) {
    given[i] = wants[i].wanted;
    if (!takes_part(wants[i])) continue;
    const auto sum = checked_add(wanted, wants[i].wanted);
    if (!sum) return false;
    wanted = *sum;
  }
  Int128 left = std::max(available, Int128{0});
  if (wanted <= left) return true;

  // Enough for a few dozen wants without the heap.
  std::array<std::byte, 4096> local;
  std::pmr::monotonic_buffer_resource memory(local.data(), local.size());
  Indices members(&memory);
  members.reserve(wants.size());
  for (std::size_t i = 0; i < wants.size(); ++i) {
    if (!takes_part(wants[i])) continue;
    given[i] = 0;
    members.push_back(i);
  }
  if (rule.by == Allocation::priority) {
    std::sort(members.begin(), members.end(), [&](std::size_t one, std::size_t other) {
      return wants[one].priority != wants[other].priority ? wants[one].priority < wants[other].priority : one < other;
    });
  }
  Sharing sharing(wants, rule, grain, given, memory);
  if (rule.reserved > 0) {
    Indices group(&memory);
    group.reserve(members.size());
    std::copy_if(members.begin(), members.end(), std::back_inserter(group),
                 [&](std::size_t member) { return wants[member].reserved; });
    left -= sharing.share(group, std::min(rule.reserved, left));
  }
  sharing.share(members, left);
  return true;
}

std::string to_string(Allocation allocation) {
  switch (allocation) {
    case Allocation::proportional:
      return "proportional";
    case Allocation::first_come:
      return "first_come";
    case Allocation::priority:
      return "priority";
  }
  return {};
}

Bilingual to_label(Allocation allocation) {
  switch (allocation) {
    case Allocation::proportional:
      return {"按比例分配", "in proportion"};
    case Allocation::first_come:
      return {"按先后顺序分配", "in order"};
    case Allocation::priority:
      return {"按优先级分配", "by priority"};
  }
  return {};
}

}  // namespace wildclaims::rules
