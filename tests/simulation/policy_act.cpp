#include "tests/simulation/policy_act.h"

namespace wildclaims::simulation {

Performed entry_answer(domain::Outcome<std::int64_t> sequence) {
  if (!sequence) return std::move(sequence).failure<workflow::Answer>();
  return workflow::Answer{200, "entry " + std::to_string(*sequence), "", false};
}

bool may_take_effect(const Auditor& auditor, const Book& book, std::optional<rules::Date> on) {
  const rules::Date day = on.value_or(auditor.today());
  return day <= auditor.today() && day >= book.opened && !book.is_closed_on(day);
}

std::string some_funder(Random& random) { return random.chance(2) ? "village" : kFunders[random.index(3)]; }

std::optional<rules::Date> some_day(Random& random, const Auditor& auditor) {
  if (random.chance(65)) return std::nullopt;
  return auditor.today().plus_days(static_cast<std::int32_t>(random.between(-12, 1)));
}

std::optional<Owed> some_owed(Random& random, const Auditor& auditor, const std::string& account, Fen most) {
  if (random.chance(3)) return Owed{some_policy(random, auditor), some_funder(random), random.between(-1, 100)};
  std::vector<Owed> all;
  for (const auto& [policy, book] : auditor.books) {
    for (const char* funder : kFunders) {
      const Fen balance = auditor.balance(policy, account + funder);
      if (balance > 0) all.push_back({policy, funder, balance});
    }
  }
  if (all.empty()) return std::nullopt;
  Owed owed = random.pick(all);
  owed.amount = random.chance(20) ? owed.amount + (random.chance(50) ? 1 : 0) : random.between(1, most);
  return owed;
}

std::string some_policy(Random& random, const Auditor& auditor) {
  if (random.chance(4)) return random.chance(50) ? "PL-2026" : "PL-2031";
  auto place = auditor.books.begin();
  std::advance(place, static_cast<std::ptrdiff_t>(random.index(auditor.books.size())));
  return place->first;
}

}  // namespace wildclaims::simulation
