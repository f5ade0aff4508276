// What brings many values together: those of items and claims, and those of a table that answers with a list.
#include <string>
#include <utility>

#include "rules/language/type_checker.h"

namespace wildclaims::rules::language {

// sum(item.x), count(item.c), any(item.c where d), sum(item.x by crop), sum(claim.x), count(items), first(table(a)).
void TypeChecker::gathered(Expression& e, Gather gather) {
  e.gather = gather;
  if (e.parts.empty()) {
    want_arguments(e, 1, e.name + "(item.x)");
    return;
  }
  if (gathered_list(e)) return;
  if (!e.filtered && !want_arguments(e, 1, e.name + "(item.x)")) return;
  if (gather == Gather::first || gather == Gather::last) {
    for (Expression& part : e.parts) check(part);
    error(e, "wrong_arguments", "'" + e.name + "' takes the answer of a table that gives a list",
          "as in " + e.name + "(table(a)), with hit: rule_order");
    return;
  }
  Expression& inner = e.parts[0];
  if (scope_ == Scope::item) return gathered_by(e);
  const bool events = scope_ == Scope::event;
  const char* all = events ? "claims" : "items";
  if (gather == Gather::count && inner.op == Op::name && inner.name == all && !e.filtered) {
    e.meaning = Meaning::count_all;
    e.scope = scope_;
    e.type = plain_number();
    return;
  }
  if (!e.by.empty()) {
    error(e, "wrong_arguments", "'by' groups the items around one item",
          "leave it out, or write it in a step of the item");
    return;
  }
  TypeChecker members(events ? Scope::claim : Scope::item, environment_, reporter_);
  members.check(inner);
  if (e.filtered) {
    members.check(e.parts[1]);
    members.want_truth(e.parts[1], "'where'");
  }
  type_of_gathered(e);
}

// In item scope only over those items that share a code with this one.
void TypeChecker::gathered_by(Expression& e) {
  if (e.by.empty()) {
    error(e, "lift_in_item_scope", "'" + e.name + "' over the items makes sense for the claim, not inside one item",
          "write it in a claim step and use that step here, or group it, as in " + e.name + "(item.x by crop)");
    return;
  }
  check(e.parts[0]);
  const auto fact = environment_.layout.index_of(Scope::item, e.by);
  if (!fact || environment_.layout.item[*fact].kind != FactKind::code) {
    std::vector<std::string> names;
    for (const FactDeclaration& known : environment_.layout.item) {
      if (known.kind == FactKind::code) names.push_back(known.name);
    }
    error(e, "unknown_name", "'by' needs a fact of the item that is a code, and '" + shown(e.by) + "' is none",
          suggestion(e.by, names));
    return;
  }
  e.by_fact = *fact;
  environment_.item_facts[*fact].read = true;
  environment_.code_type_read[environment_.layout.item[*fact].code_type] = true;
  type_of_gathered(e);
}

void TypeChecker::type_of_gathered(Expression& e) {
  Expression& inner = e.parts[0];
  e.meaning = Meaning::gathered;
  if (!known(inner)) return;
  switch (e.gather) {
    case Gather::count:
      want_truth(inner, "'count'");
      e.type = plain_number();
      return;
    case Gather::any:
    case Gather::all:
      want_truth(inner, "'" + e.name + "'");
      e.type = truth_value();
      return;
    case Gather::minimum:
    case Gather::maximum:
    case Gather::sum:
    case Gather::first:
    case Gather::last:
    case Gather::none:
      break;
  }
  const bool ordered = e.gather != Gather::sum && (inner.type.kind == Kind::date || inner.type.kind == Kind::datetime);
  if (!inner.type.is_number() && !ordered) {
    error(e, "dimension", "'" + e.name + "' needs numbers, and this is " + described(inner));
    return;
  }
  e.type = inner.type;
  e.type.bare = false;
}

// True when it was the answer of a table with a list, whether right or wrong.
bool TypeChecker::gathered_list(Expression& e) {
  Expression& inner = e.parts[0];
  const auto table = inner.op == Op::call ? environment_.find_table(inner.name) : std::nullopt;
  if (!table || !environment_.tables[*table].gives_list) return false;
  if (!want_arguments(e, 1, e.name + "(" + inner.name + "(…))")) return true;
  if (e.gather == Gather::any || e.gather == Gather::all) {
    error(e, "wrong_arguments", "'" + e.name + "' gathers conditions on items, not answers of a table");
    return true;
  }
  const bool named = !inner.field.empty() || environment_.tables[*table].outputs.size() == 1;
  if (e.gather == Gather::count && !named) inner.field = environment_.tables[*table].outputs.front().name;
  table_call(inner, *table, true);
  e.meaning = Meaning::gathered;
  if (!known(inner)) return true;
  if (e.gather == Gather::count) {
    e.type = plain_number();
  } else if (!inner.type.is_number() && e.gather != Gather::first && e.gather != Gather::last) {
    error(e, "dimension", "'" + e.name + "' needs numbers, and " + inner.name + " gives " + described(inner));
  } else {
    e.type = inner.type;
  }
  return true;
}

}  // namespace wildclaims::rules::language
