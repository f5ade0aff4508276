#include "claims/domain/role.h"

#include "claims/domain/contract_violation.h"

namespace wildclaims::domain {

std::string_view code_of(Role role) {
  switch (role) {
    case Role::clerk:
      return "clerk";
    case Role::adjuster:
      return "adjuster";
    case Role::approver:
      return "approver";
    case Role::cashier:
      return "cashier";
    case Role::auditor:
      return "auditor";
    case Role::admin:
      return "admin";
  }
  throw ContractViolation("no such role");
}

std::optional<Role> parse_role(std::string_view code) {
  for (Role role : kRoles) {
    if (code_of(role) == code) return role;
  }
  return std::nullopt;
}

rules::Bilingual label_of(Role role) {
  switch (role) {
    case Role::clerk:
      return {"林业局经办员", "forestry clerk"};
    case Role::adjuster:
      return {"查勘理赔员", "adjuster"};
    case Role::approver:
      return {"审批人", "approver"};
    case Role::cashier:
      return {"出纳", "cashier"};
    case Role::auditor:
      return {"审计员", "auditor"};
    case Role::admin:
      return {"系统管理员", "administrator"};
  }
  throw ContractViolation("no such role");
}

std::vector<Role> RoleSet::to_vector() const {
  std::vector<Role> roles;
  for (Role role : kRoles) {
    if (has(role)) roles.push_back(role);
  }
  return roles;
}

}  // namespace wildclaims::domain
