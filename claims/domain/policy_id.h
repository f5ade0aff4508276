// A programme's letters and the name of one policy: "PL", "PL-2025". The policy's name is also its book's.
#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace wildclaims::domain {

// Years that numbers may carry: what Date can hold, from the turn of the century.
inline constexpr int kFirstYear = 2000;
inline constexpr int kLastYear = 2199;

// Two upper-case Latin letters that stand for a programme.
class ProgrammeLetters {
 public:
  // Exactly two letters 'A' to 'Z'.
  static std::optional<ProgrammeLetters> parse(std::string_view text);
  std::string to_string() const { return {letters_[0], letters_[1]}; }
  auto operator<=>(const ProgrammeLetters&) const = default;

 private:
  constexpr ProgrammeLetters(char first, char second) : letters_{first, second} {}
  std::array<char, 2> letters_;
};

// One programme for one policy year.
class PolicyId {
 public:
  // Nothing when the year is not between kFirstYear and kLastYear.
  static std::optional<PolicyId> from(ProgrammeLetters letters, int year);
  // The canonical form only: "PL-2025".
  static std::optional<PolicyId> parse(std::string_view text);

  ProgrammeLetters letters() const { return letters_; }
  int year() const { return year_; }
  std::string to_string() const;  // "PL-2025"
  auto operator<=>(const PolicyId&) const = default;

 private:
  PolicyId(ProgrammeLetters letters, int year) : letters_(letters), year_(year) {}
  ProgrammeLetters letters_;
  int year_;
};

}  // namespace wildclaims::domain
