// Which way an act went that may go several ways. A simulation that never takes one of them proves nothing about it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wildclaims::simulation {

enum class Course : std::uint8_t {
  raised_before_payment,  // a later determination gives more than stands, nothing of which is out
  raised_after_payment,
  raised_beyond_limit,  // and nothing, or not all of it, fits into the aggregate limit
  sub_limit_widened,    // though money that is to be paid back still takes it up
  lowered_before_payment,
  lowered_after_payment,  // the claimant is to pay back
  lowered_residual,
  lowered_to_nothing,
  upheld,  // neither more nor less
  undone_first_answer,
  undone_delta,
  undone_of_two,           // approvers
  undone_residual,         // with what the limit had left unpaid
  restored_whole,          // a residual
  restored_in_part,        // as far as the limit reached
  restored_after_payment,  // of a claim that was paid or closed
  restored_while_appealed,
  recovered_to_limit,
  recovered_and_kept,  // the limit does not come back
  returned_while_appealed,
  returned_with_delta_out,  // one of two payments
  determined_while_standing,
  denied_while_standing,
  appealed_a_denial,
  prepaid_topped_up,
  received_for_an_earlier_day,
  pending_replaced,  // by a later answer, before the year is settled
  undone_while_pending,
  appealed_while_pending,
  settled_in_full,  // the money reached for all
  settled_in_part,
  settled_to_nothing,  // a claim for which nothing was left
  settled_for_an_earlier_day,
  settled_after_top_up,
  raised_after_settlement,
  undone_after_settlement,
  restored_after_settlement,
  held_for_funds,
  held_behind_others,  // though the limit would have reached for it
  left_the_queue,
  released_all,  // that waited
  released_some,
  released_a_delta,
};

inline constexpr std::array kCourses = {
    Course::raised_before_payment,
    Course::raised_after_payment,
    Course::raised_beyond_limit,
    Course::sub_limit_widened,
    Course::lowered_before_payment,
    Course::lowered_after_payment,
    Course::lowered_residual,
    Course::lowered_to_nothing,
    Course::upheld,
    Course::undone_first_answer,
    Course::undone_delta,
    Course::undone_of_two,
    Course::undone_residual,
    Course::restored_whole,
    Course::restored_in_part,
    Course::restored_after_payment,
    Course::restored_while_appealed,
    Course::recovered_to_limit,
    Course::recovered_and_kept,
    Course::returned_while_appealed,
    Course::returned_with_delta_out,
    Course::determined_while_standing,
    Course::denied_while_standing,
    Course::appealed_a_denial,
    Course::prepaid_topped_up,
    Course::received_for_an_earlier_day,
    Course::pending_replaced,
    Course::undone_while_pending,
    Course::appealed_while_pending,
    Course::settled_in_full,
    Course::settled_in_part,
    Course::settled_to_nothing,
    Course::settled_for_an_earlier_day,
    Course::settled_after_top_up,
    Course::raised_after_settlement,
    Course::undone_after_settlement,
    Course::restored_after_settlement,
    Course::held_for_funds,
    Course::held_behind_others,
    Course::left_the_queue,
    Course::released_all,
    Course::released_some,
    Course::released_a_delta,
};

std::string_view name_of(Course course);

class CourseCounts {
 public:
  void add(Course course) { ++counts_[static_cast<std::size_t>(course)]; }
  void add(const CourseCounts& others);
  std::int64_t of(Course course) const { return counts_[static_cast<std::size_t>(course)]; }

 private:
  std::array<std::int64_t, kCourses.size()> counts_{};
};

}  // namespace wildclaims::simulation
