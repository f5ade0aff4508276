#include "claims/domain/programme.h"

#include <algorithm>

namespace wildclaims::domain {

const Village* Programme::find_village(std::string_view code) const {
  const auto found = std::find_if(villages.begin(), villages.end(), [&](const Village& v) { return v.code == code; });
  return found == villages.end() ? nullptr : &*found;
}

}  // namespace wildclaims::domain
