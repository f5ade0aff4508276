#include "tests/simulation/auditor.h"

#include <algorithm>
#include <array>
#include <sstream>

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

std::string parts_text(Fen amount) {
  std::string text;
  for (const auto& [funder, part] : shares_of(amount)) text += " " + funder + "=" + std::to_string(part);
  return text;
}

void add_claim(const Claim& claim, std::vector<std::string>& lines) {
  std::ostringstream line;
  line << "claim " << claim.number << " of " << claim.report << " in " << claim.policy << " is " << claim.state << "@"
       << claim.version << ", surveys " << claim.surveys << ", items";
  for (const Plot& plot : claim.told) {
    line << " " << plot.crop << "/" << plot.stage << "/" << area_text(plot.area) << "/"
         << (plot.rate ? std::to_string(*plot.rate) + "%" : "-");
  }
  lines.push_back(line.str());
  for (const Determined& each : claim.determinations) {
    std::ostringstream text;
    text << "determination " << each.id << " of " << claim.number << " by " << each.by
         << (each.judged ? " judged" : " computed") << (each.denied ? " denied " : " ") << each.entitlement
         << " replaces " << each.replaces;
    if (!each.judged) text << parts_text(each.entitlement);
    lines.push_back(text.str());
  }
  for (const Noticed& each : claim.notices) {
    lines.push_back("notice of " + claim.number + " for " + std::to_string(each.determination) + " on " +
                    each.on.to_string());
  }
  for (const Approved& each : claim.approvals) {
    std::ostringstream text;
    text << "approval " << each.id << " of " << claim.number << " for " << each.determination << " by " << each.by
         << (each.final ? " final " : " first ") << each.entitlement << " " << each.approved << " " << each.residual
         << " entry " << each.sequence;
    if (each.final) text << parts_text(each.approved);
    lines.push_back(text.str());
  }
  for (const Payment& each : claim.payments) {
    std::ostringstream text;
    text << "payment " << each.id << " of " << claim.number << " for " << each.approval << " by " << each.by << " "
         << each.amount << " in " << each.batch << " entry " << each.sequence << " confirmed " << each.confirmed_by
         << " returned " << each.returned_by;
    lines.push_back(text.str());
  }
}

void add_book(const std::string& policy, const Book& book, std::vector<std::string>& lines) {
  lines.push_back("policy " + policy + " " + std::to_string(book.premium) + " " + std::to_string(book.limit));
  std::int64_t sequence = 0;
  for (const Entry& entry : book.entries) {
    std::ostringstream text;
    text << "entry " << policy << "#" << ++sequence << " " << entry.kind << " " << entry.claim << " batch "
         << entry.batch << " for " << entry.determination << " reverses " << entry.reverses << " on "
         << entry.effective.to_string();
    Postings postings = entry.postings;
    std::sort(postings.begin(), postings.end());
    for (const auto& [account, amount] : postings) text << " " << account << "=" << amount;
    lines.push_back(text.str());
  }
  for (const auto& [account, amount] : book.balances) {
    std::ostringstream text;
    text << "balance " << policy << " " << account << " " << amount;
    lines.push_back(text.str());
  }
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

const Approved* Claim::final_approval() const {
  const Approved* last = nullptr;
  for (const Approved& each : approvals) {
    if (each.final) last = &each;
  }
  return last;
}

const Payment* Claim::live_payment() const {
  for (const Payment& each : payments) {
    if (each.returned_by == 0) return &each;
  }
  return nullptr;
}

Payment* Claim::live_payment() {
  for (Payment& each : payments) {
    if (each.returned_by == 0) return &each;
  }
  return nullptr;
}

std::int64_t Claim::waiting_approver() const {
  for (const Approved& each : approvals) {
    if (!each.final && !determinations.empty() && each.determination == determinations.back().id) return each.by;
  }
  return 0;
}

bool Claim::determined_by(std::int64_t user) const {
  return std::any_of(determinations.begin(), determinations.end(), [&](const auto& each) { return each.by == user; });
}

bool Claim::approved_by(std::int64_t user) const {
  return std::any_of(approvals.begin(), approvals.end(), [&](const auto& each) { return each.by == user; });
}

bool Claim::paid_by(std::int64_t user) const {
  return std::any_of(payments.begin(), payments.end(), [&](const auto& each) {
    return each.by == user || each.confirmed_by == user || each.returned_by == user;
  });
}

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
    if (other.person != claim.person || number == claim.number || reports.at(other.report).event != event) continue;
    for (const Approved& each : other.approvals) {
      if (each.final) sum += each.approved + each.residual;
    }
  }
  return sum;
}

std::string Auditor::scope(const Claim& claim) const {
  return "limit:approved_to_household.h" + std::to_string(people.at(claim.person).claimant) + ".e" +
         std::to_string(reports.at(claim.report).event) + ":";
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

std::int64_t Auditor::post(const std::string& policy, Entry entry) {
  Book& book = books.at(policy);
  entry.effective = today();
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

std::vector<std::string> Auditor::lines() const {
  std::vector<std::string> lines;
  for (const auto& [policy, book] : books) add_book(policy, book, lines);
  for (const auto& [number, report] : reports) {
    lines.push_back("report " + number + " in " + report.policy + " event " + std::to_string(report.event) + "@" +
                    std::to_string(report.version) + " at " + report.place);
  }
  for (const auto& [number, claim] : claims) add_claim(claim, lines);
  for (const auto& [key, body] : answers) {
    lines.push_back("answer " + std::to_string(key.first) + " " + key.second + ": " + body);
  }
  std::int64_t id = 0;
  for (const std::string& happening : happenings) {
    lines.push_back("happening " + std::to_string(++id) + " " + happening);
  }
  std::size_t personal = 0;
  for (const auto& [number, person] : people) personal += 1 + person.phones.size() + person.accounts.size();
  lines.push_back("people " + std::to_string(people.size()) + " personal data " + std::to_string(personal) +
                  " events " + std::to_string(events) + " clock " + std::to_string(clock_offset));
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace wildclaims::simulation
