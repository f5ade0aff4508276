#include <algorithm>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::RulebookDraft;
using language::shown;
using language::Word;

constexpr std::size_t kLongestVersion = 20;

// Ids and versions stand in file names, receipts and addresses.
bool is_plain(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

void read_identity(Fields& top, RulebookDraft& draft) {
  draft.id = top.word("rulebook");
  draft.version = top.word("version");
  constexpr std::size_t kLongestId = 60;
  if (!draft.id.text.empty() && !is_plain(draft.id.text, kLongestId)) {
    top.reporter().error(draft.id.at, "bad_id", "'" + shown(draft.id.text) + "' cannot be a rulebook's id",
                         "use lower-case letters, digits, '-' and '.', as in pinglu-wildlife");
  }
  if (!draft.version.text.empty() && !is_plain(draft.version.text, kLongestVersion)) {
    top.reporter().error(draft.version.at, "bad_version", "'" + shown(draft.version.text) + "' cannot be a version",
                         "use lower-case letters, digits, '-' and '.', as in \"2025.1\"");
  }
  draft.title = top.bilingual("title");
  draft.status = top.choice<Status>(
      "status", {{"illustrative", Status::illustrative}, {"draft", Status::draft}, {"in_force", Status::in_force}});
  if (const Node* node = top.required("in_force")) {
    Fields fields(*node, "in_force", top.reporter());
    draft.in_force_at = fields.at();
    draft.in_force_from = fields.date("from");
    draft.in_force_to = fields.date("to");
    fields.finish();
  }
  const Word offset = top.word("utc_offset");
  const auto parsed = UtcOffset::parse(offset.text);
  if (parsed) {
    draft.offset = *parsed;
  } else if (!offset.text.empty()) {
    top.reporter().error(offset.at, "bad_offset", "'" + shown(offset.text) + "' is no offset from UTC",
                         "write it as in utc_offset: \"+08:00\"");
  }
}

void read_money(Fields& top, RulebookDraft& draft) {
  const Node* node = top.required("money");
  if (node == nullptr) return;
  Fields fields(*node, "money", top.reporter());
  const Word currency = fields.word("currency");
  const bool letters = currency.text.size() == 3 && std::all_of(currency.text.begin(), currency.text.end(),
                                                                [](char c) { return c >= 'A' && c <= 'Z'; });
  if (letters) {
    draft.currency = currency.text;
  } else if (!currency.text.empty()) {
    fields.reporter().error(currency.at, "bad_currency", "'" + shown(currency.text) + "' is no currency",
                            "write its three letters, as in CNY");
  }
  const Word digits = fields.word("minor_digits");
  if (!digits.text.empty() && digits.text != "2") {
    fields.reporter().error(digits.at, "not_yet", "minor_digits other than 2 are not yet in this language version",
                            "write minor_digits: 2");
  }
  draft.result_rounding = fields.choice<Rounding>("rounding", {{"half_up", Rounding::half_up},
                                                               {"half_even", Rounding::half_even},
                                                               {"down", Rounding::down},
                                                               {"up", Rounding::up}});
  fields.finish();
}

void read_exhaustion(Fields& fields, RulebookDraft& draft) {
  const Word word = fields.word("when_exhausted");
  const bool later = word.text == "hold" || word.text == "prorate" || word.text == "priority";
  if (later) {
    fields.reporter().error(word.at, "not_yet", "when_exhausted: " + word.text + " is not yet in this language version",
                            "write when_exhausted: truncate, with residual_to: and the funder that bears the rest");
  } else if (!word.text.empty() && word.text != "truncate") {
    fields.reporter().error(word.at, "unknown_word", "when_exhausted: cannot be '" + shown(word.text) + "'",
                            "write truncate");
  }
  draft.residual_to = fields.word("residual_to");
  draft.policy.when_freed = fields.choice<WhenFreed>(
      "when_freed", {{"restore_residuals", WhenFreed::restore_residuals}, {"leave", WhenFreed::leave}});
}

void read_policy(Fields& top, RulebookDraft& draft) {
  const Node* node = top.required("policy");
  if (node == nullptr) return;
  Fields policy(*node, "policy", top.reporter());
  if (const Node* premium = policy.required("premium")) {
    Fields fields(*premium, "premium", top.reporter());
    draft.policy.premium = fields.money("amount");
    draft.policy.premium_source = fields.source();
    fields.finish();
  }
  if (const Node* limit = policy.required("aggregate_limit")) {
    Fields fields(*limit, "aggregate_limit", top.reporter());
    draft.policy.aggregate_limit = fields.money("amount");
    draft.policy.aggregate_limit_source = fields.source();
    read_exhaustion(fields, draft);
    fields.finish();
  }
  policy.finish();
}

void read_funding(Fields& top, RulebookDraft& draft) {
  const Node* node = top.required("funding");
  if (node == nullptr) return;
  Fields funding(*node, "funding", top.reporter());
  draft.funding_at = funding.at();
  if (const Node* shares = funding.required("shares")) {
    draft.funding_at = shares->at;
    for (const auto& [name, value] : map_of(*shares, "shares", top.reporter())) {
      Fields fields(value, "the share of " + shown(name.text), top.reporter());
      language::ShareDraft share;
      share.funder = {name.text, name.at};
      share.share = fields.word("share");
      share.label = fields.bilingual("label");
      fields.finish();
      draft.shares.push_back(std::move(share));
    }
  }
  funding.choice<int>("odd_cents", {{"largest_remainder", 0}});
  draft.funding_source = funding.source();
  funding.finish();
}

}  // namespace

void read_header(Fields& top, RulebookDraft& draft) {
  read_identity(top, draft);
  read_money(top, draft);
  read_policy(top, draft);
  read_funding(top, draft);
}

}  // namespace wildclaims::rules::yaml
