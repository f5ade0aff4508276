// A check digit by H. M. Damm's quasigroup of order 10 (dissertation, Marburg 2004): one decimal digit that
// catches every single wrong digit and every swap of two neighbours, the check digit itself included.
#pragma once

#include <string_view>

namespace wildclaims::domain {

// For digits '0' to '9' only; the caller has made sure of that. Gives '0' to '9'.
char check_digit(std::string_view digits);

// True when the last digit is the check digit of those before it.
bool check_digit_fits(std::string_view digits_with_check);

}  // namespace wildclaims::domain
