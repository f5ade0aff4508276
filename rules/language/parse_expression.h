// The grammar of expressions. The rules, from loosest to tightest binding:
//
//   expression  = "if" expression "then" expression "else" expression | or
//   or          = and { "or" and }
//   and         = not { "and" not }
//   not         = [ "not" ] comparison
//   comparison  = sum [ ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum ]       one comparison, never a chain
//               | sum "within" MM-DD "to" MM-DD
//   sum         = product { ( "+" | "-" ) product }
//   product     = signed { ( "*" | "/" ) signed }
//   signed      = [ "-" ] primary
//   primary     = NUMBER [ "%" | UNIT ] | DATE | "true" | "false" | NAME | ( "item" | "claim" ) "." NAME
//               | NAME "(" [ expression [ "where" expression | "by" NAME ] { "," expression } ] ")" [ "." NAME ]
//               | "(" expression ")"
//   UNIT        = a unit's symbol { "/" a unit's symbol }, as in 48 hours, 800.00 CNY/mu
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "rules/language/expression.h"
#include "rules/language/reporter.h"
#include "rules/language/unit.h"

namespace wildclaims::rules::language {

constexpr std::size_t kLongestExpression = 4096;  // bytes; a rule longer than two screens cannot be reviewed
constexpr int kDeepestExpression = 64;            // nesting; bounds the recursion of every later pass

// The text of an expression and where it stands. Columns inside it are only known when it is written on one line.
struct ExpressionText {
  std::string text;
  Position at;
  bool one_line = true;
};

// Nothing after a syntax error has been reported.
std::optional<Expression> parse_expression(const ExpressionText& text, const UnitTable& units, Reporter& reporter);

}  // namespace wildclaims::rules::language
