#include "tests/simulation/auditor.h"

#include <algorithm>
#include <array>

#include "tests/simulation/surroundings.h"

namespace wildclaims::simulation {
namespace {

constexpr Fen kFranchise = 10'000;
constexpr Fen kEstimatePerTenth = 8'000;
constexpr std::int64_t kOffsetSeconds = 8 * 3600;
constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::array<std::int64_t, 3> kShares = {40, 25, 35};

Fen unit_value(const Plot& plot) {
  const bool ripe = plot.stage == "mature";
  if (plot.crop == "maize") return ripe ? 100'000 : 33'333;
  return ripe ? 299'999 : 123'457;
}

bool complete(const std::vector<Plot>& plots) {
  return std::all_of(plots.begin(), plots.end(), [](const Plot& plot) { return plot.rate.has_value(); });
}

}  // namespace

std::vector<std::pair<std::string, Fen>> shares_of(Fen amount) {
  std::vector<std::pair<std::string, Fen>> parts;
  std::array<Fen, 3> rest{};
  Fen left = amount;
  for (std::size_t i = 0; i < kShares.size(); ++i) {
    parts.emplace_back(kFunders[i], amount * kShares[i] / 100);
    rest[i] = amount * kShares[i] % 100;
    left -= parts.back().second;
  }
  for (; left > 0; --left) {
    const auto largest = std::max_element(rest.begin(), rest.end());
    *largest = -1;
    ++parts[static_cast<std::size_t>(largest - rest.begin())].second;
  }
  return parts;
}

std::map<std::string, Fen> taken_from(const std::map<std::string, Fen>& borne, Fen amount) {
  Fen whole = 0;
  for (const auto& [funder, part] : borne) whole += part;
  std::map<std::string, Fen> taken;
  Fen left = amount;
  for (const auto& [funder, part] : borne) {
    taken[funder] = whole == 0 ? 0 : amount * part / whole;
    left -= taken[funder];
  }
  while (left > 0) {
    for (auto& [funder, part] : taken) {
      if (left == 0 || part == borne.at(funder)) continue;
      ++part;
      --left;
    }
  }
  return taken;
}

Fen payable_for(const std::string& species, const std::vector<Plot>& plots) {
  if (species == "other") return 0;
  Fen total = 0;
  for (const Plot& plot : plots) {
    // Tenths of a mu, fen a mu, per cent: thousandths of a fen.
    total += (plot.area * unit_value(plot) * plot.rate.value_or(0) + 500) / 1000;
  }
  return total < kFranchise ? 0 : total;
}

Fen within_household_limit(Fen payable, Fen before) {
  return std::min(payable, std::max<Fen>(0, kHouseholdLimit - before));
}

std::string area_text(std::int64_t tenths) { return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10); }

rules::Date Auditor::today() const {
  return rules::Date::from_days(
      static_cast<std::int32_t>((system_seconds() + clock_offset + kOffsetSeconds) / kDaySeconds));
}

std::optional<std::vector<std::string>> Auditor::open(const Aim& aim) const {
  if (!aim.whole_report) {
    const auto claim = claims.find(aim.number);
    if (claim == claims.end() || (aim.version && *aim.version != claim->second.version)) return std::nullopt;
    return std::vector<std::string>{aim.number};
  }
  const auto report = reports.find(aim.number);
  if (report == reports.end() || (aim.version && *aim.version != report->second.version)) return std::nullopt;
  std::vector<std::string> numbers;
  for (const std::string& number : report->second.claims) {
    if (claims.at(number).is_open()) numbers.push_back(number);
  }
  if (numbers.empty()) return std::nullopt;
  return numbers;
}

bool Auditor::all_in(const std::vector<std::string>& numbers, const std::set<std::string>& states) const {
  return std::all_of(numbers.begin(), numbers.end(),
                     [&](const std::string& number) { return states.count(claims.at(number).state) != 0; });
}

Fen Auditor::approved_elsewhere(const Claim& claim) const {
  const std::int64_t event = reports.at(claim.report).event;
  Fen sum = 0;
  for (const auto& [number, other] : claims) {
    if (other.person != claim.person || number == claim.number || other.policy != claim.policy) continue;
    if (reports.at(other.report).event == event) sum += other.standing();
  }
  return sum;
}

Fen Auditor::entitled_now(const Claim& claim) const {
  return within_household_limit(claim.determinations.back().payable, approved_elsewhere(claim));
}

std::string Auditor::running_total(const Claim& claim) const {
  return "approved_to_household.h" + std::to_string(people.at(claim.person).claimant) + ".e" +
         std::to_string(reports.at(claim.report).event);
}

std::string Auditor::scope(const Claim& claim) const { return "limit:" + running_total(claim) + ":"; }

Shortage Auditor::when_short_now(const std::string& policy) const {
  return books.at(policy).settled ? Shortage::truncate : when_short;
}

bool Auditor::waits_for_settlement(const std::string& policy) const {
  const Shortage now = when_short_now(policy);
  return now == Shortage::prorate || now == Shortage::priority;
}

bool Auditor::is_due(const std::string& policy) const {
  return waits_for_settlement(policy) && std::to_string(today().year()) > policy.substr(policy.size() - 4);
}

std::vector<std::string> Auditor::undecided(const std::string& policy) const {
  static const std::set<std::string> kUndecided = {"reported", "accepted", "surveyed", "determined", "noticed"};
  std::vector<std::string> numbers;
  for (const auto& [number, claim] : claims) {
    if (claim.policy == policy && kUndecided.count(claim.state) != 0) numbers.push_back(number);
  }
  return numbers;
}

std::vector<std::string> Auditor::held(const std::string& policy) const {
  std::map<std::int64_t, std::string> in_order;
  for (const auto& [number, claim] : claims) {
    if (claim.policy != policy) continue;
    if (const Approved* held = claim.held()) in_order[held->id] = number;
  }
  std::vector<std::string> numbers;
  for (const auto& [id, number] : in_order) numbers.push_back(number);
  return numbers;
}

Fen Auditor::reserve(const Claim& claim) const { return -balance(claim.policy, "reserve:outstanding:" + claim.number); }

Fen Auditor::estimate(const Claim& claim) const {
  const bool seen = claim.surveys > 0;
  const std::vector<Plot>& plots = seen ? claim.found : claim.told;
  if (complete(plots)) {
    const std::string& species = seen ? claim.found_species : reports.at(claim.report).species;
    return within_household_limit(payable_for(species, plots), approved_elsewhere(claim));
  }
  Fen sum = 0;
  for (const Plot& plot : plots) sum += plot.area * kEstimatePerTenth;
  return sum;
}

Fen Auditor::balance(const std::string& policy, const std::string& account) const {
  const Book& book = books.at(policy);
  const auto found = book.balances.find(account);
  return found == book.balances.end() ? 0 : found->second;
}

std::int64_t Auditor::post(const std::string& policy, Entry entry, std::optional<rules::Date> on) {
  Book& book = books.at(policy);
  entry.effective = on.value_or(today());
  std::erase_if(entry.postings, [](const auto& posting) { return posting.second == 0; });
  for (const auto& [account, amount] : entry.postings) book.balances[account] += amount;
  book.entries.push_back(std::move(entry));
  return static_cast<std::int64_t>(book.entries.size());
}

void Auditor::set_reserve(Claim& claim, Fen to) {
  const Fen from = reserve(claim);
  if (from == to) return;
  Entry entry;
  entry.kind = from == 0 ? "reserve_set" : to == 0 ? "reserve_released" : "reserve_changed";
  entry.claim = claim.number;
  entry.postings = {{"reserve:estimate", to - from}, {"reserve:outstanding:" + claim.number, from - to}};
  post(claim.policy, entry);
}

void Auditor::move(Claim& claim, const std::string& happening, const std::string& state, std::int64_t user) {
  claim.state = state;
  ++claim.version;
  happenings.push_back(happening + " " + claim.number + " " + std::to_string(user));
}

std::string Auditor::acted(const std::string& report, const std::vector<std::string>& numbers) const {
  std::string text = report + "@" + std::to_string(reports.at(report).version);
  for (const std::string& number : numbers) {
    const Claim& claim = claims.at(number);
    text += " " + number + "=" + claim.state + "@" + std::to_string(claim.version);
  }
  return text;
}

}  // namespace wildclaims::simulation
