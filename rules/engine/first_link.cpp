#include <stdexcept>
#include "rules/determine.h"
#include "rules/receipt.h"
#include "rules/worksheet.h"
namespace wildclaims::rules {
Facts::Facts(std::shared_ptr<const FactLayout> layout, std::size_t items) : layout_(std::move(layout)), items_(items) {}
std::variant<Facts, Faults> read_facts(const Rulebook&, const FactSheet&, Completeness) {
  throw std::logic_error("not linked yet");
}
FactSheet to_texts(const Facts&) { throw std::logic_error("not linked yet"); }
std::variant<Determination, Fault> determine(const Rulebook&, const Facts&, const RunningTotals&) {
  throw std::logic_error("not linked yet");
}
std::optional<Money> reserve_estimate(const Rulebook&, const Facts&) { return {}; }
std::optional<Date> loss_date(const Rulebook&, const Facts&) { return {}; }
std::variant<Worksheet, Fault> make_worksheet(const Rulebook&, const Facts&, const RunningTotals&) {
  throw std::logic_error("not linked yet");
}
std::string to_text(const Worksheet&, Language) { return {}; }
std::string make_receipt(const Rulebook&, const Facts&, const RunningTotals&, const Determination&) { return {}; }
}  // namespace wildclaims::rules
