#include <utility>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::ClaimExampleDraft;
using language::ExampleDraft;
using language::ExpectationDraft;
using language::RulebookDraft;
using language::Word;
using language::YearClaimDraft;
using language::YearExampleDraft;

std::optional<std::vector<Word>> optional_words(Fields& fields, std::string_view key) {
  const Node* node = fields.optional(key);
  if (node == nullptr) return std::nullopt;
  return words_of(*node, std::string(key) + ":", fields.reporter());
}

std::vector<std::pair<Word, Word>> optional_pairs(Fields& fields, std::string_view key) {
  const Node* node = fields.optional(key);
  if (node == nullptr) return {};
  return pairs_of(*node, std::string(key) + ":", fields.reporter());
}

// What the aggregate limit leaves of a claim can only be expected where `available` says how much of it is left.
void read_expectation_of_limit(Fields& fields, bool available, ExpectationDraft& expect) {
  const auto read = [&](const char* key) {
    auto word = fields.optional_word(key);
    if (word && !available) {
      fields.reporter().error(word->at, "bad_example",
                              std::string(key) + ": nothing says how much of the aggregate limit is left",
                              "add available: and an amount to this example of one claim");
    }
    return word;
  };
  expect.approved = read("approved");
  expect.residual = read("residual");
  expect.held = read("held");
}

void read_expectation(Fields& example, bool available, ExpectationDraft& expect) {
  const Node* node = example.required("expect");
  if (node == nullptr) return;
  Fields fields(*node, "expect", example.reporter());
  expect.at = fields.at();
  expect.indemnity = fields.optional_word("indemnity");
  expect.funding = optional_pairs(fields, "funding");
  expect.denied = optional_words(fields, "denied");
  expect.flags = optional_words(fields, "flags");
  expect.fees = optional_pairs(fields, "fees");
  expect.steps = optional_pairs(fields, "steps");
  expect.balance = fields.optional_word("balance");
  read_expectation_of_limit(fields, available, expect);
  if (fields.usable() && node->map.empty()) {
    fields.reporter().error(fields.at(), "empty_example", "this example expects nothing", "add indemnity: or denied:");
  }
  fields.finish();
}

// {name, claim, items, …, expect}
void read_claim_example(Fields& fields, ExampleDraft& example) {
  ClaimExampleDraft claim;
  claim.at = fields.at();
  read_event_facts(fields, claim.sheet, claim.places);
  read_fact_sheet(fields, claim.sheet, claim.places);
  example.available = fields.optional_word("available");
  read_expectation(fields, example.available.has_value(), claim.expect);
  example.claims.push_back(std::move(claim));
}

// {name, event?, running?, claims: [{claim, items, …, expect}, …]}
void read_event_example(Fields& fields, ExampleDraft& example) {
  ClaimExampleDraft shared;
  read_event_facts(fields, shared.sheet, shared.places);
  read_running(fields, shared.sheet, shared.places);
  for (const Node& each : fields.optional_list("claims")) {
    Fields claim_fields(each, "a claim of the example", fields.reporter());
    if (!claim_fields.usable()) continue;
    ClaimExampleDraft claim = shared;
    claim.at = claim_fields.at();
    read_fact_sheet(claim_fields, claim.sheet, claim.places);
    read_expectation(claim_fields, false, claim.expect);
    claim_fields.finish();
    example.claims.push_back(std::move(claim));
  }
}

void read_wanted(Fields& year, YearExampleDraft& draft) {
  const Node* wanted = year.required("wanted");
  if (wanted == nullptr) return;
  for (const Node& each : list_of(*wanted, "wanted:", year.reporter())) {
    Fields fields(each, "a claim of the year", year.reporter());
    if (!fields.usable()) continue;
    YearClaimDraft claim;
    claim.at = fields.at();
    claim.amount = fields.word("amount");
    claim.priority = fields.optional_word("priority");
    claim.reserved = fields.truth("reserved");
    claim.exempt = fields.truth("exempt");
    claim.years_carried = fields.optional_word("carried");
    fields.finish();
    draft.wanted.push_back(std::move(claim));
  }
}

// {name, year: {available, wanted}, expect: {approved, unpaid?, carried?}}
void read_year_example(Fields& fields, ExampleDraft& example) {
  YearExampleDraft& draft = example.year.emplace();
  if (const Node* node = fields.required("year")) {
    Fields year(*node, "year", fields.reporter());
    draft.available = year.word("available");
    read_wanted(year, draft);
    year.finish();
  }
  if (const Node* node = fields.required("expect")) {
    Fields expect(*node, "expect", fields.reporter());
    if (const Node* approved = expect.required("approved")) {
      draft.approved = words_of(*approved, "approved:", fields.reporter());
    }
    draft.unpaid = optional_words(expect, "unpaid");
    draft.carried = optional_words(expect, "carried");
    expect.finish();
  }
}

void read_example(const Node& node, RulebookDraft& draft, language::Reporter& reporter) {
  Fields fields(node, "an example", reporter);
  if (!fields.usable()) return;
  ExampleDraft example;
  example.at = fields.at();
  example.name = fields.word("name").text;
  const bool one = node.find("claim") != nullptr || node.find("items") != nullptr;
  const bool several = node.find("claims") != nullptr;
  const bool year = node.find("year") != nullptr;
  if (static_cast<int>(one) + static_cast<int>(several) + static_cast<int>(year) > 1) {
    reporter.error(fields.at(), "bad_example", "this example is of several forms at once",
                   "give claim: and items:, or claims:, or year:");
    return;
  }
  if (year) {
    read_year_example(fields, example);
  } else if (several) {
    read_event_example(fields, example);
  } else {
    read_claim_example(fields, example);
  }
  fields.finish();
  draft.examples.push_back(std::move(example));
}

}  // namespace

void read_examples(Fields& top, RulebookDraft& draft) {
  for (const Node& node : top.optional_list("examples")) read_example(node, draft, top.reporter());
  for (const Node& node : top.optional_list("untested")) {
    Fields fields(node, "an entry of untested", top.reporter());
    if (!fields.usable()) continue;
    draft.untested.push_back({fields.word("where"), fields.optional_word("change"), fields.word("why").text});
    fields.finish();
  }
  for (const Node& node : top.optional_list("not_encoded")) {
    Fields fields(node, "an entry of not_encoded", top.reporter());
    if (!fields.usable()) continue;
    draft.not_encoded.push_back({fields.word("clause").text, fields.word("why").text});
    fields.finish();
  }
}

}  // namespace wildclaims::rules::yaml
