// Adding people who may sign in. Used by the command line and by the demo's first start.
#pragma once

#include <string>

#include "claims/domain/outcome.h"
#include "claims/domain/role.h"
#include "claims/workflow/office.h"
#include "rules/bilingual.h"

namespace wildclaims::workflow {

struct NewUser {
  std::string name;  // 2 to 64 of a-z, 0-9, '.', '-' and '_', beginning with a letter
  rules::Bilingual display;
  std::string password;  // kMinPasswordBytes to kMaxPasswordBytes
  domain::RoleSet roles;
};

// Adds the user, for all counties the office is configured for. Refused: user_exists.
domain::Outcome<domain::Done> add_user(Office& office, const NewUser& user);
bool has_users(Office& office);

}  // namespace wildclaims::workflow
