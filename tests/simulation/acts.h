// What clients ask for. One command of the product is one Act: how it is made up at random, how it is performed through
// the real workflow, whether the auditor would allow it, and what it changes in the auditor's books. To add a command,
// write one class and one row in act_rows().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/domain/role.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/door.h"
#include "claims/workflow/work.h"
#include "tests/property/random.h"
#include "tests/simulation/auditor.h"

namespace wildclaims::simulation {

using property::Random;

// ---- the people of the simulation; their numbers are their places, from 1 ----

struct User {
  const char* name;
  domain::RoleSet roles;
};

const std::vector<User>& users();
bool may(std::int64_t user, domain::Role role);
// Mostly somebody of that role, now and then anybody.
std::int64_t somebody(Random& random, domain::Role role);

// ---- acts ----

using Performed = domain::Outcome<workflow::Answer>;

class Act {
 public:
  Act(std::string kind, std::int64_t user) : kind_(std::move(kind)), user_(user) {}
  Act(const Act&) = delete;
  Act& operator=(const Act&) = delete;
  virtual ~Act() = default;

  const std::string& kind() const { return kind_; }
  std::int64_t user() const { return user_; }

  // Everything that is asked, as text: two acts that ask for the same have the same.
  virtual std::string request() const = 0;
  virtual Performed perform(workflow::Work& work) const = 0;
  // Whether it must be done as things stand, rather than refused.
  virtual bool allowed(const Auditor& auditor) const = 0;
  // Enters an allowed act into the auditor's books. `answer` tells the numbers that the product gave, nothing else is
  // taken from it; what the whole answer must be is returned.
  virtual std::string record(Auditor& auditor, const std::string& answer) const = 0;
  // The ledger itself must stop it: an entry that no command may ever post.
  virtual bool is_forgery() const { return false; }

 private:
  std::string kind_;
  std::int64_t user_;
};

// Sends an act through the door under a key; `perform` does it there.
workflow::Written write_act(workflow::Office& office, const workflow::Actor& actor, const Act& act,
                            const std::string& key, const std::function<Performed(workflow::Work&)>& perform);

// An act on one claim, or on every open claim of a report.
class FileAct : public Act {
 public:
  struct Rule {
    domain::Role role;
    std::set<std::string> states;  // every claim must stand in one of them
  };

  FileAct(std::string kind, std::int64_t user, Aim aim, const Rule& rule)
      : Act(std::move(kind), user), aim_(std::move(aim)), rule_(rule) {}

  std::string request() const override;
  bool allowed(const Auditor& auditor) const override;
  std::string record(Auditor& auditor, const std::string& answer) const override;

 protected:
  const Aim& aim() const { return aim_; }
  workflow::Target target() const;
  // What is asked besides the aim.
  virtual std::string details() const { return {}; }
  // Given that the role, the aim and the states are right.
  virtual bool allowed_for(const Auditor&, const std::vector<std::string>&) const { return true; }
  virtual void record_for(Auditor& auditor, Claim& claim) const = 0;

 private:
  Aim aim_;
  const Rule& rule_;
};

// As every whole or single action on claims is answered.
Performed answered(domain::Outcome<workflow::Acted> outcome);

// Mostly at claims in these states, as they are; now and then at others, or as they were.
std::optional<Aim> some_aim(Random& random, const Auditor& auditor, const std::set<std::string>& states);
// The same, always with a version.
std::optional<Aim> some_seen_aim(Random& random, const Auditor& auditor, const std::set<std::string>& states);

// Mostly one that was opened.
std::string some_policy(Random& random, const Auditor& auditor);

struct ActRow {
  const char* kind;
  int weight;
  // Null when nothing of the kind can be asked for now.
  std::unique_ptr<Act> (*make)(Random& random, const Auditor& auditor);
};

const std::vector<ActRow>& act_rows();
// Of any kind, by weight.
std::unique_ptr<Act> some_act(Random& random, const Auditor& auditor);
// One row's kind; null as above.
std::unique_ptr<Act> some_act_of(const std::string& kind, Random& random, const Auditor& auditor);

// The admin opens a policy; `prepaid_by` may be empty.
std::unique_ptr<Act> make_opening(int year, const std::string& prepaid_by);

// ---- makers, one for each kind ----

std::unique_ptr<Act> make_report(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_accept(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_correct_claim(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_correct_report(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_survey(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_determine(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_deny(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_post_notice(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_approve(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_send_back(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_withdraw(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_send(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_confirm(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_return(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_premium(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_open_policy(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_appeal(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_reopen(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_close(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_undo(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_restore(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_settle_year(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_release_held(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_recovery(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_top_up(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_close_period(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_claim_reimbursement(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_receive_reimbursement(Random& random, const Auditor& auditor);
std::unique_ptr<Act> make_forgery(Random& random, const Auditor& auditor);

}  // namespace wildclaims::simulation
