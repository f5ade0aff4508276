#include "rules/money.h"

#include "tests/support/catch.h"

using wildclaims::rules::Money;
using wildclaims::rules::MoneyOverflow;

TEST_CASE("Money reads exact decimal text and writes two decimals") {
  struct Row {
    const char* text;
    std::int64_t fen;
    const char* written;
    const char* grouped;
  };
  const Row rows[] = {
      {"0", 0, "0.00", "0.00"},
      {"1578", 157800, "1578.00", "1,578.00"},
      {"1578.5", 157850, "1578.50", "1,578.50"},
      {"-0.01", -1, "-0.01", "-0.01"},
      {"8000000.00", 800000000, "8000000.00", "8,000,000.00"},
      {"90000000000000.00", Money::kLimit, "90000000000000.00", "90,000,000,000,000.00"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto money = Money::parse(row.text);
    REQUIRE(money);
    CHECK(money->fen() == row.fen);
    CHECK(money->to_string() == row.written);
    CHECK(money->to_grouped_string() == row.grouped);
  }
}

TEST_CASE("Money refuses text that is not an exact amount") {
  for (const char* text : {"", "-", ".5", "1.", "1.234", "+1", " 1", "1 ", "1,000", "1e3", "0x1", "--1", "NaN",
                           "90000000000000.01", "99999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(Money::parse(text));
  }
}

TEST_CASE("Money sums are refused beyond their range instead of wrapping") {
  const Money most = Money::from_fen(Money::kLimit);
  CHECK_THROWS_AS(most + Money::from_fen(1), MoneyOverflow);
  CHECK_THROWS_AS(-most - Money::from_fen(1), MoneyOverflow);
  CHECK((most - most).is_zero());
}
