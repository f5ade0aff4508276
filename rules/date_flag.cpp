#include "rules/date_flag.h"

#include "rules/engine/compiled_rules.h"

namespace wildclaims::rules {

std::string to_string(DateFlag flag) {
  return flag == DateFlag::loss_outside_rulebook_dates ? "loss_outside_rulebook_dates" : "damage_spans_policy_years";
}

Finding to_finding(DateFlag flag) {
  const Source basis{Basis::assumed, {"规则的生效日期", "the dates the rulebook is in force"}};
  if (flag == DateFlag::loss_outside_rulebook_dates) {
    return {to_string(flag),
            {"出险日期不在本规则的生效日期内", "The date of loss is outside the dates of this rulebook"},
            basis};
  }
  return {to_string(flag), {"受害期间跨越两个保险年度", "The damage spans two policy years"}, basis};
}

std::optional<DateFlag> date_flag(const Rulebook& rulebook, const Facts& facts, Date loss) {
  const CompiledRules& rules = rulebook.compiled();
  const auto outside = [&](std::optional<std::size_t> fact) {
    const auto value = fact ? facts.claim_value(*fact) : std::nullopt;
    return value && !rulebook.in_force_on(Date::from_days(static_cast<std::int32_t>(*value)));
  };
  if (!rulebook.in_force_on(loss)) return DateFlag::loss_outside_rulebook_dates;
  if (outside(rules.first_day) || outside(rules.last_day)) return DateFlag::damage_spans_policy_years;
  return std::nullopt;
}

}  // namespace wildclaims::rules
