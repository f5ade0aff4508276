#include "tests/bench/measured_lines.h"

#include "rules/decimal.h"

namespace wildclaims::bench {

MeasuredLines::MeasuredLines(const rules::Rulebook& rulebook) {
  const char* const types[] = {"species_class", "crop", "stage"};
  for (std::size_t i = 0; i < codes_.size(); ++i) {
    for (const rules::Code& code : rulebook.code_type(types[i])->codes) codes_[i].push_back(code.name);
  }
}

std::string MeasuredLines::line_of(const Claim& claim) const {
  const auto code = [&](std::size_t type, std::int64_t value) { return codes_[type][static_cast<std::size_t>(value)]; };
  std::string line = R"({"claim":{"on":"2025-06-01","kind":")";
  line += code(0, claim.species_class);
  line += R"("},"items":[{"crop_of":")";
  line += code(1, claim.crop);
  line += R"(","stage_of":")";
  line += code(2, claim.stage);
  line += R"(","area":")";
  line += rules::decimal_text(claim.area, 4);
  line += R"(","loss_rate":")";
  line += rules::decimal_text(claim.loss_rate, 2);
  line += R"(%"}],"running":{"approved_this_year":")";
  line += rules::decimal_text(claim.approved, 2);
  line += R"("}})";
  return line;
}

}  // namespace wildclaims::bench
