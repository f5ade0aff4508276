#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {

language::RulebookDraft read_draft(const Node& root, language::Reporter& reporter) {
  language::RulebookDraft draft;
  Fields top(root, "the rulebook", reporter);
  if (!top.usable()) return draft;
  read_header(top, draft);
  read_policy(top, draft);
  read_funding(top, draft);
  read_facts(top, draft);
  read_tables(top, draft);
  read_rules(top, draft);
  read_steps(top, draft);
  read_examples(top, draft);
  top.finish();
  return draft;
}

}  // namespace wildclaims::rules::yaml
