#include "rules/language/type.h"

namespace wildclaims::rules::language {

Type plain_number() {
  Type type;
  type.kind = Kind::number;
  return type;
}

Type truth_value() {
  Type type;
  type.kind = Kind::boolean;
  return type;
}

}  // namespace wildclaims::rules::language
