#include "rules/loader/json_sheet.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "rules/loader/json_tree.h"
#include "rules/nearest.h"

namespace wildclaims::rules::json {
namespace {

// What a receipt says beside its facts.
constexpr std::array<std::string_view, 4> kOfReceipt{"receipt", "engine", "rulebook", "result"};
const std::vector<std::string> kOfSheet{"claim",       "items",    "event", "running",
                                        "adjustments", "override", "stage", "paid"};
const std::vector<std::string> kBelowFacts{"claim", "items", "event"};

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

 private:
  void fault(std::string pointer, std::string code, Bilingual say) {
    line_.faults.push_back({std::move(pointer), std::move(code), std::move(say)});
  }

  void top(const Node& root) {
    line_.receipt = std::any_of(root.members.begin(), root.members.end(),
                                [](const Member& member) { return member.key == "facts"; });
    each_member(root, "", [&](const Member& member, const std::string& at) {
      const bool of_facts = std::find(kBelowFacts.begin(), kBelowFacts.end(), member.key) != kBelowFacts.end();
      if (line_.receipt && member.key == "facts") {
        facts(member.value);
      } else if (line_.receipt && std::find(kOfReceipt.begin(), kOfReceipt.end(), member.key) != kOfReceipt.end()) {
        return;
      } else if ((line_.receipt && of_facts) || !of_sheet(member, at)) {
        other(member, at);
      }
    });
  }

  void facts(const Node& node) {
    if (!is(node, NodeKind::object, "/facts")) return;
    each_member(node, "/facts", [&](const Member& member, const std::string& at) {
      const bool known = std::find(kBelowFacts.begin(), kBelowFacts.end(), member.key) != kBelowFacts.end();
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
  void other(const Member& member, const std::string& at) {
    const auto asked = std::find(also_.begin(), also_.end(), member.key);
    if (asked != also_.end()) {
      line_.also[static_cast<std::size_t>(asked - also_.begin())] = text(member.value, at);
      return;
    }
    std::vector<std::string> names = kOfSheet;
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
        texts.emplace(member.key, std::move(*value));
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

}  // namespace

JsonSheet read_sheet(std::string_view line, const FactLayout& layout, UnknownFacts unknown,
                     std::span<const std::string> also) {
  return Reader(layout, unknown, also).read(line);
}

std::variant<Facts, Faults> facts_of(const Rulebook& rulebook, JsonSheet line) {
  Faults faults = std::move(line.faults);
  // Of a line that is no JSON there is nothing more to say.
  if (!faults.empty() && faults.front().pointer.empty()) return faults;
  auto read = read_facts(rulebook, line.sheet, Completeness::complete);
  if (auto* wrong = std::get_if<Faults>(&read)) {
    const std::size_t of_form = faults.size();
    for (Fault& fault : *wrong) {
      const bool below_facts = fault.pointer.rfind("/claim", 0) == 0 || fault.pointer.rfind("/items", 0) == 0 ||
                               fault.pointer.rfind("/event", 0) == 0;
      if (line.receipt && below_facts) fault.pointer.insert(0, "/facts");
      const bool told = std::any_of(faults.begin(), faults.begin() + static_cast<std::ptrdiff_t>(of_form),
                                    [&](const Fault& each) { return at_or_below(fault.pointer, each.pointer); });
      if (!told) faults.push_back(std::move(fault));
    }
  }
  if (!faults.empty()) return faults;
  return read;
}

}  // namespace wildclaims::rules::json
