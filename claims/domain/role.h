// What a user may be. Rights are per happening (lifecycle.h); separations on one claim are authority.h.
// A user may hold several roles; the separations then still keep one person from two hands on one claim.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "rules/bilingual.h"

namespace wildclaims::domain {

enum class Role : std::uint8_t {
  clerk,     // county forestry: reports, corrects, posts notices, withdraws, closes
  adjuster,  // insurer: accepts, surveys, determines, denies
  approver,  // insurer: approves, sends back
  cashier,   // insurer: premium in, payments out, their results
  auditor,   // auditor or finance bureau: reads everything, changes nothing
  admin,     // users, policies, the demo's clock
};

inline constexpr std::array kRoles = {Role::clerk,   Role::adjuster, Role::approver,
                                      Role::cashier, Role::auditor,  Role::admin};

std::string_view code_of(Role role);
std::optional<Role> parse_role(std::string_view code);
rules::Bilingual label_of(Role role);

// A set of roles, as a value.
class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(Role role) : bits_(bit(role)) {}  // one role is a set: next_state(…, Role::clerk)
  constexpr RoleSet(std::initializer_list<Role> roles) {
    for (Role role : roles) bits_ = static_cast<std::uint8_t>(bits_ | bit(role));
  }

  static constexpr RoleSet all() {
    RoleSet set;
    for (Role role : kRoles) set.add(role);
    return set;
  }

  constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr void add(Role role) { bits_ = static_cast<std::uint8_t>(bits_ | bit(role)); }
  constexpr void remove(Role role) { bits_ = static_cast<std::uint8_t>(bits_ & ~bit(role)); }
  // In the order of kRoles.
  std::vector<Role> to_vector() const;
  constexpr bool operator==(const RoleSet&) const = default;

 private:
  static constexpr std::uint8_t bit(Role role) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(role)); }
  std::uint8_t bits_ = 0;
};

}  // namespace wildclaims::domain
