// Gives every part of an expression its meaning and type, and refuses what measures nothing: money times money, area
// plus count, a date compared with a number.
//
// A bare literal is a plain number. Beside money, in a comparison, a sum, a minimum or the branches of an `if`, it is
// taken as money when it is written as money is: with two decimals ("100.00"). "100" beside money is refused.
#pragma once

#include <optional>

#include "rules/language/environment.h"
#include "rules/language/expression.h"
#include "rules/language/reporter.h"

namespace wildclaims::rules::language {

// Reports every fault it finds; false when there was one. `wanted` tells bare code names apart ("maize" in
// "crop == maize" is found by itself). Marks in the environment which steps, tables and code lists are read.
bool check_types(Expression& expression, Scope scope, Environment& environment, Reporter& reporter,
                 const Type* wanted = nullptr);

// Takes a bare literal as money where money is wanted; true when the expression now is money.
bool settle_as_money(Expression& expression);

}  // namespace wildclaims::rules::language
