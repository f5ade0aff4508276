#include "claims/domain/claim_number.h"

#include <random>
#include <set>
#include <string>

#include "claims/domain/check_digit.h"
#include "tests/support/catch.h"

using namespace wildclaims::domain;

namespace {

const ProgrammeLetters kPl = ProgrammeLetters::parse("PL").value();

ClaimNumber claim(int year, std::int32_t sequence) { return ClaimNumber::from(kPl, year, sequence).value(); }

}  // namespace

TEST_CASE("The check digit is Damm's, as published for 572") { CHECK(check_digit("572") == '4'); }

TEST_CASE("A claim number is letters, year, sequence and check digit, and a report adds R") {
  CHECK(claim(2025, 17).to_string().substr(0, 15) == "PL-2025-000017-");
  CHECK(claim(2025, 17).to_string().size() == 16);
  CHECK(ReportNumber::from(kPl, 2025, 1)->to_string().starts_with("PLR-2025-000001-"));
  CHECK(claim(2025, kLastSequence).to_string().starts_with("PL-2025-999999-"));
  CHECK_FALSE(ClaimNumber::from(kPl, 2025, 0));
  CHECK_FALSE(ClaimNumber::from(kPl, 2025, kLastSequence + 1));
  CHECK_FALSE(ClaimNumber::from(kPl, 1999, 1));
  CHECK_FALSE(ClaimNumber::from(kPl, 2200, 1));
}

TEST_CASE("Every number reads back from its own text, in every way people type it") {
  for (std::int32_t sequence : {1, 9, 17, 123456, 999999}) {
    const ClaimNumber number = claim(2025, sequence);
    const std::string text = number.to_string();
    std::string compact;
    std::string lower;
    std::string spaced;
    std::string wide;
    for (char c : text) {
      if (c != '-') compact += c;
      lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      (spaced += c) += ' ';
      // Full-width forms begin at U+FF01 for '!'; U+FF01 + n is EF BC 81 + n, or EF BD 80 and on.
      const unsigned code = 0xFF01U + static_cast<unsigned>(c - '!');
      wide += static_cast<char>(0xE0U | (code >> 12));
      wide += static_cast<char>(0x80U | ((code >> 6) & 0x3FU));
      wide += static_cast<char>(0x80U | (code & 0x3FU));
    }
    for (const std::string& typed : {text, compact, lower, spaced, wide, "  " + text + "\t"}) {
      CAPTURE(typed);
      CHECK(ClaimNumber::parse(typed) == number);
    }
  }
  const std::string dashes = "PL\u20142025\u2013000017\u2212" + claim(2025, 17).to_string().substr(15);
  CHECK(ClaimNumber::parse(dashes) == claim(2025, 17));
}

TEST_CASE("A report number is no claim number, and the other way round") {
  CHECK_FALSE(ClaimNumber::parse(ReportNumber::from(kPl, 2025, 1)->to_string()));
  CHECK_FALSE(ReportNumber::parse(claim(2025, 1).to_string()));
}

TEST_CASE("Texts that are no number are refused, with a reason that does not repeat them") {
  for (const char* text : {"", "-", "PL", "PL-2025-000017", "PL-2025-17-4", "P-2025-000017-4", "PLL-2025-000017-4",
                           "PL-2025-00001A-4", "PL-2025-000017-6'; DROP", "PL.2025.000017.4", "\xFF\xFE", "四二"}) {
    CAPTURE(text);
    CHECK_FALSE(ClaimNumber::parse(text));
    CHECK(ClaimNumber::why_not(text).en.find("for example PL-2025-000017-6") != std::string::npos);
  }
  CHECK_FALSE(ClaimNumber::parse(std::string(10'000, '-')));
  // Sequence 0 and a year out of range carry a right check digit and are no numbers all the same.
  for (std::string digits : {"2025000000", "1999000001", "9999000001"}) {
    digits += check_digit(digits);
    CHECK_FALSE(ClaimNumber::parse("PL" + digits));
  }
}

TEST_CASE("The example in the explanation is a number itself") {
  CHECK(ClaimNumber::parse("PL-2025-000017-6"));
  CHECK(ReportNumber::parse("PLR-2025-000001-9"));
}

TEST_CASE("Every single wrong digit and every swap of neighbours is caught, for every sequence tried") {
  std::mt19937 random(20250920);
  CAPTURE("seed 20250920");
  std::uniform_int_distribution<std::int32_t> sequences(1, kLastSequence);
  std::uniform_int_distribution<int> years(kFirstYear, kLastYear);
  std::size_t missed = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = claim(years(random), sequences(random)).to_string();
    std::string digits = text.substr(3, 4) + text.substr(8, 6) + text.substr(15);
    REQUIRE(digits.size() == 11);
    for (std::size_t at = 0; at < digits.size(); ++at) {
      const char right = digits[at];
      for (char wrong = '0'; wrong <= '9'; ++wrong) {
        if (wrong == right) continue;
        digits[at] = wrong;
        missed += check_digit_fits(digits) ? 1U : 0U;
      }
      digits[at] = right;
      if (at + 1 < digits.size() && digits[at + 1] != right) {
        std::swap(digits[at], digits[at + 1]);
        missed += check_digit_fits(digits) ? 1U : 0U;
        std::swap(digits[at], digits[at + 1]);
      }
    }
  }
  CHECK(missed == 0);
}

TEST_CASE("A wrong digit and a swap are told apart from a wrong shape") {
  const std::string text = claim(2025, 123456).to_string();
  std::string swapped = text;
  std::swap(swapped[9], swapped[10]);
  CHECK_FALSE(ClaimNumber::parse(swapped));
  CHECK(ClaimNumber::why_not(swapped).en.find("two are swapped") != std::string::npos);
}

TEST_CASE("Claim-number order is letters, year, sequence") {
  const auto later_letters = ProgrammeLetters::parse("QA").value();
  CHECK(claim(2025, 2) < claim(2025, 10));
  CHECK(claim(2025, 999999) < claim(2026, 1));
  CHECK(claim(2199, 999999) < ClaimNumber::from(later_letters, 2000, 1).value());
}

TEST_CASE("A policy is letters and year, in its canonical form only") {
  CHECK(PolicyId::parse("PL-2025")->to_string() == "PL-2025");
  CHECK(PolicyId::from(kPl, 2025) == PolicyId::parse("PL-2025"));
  for (const char* text : {"", "PL", "PL2025", "pl-2025", "PL-25", "PL-20255", "PL-1999", "PL-2O25", "P1-2025"}) {
    CAPTURE(text);
    CHECK_FALSE(PolicyId::parse(text));
  }
}
