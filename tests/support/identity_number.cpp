#include "tests/support/identity_number.h"

namespace wildclaims::tests {
namespace {

// The check character of GB 11643 for the first seventeen digits.
char check_character(const std::string& digits) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (digits[i] - '0') * kWeights[i];
  return "10X98765432"[sum % 11];
}

}  // namespace

std::string identity_number(int n) {
  std::string digits = "14082919000101" + std::to_string(1000 + n).substr(1);
  return digits + check_character(digits);
}

}  // namespace wildclaims::tests
