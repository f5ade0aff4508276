// Sharing what is available among those who want it: the limit of an event, a category or a household, the money of a
// year. Whole-number arithmetic only; products that need more than 128 bits are carried in 256.
//
// Amounts are counts in one common step; a cent is `grain` counts, so that wants may end inside a cent.
#pragma once

#include <span>
#include <string>

#include "rules/bilingual.h"
#include "rules/int128.h"

namespace wildclaims::rules {

enum class Allocation {
  proportional,  // everybody is cut by the same factor
  first_come,    // in order, each what is wanted or what is left
  priority,      // groups of equal priority, the least first; within a group by the rule for ties
};

std::string to_string(Allocation allocation);  // "first_come"
Bilingual to_label(Allocation allocation);     // "按申请顺序" / "in order of request"

// How a group of equal priority shares what does not reach for all of it.
enum class Ties { first_come, prorate };

struct Want {
  Int128 wanted = 0;
  Int128 priority = 0;    // least first
  bool reserved = false;  // belongs to the group that the reserved part serves first
  bool exempt = false;    // never cut, and not counted against what is available
};

struct AllocationRule {
  Allocation by = Allocation::proportional;
  Int128 reserved = 0;  // the part of what is available that serves the reserved group first; never more than there is
  Ties ties = Ties::first_come;
};

// What each of `wants` is given, into `given`, in the same order. False, with `given` left undefined, when the sum of
// the wants does not fit 128 bits. The sizes of the two spans are equal and grain >= 1; std::logic_error otherwise.
//
//   Wants that are exempt, and wants of 0 or less, are given as they are and take no part. A negative `available`
//   counts as 0.
//   When the rest fit, each is given exactly what is wanted, broken cents included. Otherwise:
//   first_come    in order, each the lesser of what is wanted and what is left.
//   proportional  what is available, rounded down to whole cents, in proportion to the wants: each share rounded down
//                 to whole cents, then the odd cents one by one to the largest remainders (ties in order) among those
//                 whose want has room for a whole cent. Where too few have room, because their wants end inside a
//                 cent, those take the broken cents up to their wants, in the same order. The parts sum exactly to
//                 the rounded amount, nobody is given more than is wanted, and a want of whole cents is given whole
//                 cents.
//   priority      one group after the other as above; after a group that was cut nobody is given anything.
//   With a reserved part the group shares that part first, by the same rule; then everybody shares all that remains,
//   the group with what it still wants. The sum is then what is available in whole cents if the wants are whole cents,
//   and up to one cent less if the group's wants were met and end inside one.
//
// Parts are rounded to cents by whoever prints or pays them: where wants end inside a cent, the rounded parts can sum
// to more than is available. A rulebook that must not allow it rounds the wants first.
[[nodiscard]] bool allot(Int128 available, std::span<const Want> wants, const AllocationRule& rule, Int128 grain,
                         std::span<Int128> given);

}  // namespace wildclaims::rules
