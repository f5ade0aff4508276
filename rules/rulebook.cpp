#include "rules/rulebook.h"

#include <algorithm>
#include <utility>

#include "rules/engine/compiled_rules.h"

namespace wildclaims::rules {

std::string to_string(Status status) {
  switch (status) {
    case Status::illustrative:
      return "illustrative";
    case Status::draft:
      return "draft";
    case Status::in_force:
      return "in_force";
  }
  return {};
}

Bilingual to_label(Status status) {
  switch (status) {
    case Status::illustrative:
      return {"示例标准，不是合同条款", "illustrative rates, not the contract's"};
    case Status::draft:
      return {"草案", "draft"};
    case Status::in_force:
      return {"现行标准", "in force"};
  }
  return {};
}

std::string to_string(WhenFreed when_freed) {
  return when_freed == WhenFreed::restore_residuals ? "restore_residuals" : "leave";
}

std::string to_string(WhenNegative when_negative) {
  return when_negative == WhenNegative::claw_back ? "claw_back" : "zero";
}

std::string to_string(LossDay day) {
  switch (day) {
    case LossDay::first_day:
      return "first_day";
    case LossDay::last_day:
      return "last_day";
    case LossDay::discovered:
      return "discovered";
  }
  return {};
}

Rulebook::Rulebook(RulebookParts parts) : parts_(std::move(parts)) {}

const Funder* Rulebook::funder(std::string_view code) const {
  for (const Funder& funder : parts_.funders) {
    if (funder.code == code) return &funder;
  }
  return nullptr;
}

bool Rulebook::shares_between_claims() const {
  const auto& steps = parts_.compiled->steps;
  return std::any_of(steps.begin(), steps.end(), [](const CompiledStep& step) {
    return step.limit && step.limit->shared && step.scope == Scope::claim;
  });
}

bool Rulebook::has_fees() const { return !parts_.compiled->fees.empty(); }

const CodeType* Rulebook::code_type(std::string_view name) const {
  for (const CodeType& type : parts_.facts->code_types) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

const Code* Rulebook::code(std::string_view type, std::string_view name) const {
  const CodeType* list = code_type(type);
  if (list == nullptr) return nullptr;
  const auto index = list->index_of(name);
  return index ? &list->codes[*index] : nullptr;
}

}  // namespace wildclaims::rules
