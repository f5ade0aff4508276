// Random expressions that measure what is asked for, over the facts, tables and steps a model has so far.
//
// Every expression carries a bound on how many digits the engine's registers need for it, so that none is made that
// would not fit: the engine counts in whole numbers of 128 bits and never reduces a fraction.
#pragma once

#include <optional>
#include <vector>

#include "tests/property/features.h"
#include "tests/property/model.h"
#include "tests/property/random.h"

namespace wildclaims::property {

struct Size {
  int magnitude = 0;  // decimal digits before the point
  int digits = 1;     // of the register
  int scale = 0;      // of what one in the register is a fraction of
  int divisor = 0;    // of the register it is still to be divided by
};

struct Made {
  Expr expr;
  Size size;
  bool constant = false;  // made of literals only

  bool quotient() const { return size.divisor > 0; }
};

// Where an expression stands: what it may name.
struct Place {
  Scope scope = Scope::claim;
  bool lifted = false;  // inside sum(item.…)
};

class ExpressionMaker {
 public:
  ExpressionMaker(Model& model, const Features& features, Random& random)
      : model_(model), features_(features), random_(random) {}

  Made number(Quantity quantity, const Place& place, int depth);
  Expr condition(const Place& place, int depth);
  // A fact, step or other name of this quantity; nothing when none is in sight.
  std::optional<Made> name(Quantity quantity, const Place& place);
  Made literal(Quantity quantity);
  Made rounded(Made made, Quantity quantity);
  // At least 0.
  Made not_negative(Made made, Quantity quantity);

  // To be told about every step appended to the model.
  void step_made(const Size& size) { step_sizes_.push_back(size); }
  // Until told otherwise, expressions may divide by zero or select nothing where the features allow it.
  void allow_faults(bool allowed) { faults_ = allowed; }

 private:
  Made attempt(Quantity quantity, const Place& place, int depth);
  Made combined(Op op, Quantity quantity, const Place& place, int depth);
  Made scaled(Quantity quantity, const Place& place, int depth);
  Made divided(Quantity quantity, Quantity of_left, Quantity of_divisor, const Place& place, int depth);
  Made divisor(Quantity quantity, const Place& place, int depth);
  Made branched(Quantity quantity, const Place& place, int depth);
  Made extreme(Quantity quantity, const Place& place, int depth);
  std::optional<Made> product(Quantity quantity, const Place& place, int depth);
  std::optional<Made> table(const Type& type, const Place& place, int depth);
  std::optional<Made> answers(Made call, const Table& table);
  std::optional<Expr> argument(const Column& column, const Place& place, int depth);
  std::optional<Made> bracketed(Quantity quantity, const Place& place, int depth);
  std::optional<Made> gathered(Quantity quantity, const Place& place, int depth);
  Made selected(Made inner, Gather gather, Quantity quantity, const Place& place, int depth);
  Made counted(const Place& place, int depth);
  Made elapsed(const Place& place);
  Made leaf(Quantity quantity, const Place& place);
  Made some_name(Quantity quantity, const Place& place);
  Expr date(const Place& place, int depth);
  Expr comparison(const Place& place, int depth);
  Expr fact_against_literal(Scope scope, std::size_t index, Op op);
  std::optional<Expr> code_condition(const Place& place);
  std::optional<Expr> truth_name(const Place& place);
  Expr time_condition(const Place& place, int depth);

  std::vector<Scope> visible(const Place& place) const;
  std::vector<Expr> facts(const Place& place, Kind kind) const;
  Size size_of_fact(const Fact& fact) const;
  Op comparing();

  Model& model_;
  const Features& features_;
  Random& random_;
  std::vector<Size> step_sizes_;
  bool faults_ = true;
};

// What conditions compare, the common ones more than once.
const std::vector<Quantity>& comparable_quantities();

Size size_of_number(const Exact& value);
Size size_of_sum(const Size& left, const Size& right);
Size size_of_product(const Size& left, const Size& right);
bool fits(const Size& size);

}  // namespace wildclaims::property
