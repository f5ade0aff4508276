#include "rules/loader/json_sheet.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_set>
#include <utility>

#include "rules/determine.h"
#include "rules/loader/json_tree.h"
#include "rules/nearest.h"

namespace wildclaims::rules::json {
namespace {

// What a receipt says beside its facts.
constexpr std::array<std::string_view, 4> kOfReceipt{"receipt", "engine", "rulebook", "result"};
const std::vector<std::string> kOfSheet{"claim",       "items",    "event", "running",
                                        "adjustments", "override", "stage", "paid"};
const std::vector<std::string> kBelowFacts{"claim", "items", "event"};
const std::vector<std::string> kShared{"event", "running", "stage"};
const std::vector<std::string> kOfClaim{"claim", "items", "running", "adjustments", "override", "paid"};

bool among(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string below(const std::string& pointer, std::string_view key) {
  std::string text = pointer + "/";
  for (const char c : key) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

class Reader {
 public:
  Reader(const FactLayout& layout, UnknownFacts unknown, std::span<const std::string> also)
      : layout_(layout), unknown_(unknown), also_(also) {
    line_.also.resize(also.size());
  }

  JsonSheet read(std::string_view text) {
    auto parsed = parse(text);
    if (auto* broken = std::get_if<Fault>(&parsed)) {
      line_.faults.push_back(std::move(*broken));
    } else {
      top(std::get<Node>(parsed));
    }
    return std::move(line_);
  }

  JsonEvent read_event(std::string_view text) {
    JsonEvent event;
    auto parsed = parse(text);
    if (auto* broken = std::get_if<Fault>(&parsed)) {
      line_.faults.push_back(std::move(*broken));
    } else {
      whole_event(std::get<Node>(parsed), event);
    }
    event.also = std::move(line_.also);
    event.skipped = line_.skipped;
    event.faults = std::move(line_.faults);
    return event;
  }

 private:
  void whole_event(const Node& root, JsonEvent& event) {
    const Node* claims = nullptr;
    for (const Member& member : root.members) {
      if (member.key == "claims") claims = &member.value;
    }
    each_member(root, "", [&](const Member& member, const std::string& at) {
      // Of a single claim there is one thing to say, not that its keys are unknown.
      const bool single = claims == nullptr && among(kOfSheet, member.key);
      if (single || member.key == "claims") return;
      if (!among(kShared, member.key) || !of_sheet(member, at))
        other(member, at, {"event", "running", "stage", "claims"});
    });
    event.shared = line_.sheet;
    if (claims == nullptr) {
      fault("/claims", "missing_key",
            {"本规则的限额由几个赔案共享，一行须写一次事故的全部赔案：\"claims\": […]。",
             "claims share limits of this rulebook, so a line holds all claims of an event: \"claims\": […]"});
    } else if (is(*claims, NodeKind::list, "/claims")) {
      each_claim(*claims, event);
    }
  }

  void each_claim(const Node& claims, JsonEvent& event) {
    if (claims.elements.empty()) fault("/claims", "no_claims", {"至少需要一个赔案。", "at least one claim is needed"});
    if (claims.elements.size() > kMostClaims) {
      const std::string most = std::to_string(kMostClaims);
      fault("/claims", "too_many_claims",
            {"一次事故最多 " + most + " 个赔案。", "an event has at most " + most + " claims"});
      return;
    }
    for (std::size_t i = 0; i < claims.elements.size(); ++i) {
      const std::string at = "/claims/" + std::to_string(i);
      line_.sheet = event.shared;
      if (is(claims.elements[i], NodeKind::object, at)) {
        each_member(claims.elements[i], at, [&](const Member& member, const std::string& member_at) {
          if (!among(kOfClaim, member.key) || !of_sheet(member, member_at))
            unknown_key(member.key, kOfClaim, member_at);
        });
      }
      event.claims.push_back(std::move(line_.sheet));
    }
  }

  void fault(std::string pointer, std::string code, Bilingual say) {
    line_.faults.push_back({std::move(pointer), std::move(code), std::move(say)});
  }

  void top(const Node& root) {
    line_.receipt = std::any_of(root.members.begin(), root.members.end(),
                                [](const Member& member) { return member.key == "facts"; });
    each_member(root, "", [&](const Member& member, const std::string& at) {
      const bool of_facts = among(kBelowFacts, member.key);
      if (line_.receipt && member.key == "facts") {
        facts(member.value);
      } else if (line_.receipt && std::find(kOfReceipt.begin(), kOfReceipt.end(), member.key) != kOfReceipt.end()) {
        return;
      } else if ((line_.receipt && of_facts) || !of_sheet(member, at)) {
        other(member, at, kOfSheet);
      }
    });
  }

  void facts(const Node& node) {
    if (!is(node, NodeKind::object, "/facts")) return;
    each_member(node, "/facts", [&](const Member& member, const std::string& at) {
      const bool known = among(kBelowFacts, member.key);
      if (!known || !of_sheet(member, at)) unknown_key(member.key, kBelowFacts, at);
    });
  }

  // False when the member is none of a sheet's.
  bool of_sheet(const Member& member, const std::string& at) {
    FactSheet& sheet = line_.sheet;
    if (member.key == "claim") {
      texts(member.value, at, sheet.claim, [&](std::string_view name) { return known(Scope::claim, name); });
    } else if (member.key == "event") {
      texts(member.value, at, sheet.event, [&](std::string_view name) { return known(Scope::event, name); });
    } else if (member.key == "running") {
      texts(member.value, at, sheet.running, [&](std::string_view name) {
        return known(Scope::claim, name, Origin::running) || known(Scope::event, name, Origin::running);
      });
    } else if (member.key == "items") {
      items(member.value, at);
    } else if (member.key == "adjustments") {
      adjustments(member.value, at);
    } else if (member.key == "override") {
      if (member.value.kind != NodeKind::null) sheet.result_override = adjustment(member.value, at);
    } else if (member.key == "stage") {
      sheet.stage = text(member.value, at).value_or("");
    } else if (member.key == "paid") {
      sheet.paid = text(member.value, at).value_or("");
    } else {
      return false;
    }
    return true;
  }

  // A member the caller asked for, or one that nobody knows.
  void other(const Member& member, const std::string& at, std::vector<std::string> names) {
    const auto asked = std::find(also_.begin(), also_.end(), member.key);
    if (asked != also_.end()) {
      line_.also[static_cast<std::size_t>(asked - also_.begin())] = text(member.value, at);
      return;
    }
    names.insert(names.end(), also_.begin(), also_.end());
    unknown_key(member.key, names, at);
  }

  void items(const Node& node, const std::string& at) {
    if (node.kind == NodeKind::null || !is(node, NodeKind::list, at)) return;
    for (std::size_t i = 0; i < node.elements.size(); ++i) {
      texts(
          node.elements[i], at + "/" + std::to_string(i), line_.sheet.items.emplace_back(),
          [&](std::string_view name) { return known(Scope::item, name) || known(Scope::item, name, Origin::running); });
    }
  }

  void adjustments(const Node& node, const std::string& at) {
    if (node.kind == NodeKind::null || !is(node, NodeKind::object, at)) return;
    each_member(node, at, [&](const Member& member, const std::string& member_at) {
      if (unknown_ == UnknownFacts::skip && !known(Scope::claim, member.key, Origin::adjustment)) {
        ++line_.skipped;
      } else if (member.value.kind != NodeKind::null) {
        line_.sheet.adjustments[member.key] = adjustment(member.value, member_at);
      }
    });
  }

  Adjustment adjustment(const Node& node, const std::string& at) {
    Adjustment made;
    if (!is(node, NodeKind::object, at)) return made;
    each_member(node, at, [&](const Member& member, const std::string& member_at) {
      if (member.key == "amount") {
        made.amount = text(member.value, member_at).value_or("");
      } else if (member.key == "reason") {
        made.reason = text(member.value, member_at).value_or("");
      } else {
        unknown_key(member.key, {"amount", "reason"}, member_at);
      }
    });
    return made;
  }

  template <class Known>
  void texts(const Node& node, const std::string& at, FactTexts& texts, Known&& known) {
    if (node.kind == NodeKind::null || !is(node, NodeKind::object, at)) return;
    each_member(node, at, [&](const Member& member, const std::string& member_at) {
      if (!known(member.key)) {
        if (unknown_ == UnknownFacts::skip) {
          ++line_.skipped;
        } else {
          texts.emplace(member.key, "");  // read_facts() words it
        }
      } else if (auto value = text(member.value, member_at)) {
        // Of a claim: what its event said already.
        if (!texts.emplace(member.key, std::move(*value)).second) said_twice(member_at);
      }
    });
  }

  // Nothing when it is null, or reported.
  std::optional<std::string> text(const Node& node, const std::string& at) {
    if (node.kind == NodeKind::text || node.kind == NodeKind::word) return node.text;
    if (node.kind != NodeKind::null) {
      fault(at, "wrong_shape",
            {"此处应是一个值：文本、数字或 true、false。",
             "a single value belongs here: a text, a number, true or false"});
    }
    return std::nullopt;
  }

  bool is(const Node& node, NodeKind kind, const std::string& at) {
    if (node.kind == kind) return true;
    if (kind == NodeKind::object) {
      fault(at, "wrong_shape", {"此处应是一个对象：{…}。", "an object belongs here: {…}"});
    } else {
      fault(at, "wrong_shape", {"此处应是一个列表：[…]。", "a list belongs here: […]"});
    }
    return false;
  }

  // Every member once; a key that stands again is told and otherwise left out.
  template <class Take>
  void each_member(const Node& node, const std::string& at, Take&& take) {
    std::unordered_set<std::string_view> seen;
    for (const Member& member : node.members) {
      const std::string member_at = below(at, member.key);
      if (!seen.insert(member.key).second) {
        fault(member_at, "duplicate_key",
              {"同一个键出现了两次，请只留一个。", "the key stands twice; keep one of the two"});
        continue;
      }
      take(member, member_at);
    }
  }

  void said_twice(const std::string& at) {
    fault(at, "duplicate_key", {"同一个键出现了两次，请只留一个。", "the key stands twice; keep one of the two"});
  }

  void unknown_key(const std::string& key, const std::vector<std::string>& names, const std::string& at) {
    const std::string near = nearest(key, names);
    fault(at, "unknown_key",
          {"不认识这个键，" + (near.empty() ? "可用：" + listed(names) + "。" : "是否为 " + near + "？"),
           "this key is not known; " + (near.empty() ? "known: " + listed(names) : "did you mean " + near + "?")});
  }

  bool known(Scope scope, std::string_view name, Origin origin = Origin::established) const {
    const auto index = layout_.index_of(scope, name);
    return index && layout_.of(scope)[*index].origin == origin;
  }

  const FactLayout& layout_;
  const UnknownFacts unknown_;
  const std::span<const std::string> also_;
  JsonSheet line_;
};

bool at_or_below(std::string_view pointer, std::string_view place) {
  return pointer.substr(0, place.size()) == place && (pointer.size() == place.size() || pointer[place.size()] == '/');
}

// Adds the faults of facts behind those of form, each pointer moved to where the fact stands in the line: all but those
// of what is malformed itself, or that `move` says no to.
template <class Move>
void add(Faults& faults, std::size_t of_form, Faults of_facts, Move&& move) {
  const auto form_end = static_cast<std::ptrdiff_t>(of_form);
  for (Fault& fault : of_facts) {
    if (!move(fault.pointer)) continue;
    const bool told = std::any_of(faults.begin(), faults.begin() + form_end,
                                  [&](const Fault& each) { return at_or_below(fault.pointer, each.pointer); });
    if (!told) faults.push_back(std::move(fault));
  }
}

// Of a line that is no JSON there is nothing more to say.
bool is_broken(const Faults& faults) { return !faults.empty() && faults.front().pointer.empty(); }

}  // namespace

JsonSheet read_sheet(std::string_view line, const FactLayout& layout, UnknownFacts unknown,
                     std::span<const std::string> also) {
  return Reader(layout, unknown, also).read(line);
}

JsonEvent read_event(std::string_view line, const FactLayout& layout, UnknownFacts unknown,
                     std::span<const std::string> also) {
  return Reader(layout, unknown, also).read_event(line);
}

std::variant<Facts, Faults> facts_of(const Rulebook& rulebook, JsonSheet line) {
  if (is_broken(line.faults)) return std::move(line.faults);
  auto read = read_facts(rulebook, line.sheet, Completeness::complete);
  if (auto* wrong = std::get_if<Faults>(&read)) {
    add(line.faults, line.faults.size(), std::move(*wrong), [&](std::string& pointer) {
      const bool inside =
          at_or_below(pointer, "/claim") || at_or_below(pointer, "/items") || at_or_below(pointer, "/event");
      if (line.receipt && inside) pointer.insert(0, "/facts");
      return true;
    });
  }
  if (!line.faults.empty()) return std::move(line.faults);
  return read;
}

std::variant<std::vector<Facts>, Faults> facts_of(const Rulebook& rulebook, JsonEvent line) {
  if (is_broken(line.faults)) return std::move(line.faults);
  std::vector<Facts> claims;
  std::set<std::string> shared_told;  // with the first claim
  const std::size_t of_form = line.faults.size();
  for (std::size_t i = 0; i < line.claims.size(); ++i) {
    auto read = read_facts(rulebook, line.claims[i], Completeness::complete);
    if (auto* facts = std::get_if<Facts>(&read)) {
      claims.push_back(std::move(*facts));
      continue;
    }
    add(line.faults, of_form, std::get<Faults>(std::move(read)), [&](std::string& pointer) {
      const auto is_shared = [&](const auto& total) { return pointer == below("/running", total.first); };
      const bool of_event = at_or_below(pointer, "/event") || pointer == "/stage" ||
                            std::any_of(line.shared.running.begin(), line.shared.running.end(), is_shared);
      if (of_event) return shared_told.insert(pointer).second;
      pointer.insert(0, "/claims/" + std::to_string(i));
      return true;
    });
  }
  if (!line.faults.empty()) return std::move(line.faults);
  return claims;
}

}  // namespace wildclaims::rules::json
