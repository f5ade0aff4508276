#include "claims/workflow/simulate_view.h"

#include <array>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "claims/store/past_claims.h"
#include "claims/store/policies.h"
#include "claims/workflow/past_claim_batch.h"
#include "claims/workflow/past_claims_ahead.h"
#include "rules/authoring/past_claim.h"
#include "rules/determine.h"
#include "rules/loader/facts_stream.h"

namespace wildclaims::workflow {
namespace {

using rules::Date;
using rules::Fault;
using rules::Faults;
using rules::Money;
using rules::authoring::PastAnswer;
using rules::authoring::PastClaim;
using rules::authoring::Simulation;

// Often enough for a service to end a dear draft in time: a claim can take a tenth of a second.
constexpr std::int64_t kProgressEvery = 64;

// A line read under the draft and, where there is one, under the baseline.
class LineReaders {
 public:
  explicit LineReaders(const SimulationRequest& request) : draft_(request.draft, rules::UnknownFacts::skip) {
    if (request.options.baseline) baseline_.emplace(request.options.baseline, rules::UnknownFacts::skip);
  }

  void also_read(const std::vector<std::string>& names) {
    draft_.also_read(names);
    if (baseline_) baseline_->also_read(names);
  }

  void read(std::string_view json, PastClaim& claim) {
    claim.facts = draft_.read(json);
    claim.faults = &draft_.faults();
    claim.facts_before = baseline_ ? baseline_->read(json) : nullptr;
  }

  std::optional<std::string_view> also(std::size_t index) const { return draft_.also(index); }

 private:
  rules::FactsStream draft_;
  std::optional<rules::FactsStream> baseline_;
};

// FNV-1a: names of households and events as numbers.
std::uint64_t number_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

enum Also : std::size_t { kId, kHousehold, kEvent, kYear, kDecided, kWas, kApproved };

const std::array<const char*, 7> kAlso = {"id",         "household", "event_id",    "policy_year",
                                          "decided_on", "was",       "was_approved"};

// What stands beside the facts of a line.
class Line {
 public:
  Line(const SimulationRequest& request, LineReaders& readers) : draft_(*request.draft), readers_(readers) {
    readers_.also_read({kAlso.begin(), kAlso.end()});
  }

  const PastClaim& read(std::string_view json, std::int64_t number) {
    readers_.read(json, claim_);
    own_faults_.clear();
    id_ = "line " + std::to_string(number);
    claim_.id = readers_.also(kId).value_or(id_);
    claim_.household = numbered(kHousehold);
    claim_.event = numbered(kEvent);
    claim_.policy_year.reset();
    if (const auto year = readers_.also(kYear)) {
      const auto first = Date::parse(std::string(*year) + "-01-01");
      if (first) claim_.policy_year = first->year();
      if (!first)
        wrong(kYear, "no_such_day", {"policy_year 应为年份，例如 2025。", "policy_year is a year, as in 2025"});
    }
    take_day();
    take_answer(json);
    if (!own_faults_.empty() && claim_.facts != nullptr) {
      claim_.facts = nullptr;
      claim_.faults = &own_faults_;
    }
    return claim_;
  }

 private:
  std::optional<std::uint64_t> numbered(Also which) const {
    const auto text = readers_.also(which);
    return text ? std::optional(number_of(*text)) : std::nullopt;
  }

  void wrong(Also which, const char* code, rules::Bilingual say) {
    own_faults_.push_back({std::string("/") + kAlso[which], code, std::move(say)});
  }

  void take_day() {
    if (const auto text = readers_.also(kDecided)) {
      const auto day = Date::parse(*text);
      if (day) claim_.decided_on = *day;
      if (!day) {
        wrong(kDecided, "no_such_day",
              {"decided_on 没有这一天，请写成 2025-09-20 的形式。",
               "decided_on is no day of the calendar; write it as in 2025-09-20"});
      }
    } else if (claim_.facts != nullptr) {
      claim_.decided_on = rules::loss_date(draft_, *claim_.facts).value_or(claim_.decided_on);
    }
  }

  std::optional<Money> amount(Also which) {
    const auto text = readers_.also(which);
    if (!text) return std::nullopt;
    const auto amount = Money::parse(*text);
    if (!amount || amount->is_negative()) {
      wrong(which, "not_a_number",
            {std::string(kAlso[which]) + " 不是有效金额，请写成 2100.00 的形式。",
             std::string(kAlso[which]) + " is no amount; write it as in 2100.00"});
      return std::nullopt;
    }
    return amount;
  }

  void take_answer(std::string_view json) {
    const bool receipt = rules::authoring::read_past_result(json, was_);
    const auto owed = amount(kWas);
    if (owed && *owed != was_.entitlement) was_.parts.clear();
    if (owed) was_.entitlement = *owed;
    claim_.was = owed || receipt ? &was_ : nullptr;
    was_.approved = amount(kApproved);
    if (was_.approved && *was_.approved > was_.entitlement) {
      wrong(kApproved, "out_of_range", {"was_approved 不能超过 was。", "was_approved cannot be more than was"});
    } else if (was_.approved) {
      was_.residual = was_.entitlement - *was_.approved;
    }
  }

  const rules::Rulebook& draft_;
  LineReaders& readers_;
  PastClaim claim_;
  PastAnswer was_;
  std::string id_;
  Faults own_faults_;
};

}  // namespace

rules::authoring::SimulationReport simulate_policies(store::Connection& db, const std::vector<std::string>& policies,
                                                     const SimulationRequest& request,
                                                     const SimulationProgress& progress) {
  Simulation simulation(request.draft, request.options);
  PastClaimBatch claims(request.draft, request.options.baseline, simulation);
  std::int64_t done = 0;
  std::int64_t all = 0;
  for (const std::string& id : policies) all += store::count_claims(db, id);
  bool wanted = true;
  for (const std::string& id : policies) {
    const auto policy = store::find_policy(db, id);
    if (!policy) throw std::logic_error("a policy that is not there cannot be simulated");
    simulation.set_past_limit(policy->year, policy->aggregate_limit);
    PastClaimsAhead rows(db, id, request.draft->offset());
    for (auto batch = rows.next(); wanted && !batch.empty(); batch = rows.next()) {
      for (const store::PastClaimRow& row : batch) claims.add(row, policy->year);
      claims.hand_on();
      done += static_cast<std::int64_t>(batch.size());
      wanted = progress(done, all);
    }
    if (!wanted) break;
  }
  progress(done, all);
  return simulation.finish();
}

rules::authoring::SimulationReport simulate_lines(std::istream& lines, const SimulationRequest& request,
                                                  const SimulationProgress& progress) {
  Simulation simulation(request.draft, request.options);
  LineReaders readers(request);
  Line line(request, readers);
  std::string text;
  std::int64_t done = 0;
  while (std::getline(lines, text)) {
    ++done;
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    simulation.add(line.read(text, done));
    if (done % kProgressEvery == 0 && !progress(done, 0)) break;
  }
  progress(done, 0);
  return simulation.finish();
}

}  // namespace wildclaims::workflow
