// What tests of the API do and look at again and again: the road of a claim, the books it leaves, and what every answer
// owes.
#pragma once

#include <string>
#include <vector>

#include "tests/http/api_fixture.h"

namespace wildclaims::http::testing {

// The answer, which has that status; what it says is told beside a failing check.
ApiAnswer ok(ApiAnswer answer, int status = 200);

// A problem of that status and code, told in Chinese and in English, faults included; not repeatable as an answer.
void check_problem(const ApiAnswer& answer, int status, const std::string& code);
// The same for input with faults: "code at pointer" of each, sorted.
void check_faults(const ApiAnswer& answer, const std::vector<std::string>& faults);

// Sends it three times with one key: it is done once and answered alike twice, and refused with the other body. Its
// first answer, which has that status.
ApiAnswer once_only(ApiFixture& api, ApiRequest request, const json& other_body, int status);

inline std::string claim_path(const std::string& claim) { return "/api/v1/claims/" + claim; }
inline const std::string kPolicyPath = "/api/v1/policies/PL-2025";

// A report of so many households of one plot of ripe maize each, of the area in mu: 1,000.00 a mu at a loss of 100 %.
struct Taken {
  std::string report;
  std::vector<std::string> claims;
};
Taken report_maize(ApiFixture& api, const std::string& area, int households = 1);

// From reported to noticed, seen today.
void bring_to_notice(ApiFixture& api, const std::string& claim, const std::string& loss_rate = "100%");
// From surveyed, as after an appeal or a reopening: a visit that finds that loss, the new answer and its notice.
void determine_anew(ApiFixture& api, const std::string& claim, const std::string& loss_rate);
// What is seen at this moment, with the version of then.
ApiAnswer approve(ApiFixture& api, const std::string& who, const std::string& claim, bool truncate = false);
// Sent and confirmed by the cashier.
void pay(ApiFixture& api, const std::string& claim, const std::string& batch);

json claim_now(ApiFixture& api, const std::string& claim);
json policy_now(ApiFixture& api);
// The claim's tag, as If-Match takes it.
std::string tag_of(ApiFixture& api, const std::string& claim);

// The journal of PL-2025, of one claim when it is named.
json entries(ApiFixture& api, const std::string& claim = {});
json last_entry(ApiFixture& api, const std::string& claim = {});
// "account amount" of each posting, sorted.
using Postings = std::vector<std::string>;
Postings postings(const json& entry);
// The same with every amount's sign turned: what a reversal has to post.
Postings reversed(const json& entry);
// What the account of PL-2025 holds; "0.00" for one that never moved.
std::string balance(ApiFixture& api, const std::string& account);
// Whether debits and credits of PL-2025 are equal.
bool balanced(ApiFixture& api);

}  // namespace wildclaims::http::testing
