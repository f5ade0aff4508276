#include "rules/language/token.h"

#include <array>
#include <cstdint>
#include <utility>

namespace wildclaims::rules::language {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// What people's input methods write where the language wants ASCII.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kLookAlikes = {{
    {"×", "*"},
    {"÷", "/"},
    {"≤", "<="},
    {"≥", ">="},
    {"≠", "!="},
    {"（", "("},
    {"）", ")"},
    {"，", ","},
    {"＋", "+"},
    {"－", "-"},
    {"＜", "<"},
    {"＞", ">"},
    {"％", "%"},
    {"＝", "=="},
}};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    while (true) {
      skip_spaces();
      tokens.push_back(next());
      const TokenKind kind = tokens.back().kind;
      if (kind == TokenKind::end) return tokens;
      if (kind == TokenKind::bad) {
        tokens.push_back({TokenKind::end, "", tokens.back().offset});
        return tokens;
      }
    }
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  // Only ASCII is ever consumed before a bad token, so bytes and characters agree.
  Token take(TokenKind kind, std::size_t length) {
    Token token{kind, std::string(text_.substr(at_, length)), at_};
    at_ += length;
    return token;
  }

  void skip_spaces() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
  }

  bool date_ahead() const {
    constexpr std::string_view kShape = "dddd-dd-dd";
    for (std::size_t i = 0; i < kShape.size(); ++i) {
      if (kShape[i] == 'd' ? !is_digit(peek(i)) : peek(i) != '-') return false;
    }
    return !is_digit(peek(kShape.size()));
  }

  Token next() {
    if (at_ >= text_.size()) return {TokenKind::end, "", at_};
    if (date_ahead()) return take(TokenKind::date, 10);
    if (is_digit(peek())) {
      std::size_t length = 1;
      while (is_digit(peek(length)) || (peek(length) == '.' && is_digit(peek(length + 1)))) ++length;
      return take(TokenKind::number, length);
    }
    if (is_letter(peek())) {
      std::size_t length = 1;
      while (is_letter(peek(length)) || is_digit(peek(length))) ++length;
      return take(TokenKind::word, length);
    }
    const std::string_view two = text_.substr(at_, 2);
    if (two == "<=" || two == ">=" || two == "==" || two == "!=") return take(TokenKind::mark, 2);
    constexpr std::string_view kMarks = "+-*/%(),.<>=";
    if (kMarks.find(peek()) != std::string_view::npos) return take(TokenKind::mark, 1);
    for (const auto& [written, meant] : kLookAlikes) {
      if (text_.substr(at_, written.size()) == written) return {TokenKind::bad, std::string(meant), at_};
    }
    return {TokenKind::bad, "", at_};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) { return Lexer(text).run(); }

}  // namespace wildclaims::rules::language
