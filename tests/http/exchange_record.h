// Requests and answers as they went over the wire, kept for the check of the API's contract (contract/README.md).
#pragma once

#include <string>

#include "tests/http/api_fixture.h"

namespace wildclaims::http::testing {

// Appends one line of JSON to a file of this process in the directory that WILDCLAIMS_EXCHANGES names; nothing without
// that variable. Safe from all threads.
//   {"as","method","path","body","yaml","if_match","key","accept","extra","status","headers","text"}
void record_exchange(const ApiRequest& request, const ApiAnswer& answer);

}  // namespace wildclaims::http::testing
