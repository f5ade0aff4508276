// What a name in an expression means.
#include <string>
#include <utility>
#include <vector>

#include "rules/language/type_checker.h"

namespace wildclaims::rules::language {

// Facts of the claim are visible everywhere, those of an item in item scope; then steps; then codes, when it is
// clear from beside what the name stands.
void TypeChecker::name(Expression& e, const Type* wanted) {
  std::optional<std::size_t> code;
  if (wanted != nullptr && wanted->kind == Kind::code) {
    code = environment_.layout.code_types[wanted->code_type].index_of(e.name);
  }
  const bool found = fact(e, Scope::claim) || (scope_ == Scope::item && fact(e, Scope::item)) || step(e);
  if (found && code) {
    error(e, "ambiguous_name",
          "'" + e.name + "' is both a fact or step and a code of " +
              environment_.layout.code_types[wanted->code_type].name,
          "rename one of them");
  }
  if (found) return;
  if (code) {
    e.meaning = Meaning::code;
    e.index = *code;
    e.type = Type{};
    e.type.kind = Kind::code;
    e.type.code_type = wanted->code_type;
    return;
  }
  unknown_name(e, wanted);
}

void TypeChecker::unknown_name(const Expression& e, const Type* wanted) {
  if (environment_.layout.index_of(Scope::item, e.name)) {
    error(e, "item_value_in_claim_scope", "'" + e.name + "' belongs to each item, not to the claim",
          "lift it, as in sum(item." + e.name + ")");
    return;
  }
  if (const auto later = environment_.find_step(e.name)) {
    const KnownStep& known = environment_.steps[*later];
    if (known.checked && known.scope == Scope::item) {
      error(e, "item_value_in_claim_scope", "'" + e.name + "' is computed for each item, not for the claim",
            "lift it, as in sum(item." + e.name + ")");
    } else if (!known.checked) {
      error(e, "step_not_yet_computed", "'" + e.name + "' is computed only in a later step",
            "steps run in the order written: move it above this one");
    }
    return;
  }
  if (wanted != nullptr && wanted->kind == Kind::code) {
    std::vector<std::string> codes;
    const CodeType& type = environment_.layout.code_types[wanted->code_type];
    for (const Code& code : type.codes) codes.push_back(code.name);
    error(e, "unknown_code", "'" + shown(e.name) + "' is not a code of " + type.name, suggestion(e.name, codes));
    return;
  }
  error(e, "unknown_name", "nothing here is called '" + shown(e.name) + "'",
        suggestion(e.name, environment_.names(scope_)));
}

bool TypeChecker::fact(Expression& e, Scope scope) {
  const auto index = environment_.layout.index_of(scope, e.name);
  if (!index) return false;
  e.meaning = Meaning::fact;
  e.scope = scope;
  e.index = *index;
  e.type = environment_.type_of_fact(scope, *index);
  return true;
}

bool TypeChecker::step(Expression& e) {
  const auto index = environment_.find_step(e.name);
  if (!index) return false;
  KnownStep& step = environment_.steps[*index];
  if (!step.checked || (step.scope == Scope::item && scope_ == Scope::claim)) return false;
  step.read = true;
  e.meaning = Meaning::step;
  e.scope = step.scope;
  e.index = *index;
  e.type = step.type;
  return true;
}

// "item.x": inside sum(), min(), max() and count(), and in item scope itself, where it is the same as "x".
void TypeChecker::item_name(Expression& e) {
  if (scope_ == Scope::claim) {
    error(e, "item_value_in_claim_scope", "'item." + e.name + "' is one value for each item, not one for the claim",
          "lift it, as in sum(item." + e.name + ")");
    return;
  }
  if (fact(e, Scope::item)) return;
  if (step(e) && e.scope == Scope::item) return;
  e.type = Type{};
  const auto later = environment_.find_step(e.name);
  if (later && !environment_.steps[*later].checked) {
    error(e, "step_not_yet_computed", "'" + e.name + "' is computed only in a later step",
          "steps run in the order written: move it above this one");
    return;
  }
  std::vector<std::string> names;
  for (const FactDeclaration& fact : environment_.layout.item) names.push_back("item." + fact.name);
  for (const KnownStep& known : environment_.steps) {
    if (known.checked && known.scope == Scope::item) names.push_back("item." + known.name);
  }
  error(e, "unknown_name", "an item has nothing called '" + shown(e.name) + "'", suggestion("item." + e.name, names));
}

bool TypeChecker::names_value(const Expression& e) const {
  return environment_.layout.index_of(Scope::claim, e.name) || environment_.layout.index_of(Scope::item, e.name) ||
         environment_.find_step(e.name);
}

}  // namespace wildclaims::rules::language
