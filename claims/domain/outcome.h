// How a command ends: a value, refusals (well-formed but not allowed now), or faults (bad input).
// All refusals, or all faults, are there at once; never both, because only a fault-free command is judged.
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "claims/domain/contract_violation.h"
#include "claims/domain/refusal.h"
#include "rules/fault.h"

namespace wildclaims::domain {

template <class T>
class [[nodiscard]] Outcome {
  static_assert(!std::is_same_v<T, Refusals> && !std::is_same_v<T, rules::Faults>);

 public:
  // Implicit, so that a command can say `return view;`, `return refuse(…);` or `return faults;`.
  Outcome(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Outcome(Refused refused) : state_(std::in_place_index<1>, 1, std::move(refused)) {}
  Outcome(rules::Fault fault) : state_(std::in_place_index<2>, 1, std::move(fault)) {}
  // An empty list is no answer: ContractViolation.
  Outcome(Refusals refusals) : state_(std::in_place_index<1>, std::move(refusals)) {
    if (std::get<1>(state_).empty()) throw ContractViolation("an outcome of no refusals");
  }
  Outcome(rules::Faults faults) : state_(std::in_place_index<2>, std::move(faults)) {
    if (std::get<2>(state_).empty()) throw ContractViolation("an outcome of no faults");
  }

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  bool is_refused() const { return state_.index() == 1; }
  bool is_faulty() const { return state_.index() == 2; }

  // ContractViolation unless ok(): ask first.
  const T& value() const& { return std::get<0>(checked<0>().state_); }
  T& value() & { return std::get<0>(checked<0>().state_); }
  T&& value() && { return std::get<0>(std::move(checked<0>().state_)); }
  const T& operator*() const& { return value(); }
  const T* operator->() const { return &value(); }

  // ContractViolation unless is_refused(), is_faulty().
  const Refusals& refusals() const { return std::get<1>(checked<1>().state_); }
  const rules::Faults& faults() const { return std::get<2>(checked<2>().state_); }

  // The same failure as an outcome of another type: `if (!found) return std::move(found).failure<View>();`
  template <class U>
  Outcome<U> failure() && {
    if (is_refused()) return Outcome<U>(std::get<1>(std::move(state_)));
    return Outcome<U>(std::get<2>(std::move(checked<2>().state_)));
  }

 private:
  template <std::size_t index>
  const Outcome& checked() const {
    if (state_.index() != index) throw ContractViolation("an outcome was read as what it is not");
    return *this;
  }
  template <std::size_t index>
  Outcome& checked() {
    static_cast<void>(std::as_const(*this).template checked<index>());
    return *this;
  }

  std::variant<T, Refusals, rules::Faults> state_;
};

// For a command with nothing to say but "done".
using Done = std::monostate;

}  // namespace wildclaims::domain
