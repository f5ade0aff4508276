// The books, for everyone on the staff to read: entries, accounts, trial balance. Amounts are debits; credits negative.
#include <nlohmann/json.hpp>
#include <utility>

#include "claims/http/call.h"
#include "claims/http/json_form.h"
#include "claims/http/keyed_write.h"
#include "claims/http/paging.h"
#include "claims/http/query.h"
#include "claims/http/routes.h"
#include "claims/http/statement_form.h"
#include "claims/workflow/ledger_view.h"
#include "claims/workflow/statement_view.h"

namespace wildclaims::http {

namespace {

using workflow::Reading;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json entry_form(const ledger::RecordedEntry& recorded) {
  const ledger::Entry& entry = recorded.entry;
  Json postings = Json::array();
  for (const ledger::Posting& posting : entry.postings) {
    postings.push_back({{"account", posting.account}, {"amount", posting.amount.to_string()}});
  }
  return {{"entry", recorded.sequence},
          {"book", recorded.book},
          {"kind", ledger::code_of(entry.kind)},
          {"label", words(ledger::label_of(entry.kind))},
          {"effective", entry.effective.to_string()},
          {"recorded", recorded.recorded.to_string()},
          {"claim", or_null(entry.claim)},
          {"batch", or_null(entry.batch)},
          {"determination", or_null(entry.determination)},
          {"reverses", or_null(entry.reverses)},
          {"adjusts", or_null(entry.adjusts)},
          {"receipt_sha256", entry.receipt ? Json(entry.receipt->to_hex()) : Json()},
          {"postings", std::move(postings)},
          {"hash", recorded.hash.to_hex()}};
}

// Every book is one policy's, so every question names one.
std::string read_policy(QueryReader& query) {
  auto policy = query.text("policy");
  if (!policy)
    query.fault("policy", "missing",
                {"请写明保单，例如 policy=PL-2025。", "Name the policy, for example policy=PL-2025."});
  return policy.value_or("");
}

Reply list_entries(Call& call) {
  QueryReader query(call.request.head.query);
  workflow::EntryQuery wanted;
  wanted.policy = read_policy(query);
  wanted.claim = query.text("claim").value_or("");
  const Paging paging = read_paging(query);
  wanted.after = paging.cursor;
  wanted.limit = paging.limit;
  if (auto faults = query.finish(); !faults.empty()) return invalid_query(std::move(faults));
  return reading(call, [&](const Reading& reading) {
    return view_reply(workflow::view_entries(reading, wanted), [](const workflow::EntryPage& page) {
      Json entries = Json::array();
      for (const ledger::RecordedEntry& entry : page.entries) entries.push_back(entry_form(entry));
      return ok({{"entries", std::move(entries)}, {"next", next_cursor(page.next)}});
    });
  });
}

Reply list_accounts(Call& call) {
  QueryReader query(call.request.head.query);
  const std::string policy = read_policy(query);
  if (auto faults = query.finish(); !faults.empty()) return invalid_query(std::move(faults));
  return reading(call, [&](const Reading& reading) {
    return view_reply(workflow::view_accounts(reading, policy), [&](const auto& balances) {
      Json accounts = Json::array();
      for (const ledger::AccountBalance& each : balances) {
        accounts.push_back({{"account", each.account}, {"balance", each.balance.to_string()}});
      }
      return ok({{"policy", policy}, {"accounts", std::move(accounts)}});
    });
  });
}

// As the book stands, or as it stood on a day by effective date, or at an instant by recording.
Reply trial_balance(Call& call) {
  QueryReader query(call.request.head.query);
  const std::string policy = read_policy(query);
  ledger::AsOf as_of;
  if (const auto text = query.text("effective")) {
    as_of.effective = rules::Date::parse(*text);
    if (!as_of.effective) {
      query.fault("effective", "date_format", {"日期须写作 2026-01-31。", "A date is written 2026-01-31."});
    }
  }
  if (const auto text = query.text("recorded")) {
    as_of.recorded = rules::Instant::parse(*text, rules::UtcOffset());
    if (!as_of.recorded) {
      query.fault("recorded", "instant_format",
                  {"时刻须写作 2026-01-31T16:00:00Z。", "An instant is written 2026-01-31T16:00:00Z."});
    }
  }
  if (auto faults = query.finish(); !faults.empty()) return invalid_query(std::move(faults));
  return reading(call, [&](const Reading& reading) {
    const bool now = !as_of.effective && !as_of.recorded;
    return view_reply(
        now ? workflow::view_trial_balance(reading, policy) : workflow::view_balances_as_of(reading, policy, as_of),
        [&](const ledger::TrialBalance& balance) { return ok(trial_balance_form(policy, balance)); });
  });
}

}  // namespace

std::vector<Route> ledger_routes() {
  return {{.pattern = "/api/v1/ledger/entries",
           .access = Access::staff(),
           .handler = list_entries,
           .says = "journal entries in order: policy, claim, limit, cursor"},
          {.pattern = "/api/v1/ledger/accounts",
           .access = Access::staff(),
           .handler = list_accounts,
           .says = "every account of a policy's book with its balance"},
          {.pattern = "/api/v1/ledger/trial-balance",
           .access = Access::staff(),
           .handler = trial_balance,
           .says = "debits and credits of a policy's book: policy, effective, recorded"}};
}

}  // namespace wildclaims::http
