#include "claims/workflow/correct_claim.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "claims/domain/contract_violation.h"
#include "claims/domain/identity.h"
#include "claims/domain/text_limits.h"
#include "claims/store/claimants.h"
#include "claims/workflow/fact_faults.h"
#include "claims/workflow/record.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {
namespace {

using Json = nlohmann::ordered_json;

// The corrected personal details, valid.
struct Details {
  std::optional<domain::PhoneNumber> phone;
  std::optional<domain::AccountNumber> account;
};

Details check_details(const CorrectClaim& command, rules::Faults& faults) {
  Details details;
  if (command.name) domain::check_text(*command.name, domain::kNameText, "/claimant/name", faults);
  if (command.account_holder) {
    domain::check_text(*command.account_holder, domain::kNameText, "/claimant/account_holder", faults);
  }
  if (command.phone) details.phone = domain::PhoneNumber::parse(*command.phone, "/claimant/phone", faults);
  if (command.account) details.account = domain::AccountNumber::parse(*command.account, "/claimant/account", faults);
  return details;
}

// Puts the corrections into `items`; what the history keeps of the old ones.
Json correct_items(const CorrectClaim& command, std::vector<store::LossItemRow>& items, rules::Faults& faults) {
  Json changes = Json::array();
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    const CorrectItem& given = command.items[i];
    const std::string base = "/items/" + std::to_string(i);
    const auto row = std::find_if(items.begin(), items.end(),
                                  [&](const store::LossItemRow& each) { return each.item == given.item; });
    if (row == items.end()) {
      faults.push_back({base + "/item", "item_unknown", {"该赔案没有这个损失项", "the claim has no such loss item"}});
      continue;
    }
    const store::LossItemRow before = *row;
    if (given.plot && domain::check_text(*given.plot, domain::kPlotText, base + "/plot", faults))
      row->plot = *given.plot;
    for (const auto& [name, value] : given.facts) row->facts[name] = value;
    if (row->plot != before.plot || row->facts != before.facts) {
      changes.push_back({{"item", given.item},
                         {"from", {{"plot", before.plot}, {"facts", before.facts}}},
                         {"to", {{"plot", row->plot}, {"facts", row->facts}}}});
    }
  }
  return changes;
}

// Faults of the rulebook stand at the item's place in the claim; the client wrote them at their place in its list.
void check_items(const Work& work, const CaseFile& file, const CorrectClaim& command,
                 const std::vector<store::LossItemRow>& items, rules::Faults& faults) {
  const auto rulebook =
      work.office.rulebooks().governing(file.programme->rulebook_id, claim_facts(file.report, *file.programme));
  if (!rulebook) return;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    for (const store::LossItemRow& row : items) {
      if (row.item != command.items[i].item) continue;
      const rules::FactSheet sheet{claim_facts(file.report, *file.programme), {row.facts}};
      const auto read = rules::read_facts(*rulebook, sheet, rules::Completeness::as_reported);
      const auto* found = std::get_if<rules::Faults>(&read);
      if (found == nullptr) continue;
      rules::Faults moved = *found;
      constexpr std::string_view kFirst = "/items/0";
      for (rules::Fault& fault : moved) {
        if (fault.pointer.compare(0, kFirst.size(), kFirst) == 0) {
          fault.pointer = "/items/" + std::to_string(i) + fault.pointer.substr(kFirst.size());
        }
      }
      add_fact_faults(moved, "", "", faults);
    }
  }
}

// Keeps the new personal details and fills in the claim; what the history may say of them.
Json keep_details(Work& work, const CorrectClaim& command, const Details& details, store::ClaimRow& claim) {
  const store::Vault& vault = work.office.vault();
  const auto claimant = store::find_claimant(work.db, claim.claimant_id).value();
  Json changes = Json::array();
  if (command.name && *command.name != claimant.name) {
    store::rename_claimant(work.db, claimant.id, *command.name);
    changes.push_back("name");
  }
  if (details.phone) {
    const auto id = store::keep_personal(work.db, vault, claimant, store::PersonalKind::phone, details.phone->text(),
                                         details.phone->masked(), work.now);
    if (std::exchange(claim.phone_id, id) != id) changes.push_back("phone");
  }
  if (details.account) {
    const auto id = store::keep_personal(work.db, vault, claimant, store::PersonalKind::account,
                                         details.account->text(), details.account->masked(), work.now);
    if (std::exchange(claim.account_id, id) != id) changes.push_back("account");
  }
  if (command.account_holder && *command.account_holder != claim.account_holder) {
    claim.account_holder = *command.account_holder;
    changes.push_back("account_holder");
  }
  return changes;
}

}  // namespace

domain::Outcome<Acted> correct_claim(Work& work, const CorrectClaim& command) {
  if (!command.target.version) throw domain::ContractViolation("correct_claim without the version that was seen");
  auto opened = open_file(work.reading(), command.target);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  if (auto found = obstacles(file, domain::Happening::correct, work.actor.roles); !found.empty()) return found;

  store::ClaimRow& claim = file.claims.front();
  std::vector<store::LossItemRow> items = store::loss_items(work.db, claim.id);
  rules::Faults faults;
  domain::check_text(command.reason, domain::kReasonText, "/reason", faults);
  const Details details = check_details(command, faults);
  Json changes = Json::object();
  changes["items"] = correct_items(command, items, faults);
  check_items(work, file, command, items, faults);
  if (!faults.empty()) return faults;

  changes["claimant"] = keep_details(work, command, details, claim);
  if (changes["items"].empty() && changes["claimant"].empty()) {
    return rules::Fault{"", "nothing_changed", {"没有任何更正内容", "nothing would be corrected"}};
  }
  for (const store::LossItemRow& item : items) store::correct_loss_item(work.db, claim.id, item);
  store::correct_claim(work.db, claim);
  record_move(work, file, claim, domain::Happening::correct, {command.reason, changes.dump()});
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
