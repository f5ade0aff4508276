// What every action on claims answers: which claims it moved, where they stand now, and their versions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "claims/domain/claim_state.h"
#include "claims/workflow/case_file.h"

namespace wildclaims::workflow {

struct Acted {
  struct Claim {
    std::string number;
    domain::ClaimState state{};
    std::int64_t version = 0;
  };
  std::string report;
  std::int64_t report_version = 0;
  std::vector<Claim> claims;  // in claim-number order
};

// From a file whose claims were moved, after record_report_touched().
Acted acted(const CaseFile& file);

}  // namespace wildclaims::workflow
