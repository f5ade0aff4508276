// An office in this process, on a data directory of its own, with one actor for each role: what benchmarks of the
// workflow work with.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/domain/role.h"
#include "claims/workflow/actor.h"
#include "claims/workflow/door.h"
#include "claims/workflow/office.h"
#include "claims/workflow/work.h"

namespace wildclaims::bench {

class MadeOffice {
 public:
  // Opens the data directory, or makes it with the policies of 2025 and 2026 opened and one user for each role. The
  // demo's clock stands at 09:00 of `today`.
  MadeOffice(const std::string& data, const std::string& today, const std::string& config = shipped_configuration());

  static std::string shipped_configuration();
  // A copy of it in the directory whose limit a million claims do not use up.
  static std::string roomy_configuration(const std::string& directory);

  workflow::Office& office() { return *office_; }
  // The one user with this role.
  const workflow::Actor& actor(domain::Role role) const;
  // One command of that user, once, through the door; its answer. Throws std::runtime_error when it is refused.
  workflow::Answer run(domain::Role role, const std::string& route, const std::string& key,
                       const std::function<domain::Outcome<workflow::Answer>(workflow::Work&)>& command);
  // "Bearer …" of a new session of that user, as signing in would give it: for the service on the same directory.
  std::string session(domain::Role role);
  // Moves the demo's clock on.
  void advance(const std::string& day);

 private:
  std::unique_ptr<workflow::Office> office_;
  std::vector<workflow::Actor> actors_;
};

}  // namespace wildclaims::bench
