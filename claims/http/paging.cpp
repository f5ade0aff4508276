#include "claims/http/paging.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "claims/workflow/claim_view.h"

namespace wildclaims::http {

Paging read_paging(QueryReader& query) {
  Paging paging;
  paging.limit = static_cast<int>(query.whole("limit", 1, workflow::kMaxPage).value_or(workflow::kDefaultPage));
  paging.cursor = query.whole("cursor", 1, std::numeric_limits<std::int64_t>::max()).value_or(0);
  return paging;
}

Json next_cursor(std::int64_t next) { return next == 0 ? Json() : Json(std::to_string(next)); }

}  // namespace wildclaims::http
