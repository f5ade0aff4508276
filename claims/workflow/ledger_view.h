// The books as finance and auditors read them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/ledger/balances.h"
#include "claims/ledger/entry.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

struct EntryPage {
  std::vector<ledger::RecordedEntry> entries;  // in order of sequence
  std::int64_t next = 0;                       // hand in as `after` for the next page; 0 when this is the last
};

struct EntryQuery {
  std::string policy;
  std::string claim;  // canonical or as typed; empty: all
  std::int64_t after = 0;
  int limit = 50;
};

// All are refused policy_unknown, also for another county's policy; entries also claim_unknown.
domain::Outcome<EntryPage> view_entries(const Reading& reading, const EntryQuery& query);
domain::Outcome<std::vector<ledger::AccountBalance>> view_accounts(const Reading& reading, const std::string& policy);
domain::Outcome<ledger::TrialBalance> view_trial_balance(const Reading& reading, const std::string& policy);

}  // namespace wildclaims::workflow
