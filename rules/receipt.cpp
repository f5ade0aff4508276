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

std::string make_receipt(const Rulebook& rulebook, const Facts& facts, const RunningTotals& running,
                         const Determination& determination) {
  const FactSheet sheet = to_texts(facts);
  const auto code = [](const Finding& finding) { return quoted(finding.code); };
  const auto part = [](const FundingPart& each) {
    return "{\"funder\":" + quoted(each.funder) + ",\"amount\":" + quoted(each.amount.to_string()) + "}";
  };
  return std::string("{\"receipt\":1,\"engine\":") + quoted(kEngineVersion) +
         ",\"rulebook\":{\"id\":" + quoted(rulebook.id()) + ",\"version\":" + quoted(rulebook.version()) +
         ",\"sha256\":" + quoted(rulebook.sha256().to_hex()) + "},\"facts\":{\"claim\":" + object(sheet.claim) +
         ",\"items\":" + array(sheet.items, object) +
         "},\"running\":{\"household_event\":" + quoted(running.household_event.to_string()) +
         "},\"result\":{\"denied\":" + (determination.denied ? "true" : "false") +
         ",\"loss_date\":" + quoted(determination.loss_date.to_string()) +
         ",\"entitlement\":" + quoted(determination.entitlement.to_string()) +
         ",\"funding\":" + array(determination.funding, part) + ",\"denials\":" + array(determination.denials, code) +
         ",\"flags\":" + array(determination.flags, code) + "}}";
}

}  // namespace wildclaims::rules
