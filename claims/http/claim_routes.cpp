// Claims as staff read them: the list, one claim, its worksheet, its slip.
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "claims/http/call.h"
#include "claims/http/claim_form.h"
#include "claims/http/json_form.h"
#include "claims/http/keyed_write.h"
#include "claims/http/negotiation.h"
#include "claims/http/paging.h"
#include "claims/http/query.h"
#include "claims/http/routes.h"
#include "claims/http/worksheet_form.h"
#include "claims/workflow/claim_view.h"
#include "claims/workflow/report_view.h"
#include "claims/workflow/worksheet_view.h"

namespace wildclaims::http {

namespace {

using workflow::Reading;

// The longest name or number worth looking for.
constexpr std::size_t kWordsBytes = 200;

struct ClaimQuery {
  store::ClaimFilter filter;
  std::string report;  // as typed
  Paging paging;
};

ClaimQuery read_claim_query(QueryReader& query) {
  ClaimQuery wanted;
  if (const auto state = query.text("state")) {
    wanted.filter.state = domain::parse_claim_state(*state);
    if (!wanted.filter.state) {
      query.fault("state", "unknown_word", {"没有这个赔案状态。", "There is no such state of a claim."});
    }
  }
  wanted.report = query.text("report").value_or("");
  wanted.filter.policy_id = query.text("policy").value_or("");
  wanted.filter.words = query.text("q").value_or("");
  if (wanted.filter.words.size() > kWordsBytes) {
    query.fault("q", "too_long", {"查找内容过长。", "The words to look for are too long."});
  }
  wanted.paging = read_paging(query);
  return wanted;
}

Reply list_claims(Call& call) {
  QueryReader query(call.request.head.query);
  ClaimQuery wanted = read_claim_query(query);
  if (auto faults = query.finish(); !faults.empty()) return invalid_query(std::move(faults));
  return reading(call, [&](const Reading& reading) -> Reply {
    if (!wanted.report.empty()) {
      const auto report = workflow::view_report(reading, wanted.report);
      if (!report) return refused(report.refusals());
      wanted.filter.report_id = report.value().report.id;
    }
    const workflow::ClaimPage page =
        workflow::list_claims(reading, wanted.filter, wanted.paging.cursor, wanted.paging.limit);
    Json claims = Json::array();
    for (const workflow::ClaimLine& line : page.claims) claims.push_back(claim_line_form(line));
    return ok({{"claims", std::move(claims)}, {"next", next_cursor(page.next)}});
  });
}

Reply one_claim(Call& call) {
  return reading(call, [&](const Reading& reading) {
    return view_reply(workflow::view_claim(reading, call.path["claim"]), [&](const workflow::ClaimView& view) {
      return ok(claim_form(view, *reading.shelf), view.claim.version);
    });
  });
}

// JSON in both languages, or plain text in the one that `lang` names.
Reply worksheet(Call& call) {
  QueryReader query(call.request.head.query);
  const std::string language = query.text("lang").value_or("zh");
  if (language != "zh" && language != "en") {
    query.fault("lang", "unknown_word", {"lang 须为 zh 或 en。", "lang is zh or en."});
  }
  if (auto faults = query.finish(); !faults.empty()) return invalid_query(std::move(faults));
  constexpr std::array<std::string_view, 2> forms{kJsonType, "text/plain"};
  const auto form = preferred_form(call.request.head, forms);
  if (!form) {
    return problem(ProblemCode::not_acceptable, {"计算书有 application/json 和 text/plain 两种格式。",
                                                 "A worksheet exists as application/json and text/plain."});
  }
  const std::string& claim = call.path["claim"];
  return reading(call, [&](const Reading& reading) {
    return view_reply(workflow::view_worksheet(reading, claim), [&](const rules::Worksheet& sheet) {
      Response response =
          *form == 0 ? ok(worksheet_form(claim, sheet))
                     : success(Success::ok, kPlainTextType,
                               rules::to_text(sheet, language == "zh" ? rules::Language::zh : rules::Language::en));
      response.headers.push_back({"Vary", "Accept"});
      return response;
    });
  });
}

Reply slip(Call& call) {
  const std::string& claim = call.path["claim"];
  return reading(call, [&](const Reading& reading) {
    return view_reply(workflow::slip_code(reading, claim), [&](const std::string& code) {
      return ok({{"claim", claim}, {"code", code}});
    });
  });
}

}  // namespace

std::vector<Route> claim_routes() {
  return {{.pattern = "/api/v1/claims",
           .access = Access::staff(),
           .handler = list_claims,
           .says = "claims, newest first: state, report, policy, q, limit, cursor"},
          {.pattern = "/api/v1/claims/{claim}",
           .access = Access::staff(),
           .handler = one_claim,
           .says = "one claim, whole, with its version as ETag"},
          {.pattern = "/api/v1/claims/{claim}/worksheet",
           .access = Access::staff(),
           .handler = worksheet,
           .says = "how the amount was computed, as JSON or plain text (lang)"},
          {.pattern = "/api/v1/claims/{claim}/slip",
           .access = Access::only(domain::Role::clerk),
           .handler = slip,
           .says = "the code on the claim's slip, for the public status"}};
}

}  // namespace wildclaims::http
