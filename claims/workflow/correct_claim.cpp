#include "claims/workflow/correct_claim.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "claims/domain/characters.h"
#include "claims/domain/contract_violation.h"
#include "claims/domain/damage_report.h"
#include "claims/domain/identity.h"
#include "claims/domain/text_limits.h"
#include "claims/store/claimants.h"
#include "claims/workflow/estimate.h"
#include "claims/workflow/fact_faults.h"
#include "claims/workflow/record.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {
namespace {

using Json = nlohmann::ordered_json;

// The corrected personal details, valid.
struct Details {
  std::optional<std::string> name;
  std::optional<std::string> account_holder;
  std::optional<domain::PhoneNumber> phone;
  std::optional<domain::AccountNumber> account;
};

std::optional<std::string> trimmed(const std::optional<std::string>& text) {
  return text ? std::optional(std::string(domain::trimmed(*text))) : std::nullopt;
}

Details check_details(const CorrectClaim& command, rules::Faults& faults) {
  Details details;
  details.name = trimmed(command.name);
  details.account_holder = trimmed(command.account_holder);
  if (details.name) domain::check_text(*details.name, domain::kNameText, "/claimant/name", faults);
  if (details.account_holder) {
    domain::check_text(*details.account_holder, domain::kNameText, "/claimant/account_holder", faults);
  }
  if (command.phone) details.phone = domain::PhoneNumber::parse(*command.phone, "/claimant/phone", faults);
  if (command.account) details.account = domain::AccountNumber::parse(*command.account, "/claimant/account", faults);
  return details;
}

void check_told(const CorrectItem& given, const std::string& base, rules::Faults& faults) {
  if (given.plot) domain::check_text(*given.plot, domain::kPlotText, base + "/plot", faults);
  for (const auto& [name, value] : given.facts) {
    if (name == "area") domain::check_area(value, base + "/area", faults);
    if (name == "loss_rate") domain::check_loss_rate(value, base + "/loss_rate", faults);
  }
}

// Puts the corrections into `items`. `order` is, for each of them, where the client wrote of it; the list's length
// where it did not.
void correct_items(const CorrectClaim& command, std::vector<store::LossItemRow>& items, std::vector<std::size_t>& order,
                   rules::Faults& faults) {
  const std::size_t nowhere = command.items.size();
  order.assign(items.size(), nowhere);
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    const CorrectItem& given = command.items[i];
    const std::string base = "/items/" + std::to_string(i);
    const auto row = std::find_if(items.begin(), items.end(),
                                  [&](const store::LossItemRow& each) { return each.item == given.item; });
    if (row == items.end()) {
      faults.push_back({base + "/item", "item_unknown", {"该赔案没有这个损失项", "the claim has no such loss item"}});
      continue;
    }
    std::size_t& place = order[static_cast<std::size_t>(row - items.begin())];
    if (place != nowhere) {
      faults.push_back({base + "/item", "item_twice", {"同一损失项出现两次", "this loss item stands here twice"}});
      continue;
    }
    place = i;
    check_told(given, base, faults);
    if (given.plot) row->plot = std::string(domain::trimmed(*given.plot));
    for (const auto& [name, value] : given.facts) row->facts[name] = value;
  }
}

// What the rulebook says of the corrected items; those the client did not write of were accepted before.
void check_items(const Work& work, const CaseFile& file, const std::vector<store::LossItemRow>& items,
                 const std::vector<std::size_t>& order, std::size_t nowhere, rules::Faults& faults) {
  const rules::FactTexts claim = claim_facts(file.report, *file.programme);
  auto rulebook = pin_of(work.reading(), file.claims.front());
  if (!rulebook) rulebook = work.shelf->governing(file.programme->rulebook_id, claim);
  if (!rulebook) rulebook = latest_rulebook(*work.shelf, file.programme->rulebook_id);
  rules::FactSheet sheet{claim, {}};
  FactPlaces places;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (order[i] == nowhere) continue;
    sheet.items.push_back(items[i].facts);
    places.order.push_back(order[i]);
  }
  if (sheet.items.empty()) return;
  const auto read = rules::read_facts(*rulebook, sheet, rules::Completeness::as_reported);
  if (const auto* found = std::get_if<rules::Faults>(&read)) add_new(placed(*found, places), faults);
}

// What the history keeps of the items.
Json item_changes(const std::vector<store::LossItemRow>& before, const std::vector<store::LossItemRow>& after) {
  Json changes = Json::array();
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i].plot == after[i].plot && before[i].facts == after[i].facts) continue;
    changes.push_back({{"item", before[i].item},
                       {"from", {{"plot", before[i].plot}, {"facts", before[i].facts}}},
                       {"to", {{"plot", after[i].plot}, {"facts", after[i].facts}}}});
  }
  return changes;
}

// A name in the history is masked; whole it stands among the former names.
Json masked_change(const store::ClaimantRow& claimant, const std::string& from, const std::string& to) {
  const auto masked = [&](const std::string& name) {
    return claimant.organisation ? domain::masked_organisation_name(name) : domain::masked_person_name(name);
  };
  return {{"from", masked(from)}, {"to", masked(to)}};
}

void keep_names(Work& work, const Details& details, const store::ClaimantRow& claimant, store::ClaimRow& claim,
                Json& changes) {
  std::string holder = claim.account_holder;
  if (details.name && *details.name != claimant.name) {
    store::keep_former_name(work.db, claimant.id, std::nullopt, claimant.name, work.now, work.command);
    store::rename_claimant(work.db, claimant.id, *details.name);
    // The name is the claimant's on all his claims: whoever looks at one of them looks at something new.
    store::raise_versions_of_claimant(work.db, claimant.id, claim.id);
    changes["name"] = masked_change(claimant, claimant.name, *details.name);
    // An account in the claimant's own name goes with him.
    if (holder == claimant.name) holder = *details.name;
  }
  if (details.account_holder) holder = *details.account_holder;
  if (holder == claim.account_holder) return;
  store::keep_former_name(work.db, claimant.id, claim.id, claim.account_holder, work.now, work.command);
  changes["account_holder"] = masked_change(claimant, claim.account_holder, holder);
  claim.account_holder = holder;
}

// Of a number the history keeps only which record of personal data stood there and which stands there now.
template <class Number>
void keep_number(Work& work, const store::ClaimantRow& claimant, store::PersonalKind kind, const char* name,
                 const std::optional<Number>& number, std::int64_t& id, Json& changes) {
  if (!number) return;
  const store::Vault& vault = work.office.vault();
  const std::int64_t kept = store::keep_personal(
      work.db, vault, claimant, store::personal_value(vault, kind, number->text(), number->masked()), work.now);
  if (kept == id) return;
  changes[name] = {{"from", id}, {"to", kept}};
  id = kept;
}

// Keeps the new personal details and fills in the claim; what the history may say of them.
Json keep_details(Work& work, const Details& details, store::ClaimRow& claim) {
  const auto claimant = store::find_claimant(work.db, claim.claimant_id).value();
  Json changes = Json::object();
  keep_names(work, details, claimant, claim, changes);
  keep_number(work, claimant, store::PersonalKind::phone, "phone", details.phone, claim.phone_id, changes);
  keep_number(work, claimant, store::PersonalKind::account, "account", details.account, claim.account_id, changes);
  return changes;
}

}  // namespace

domain::Outcome<Acted> correct_claim(Work& work, const CorrectClaim& command) {
  if (!command.target.version) throw domain::ContractViolation("correct_claim without the version that was seen");
  auto opened = open_for(work.reading(), command.target, domain::Happening::correct);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();

  store::ClaimRow& claim = file.claims.front();
  const std::vector<store::LossItemRow> told = store::loss_items(work.db, claim.id);
  std::vector<store::LossItemRow> items = told;
  std::vector<std::size_t> order;
  rules::Faults faults;
  domain::check_text(command.reason, domain::kReasonText, "/reason", faults);
  const Details details = check_details(command, faults);
  correct_items(command, items, order, faults);
  check_items(work, file, items, order, command.items.size(), faults);
  if (!faults.empty()) return faults;

  Json changes = Json::object();
  changes["items"] = item_changes(told, items);
  changes["claimant"] = keep_details(work, details, claim);
  if (changes["items"].empty() && changes["claimant"].empty()) {
    return rules::Fault{"", "nothing_changed", {"没有任何更正内容", "nothing would be corrected"}};
  }
  for (const store::LossItemRow& item : items) store::correct_loss_item(work.db, claim.id, item);
  store::correct_claim(work.db, claim);
  if (claim.state != domain::ClaimState::reported) set_reserve(work, file, claim, estimate_now(work, file, claim));
  record_move(work, file, claim, domain::Happening::correct, {command.reason, changes.dump()});
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
