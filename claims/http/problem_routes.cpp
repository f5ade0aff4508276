// The pages behind the "type" of problem documents.
#include <array>

#include "claims/http/call.h"
#include "claims/http/negotiation.h"
#include "claims/http/problem_page.h"
#include "claims/http/routes.h"

namespace wildclaims::http {

namespace {

// HTML or plain text by Accept; any browser and curl are served.
template <class Page>
Reply page_reply(const Call& call, Page page) {
  constexpr std::array<std::string_view, 2> forms{"text/html", "text/plain"};
  const auto form = preferred_form(call.request.head, forms);
  if (!form) {
    return problem(ProblemCode::not_acceptable,
                   {"此页有 text/html 和 text/plain 两种格式。", "This page exists as text/html and text/plain."});
  }
  const bool html = *form == 0;
  Response response =
      success(Success::ok, html ? kHtmlType : kPlainTextType, page(html ? PageForm::html : PageForm::text));
  response.headers.push_back({"Vary", "Accept"});
  response.headers.push_back({"Content-Security-Policy", std::string(kPagePolicy)});
  return response;
}

Reply list_page(Call& call) { return page_reply(call, problem_list_page); }

Reply one_page(Call& call) {
  const ProblemKind* kind = find_problem(call.path["code"]);
  if (kind == nullptr) {
    return problem(ProblemCode::route_not_found, {"没有这个问题代码。全部代码见 /problems。",
                                                  "There is no such problem code; /problems lists them all."});
  }
  return page_reply(call, [&](PageForm form) { return problem_page(*kind, form); });
}

}  // namespace

std::vector<Route> problem_routes() {
  return {{.pattern = "/problems", .handler = list_page, .says = "all problem codes"},
          {.pattern = "/problems/{code}", .handler = one_page, .says = "what a problem code means and what to do"}};
}

}  // namespace wildclaims::http
