// The worksheet as a record: what a person would have to be shown of one determination, as whole numbers read from the
// registers of that evaluation. Made a million times a second; the words in Chinese and English are made from it only
// when they are asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "rules/date.h"
#include "rules/date_flag.h"
#include "rules/evaluator.h"
#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/funding.h"
#include "rules/int128.h"
#include "rules/money.h"
#include "rules/rulebook.h"
#include "rules/worksheet.h"

namespace wildclaims::rules {

namespace engine {
struct WorksheetPlan;
}

// What a register held: `count` times the worth of WorksheetPlan::values[value] (rules/engine/worksheet_plan.h), which
// also says its unit, or that it is the number of a table's answer and so names the rows that decided.
struct RecordedNumber {
  Int128 count = 0;
  std::uint32_t value = 0;
  std::uint32_t item = 0;  // from 0; of a value of an item
};

struct RecordedLine {
  static constexpr std::uint32_t kConstant = 0xFFFF'FFFF;
  static constexpr std::uint32_t kOverride = 0xFFFF'FFFF;

  LineKind kind = LineKind::claim;
  bool rounded = false;        // the result differs from the calculation by a rounding
  bool limit_reached = false;  // of a limit: it cut something off
  // The step; of a funding line the funder, of an adjustment the claim's fact, of a payment its stage: by position in
  // CompiledRules::steps, Rulebook::funders(), FactLayout::claim, Rulebook::payments(). kOverride: the result after it.
  std::uint32_t subject = 0;
  std::uint32_t item = 0;            // 1-based for LineKind::item, else 0
  std::uint32_t first = 0;           // of its numbers
  std::uint32_t count = 0;           // how many
  std::uint32_t result = kConstant;  // which of all numbers is its result; of money lines see the record's amounts
};

struct WorksheetRecord {
  WorksheetRecord(std::shared_ptr<const engine::WorksheetPlan> of, Facts from)
      : plan(std::move(of)), facts(std::move(from)) {}

  std::shared_ptr<const engine::WorksheetPlan> plan;
  Facts facts;  // what it was computed from, with the reasons of adjustments and override
  Date loss_date;
  bool denied = false;
  std::vector<std::uint32_t> denials;  // that hold, by position in CompiledRules::denials and flags
  std::vector<std::uint32_t> flags;
  std::optional<DateFlag> date_flag;
  Money computed;                   // before an override
  Money entitlement;                // to date at the payment stage of the facts
  Money balance;                    // now to be paid
  std::vector<std::int64_t> parts;  // of the entitlement, in fen, one for each funder
  FundingRule funded_by;
  std::vector<RecordedLine> lines;  // in the order of the worksheet
  std::vector<RecordedNumber> numbers;
};

class WorksheetRecorder {
 public:
  explicit WorksheetRecorder(std::shared_ptr<const Rulebook> rulebook);
  ~WorksheetRecorder();
  WorksheetRecorder(const WorksheetRecorder&) = delete;
  WorksheetRecorder& operator=(const WorksheetRecorder&) = delete;

  // One evaluation, as Evaluator::evaluate(), and what it left in the registers. Null when it cannot be computed:
  // fault() says why. Valid until the next; copy it to keep it. Allocates nothing once the largest claim was seen,
  // unless the funders' shares depend on the claim or it has reasons to keep.
  const WorksheetRecord* record(const Facts& facts);
  Fault fault() const;
  // The evaluator it records from: what denies and flags the last claim; or to evaluate without a record.
  Evaluator& evaluator();
  // Of the last record; null when it could not be computed.
  const Answer* answer() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// The record in words. Throws std::out_of_range for a record of another rulebook: a caller's bug.
Worksheet to_worksheet(const Rulebook& rulebook, const WorksheetRecord& record);

}  // namespace wildclaims::rules
