// Short ways to build expressions.
#pragma once

#include <utility>

#include "tests/property/random_value.h"

namespace wildclaims::property {

inline Expr indexed(Op op, std::size_t index, Scope scope = Scope::claim) {
  Expr e;
  e.op = op;
  e.index = index;
  e.scope = scope;
  return e;
}

inline Expr fact_expr(Scope scope, std::size_t index) { return indexed(Op::fact, index, scope); }
inline Expr step_expr(std::size_t index) { return indexed(Op::step, index); }

inline Expr literal_expr(const Datum& datum, const Unit& unit) {
  Expr e;
  e.value = datum.value;
  e.text = with_unit(datum, unit);
  return e;
}

// "12.50 CNY".
inline Expr money_expr(std::int64_t fen) {
  const Unit& unit = unit_of("CNY");
  return literal_expr(datum(fen, 2, unit), unit);
}

inline Expr day_expr(std::int64_t days) {
  Expr e = indexed(Op::day, static_cast<std::size_t>(days));
  e.text = day_text(days);
  return e;
}

inline Expr unary(Op op, Expr part) {
  Expr e;
  e.op = op;
  e.parts.push_back(std::move(part));
  return e;
}

inline Expr binary(Op op, Expr left, Expr right) {
  Expr e = unary(op, std::move(left));
  e.parts.push_back(std::move(right));
  return e;
}

inline Expr conditional(Expr condition, Expr yes, Expr no) {
  Expr e = binary(Op::conditional, std::move(condition), std::move(yes));
  e.parts.push_back(std::move(no));
  return e;
}

inline Expr rounded_expr(Expr part, Round round, const Datum& increment, const Unit& unit) {
  Expr e = unary(Op::round_to, std::move(part));
  e.round = round;
  e.value = increment.value;
  e.text = with_unit(increment, unit);
  return e;
}

inline Expr over_items(Gather gather, Expr inner) {
  Expr e = unary(Op::gathered, std::move(inner));
  e.gather = gather;
  e.over = Over::items;
  return e;
}

}  // namespace wildclaims::property
