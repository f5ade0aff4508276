// Names for beancount: by its rules, readable, and with a way back.
#include "claims/ledger/beancount_name.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>

#include "claims/ledger/account.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::ledger;

namespace {

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// Beancount's own rule (account.py): a root, then segments that begin with a capital or digit and go on with letters,
// digits and '-'.
bool is_beancount_name(const std::string& name) {
  bool first = true;
  int segments = 1;
  for (const char c : name) {
    if (c == ':') {
      if (first) return false;
      first = true;
      ++segments;
    } else if (first) {
      if ((c < 'A' || c > 'Z') && (c < '0' || c > '9')) return false;
      first = false;
    } else if (!is_letter_or_digit(c) && c != '-') {
      return false;
    }
  }
  return segments > 1 && !first;
}

std::string segment(std::mt19937& random) {
  // Few letters, so that names that are nearly the same meet.
  constexpr std::string_view kAny = "aAuUdDhHlL1-_.--";
  const auto pick = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  std::string text(1, kAny[pick(11)]);
  for (std::size_t rest = pick(8); rest > 0; --rest) text += kAny[pick(kAny.size())];
  return text;
}

}  // namespace

TEST_CASE("Account names are written for beancount as a person would") {
  struct Row {
    const char* ours;
    const char* book;
    const char* theirs;
  };
  const Row rows[] = {
      {"limit:available", "", "Equity:Limit:Available"},
      {"bank:claims", "", "Assets:Bank:Claims"},
      {"premium:receivable:county", "", "Assets:Premium:Receivable:County"},
      {"premium:written", "", "Income:Premium:Written"},
      {"incurred:province", "", "Expenses:Incurred:Province"},
      {"payable:PL-2025-000001-9", "", "Liabilities:Payable:PL-2025-000001-9"},
      {"clearing:2026-01-A", "", "Liabilities:Clearing:2026-01-A"},
      {"reserve:outstanding:PL-2025-000001-9", "", "Equity:Reserve:Outstanding:PL-2025-000001-9"},
      {"residual:county", "", "Expenses:Residual:County"},
      {"residual:owed:PL-2025-000001-9", "", "Liabilities:Residual:Owed:PL-2025-000001-9"},
      {"clearing:County", "", "Liabilities:Clearing:U--County"},
      {"clearing:a1", "", "Liabilities:Clearing:L--A1"},
      {"clearing:run_2.b", "", "Liabilities:Clearing:Run--u2--db"},
      {"clearing:a--b-", "", "Liabilities:Clearing:L--A--h-b--h"},
      {"payable:PL-2025-000001-9", "PL-2025", "Liabilities:PL-2025:Payable:PL-2025-000001-9"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.ours, row.book);
    const auto name = beancount_name(row.ours, row.book);
    REQUIRE(name.has_value());
    CHECK(*name == row.theirs);
    const std::string whole = std::string(row.book) + (row.book[0] == '\0' ? "" : ":") + row.ours;
    CHECK(account_of_beancount_name(*name) == whole);
  }
}

TEST_CASE("Every account name has a beancount name of its own and a way back from it") {
  const unsigned seed = std::random_device()();
  CAPTURE(seed);
  std::mt19937 random(seed);
  std::map<std::string, std::string> seen;  // ours, by theirs
  const int names = wildclaims::tests::scaled(100'000);
  for (int i = 0; i < names; ++i) {
    std::string ours = i % 2 == 0 ? clearing(segment(random)) : segment(random) + ":" + segment(random);
    const auto theirs = beancount_name(ours);
    CAPTURE(ours);
    REQUIRE(theirs.has_value());
    CAPTURE(*theirs);
    REQUIRE(is_beancount_name(*theirs));
    REQUIRE(account_of_beancount_name(*theirs) == ours);
    const auto [at, fresh] = seen.emplace(*theirs, ours);
    REQUIRE((fresh || at->second == ours));
  }
}

TEST_CASE("What is no account has no beancount name, and what is no such name no account") {
  for (const char* text : {"", "limit:", ":limit", "payable:a b", "payable:段", "payable:-a", "payable:\"x\""}) {
    CAPTURE(text);
    CHECK_FALSE(beancount_name(text).has_value());
  }
  for (const char* text : {"", "Assets", "Assets:", "assets:Bank", "Capital:Bank", "Assets:bank", "Assets:U--PL-1",
                           "Assets:A--x", "Assets:L--County"}) {
    CAPTURE(text);
    CHECK_FALSE(account_of_beancount_name(text).has_value());
  }
}
