#include "claims/domain/policy_id.h"

namespace wildclaims::domain {
namespace {

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<ProgrammeLetters> ProgrammeLetters::parse(std::string_view text) {
  if (text.size() != 2 || !is_upper(text[0]) || !is_upper(text[1])) return std::nullopt;
  return ProgrammeLetters(text[0], text[1]);
}

std::optional<PolicyId> PolicyId::from(ProgrammeLetters letters, int year) {
  if (year < kFirstYear || year > kLastYear) return std::nullopt;
  return PolicyId(letters, year);
}

std::optional<PolicyId> PolicyId::parse(std::string_view text) {
  if (text.size() != 7 || text[2] != '-') return std::nullopt;
  const auto letters = ProgrammeLetters::parse(text.substr(0, 2));
  if (!letters) return std::nullopt;
  int year = 0;
  for (char c : text.substr(3)) {
    if (!is_digit(c)) return std::nullopt;
    year = year * 10 + (c - '0');
  }
  return from(*letters, year);
}

std::string PolicyId::to_string() const { return letters_.to_string() + "-" + std::to_string(year_); }

}  // namespace wildclaims::domain
