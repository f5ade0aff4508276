#include "claims/domain/check_digit.h"

#include <array>
#include <cstddef>

namespace wildclaims::domain {
namespace {

// Damm's totally anti-symmetric quasigroup of order 10: the diagonal is zero, so the check digit is the interim digit
// itself and a number with its check digit ends at zero.
constexpr std::array<std::array<unsigned char, 10>, 10> kQuasigroup = {{
    {0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
    {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
    {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
    {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
    {6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
    {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
    {5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
    {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
    {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
    {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}};

}  // namespace

char check_digit(std::string_view digits) {
  std::size_t interim = 0;
  for (char digit : digits) interim = kQuasigroup[interim][static_cast<std::size_t>(digit - '0')];
  return static_cast<char>('0' + interim);
}

bool check_digit_fits(std::string_view digits_with_check) { return check_digit(digits_with_check) == '0'; }

}  // namespace wildclaims::domain
