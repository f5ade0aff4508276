#include "rules/year_rule.h"

#include <cstdint>

namespace wildclaims::rules {

bool is_settled_at_year_end(Exhaustion policy) {
  return policy == Exhaustion::prorate || policy == Exhaustion::priority;
}

YearRule year_rule(const PolicyTerms& terms, Money limit) {
  YearRule rule = terms.year;
  if (!terms.aggregate_limit.is_zero()) {
    const Int128 product = Int128{rule.reserved.fen()} * limit.fen();
    rule.reserved = Money::from_fen(static_cast<std::int64_t>(product / terms.aggregate_limit.fen()));
  }
  return rule;
}

}  // namespace wildclaims::rules
