// What one command works with inside the writing door, and what one view reads with.
#pragma once

#include <string>

#include "claims/store/connection.h"
#include "claims/workflow/actor.h"
#include "claims/workflow/office.h"
#include "rules/date.h"

namespace wildclaims::workflow {

// One state of the database, seen by one user.
struct Reading {
  store::Connection& db;
  const Office& office;
  const Actor& actor;
  rules::Instant now;
};

// One command in its savepoint. Everything that decides is read through `db`, inside the door.
struct Work {
  store::Connection& db;
  const Office& office;
  const Actor& actor;
  rules::Instant now;   // the business clock at the start of the command
  std::string command;  // joins the happenings of this command

  Reading reading() const { return {db, office, actor, now}; }
};

}  // namespace wildclaims::workflow
