#include "tests/bench/made_office.h"

#include <filesystem>
#include <stdexcept>

#include "claims/store/users.h"
#include "claims/workflow/demo_clock.h"
#include "claims/workflow/open_policy.h"
#include "claims/workflow/secrets.h"
#include "tests/support/text_file.h"

namespace wildclaims::bench {
namespace {

workflow::OfficeSettings settings_for(const std::string& data, const std::string& today, const std::string& config) {
  return {data, config, true, rules::Date::parse(today)};
}

}  // namespace

std::string MadeOffice::shipped_configuration() { return std::string(WILDCLAIMS_SOURCE_DIR) + "/config"; }

std::string MadeOffice::roomy_configuration(const std::string& directory) {
  namespace fs = std::filesystem;
  fs::create_directories(directory);
  for (const char* part : {"programmes", "divisions", "rulebooks", "demo"}) {
    fs::copy(fs::path(shipped_configuration()) / part, fs::path(directory) / part,
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }
  for (const char* book : {"pinglu-2025.yaml", "pinglu-2026.yaml"}) {
    const fs::path file = fs::path(directory) / "rulebooks" / book;
    tests::write_text(file, tests::replaced(tests::read_text(file), "amount: 8000000.00", "amount: 8000000000.00"));
  }
  return directory;
}

MadeOffice::MadeOffice(const std::string& data, const std::string& today, const std::string& config)
    : office_(std::make_unique<workflow::Office>(settings_for(data, today, config))) {
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
  for (const int year : {2025, 2026}) {
    run(domain::Role::admin, "policies", "the-policy-of-" + std::to_string(year),
        [year](workflow::Work& work) -> domain::Outcome<workflow::Answer> {
          auto opened = workflow::open_policy(work, {"PL", year});
          if (!opened) return std::move(opened).failure<workflow::Answer>();
          return workflow::Answer{};
        });
  }
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

std::string MadeOffice::session(domain::Role role) {
  const std::string token = workflow::random_token();
  const rules::Instant now = office_->now();
  workflow::write_unkeyed(*office_, [&](store::Connection& db) {
    store::insert_session(db, {workflow::token_hash(token), actor(role).id.value, now, now.plus_seconds(3'600)});
    return true;
  });
  return "Bearer " + token;
}

void MadeOffice::advance(const std::string& day) {
  if (!workflow::advance_clock(*office_, actor(domain::Role::admin), rules::Date::parse(day).value()).ok()) {
    throw std::runtime_error("the clock does not advance to " + day);
  }
}

}  // namespace wildclaims::bench
