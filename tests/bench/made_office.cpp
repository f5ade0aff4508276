#include "tests/bench/made_office.h"

#include <stdexcept>

#include "claims/store/users.h"
#include "claims/workflow/demo_clock.h"
#include "claims/workflow/open_policy.h"

namespace wildclaims::bench {
namespace {

workflow::OfficeSettings settings_for(const std::string& data, const std::string& today) {
  return {data, std::string(WILDCLAIMS_SOURCE_DIR) + "/config", true, rules::Date::parse(today)};
}

}  // namespace

MadeOffice::MadeOffice(const std::string& data, const std::string& today)
    : office_(std::make_unique<workflow::Office>(settings_for(data, today))) {
  const std::string county = office_->programmes().front().county_code;
  bool made = false;
  workflow::write_unkeyed(*office_, [&](store::Connection& db) {
    for (const domain::Role role : domain::kRoles) {
      const std::string name(domain::code_of(role));
      auto known = store::find_user(db, name);
      if (!known) {
        made = true;
        known = store::UserRow{0, name, {name, name}, "nobody signs in here", {}, {county}};
        known->roles.add(role);
        known->id = store::insert_user(db, *known, office_->now());
      }
      actors_.push_back({domain::UserId{known->id}, name, known->display, known->roles, known->counties});
    }
    return true;
  });
  if (!made) return;
  run(domain::Role::admin, "policies", "the-policy-of-2025",
      [](workflow::Work& work) -> domain::Outcome<workflow::Answer> {
        auto opened = workflow::open_policy(work, {"PL", 2025});
        if (!opened) return std::move(opened).failure<workflow::Answer>();
        return workflow::Answer{};
      });
}

const workflow::Actor& MadeOffice::actor(domain::Role role) const {
  for (const workflow::Actor& actor : actors_) {
    if (actor.roles.has(role)) return actor;
  }
  throw std::logic_error("no user with this role");
}

workflow::Answer MadeOffice::run(domain::Role role, const std::string& route, const std::string& key,
                                 const std::function<domain::Outcome<workflow::Answer>(workflow::Work&)>& command) {
  const workflow::RequestKey request{route, key, office_->vault().request_hash(route, key)};
  const workflow::Written written = workflow::write(*office_, actor(role), request, command);
  const auto* outcome = std::get_if<domain::Outcome<workflow::Answer>>(&written);
  if (outcome == nullptr) throw std::runtime_error(route + ": the key was used before");
  if (outcome->is_refused()) throw std::runtime_error(route + ": " + outcome->refusals().front().detail.en);
  if (outcome->is_faulty()) throw std::runtime_error(route + ": " + outcome->faults().front().say.en);
  return outcome->value();
}

void MadeOffice::advance(const std::string& day) {
  if (!workflow::advance_clock(*office_, actor(domain::Role::admin), rules::Date::parse(day).value()).ok()) {
    throw std::runtime_error("the clock does not advance to " + day);
  }
}

}  // namespace wildclaims::bench
