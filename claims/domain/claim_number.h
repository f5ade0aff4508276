// Numbers that people read to each other over the phone: programme letters, year of the report, sequence, check
// digit. "PL-2025-000017-6" is a claim, "PLR-2025-000001-9" a damage report.
//
// The check digit (check_digit.h) runs over the ten digits of year and sequence, so every single wrong digit and
// every swap of neighbouring digits is caught before a stranger's claim is opened. The year is the year of the
// report, not the policy year. Order is by letters, year, sequence: "claim-number order".
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "claims/domain/policy_id.h"
#include "rules/bilingual.h"

namespace wildclaims::domain {

inline constexpr std::int32_t kLastSequence = 999'999;  // six digits a year and programme
// Longest text worth reading as a number: the canonical one is 16 or 17 characters, spaced and full-width forms
// (3 bytes a character, a blank after each) stay within this.
inline constexpr std::size_t kMaxNumberBytes = 120;

// Shared by the two kinds of number; use ClaimNumber or ReportNumber.
template <class Kind>
class NumberOf {
 public:
  // Nothing when the year is not kFirstYear..kLastYear or the sequence not 1..kLastSequence.
  static std::optional<NumberOf> from(ProgrammeLetters letters, int year, std::int32_t sequence);

  // As people type it: with or without '-' (any dash), spaces, lower case, full-width letters and digits.
  // A wrong check digit, another kind of number or anything else gives nothing; why is why_not().
  static std::optional<NumberOf> parse(std::string_view text);
  // What is wrong with a text that parse refuses, and what to do. Does not repeat the text.
  static rules::Bilingual why_not(std::string_view text);

  ProgrammeLetters letters() const { return letters_; }
  int year() const { return year_; }
  std::int32_t sequence() const { return sequence_; }
  std::string to_string() const;  // the canonical form: "PL-2025-000017-6"
  auto operator<=>(const NumberOf&) const = default;

 private:
  NumberOf(ProgrammeLetters letters, int year, std::int32_t sequence)
      : letters_(letters), year_(year), sequence_(sequence) {}
  ProgrammeLetters letters_;
  int year_;
  std::int32_t sequence_;
};

struct ClaimKind;
struct ReportKind;
using ClaimNumber = NumberOf<ClaimKind>;
using ReportNumber = NumberOf<ReportKind>;

extern template class NumberOf<ClaimKind>;
extern template class NumberOf<ReportKind>;

}  // namespace wildclaims::domain
