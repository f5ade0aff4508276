// A policy's monthly statement and what its funders owe, for those who answer for money and those who audit it.
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "claims/http/call.h"
#include "claims/http/keyed_write.h"
#include "claims/http/negotiation.h"
#include "claims/http/query.h"
#include "claims/http/routes.h"
#include "claims/http/statement_form.h"
#include "claims/ledger/statement_text.h"
#include "claims/workflow/statement_view.h"

namespace wildclaims::http {

namespace {

using workflow::Reading;

constexpr domain::RoleSet kReaders = {domain::Role::auditor, domain::Role::cashier, domain::Role::admin};

// JSON with both languages, or plain text in the one that `lang` names.
Reply statement(Call& call) {
  QueryReader query(call.request.head.query);
  const auto month = ledger::Month::parse(query.text("month").value_or(""));
  if (!month) {
    query.fault("month", "month_format",
                {"请写明月份，例如 month=2026-01。", "Name the month, for example month=2026-01."});
  }
  const std::string language = query.text("lang").value_or("zh");
  if (language != "zh" && language != "en") {
    query.fault("lang", "unknown_word", {"lang 须为 zh 或 en。", "lang is zh or en."});
  }
  if (auto faults = query.finish(); !faults.empty()) return invalid_query(std::move(faults));
  constexpr std::array<std::string_view, 2> forms{kJsonType, "text/plain"};
  const auto form = preferred_form(call.request.head, forms);
  if (!form) {
    return problem(ProblemCode::not_acceptable, {"对账单有 application/json 和 text/plain 两种格式。",
                                                 "A statement exists as application/json and text/plain."});
  }
  return reading(call, [&](const Reading& reading) {
    return view_reply(
        workflow::view_statement(reading, call.path["policy"], *month), [&](const ledger::Statement& made) {
          Response response =
              *form == 0 ? ok(statement_form(made))
                         : success(Success::ok, kPlainTextType,
                                   ledger::to_text(made, language == "zh" ? rules::Language::zh : rules::Language::en));
          response.headers.push_back({"Vary", "Accept"});
          return response;
        });
  });
}

Reply receivables(Call& call) {
  QueryReader query(call.request.head.query);
  std::optional<rules::Date> date;
  if (const auto text = query.text("as_of")) {
    date = rules::Date::parse(*text);
    if (!date) query.fault("as_of", "date_format", {"日期须写作 2026-01-31。", "A date is written 2026-01-31."});
  }
  if (auto faults = query.finish(); !faults.empty()) return invalid_query(std::move(faults));
  const std::string& policy = call.path["policy"];
  return reading(call, [&](const Reading& reading) {
    return view_reply(workflow::view_receivables(reading, policy, date), [&](const workflow::ReceivablesView& view) {
      return ok(receivables_form(policy, view.as_of, view.funders));
    });
  });
}

}  // namespace

std::vector<Route> statement_routes() {
  return {{.pattern = "/api/v1/policies/{policy}/statement",
           .access = Access::only(kReaders),
           .handler = statement,
           .says = "a month of the policy's book, as JSON or plain text: month, lang"},
          {.pattern = "/api/v1/policies/{policy}/receivables",
           .access = Access::only(kReaders),
           .handler = receivables,
           .says = "premium called, received and outstanding by funder, with its age: as_of"}};
}

}  // namespace wildclaims::http
