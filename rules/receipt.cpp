#include "rules/receipt.h"

namespace wildclaims::rules {
namespace {

// Our own texts: codes, numbers and dates; quoting covers whatever a rulebook's text might hold.
std::string quoted(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string json = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (byte < 0x20) {
      json += "\\u00";
      json += kDigits[byte >> 4];
      json += kDigits[byte & 15];
    } else {
      json += c;
    }
  }
  return json + "\"";
}

std::string object(const FactTexts& texts) {
  std::string json = "{";
  for (const auto& [name, text] : texts) json += (json.size() == 1 ? "" : ",") + quoted(name) + ":" + quoted(text);
  return json + "}";
}

template <class List, class Write>
std::string array(const List& list, Write&& write) {
  std::string json = "[";
  for (const auto& each : list) json += (json.size() == 1 ? "" : ",") + write(each);
  return json + "]";
}

}  // namespace

std::string make_receipt(const Rulebook& rulebook, const Facts& facts, const Determination& determination) {
  const FactSheet sheet = to_texts(facts);
  const auto adjustment = [](const Adjustment& each) {
    return "{\"amount\":" + quoted(each.amount) + ",\"reason\":" + quoted(each.reason) + "}";
  };
  const auto named = [](const char* key, const std::string& name, Money amount) {
    return std::string("{\"") + key + "\":" + quoted(name) + ",\"amount\":" + quoted(amount.to_string()) + "}";
  };
  const auto part = [&](const FundingPart& each) { return named("funder", each.funder, each.amount); };
  const auto fee = [&](const StepAmount& each) { return named("fee", each.step, each.amount); };
  const auto step = [&](const StepAmount& each) { return named("step", each.step, each.amount); };
  const auto code = [](const Finding& finding) { return quoted(finding.code); };

  std::string json = std::string("{\"receipt\":2,\"engine\":") + quoted(kEngineVersion) +
                     ",\"rulebook\":{\"id\":" + quoted(rulebook.id()) + ",\"version\":" + quoted(rulebook.version()) +
                     ",\"sha256\":" + quoted(rulebook.sha256().to_hex()) + "},\"facts\":{";
  if (!sheet.event.empty()) json += "\"event\":" + object(sheet.event) + ",";
  json += "\"claim\":" + object(sheet.claim) + ",\"items\":" + array(sheet.items, object) +
          "},\"running\":" + object(sheet.running);
  if (!sheet.adjustments.empty()) {
    json += ",\"adjustments\":{";
    bool first = true;
    for (const auto& [name, each] : sheet.adjustments) {
      json += (first ? "" : ",") + quoted(name) + ":" + adjustment(each);
      first = false;
    }
    json += "}";
  }
  if (sheet.result_override) json += ",\"override\":" + adjustment(*sheet.result_override);
  if (!sheet.stage.empty()) json += ",\"stage\":" + quoted(sheet.stage) + ",\"paid\":" + quoted(sheet.paid);
  json += std::string(",\"result\":{\"denied\":") + (determination.denied ? "true" : "false") +
          ",\"loss_date\":" + quoted(determination.loss_date.to_string()) +
          ",\"entitlement\":" + quoted(determination.entitlement.to_string());
  if (!sheet.stage.empty()) json += ",\"balance\":" + quoted(determination.balance.to_string());
  json += ",\"funding\":" + array(determination.funding, part);
  if (!determination.fees.empty()) json += ",\"fees\":" + array(determination.fees, fee);
  return json + ",\"steps\":" + array(determination.amounts, step) +
         ",\"denials\":" + array(determination.denials, code) + ",\"flags\":" + array(determination.flags, code) + "}}";
}

}  // namespace wildclaims::rules
