// Writing down what a command decided: the claim's move, its happening, and its journal entry.
#pragma once

#include <string>

#include "claims/domain/lifecycle.h"
#include "claims/ledger/entry.h"
#include "claims/store/claims.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"
#include "rules/money.h"

namespace wildclaims::workflow {

// Why and with what a happening is recorded. No personal data.
struct Why {
  std::string reason;         // in the words of the person who acts; may be empty
  std::string detail = "{}";  // a JSON object
};

// Moves the claim by the happening (which obstacles() allowed), raises its version, and records the happening.
// ContractViolation when the state table forbids it. Updates `claim` to what is stored.
void record_move(Work& work, const CaseFile& file, store::ClaimRow& claim, domain::Happening happening,
                 const Why& why = {});

// Raises the report's version once per command: any change to one of its claims changes the report.
void record_report_touched(Work& work, const CaseFile& file);

// Chains the entry to the claim's book, checks every invariant, and stores it. Returns it with its sequence.
ledger::RecordedEntry post(Work& work, const std::string& book, ledger::Entry entry);

// The claim's reserve as the book has it: zero or above.
rules::Money reserve_of(store::Connection& db, const store::ClaimRow& claim);
// Posts the entry that brings the claim's reserve to `estimate`; nothing when it is there already.
void set_reserve(Work& work, const CaseFile& file, const store::ClaimRow& claim, rules::Money estimate);

// What stands approved of the claim, owed or paid, left unpaid of the aggregate limit, or pending until its year is
// settled: its entitlement so far.
rules::Money standing_of(store::Connection& db, const store::ClaimRow& claim);

// Today, in the programme's offset.
rules::Date business_date(const Work& work, const domain::Programme& programme);

}  // namespace wildclaims::workflow
