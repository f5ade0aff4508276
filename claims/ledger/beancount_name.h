// Our account names as beancount writes them, and back. Beancount wants one of five roots first, and segments that
// begin with a capital letter or a digit and go on with letters, digits and '-'.
//
// The root says what kind of account it is and is dropped on the way back. Each of our segments becomes one:
//   a first letter that a small letter follows is written large         county -> County, available -> Available
//   a first capital that no small letter follows stays, as digits do    PL-2025-000001-9, 2026-01-A
//   other first letters are told apart by a mark and two dashes         County -> U--County, a1 -> L--A1
//   '_' is --u, '.' is --d; '-' stays before a letter or digit and is --h elsewhere
// No two names become one, and every name that beancount_name() gives has exactly one way back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wildclaims::ledger {

// The book, where several are written into one file, becomes the segment after the root. Nothing when a segment is
// none of account.h.
std::optional<std::string> beancount_name(std::string_view account, std::string_view book = {});

// The account, its book before it and a ':' between where there was one. Nothing for a name that beancount_name()
// does not give.
std::optional<std::string> account_of_beancount_name(std::string_view name);

}  // namespace wildclaims::ledger
