// Who acts: a signed-in user with the roles and counties that bound what he may do and see.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "claims/domain/authority.h"
#include "claims/domain/role.h"
#include "rules/bilingual.h"

namespace wildclaims::workflow {

struct Actor {
  domain::UserId id;
  std::string name;
  rules::Bilingual display;
  domain::RoleSet roles;
  std::vector<std::string> counties;

  bool works_in(std::string_view county) const {
    return std::find(counties.begin(), counties.end(), county) != counties.end();
  }
};

}  // namespace wildclaims::workflow
