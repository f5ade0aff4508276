#include "tests/simulation/doubt.h"

#include <algorithm>

#include "tests/simulation/audit.h"
#include "tests/simulation/found.h"

namespace wildclaims::simulation {
namespace {

// Whether what is stored is what the auditor has after these commands.
bool explains(store::Connection& db, Auditor auditor, const std::vector<WishPtr>& order,
              const std::map<WishPtr, std::string>& there) {
  for (const WishPtr& wish : order) {
    const std::string& answer = there.at(wish);
    if (!wish->act->allowed(auditor) || wish->act->record(auditor, answer) != answer) return false;
    auditor.answers[{wish->act->user(), wish->key}] = answer;
  }
  auditor.clock_offset = stored_offset(db);
  return lines_of(db) == auditor.lines();
}

}  // namespace

std::optional<std::string> stored_answer(store::Connection& db, const Wish& wish) {
  store::Statement row = db.query(
      "SELECT a.body FROM idempotency_keys AS k JOIN idempotency_answers AS a ON a.id = k.answer_id "
      "WHERE k.user_id = ? AND k.key = ?",
      wish.act->user(), wish.key);
  return row.step() ? std::optional(row.text()) : std::nullopt;
}

std::vector<WishPtr> in_order(store::Connection& db, const Auditor& auditor,
                              const std::vector<std::vector<WishPtr>>& tried,
                              const std::map<WishPtr, std::string>& there) {
  std::vector<std::vector<WishPtr>> orders;
  for (auto group = tried.rbegin(); group != tried.rend(); ++group) {
    std::vector<WishPtr> order;
    for (const WishPtr& wish : *group) {
      const bool again = std::find(order.begin(), order.end(), wish) != order.end();
      if (there.count(wish) != 0 && !again) order.push_back(wish);
    }
    const bool is_new = std::find(orders.begin(), orders.end(), order) == orders.end();
    if (order.size() == there.size() && is_new) orders.push_back(order);
  }
  if (there.empty()) return {};
  if (orders.empty()) throw Found{Found::What::broken, "parts of several failed transactions are there"};
  if (orders.size() == 1) return orders.front();
  const auto fitting = std::find_if(orders.begin(), orders.end(), [&](const std::vector<WishPtr>& order) {
    return explains(db, auditor, order, there);
  });
  return fitting == orders.end() ? orders.front() : *fitting;
}

std::int64_t stored_offset(store::Connection& db) {
  store::Statement row = db.query("SELECT value FROM settings WHERE name = 'demo_clock_offset_seconds'");
  row.step();
  return std::stoll(row.text());
}

}  // namespace wildclaims::simulation
