// What a name in an expression means.
#include <string>
#include <utility>
#include <vector>

#include "rules/language/type_checker.h"

namespace wildclaims::rules::language {

// Values of this scope and those above it are visible; then steps and named values; then codes, when it is clear from
// beside what the name stands.
void TypeChecker::name(Expression& e, const Type* wanted) {
  std::optional<std::size_t> code;
  if (wanted != nullptr && wanted->kind == Kind::code) {
    code = environment_.layout.code_types[wanted->code_type].index_of(e.name);
  }
  const bool found = fact(e, Scope::event) || (sees(scope_, Scope::claim) && fact(e, Scope::claim)) ||
                     (sees(scope_, Scope::item) && fact(e, Scope::item)) || step(e) || named_value(e) || loss_date(e);
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
    environment_.codes_named[wanted->code_type][*code] = true;
    return;
  }
  unknown_name(e, wanted);
}

void TypeChecker::unknown_name(const Expression& e, const Type* wanted) {
  const auto later = environment_.find_step(e.name);
  const bool of_item = environment_.layout.index_of(Scope::item, e.name) ||
                       (later && environment_.steps[*later].checked && environment_.steps[*later].scope == Scope::item);
  const bool of_claim =
      environment_.layout.index_of(Scope::claim, e.name) ||
      (later && environment_.steps[*later].checked && environment_.steps[*later].scope == Scope::claim);
  if (of_item) {
    error(e, "item_value_in_claim_scope", "'" + e.name + "' belongs to each item, not to the " + word_of(scope_),
          "gather it in a step of the claim, as in sum(item." + e.name + ")");
    return;
  }
  if (of_claim) {
    error(e, "claim_value_in_event_scope", "'" + e.name + "' belongs to each claim, not to the event",
          "gather it, as in sum(claim." + e.name + ")");
    return;
  }
  if (later) return later_step(e);
  // Nobody will read what was meant: looking for it among thousands of names is dear.
  if (reporter_.full()) return error(e, "unknown_name", "nothing here has this name");
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

void TypeChecker::later_step(const Expression& e) {
  error(e, "step_not_yet_computed", "'" + e.name + "' is computed only in a later step",
        "steps run in the order written: move it above this one");
}

bool TypeChecker::fact(Expression& e, Scope scope) {
  const auto index = environment_.layout.index_of(scope, e.name);
  if (!index) return false;
  e.meaning = Meaning::fact;
  e.scope = scope;
  e.index = *index;
  e.type = environment_.facts(scope)[*index].type;
  environment_.facts(scope)[*index].read = true;
  return true;
}

bool TypeChecker::step(Expression& e) {
  const auto index = environment_.find_step(e.name);
  if (!index) return false;
  KnownStep& step = environment_.steps[*index];
  if (!step.checked || !sees(scope_, step.scope)) return false;
  step.read = true;
  e.meaning = Meaning::step;
  e.scope = step.scope;
  e.index = *index;
  e.type = step.type;
  return true;
}

// A table without columns is a value with a name.
bool TypeChecker::named_value(Expression& e) {
  const auto index = environment_.find_table(e.name);
  if (!index || !environment_.tables[*index].columns.empty() || environment_.tables[*index].outputs.empty())
    return false;
  table_call(e, *index, false);
  return true;
}

bool TypeChecker::loss_date(Expression& e) {
  if (e.name != "loss_date") return false;
  e.meaning = Meaning::loss_date;
  e.type = Type{};
  e.type.kind = Kind::date;
  if (scope_ == Scope::event) {
    e.type = Type{};
    error(e, "claim_value_in_event_scope", "each claim has its own date of loss, the event has none",
          "gather it, as in min(claim.day_lost), from a step of the claim");
  } else if (environment_.loss_date_fact) {
    environment_.claim_facts[*environment_.loss_date_fact].read = true;
  } else {
    e.type = Type{};  // the rule for the date of loss was refused
  }
  return true;
}

// "item.x" inside what gathers items, and in item scope itself, where it is the same as "x"; "claim.x" likewise.
void TypeChecker::member(Expression& e) {
  const Scope scope = e.of_claim ? Scope::claim : Scope::item;
  const std::string whose = word_of(scope);
  if (scope_ != scope) {
    const bool below = sees(scope, scope_) && scope != scope_;
    error(e, scope == Scope::item ? "item_value_in_claim_scope" : "claim_value_in_event_scope",
          "'" + whose + "." + e.name + "' is one value for each " + whose + ", not one for the " + word_of(scope_),
          below ? "gather it, as in sum(" + whose + "." + e.name + ")" : "name it without '" + whose + ".'");
    return;
  }
  if (fact(e, scope)) return;
  if (step(e) && e.scope == scope) return;
  e.meaning = Meaning::none;
  e.type = Type{};
  const auto later = environment_.find_step(e.name);
  if (later && !environment_.steps[*later].checked) return later_step(e);
  if (reporter_.full()) return error(e, "unknown_name", "nothing here has this name");
  std::vector<std::string> names;
  for (const FactDeclaration& known : environment_.layout.of(scope)) names.push_back(whose + "." + known.name);
  for (const KnownStep& known : environment_.steps) {
    if (known.checked && known.scope == scope) names.push_back(whose + "." + known.name);
  }
  error(e, "unknown_name", "the " + whose + " has nothing called '" + shown(e.name) + "'",
        suggestion(whose + "." + e.name, names));
}

bool TypeChecker::names_value(const Expression& e) const {
  return environment_.layout.index_of(Scope::event, e.name) || environment_.layout.index_of(Scope::claim, e.name) ||
         environment_.layout.index_of(Scope::item, e.name) || environment_.find_step(e.name) ||
         environment_.find_table(e.name) || e.name == "loss_date";
}

}  // namespace wildclaims::rules::language
