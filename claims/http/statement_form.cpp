#include "claims/http/statement_form.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "claims/ledger/statement_text.h"

namespace wildclaims::http {
namespace {

Json count_form(const ledger::CountAndSum& value) { return {{"count", value.count}, {"sum", value.sum.to_string()}}; }

Json funders_form(const std::vector<ledger::FunderReceivable>& funders) {
  Json list = Json::array();
  for (const ledger::FunderReceivable& each : funders) {
    list.push_back({{"funder", each.funder},
                    {"of", each.reimbursement ? "reimbursement" : "premium"},
                    {"called", each.called.to_string()},
                    {"received", each.received.to_string()},
                    {"outstanding", each.outstanding.to_string()},
                    {"since", each.since ? Json(each.since->to_string()) : Json()},
                    {"days", each.days},
                    {"days_0_30", each.by_age[0].to_string()},
                    {"days_31_60", each.by_age[1].to_string()},
                    {"days_61_90", each.by_age[2].to_string()},
                    {"days_over_90", each.by_age[3].to_string()}});
  }
  return list;
}

}  // namespace

Json statement_form(const ledger::Statement& statement) {
  Json lines = Json::array();
  for (const ledger::StatementLine& line : statement.lines) {
    lines.push_back({{"group", line.group},
                     {"opening", line.opening.to_string()},
                     {"debits", line.debits.to_string()},
                     {"credits", line.credits.to_string()},
                     {"closing", line.closing.to_string()}});
  }
  return {{"policy", statement.policy},
          {"month", statement.month.to_string()},
          {"lines", std::move(lines)},
          {"total",
           {{"opening", statement.opening.to_string()},
            {"debits", statement.debits.to_string()},
            {"credits", statement.credits.to_string()},
            {"closing", statement.closing.to_string()}}},
          {"approved", count_form(statement.approved)},
          {"residual", count_form(statement.residual)},
          {"pending", count_form(statement.pending)},
          {"settled", count_form(statement.settled)},
          {"paid", count_form(statement.paid)},
          {"returned", count_form(statement.returned)},
          {"taken_back", count_form(statement.taken_back)},
          {"recovered", count_form(statement.recovered)},
          {"receivables", funders_form(statement.receivables)},
          {"entries",
           {{"first", statement.first == 0 ? Json() : Json(statement.first)},
            {"last", statement.last == 0 ? Json() : Json(statement.last)},
            {"effective_elsewhere", statement.effective_elsewhere}}},
          {"head", {{"entry", statement.head.sequence}, {"hash", statement.head.hash.to_hex()}}},
          {"check", words(ledger::how_to_check(statement))}};
}

Json receivables_form(const std::string& policy, rules::Date as_of,
                      const std::vector<ledger::FunderReceivable>& funders) {
  return {{"policy", policy}, {"as_of", as_of.to_string()}, {"funders", funders_form(funders)}};
}

Json trial_balance_form(const std::string& policy, const ledger::TrialBalance& balance) {
  Json rows = Json::array();
  for (const auto& row : balance.rows) {
    rows.push_back({{"account", row.account}, {"debit", row.debit.to_string()}, {"credit", row.credit.to_string()}});
  }
  return {{"policy", policy},
          {"rows", std::move(rows)},
          {"debit", balance.debit.to_string()},
          {"credit", balance.credit.to_string()},
          {"balanced", balance.is_balanced()}};
}

}  // namespace wildclaims::http
