// The worksheet: every step with the numbers put in, the result, and what decided, in Chinese and English. Words for
// what one evaluation put on record (rules/worksheet_record.h); never a second implementation.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/determine.h"

namespace wildclaims::rules {

enum class LineKind { adjustment, item, claim, event, limit, fee, result, payment, funding };
std::string to_string(LineKind kind);

// "60 亩 × 2,000.00 元/亩 × 75%" = "90,000.00 元", because "每亩赔付标准：蔬菜、生长期 2,000.00 元/亩".
struct WorksheetLine {
  LineKind kind = LineKind::claim;
  std::size_t item = 0;  // 1-based for LineKind::item, else 0
  std::string step;      // name in the rulebook; the funder's code for LineKind::funding, the stage for payment
  Bilingual label;
  Bilingual calculation;  // the numbers put in; empty when the result is simply taken over
  Bilingual result;
  bool rounded = false;  // calculation and result differ by the rounding that `because` names
  Bilingual because;     // table row, clause or limit that decided; may be empty
};

struct WorksheetItem {
  Bilingual facts;  // "蔬菜、生长期、60 亩、75%"
};

struct Worksheet {
  std::string rulebook;
  std::string version;
  Bilingual title;
  Status status = Status::draft;
  Date loss_date;
  Bilingual claim_facts;
  std::vector<WorksheetItem> items;
  std::vector<Finding> denials;
  std::vector<Finding> flags;
  std::vector<WorksheetLine> lines;  // in the order of evaluation
  Money entitlement;
  std::vector<FundingPart> funding;
};

// Faults and exceptions as determine().
std::variant<Worksheet, Fault> make_worksheet(const Rulebook& rulebook, const Facts& facts);
// Of one claim of an event; faults and exceptions as determine_event().
std::variant<Worksheet, Fault> make_worksheet(const Rulebook& rulebook, std::span<const Facts> claims,
                                              std::size_t claim);
// Of every claim of an event, from one evaluation.
std::variant<std::vector<Worksheet>, Fault> make_worksheets(const Rulebook& rulebook, std::span<const Facts> claims);

// Plain text for paper and terminal, UTF-8, ends with a newline. Says so on top when the rates are illustrative.
std::string to_text(const Worksheet& worksheet, Language language);

}  // namespace wildclaims::rules
