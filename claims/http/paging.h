// A page of a list: how many (limit) and from where (cursor). A cursor is whatever the last page's "next" said; clients
// do not read it.
#pragma once

#include <cstdint>

#include "claims/http/json_form.h"
#include "claims/http/query.h"

namespace wildclaims::http {

struct Paging {
  int limit = 0;
  std::int64_t cursor = 0;  // 0: from the beginning
};

// limit: 1 to workflow::kMaxPage.
Paging read_paging(QueryReader& query);

// The next page's cursor, or null after the last page.
Json next_cursor(std::int64_t next);

}  // namespace wildclaims::http
