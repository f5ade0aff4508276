// What one command works with inside the writing door, and what one view reads with.
#pragma once

#include <memory>
#include <string>

#include "claims/store/connection.h"
#include "claims/workflow/actor.h"
#include "claims/workflow/office.h"
#include "rules/date.h"
#include "rules/shelf.h"

namespace wildclaims::workflow {

// One state of the database and of the rulebooks, seen by one user.
struct Reading {
  store::Connection& db;
  const Office& office;
  const Actor& actor;
  rules::Instant now;
  std::shared_ptr<const rules::Shelf> shelf = office.shelf();  // the same until the end, whatever is reloaded meanwhile
};

// One command in its savepoint. Everything that decides is read through `db`, inside the door.
struct Work {
  store::Connection& db;
  const Office& office;
  const Actor& actor;
  rules::Instant now;                                          // the business clock at the start of the command
  std::string command;                                         // joins the happenings of this command
  std::shared_ptr<const rules::Shelf> shelf = office.shelf();  // as in Reading

  Reading reading() const { return {db, office, actor, now, shelf}; }
};

}  // namespace wildclaims::workflow
