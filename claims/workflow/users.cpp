#include "claims/workflow/users.h"

#include <set>

#include "claims/domain/text_limits.h"
#include "claims/store/users.h"
#include "claims/workflow/door.h"
#include "claims/workflow/secrets.h"

namespace wildclaims::workflow {
namespace {

bool is_user_name(const std::string& name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  };
  if (name.size() < 2 || name.size() > 64 || name.front() < 'a' || name.front() > 'z') return false;
  for (char c : name) {
    if (!fits(c)) return false;
  }
  return true;
}

rules::Faults check(const NewUser& user) {
  rules::Faults faults;
  if (!is_user_name(user.name)) {
    faults.push_back({"/name",
                      "user_name_format",
                      {"用户名须为2至64个小写字母、数字、点、横线或下划线，并以字母开头",
                       "a user name is 2 to 64 of a-z, 0-9, '.', '-' and '_', beginning with a letter"}});
  }
  if (user.password.size() < kMinPasswordBytes || user.password.size() > kMaxPasswordBytes) {
    faults.push_back({"/password",
                      "password_length",
                      {"密码长度须为8至256个字节", "a password is 8 to 256 bytes long; choose another"}});
  }
  domain::check_text(user.display.zh, domain::kNameText, "/display/zh", faults);
  domain::check_text(user.display.en, domain::kNameText, "/display/en", faults);
  if (user.roles.empty()) {
    faults.push_back({"/roles", "missing", {"请至少指定一个角色", "name at least one role"}});
  }
  return faults;
}

}  // namespace

domain::Outcome<domain::Done> add_user(Office& office, const NewUser& user) {
  if (rules::Faults faults = check(user); !faults.empty()) return faults;
  std::set<std::string> counties;
  for (const domain::Programme& programme : office.programmes()) counties.insert(programme.county_code);
  const store::UserRow row{
      0, user.name, user.display, hash_password(user.password), user.roles, {counties.begin(), counties.end()}};
  bool added = false;
  write_unkeyed(office, [&](store::Connection& db) {
    if (store::find_user(db, user.name)) return false;
    store::insert_user(db, row, office.now());
    added = true;
    return true;
  });
  if (!added) return domain::refuse(domain::RefusalCode::user_exists, user.name);
  return domain::Done();
}

bool has_users(Office& office) {
  const auto reading = office.readers().read();
  return store::any_user(*reading);
}

}  // namespace wildclaims::workflow
