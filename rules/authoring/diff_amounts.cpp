// What the examples of two rulebooks are owed under each of them, and the comparison as text.
#include <optional>
#include <variant>

#include "rules/authoring/diff.h"
#include "rules/determine.h"

namespace wildclaims::rules::authoring {
namespace {

struct Computed {
  std::vector<Money> amounts;  // one for each claim of the example
  std::string why;             // there are none
};

Computed compute(const Rulebook& rulebook, const language::ExampleDraft& example, Language language) {
  Computed computed;
  std::vector<Facts> claims;
  for (const language::ClaimExampleDraft& claim : example.claims) {
    auto read = read_facts(rulebook, claim.sheet, Completeness::complete);
    if (const auto* faults = std::get_if<Faults>(&read)) {
      computed.why = rulebook.version() + ": " + faults->front().pointer + ": " + faults->front().say.in(language);
      return computed;
    }
    claims.push_back(std::move(std::get<Facts>(read)));
  }
  const auto outcome = determine_event(rulebook, claims);
  if (const auto* fault = std::get_if<Fault>(&outcome)) {
    computed.why = rulebook.version() + ": " + fault->say.in(language);
    return computed;
  }
  for (const Determination& each : std::get<std::vector<Determination>>(outcome)) {
    computed.amounts.push_back(each.entitlement);
  }
  return computed;
}

void compare(const language::ExampleDraft& example, const std::string& from, const WrittenRulebook& older,
             const WrittenRulebook& newer, Language language, std::vector<AmountChange>& list) {
  const std::string name = from + ": " + example.name;
  if (example.year) {
    const char* why = language == Language::zh ? "年度结算不作比较" : "the settlement of a year is not compared";
    list.push_back({name, "", "", "", why});
    return;
  }
  const Computed before = compute(older.rulebook, example, language);
  const Computed after = compute(newer.rulebook, example, language);
  for (std::size_t i = 0; i < example.claims.size(); ++i) {
    AmountChange change;
    change.example = name;
    if (example.claims.size() > 1) {
      change.example += (language == Language::zh ? "，第" : ", claim ") + std::to_string(i + 1);
      if (language == Language::zh) change.example += "件";
    }
    if (before.why.empty()) change.before = before.amounts[i].to_grouped_string();
    if (after.why.empty()) change.after = after.amounts[i].to_grouped_string();
    change.why = before.why.empty() ? after.why : before.why;
    if (change.why.empty()) {
      const Money difference = after.amounts[i] - before.amounts[i];
      change.difference = (difference.is_negative() ? "" : "+") + difference.to_grouped_string();
      if (difference.is_zero()) change.difference = "0.00";
    }
    list.push_back(std::move(change));
  }
}

std::string line_of(const Change& change) {
  switch (change.kind) {
    case ChangeKind::added:
      return "+ " + change.what + ": " + change.after + "\n";
    case ChangeKind::removed:
      return "- " + change.what + ": " + change.before + "\n";
    case ChangeKind::changed:
      break;
  }
  const std::string by = change.by.empty() ? "" : " (" + change.by + ")";
  // Long texts stand under each other, so that the eye finds what differs.
  constexpr std::size_t kShort = 60;
  if (change.before.size() + change.after.size() > kShort) {
    return "~ " + change.what + ":\n    " + change.before + "\n    -> " + change.after + by + "\n";
  }
  return "~ " + change.what + ": " + change.before + " -> " + change.after + by + "\n";
}

std::string line_of(const AmountChange& change, Language language) {
  std::string text = "  " + change.example + ": ";
  if (change.why.empty()) return text + change.before + " -> " + change.after + " (" + change.difference + ")\n";
  if (!change.before.empty() || !change.after.empty()) {
    const std::string missing = "?";
    text += (change.before.empty() ? missing : change.before) + " -> " +
            (change.after.empty() ? missing : change.after) + "; ";
  }
  return text + (language == Language::zh ? "无法计算：" : "cannot be computed: ") + change.why + "\n";
}

}  // namespace

std::vector<AmountChange> amount_changes(const WrittenRulebook& older, const WrittenRulebook& newer,
                                         Language language) {
  std::vector<AmountChange> list;
  for (const WrittenRulebook* book : {&older, &newer}) {
    for (const language::ExampleDraft& example : book->draft.examples) {
      compare(example, book->rulebook.version(), older, newer, language, list);
    }
  }
  return list;
}

std::string diff(const WrittenRulebook& older, const WrittenRulebook& newer, Language language) {
  const bool zh = language == Language::zh;
  std::string text = older.rulebook.id() + " " + older.rulebook.version() + " -> " + newer.rulebook.id() + " " +
                     newer.rulebook.version() + "\n\n";
  const std::vector<Change> words = changes(older, newer, language);
  if (words.empty()) text += zh ? "规则没有变化。\n" : "No rule changed.\n";
  for (const Change& change : words) text += line_of(change);
  text += zh ? "\n两个文件的算例，先按旧规则，再按新规则：\n"
             : "\nThe examples of both files, under the older and the newer rules:\n";
  std::size_t differ = 0;
  const std::vector<AmountChange> amounts = amount_changes(older, newer, language);
  for (const AmountChange& change : amounts) {
    text += line_of(change, language);
    if (!change.why.empty() || change.difference != "0.00") ++differ;
  }
  const std::string count = std::to_string(differ);
  const std::string all = std::to_string(amounts.size());
  if (differ == 0) return text + (zh ? "金额都没有变化。\n" : "No amount changes.\n");
  return text + (zh ? all + " 个金额中 " + count + " 个不同或无法计算。\n"
                    : count + " of " + all + " amounts differ or cannot be computed.\n");
}

}  // namespace wildclaims::rules::authoring
