#include "claims/workflow/acted.h"

namespace wildclaims::workflow {

Acted acted(const CaseFile& file) {
  Acted result;
  result.report = file.report.number;
  result.report_version = file.report.version + 1;
  for (const store::ClaimRow& claim : file.claims) result.claims.push_back({claim.number, claim.state, claim.version});
  return result;
}

}  // namespace wildclaims::workflow
