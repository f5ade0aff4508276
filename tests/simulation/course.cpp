#include "tests/simulation/course.h"

namespace wildclaims::simulation {

std::string_view name_of(Course course) {
  switch (course) {
    case Course::raised_before_payment:
      return "raised before payment";
    case Course::raised_after_payment:
      return "raised after payment";
    case Course::raised_beyond_limit:
      return "raised beyond limit";
    case Course::sub_limit_widened:
      return "sub-limit widened";
    case Course::lowered_before_payment:
      return "lowered before payment";
    case Course::lowered_after_payment:
      return "lowered after payment";
    case Course::lowered_residual:
      return "lowered residual";
    case Course::lowered_to_nothing:
      return "lowered to nothing";
    case Course::upheld:
      return "upheld";
    case Course::undone_first_answer:
      return "undone first answer";
    case Course::undone_delta:
      return "undone delta";
    case Course::undone_of_two:
      return "undone of two";
    case Course::undone_residual:
      return "undone residual";
    case Course::restored_whole:
      return "restored whole";
    case Course::restored_in_part:
      return "restored in part";
    case Course::restored_after_payment:
      return "restored after payment";
    case Course::restored_while_appealed:
      return "restored while appealed";
    case Course::recovered_to_limit:
      return "recovered to limit";
    case Course::recovered_and_kept:
      return "recovered and kept";
    case Course::returned_while_appealed:
      return "returned while appealed";
    case Course::returned_with_delta_out:
      return "returned with delta out";
    case Course::determined_while_standing:
      return "determined while standing";
    case Course::denied_while_standing:
      return "denied while standing";
    case Course::appealed_a_denial:
      return "appealed a denial";
    case Course::prepaid_topped_up:
      return "prepaid topped up";
    case Course::received_for_an_earlier_day:
      return "received for an earlier day";
    case Course::pending_replaced:
      return "pending replaced";
    case Course::undone_while_pending:
      return "undone while pending";
    case Course::appealed_while_pending:
      return "appealed while pending";
    case Course::settled_in_full:
      return "settled in full";
    case Course::settled_in_part:
      return "settled in part";
    case Course::settled_to_nothing:
      return "settled to nothing";
    case Course::settled_for_an_earlier_day:
      return "settled for an earlier day";
    case Course::settled_after_top_up:
      return "settled after top-up";
    case Course::raised_after_settlement:
      return "raised after settlement";
    case Course::undone_after_settlement:
      return "undone after settlement";
    case Course::restored_after_settlement:
      return "restored after settlement";
    case Course::held_for_funds:
      return "held for funds";
    case Course::held_behind_others:
      return "held behind others";
    case Course::left_the_queue:
      return "left the queue";
    case Course::released_all:
      return "released all";
    case Course::released_some:
      return "released some";
    case Course::released_a_delta:
      return "released a delta";
  }
  return "";
}

void CourseCounts::add(const CourseCounts& others) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += others.counts_[i];
}

}  // namespace wildclaims::simulation
