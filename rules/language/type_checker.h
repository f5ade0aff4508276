// The class behind check_types(): operators in check_types.cpp, names in check_names.cpp, functions and tables in
// check_calls.cpp, what gathers many values in check_gather.cpp.
#pragma once

#include <cstddef>
#include <string>

#include "rules/language/check_types.h"
#include "rules/language/environment.h"
#include "rules/language/expression.h"
#include "rules/language/reporter.h"

namespace wildclaims::rules::language {

class TypeChecker {
 public:
  TypeChecker(Scope scope, Environment& environment, Reporter& reporter)
      : scope_(scope), environment_(environment), reporter_(reporter) {}

  // `wanted` tells what a bare code name may be a code of; may be null.
  void check(Expression& e, const Type* wanted = nullptr);

 private:
  void error(const Expression& e, const char* code, std::string sentence, std::string help = {}) const;
  std::string described(const Expression& e) const;
  static bool known(const Expression& e);
  void want_truth(const Expression& e, const std::string& by);
  void number(Expression& e);
  void negate(Expression& e);
  bool agree(const Expression& at, Expression& left, Expression& right, const std::string& doing);
  void sum(Expression& e);
  void date_sum(Expression& e);
  void product(Expression& e);
  void comparison(Expression& e);
  void within(Expression& e);
  void conditional(Expression& e, const Type* wanted);

  void name(Expression& e, const Type* wanted);
  void unknown_name(const Expression& e, const Type* wanted);
  bool fact(Expression& e, Scope scope);
  bool step(Expression& e);
  void member(Expression& e);
  bool named_value(Expression& e);
  bool loss_date(Expression& e);
  void later_step(const Expression& e);
  bool names_value(const Expression& e) const;

  void call(Expression& e);
  bool want_arguments(const Expression& e, std::size_t count, const std::string& shape);
  void table_call(Expression& e, std::size_t index, bool list_wanted);
  bool choose_output(Expression& e, const KnownTable& table, const std::string& shape);
  void argument(Expression& argument, const KnownTable& table, const KnownColumn& column);
  bool inside_domain(const Expression& argument, const KnownColumn& column) const;
  void bracket_call(Expression& e, std::size_t index);
  void gathered(Expression& e, Gather gather);
  bool gathered_list(Expression& e);
  void gathered_by(Expression& e);
  void type_of_gathered(Expression& e);
  void extreme(Expression& e, Meaning meaning);
  void day(Expression& e);
  void month_day(Expression& e);
  void rounded(Expression& e, Rounding rounding);

  const Scope scope_;
  Environment& environment_;
  Reporter& reporter_;
};

}  // namespace wildclaims::rules::language
