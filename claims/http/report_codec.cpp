#include "claims/http/report_codec.h"

#include <limits>
#include <utility>

#include "claims/http/body_values.h"

namespace wildclaims::http {

namespace {

using domain::ClaimantKind;
using domain::DamageReport;
using domain::Household;
using domain::LossItem;

// The domain judges how many there may be; the body's size has already bounded them.
constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();
constexpr std::int64_t kLargestId = std::numeric_limits<std::int64_t>::max();

LossItem read_item(ObjectReader& reader) {
  LossItem item;
  item.plot = reader.text("plot");
  item.crop = reader.text("crop");
  item.stage = reader.optional_text("stage");
  item.area = reader.text("area");
  item.loss_rate = reader.optional_text("loss_rate");
  reader.finish();
  return item;
}

Household read_household(ObjectReader& reader) {
  Household household;
  household.name = reader.text("name");
  const auto kind =
      reader.word("kind", {domain::code_of(ClaimantKind::person), domain::code_of(ClaimantKind::organisation)});
  household.kind = kind == 1U ? ClaimantKind::organisation : ClaimantKind::person;
  household.identity = reader.text("identity");
  household.phone = reader.text("phone");
  household.account = reader.text("account");
  household.account_holder = reader.optional_text("account_holder");
  for (ObjectReader& item : reader.objects("items", 0, kAnyNumber)) household.items.push_back(read_item(item));
  reader.finish();
  return household;
}

void read_times(ObjectReader& reader, rules::UtcOffset offset, DamageReport& report) {
  const auto from = required_date(reader, "damage_from");
  const auto to = required_date(reader, "damage_to");
  const auto discovered = required_instant(reader, "discovered_at", offset);
  report.reported_at = optional_instant(reader, "reported_at", offset);
  report.damage_to = to.value_or(from.value_or(discovered.value_or(rules::Instant()).date_at(offset)));
  report.damage_from = from.value_or(report.damage_to);
  report.discovered_at = discovered.value_or(rules::Instant::start_of(report.damage_to, offset));
}

}  // namespace

DamageReport read_damage_report(ObjectReader& reader, rules::UtcOffset offset) {
  DamageReport report;
  report.programme = reader.text("programme");
  report.species = reader.text("species");
  read_times(reader, offset, report);
  report.village = reader.text("village");
  report.place = reader.optional_text("place").value_or("");
  report.told_by = reader.optional_text("told_by").value_or("");
  report.event = reader.optional_whole("event", 1, kLargestId);
  for (ObjectReader::Member& fact : reader.members("facts", kAnyNumber)) {
    report.facts.emplace(std::move(fact.key), std::move(fact.text));
  }
  for (ObjectReader& household : reader.objects("households", 0, kAnyNumber)) {
    report.households.push_back(read_household(household));
  }
  reader.finish();
  return report;
}

workflow::CorrectReport read_report_correction(ObjectReader& reader, workflow::Target target, rules::UtcOffset offset) {
  workflow::CorrectReport correction;
  correction.target = std::move(target);
  correction.reason = reader.text("reason");
  correction.species = reader.optional_text("species");
  correction.damage_from = optional_date(reader, "damage_from");
  correction.damage_to = optional_date(reader, "damage_to");
  correction.discovered_at = optional_instant(reader, "discovered_at", offset);
  correction.village = reader.optional_text("village");
  correction.place = reader.optional_text("place");
  reader.finish();
  return correction;
}

}  // namespace wildclaims::http
