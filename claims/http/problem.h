// Every way a request can fail, with its number, title and advice. This is the only place that knows HTTP numbers of
// failures; everything else names a code.
//
// A problem's wire form is an RFC 9457 document (problem_document.h); its page for people is problem_page.h.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "claims/domain/refusal.h"
#include "claims/http/message.h"
#include "claims/store/failure.h"
#include "claims/workflow/rulebook_finding.h"
#include "rules/bilingual.h"
#include "rules/fault.h"

namespace wildclaims::http {

// What this floor itself refuses. Refusals of the domain have codes of their own and the same kind of entry.
enum class ProblemCode : std::uint8_t {
  malformed_request,
  unsupported_http_version,
  uri_too_long,
  headers_too_large,
  request_timeout,
  body_too_large,
  unexpected_body,
  expectation_failed,
  route_not_found,
  method_not_allowed,
  not_acceptable,
  unsupported_media_type,
  malformed_json,
  invalid_query,
  invalid_input,
  not_signed_in,
  wrong_sign_in,
  status_not_found,
  rulebook_unknown,
  rulebooks_not_clean,
  draft_not_clean,
  simulation_not_possible,
  pinned_rulebook_changed,
  in_force_rulebook_changed,
  pinned_rulebook_missing,
  programme_without_rulebook,
  idempotency_key_missing,
  idempotency_key_invalid,
  idempotency_key_reused,
  idempotency_key_expired,
  request_in_progress,
  if_match_missing,
  if_match_invalid,
  too_many_requests,
  rulebook_check_busy,
  service_full,
  service_stopping,
  storage_unavailable,
  reading_cut_off,
  internal_error,
};
inline constexpr std::size_t kProblemCodeCount = static_cast<std::size_t>(ProblemCode::internal_error) + 1;

// One entry of the catalogue.
struct ProblemKind {
  std::string code;  // snake_case; also the last part of the page's path
  int status = 500;
  rules::Bilingual title;
  rules::Bilingual advice;  // what it means and what to do
};

const ProblemKind& kind_of(ProblemCode code);
const ProblemKind& kind_of(domain::RefusalCode code);

// All kinds, this floor's and the domain's, in order of number and code.
std::span<const ProblemKind> problem_catalogue();
const ProblemKind* find_problem(std::string_view code);

// One failure of one request.
struct Problem {
  const ProblemKind* kind;  // into the catalogue; never null
  rules::Bilingual detail;  // this time; the kind's advice when there is nothing more to say
  rules::Faults faults;
  domain::Refusals refusals;                 // each with the claim, report or policy it concerns
  workflow::RulebookFindings diagnostics{};  // of rulebook files that were refused
  std::vector<Header> headers;               // Allow, Retry-After, WWW-Authenticate
  bool close = false;                        // the request's end is unknown or unread: the connection cannot go on
};

Problem problem(ProblemCode code);
Problem problem(ProblemCode code, rules::Bilingual detail);
// 422 (a body) or 400 (a query) with every fault; the detail says how many there are.
Problem invalid_input(rules::Faults faults);
Problem invalid_query(rules::Faults faults);
// The number and title of the refusal that comes first in precedence; all of them are listed. `refusals` has one.
Problem refused(domain::Refusals refusals);
// 409: a reload that was refused.
Problem rulebooks_not_clean(workflow::RulebookFindings findings);
// 422: a draft with faults, where one without is needed.
Problem draft_not_clean(workflow::RulebookFindings findings);
// 503: what it is this time and what the administrator does about it.
Problem storage_unavailable(store::Trouble trouble);
// 429 with Retry-After.
Problem too_many_requests(int retry_after_seconds);

}  // namespace wildclaims::http
