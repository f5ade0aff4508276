// One claim as the auditor has it: what was told, found and decided, and what stands of it. Whole fen; nothing of
// claims/ledger or claims/store is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/date.h"

namespace wildclaims::simulation {

using Fen = std::int64_t;

// A loss item as told or as found.
struct Plot {
  std::int64_t area = 0;  // tenths of a mu
  std::string crop;
  std::string stage;
  std::optional<std::int64_t> rate;  // per cent
};

struct Determined {
  std::int64_t id = 0;
  std::int64_t by = 0;
  bool judged = false;
  bool denied = false;
  Fen payable = 0;  // before the household's limit
  Fen entitlement = 0;
  std::int64_t replaces = 0;  // 0: none
};

struct Noticed {
  std::int64_t determination = 0;
  rules::Date on;
};

// What a later determination took away from an approval.
struct Reduction {
  std::int64_t determination = 0;
  Fen residual = 0;     // no longer owed of what the limit left unpaid
  Fen unpaid = 0;       // no longer payable
  Fen recoverable = 0;  // to be paid back
  std::int64_t sequence = 0;
  std::int64_t by = 0;
};

// What an approval that was given waits for.
enum class Waits : std::uint8_t { no, settlement, funds };

struct Approved {
  std::int64_t id = 0;
  std::int64_t determination = 0;
  bool final = false;  // false: the first of two, or one that waits
  Waits waits = Waits::no;
  Fen entitlement = 0;
  Fen approved = 0;
  Fen residual = 0;
  std::int64_t sequence = 0;
  std::int64_t by = 0;
  std::int64_t adjusts = 0;          // the approval that it adds to; 0: none
  bool restores = false;             // of the residual of that one
  std::string scope;                 // the running total it counts in; empty: it counts nowhere
  std::map<std::string, Fen> borne;  // by funder: its part, less what was lowered
  std::int64_t undone = 0;           // sequence of the entry that took it back; 0: not
  std::int64_t undone_by = 0;
  std::vector<Reduction> reductions;
  std::int64_t became = 0;       // the final approval, of one that waited; 0: not yet
  std::int64_t became_by = 0;    // who settled the year, or released the queue
  std::int64_t became_with = 0;  // sequence of the entry that took a pending entitlement back

  bool is_first() const { return !final && waits == Waits::no; }
  bool is_pending() const { return waits == Waits::settlement && undone == 0 && became == 0; }
  bool stands() const { return final && undone == 0; }
  // Owed or paid of it still.
  Fen standing() const;
};

struct Payment {
  std::int64_t id = 0;
  std::int64_t approval = 0;
  Fen amount = 0;
  std::string batch;
  std::int64_t sequence = 0;
  std::int64_t by = 0;
  std::int64_t confirmed_by = 0;  // 0: not
  std::int64_t returned_by = 0;
};

struct Recovery {
  Fen amount = 0;
  bool restored = false;  // the limit came back
  std::int64_t sequence = 0;
  std::int64_t by = 0;
};

// How much of one approval goes when less is given.
struct Cut {
  std::size_t approval = 0;  // its place in Claim::approvals
  Fen residual = 0;
  Fen unpaid = 0;
  Fen recoverable = 0;
  Fen all() const { return residual + unpaid + recoverable; }
};

struct Claim {
  std::string number;
  std::string report;
  std::string policy;
  int person = 0;
  std::string account;
  std::string state = "reported";
  std::int64_t version = 1;
  std::vector<Plot> told;
  int surveys = 0;
  std::string found_species;
  std::vector<Plot> found;
  std::vector<Determined> determinations;
  std::vector<Noticed> notices;
  std::vector<Approved> approvals;
  std::vector<Payment> payments;
  std::vector<Recovery> recoveries;

  bool is_open() const { return state != "denied" && state != "withdrawn" && state != "closed"; }

  // What stands approved, what stands of it unpaid of the limit, and both with what is pending.
  Fen standing_approved() const;
  Fen standing_residual(const Approved& of) const;
  Fen standing() const;
  // Whose entitlement waits for the settlement of the year, and who waits for funds, as the claim stands; null: none.
  const Approved* pending() const;
  const Approved* held() const;
  // The latest that stands or is pending, and the latest that stands and restores nothing; null: none.
  const Approved* last_standing() const;
  const Approved* to_adjust() const;
  // Payments sent and not returned, by their places; and whether one of them is of this approval.
  std::vector<std::size_t> out() const;
  bool is_out(std::int64_t approval) const;
  // `less`, within what stands, taken off: residuals first, then what is not out, then what is; newest first.
  std::vector<Cut> cuts(Fen less) const;

  // Who gave the first of two approvals of the latest determination; 0: nobody.
  std::int64_t waiting_approver() const;
  bool determined_by(std::int64_t user) const;
  // Gave an approval, or lowered one.
  bool approved_by(std::int64_t user) const;
  // Sent money, or recorded what became of it.
  bool paid_by(std::int64_t user) const;
};

}  // namespace wildclaims::simulation
