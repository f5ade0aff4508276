// What a model owes, computed straight from the written meaning of the language: an evaluator of its own kind that
// walks the expressions as exact fractions, scans tables row by row, and shares nothing with the engine.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/property/model.h"

namespace wildclaims::property {

// The facts of one claim as whole numbers, in the order of the model's declarations: a number in steps of its fact, a
// code by its place, a date in days, a datetime in seconds of the programme's clock. Running totals and adjustments are
// in fen.
struct ClaimFacts {
  std::vector<std::int64_t> event;
  std::vector<std::int64_t> claim;
  std::vector<std::vector<std::int64_t>> items;
  std::vector<std::int64_t> running;                    // by Model::running; of a plot_year one not used
  std::vector<std::vector<std::int64_t>> item_running;  // by item, then by Model::running
  std::vector<std::int64_t> adjustments;
  bool leaves_out_defaults = false;  // in texts, facts that have their default, and running totals of 0
};

using Amounts = std::vector<std::pair<std::string, std::int64_t>>;  // name and fen

// One determination, from whichever side: everything that must be equal on both.
struct Answer {
  std::string fault;  // its code; then nothing else is filled
  std::vector<std::string> denials;
  std::vector<std::string> flags;
  Amounts steps;  // money steps of the claim, as computed even when denied
  Amounts fees;
  std::int64_t entitlement = 0;
  Amounts parts;

  bool denied() const { return !denials.empty(); }
};

struct Evaluation {
  Answer answer;
  Amounts ceilings;        // of the limits of the claim: what was left of each
  std::vector<int> edges;  // by Model::edges: whether the step's value lies below (-1), at (0) or above (1)
};

Evaluation evaluate(const Model& model, const ClaimFacts& facts);
// The same with numbers of any size: for a check of the fast ones.
Evaluation evaluate_slowly(const Model& model, const ClaimFacts& facts);

}  // namespace wildclaims::property
