// The words of an expression.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wildclaims::rules::language {

enum class TokenKind { number, date, word, mark, bad, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;        // of a bad token: what to write instead, if that is known
  std::size_t offset = 0;  // characters from the start of the expression
};

// Ends with a token of kind end; stops at the first bad one. Marks are + - * / % ( ) , . < <= > >= == != and "=",
// which the parser refuses with advice. Full-width and mathematical look-alikes are bad tokens that name the right one.
std::vector<Token> tokens_of(std::string_view text);

}  // namespace wildclaims::rules::language
