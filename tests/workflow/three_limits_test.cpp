// Approvals racing for three limits at once: the year's, that of a kind of animal, and that of a household.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "claims/store/approvals.h"
#include "claims/workflow/approve.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

using rules::Money;

// Beside the limit of an event: 220,000.00 for a household and 1,000,000.00 for an animal in the year.
const OfficeFixture::Edits kThreeLimits = {
    {"  approved_to_household: {per: household_event,",
     "  approved_in_year: {per: household_year, label: {zh: 该户本年度此前已核定, en: approved to the household this "
     "year}}\n"
     "  approved_to_animal: {per: policy_year, by: species, label: {zh: 该动物本年度此前已核定, en: approved for the "
     "animal}}\n"
     "  approved_to_household: {per: household_event,"},
    {"  - limit: indemnity\n", "  - limit: within_event\n"},
    {"result: indemnity\n",
     "  - limit: within_household\n"
     "    label: {zh: 每户年度限额, en: limit of a household and year}\n"
     "    of: within_event\n"
     "    per: household_year\n"
     "    amount: 220000.00\n"
     "    source: assumed\n"
     "  - limit: indemnity\n"
     "    label: {zh: 每种动物年度限额, en: limit of an animal and year}\n"
     "    of: within_household\n"
     "    per: policy_year\n"
     "    by: species\n"
     "    amount: 1000000.00\n"
     "    allocate: first_come\n"
     "    source: assumed\n"
     "result: indemnity\n"}};

struct Candidate {
  workflow::Approve command;
  int household = 0;
  std::string species;
  Money payable;
};

Money least(Money a, Money b) { return a < b ? a : b; }

// What an auditor with a list of the approvals in the order of the book, and a pencil, says of them.
class Pencil {
 public:
  void next(const Candidate& candidate, const store::ApprovalRow& approval) {
    const Money left =
        least(yuan("220000.00") - household_[candidate.household], yuan("1000000.00") - species_[candidate.species]);
    const Money entitled = least(candidate.payable, left);
    CHECK(approval.entitlement == entitled);
    CHECK(approval.approved == least(entitled, aggregate_));
    CHECK(approval.residual == entitled - approval.approved);
    household_[candidate.household] += entitled;
    species_[candidate.species] += entitled;
    aggregate_ -= approval.approved;
  }
  // Nothing is left of one of the two limits that reduce an entitlement.
  bool used_up(const Candidate& candidate) {
    return household_[candidate.household] == yuan("220000.00") || species_[candidate.species] == yuan("1000000.00");
  }
  Money aggregate() const { return aggregate_; }

 private:
  Money aggregate_ = yuan("1500000.07");
  std::map<int, Money> household_;
  std::map<std::string, Money> species_;
};

}  // namespace

TEST_CASE("200 clients approving at random against aggregate, category and household limits are exact to the fen") {
  constexpr int kReports = 10;
  constexpr int kHouseholds = 20;
  OfficeFixture fixture("1500000.07", kThreeLimits);
  fixture.advance("2025-09-21");
  std::map<std::string, Candidate> candidates;
  const char* areas[] = {"61.37", "44.4", "90", "73.01", "59.99"};
  for (int i = 0; i < kReports; ++i) {
    domain::DamageReport report = boar_report();
    report.species = i % 2 == 0 ? "wild_boar" : "pheasant";
    for (int n = 0; n < kHouseholds; ++n) report.households.push_back(household(n, "maize", "mature", areas[i % 5]));
    const auto reported = fixture.report(report);
    REQUIRE(reported.ok());
    fixture.bring_to_notice(report_target(reported->acted.report), "100%");
    for (int n = 0; n < kHouseholds; ++n) {
      Candidate& candidate = candidates[reported->acted.claims[static_cast<std::size_t>(n)].number];
      candidate.household = n;
      candidate.species = report.species;
    }
  }
  fixture.advance("2025-09-25");
  std::vector<Candidate*> order;
  for (auto& [number, candidate] : candidates) {
    const auto view = claim_of(fixture, number);
    candidate.payable = *view.money.entitlement;
    candidate.command = {claim_target(number, view.claim.version), view.determinations.back().id, candidate.payable,
                         true};
    order.push_back(&candidate);
  }
  const std::uint32_t seed = std::random_device()();
  CAPTURE(seed);
  std::shuffle(order.begin(), order.end(), std::mt19937(seed));

  std::atomic<bool> go = false;
  std::vector<std::thread> threads;
  for (const Candidate* candidate : order) {
    threads.emplace_back([&fixture, &go, candidate] {
      while (!go) std::this_thread::yield();
      // Refused when nothing is left for it: the pencil knows.
      static_cast<void>(fixture.run<workflow::Acted>(
          "approver", [&](workflow::Work& work) { return workflow::approve(work, candidate->command); }));
    });
  }
  go = true;
  for (std::thread& thread : threads) thread.join();

  std::map<std::int64_t, std::pair<const Candidate*, store::ApprovalRow>> by_entry;
  std::vector<const Candidate*> refused;
  for (const auto& [number, candidate] : candidates) {
    const auto view = claim_of(fixture, number);
    if (view.approvals.empty()) {
      refused.push_back(&candidate);
    } else {
      by_entry[view.approvals.front().sequence.value()] = {&candidate, view.approvals.front()};
    }
  }
  Pencil pencil;
  for (const auto& [sequence, approved] : by_entry) pencil.next(*approved.first, approved.second);
  CHECK(by_entry.size() > 20);
  for (const Candidate* candidate : refused) CHECK(pencil.used_up(*candidate));
  CHECK(pencil.aggregate() == policy_of(fixture).available);
  CHECK(policy_of(fixture).available.is_zero());
  CHECK(policy_of(fixture).committed == yuan("1500000.07"));
  CHECK(books_in_order(fixture));
}

}  // namespace wildclaims::tests
