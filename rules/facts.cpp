#include "rules/facts.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "rules/decimal.h"
#include "rules/nearest.h"
#include "rules/rulebook.h"

namespace wildclaims::rules {
namespace {

std::string escaped(std::string_view key) {
  std::string text;
  for (char c : key) {
    if (c == '~')
      text += "~0";
    else if (c == '/')
      text += "~1";
    else
      text += c;
  }
  return text;
}

bool has_full_width(std::string_view text) {
  // U+FF01 to U+FF5E: EF BC 81 to EF BD 9E.
  return text.find("\xEF\xBC") != std::string_view::npos || text.find("\xEF\xBD") != std::string_view::npos;
}

class Reader {
 public:
  Reader(const Rulebook& rulebook, Completeness completeness) : rulebook_(rulebook), completeness_(completeness) {}

  std::variant<Facts, Faults> run(const FactSheet& sheet) {
    if (sheet.items.size() > kMostItems) {
      const std::string most = std::to_string(kMostItems);
      fault("/items", "too_many_items",
            {"损失项最多 " + most + " 个，请分成几个赔案。",
             "a claim has at most " + most + " items; split it into several claims"});
      return faults_;
    }
    if (sheet.items.empty() && completeness_ == Completeness::complete) {
      fault("/items", "no_items", {"至少需要一个损失项。", "at least one loss item is needed"});
    }
    Facts facts(rulebook_.fact_layout(), sheet.items.size());
    scope(Scope::claim, sheet.claim, "/claim",
          [&](std::size_t fact, std::int64_t value) { facts.set_claim_value(fact, value); });
    for (std::size_t i = 0; i < sheet.items.size(); ++i) {
      scope(Scope::item, sheet.items[i], "/items/" + std::to_string(i),
            [&](std::size_t fact, std::int64_t value) { facts.set_item_value(i, fact, value); });
    }
    if (!faults_.empty()) return std::move(faults_);
    return facts;
  }

 private:
  void fault(std::string pointer, std::string code, Bilingual say) {
    faults_.push_back({std::move(pointer), std::move(code), std::move(say)});
  }

  template <class Take>
  void scope(Scope scope, const FactTexts& texts, const std::string& pointer, Take&& take) {
    const std::vector<FactDeclaration>& declared = rulebook_.fact_declarations(scope);
    for (std::size_t i = 0; i < declared.size(); ++i) {
      const FactDeclaration& fact = declared[i];
      const std::string at = pointer + "/" + fact.name;
      const auto text = texts.find(fact.name);
      if (text != texts.end()) {
        if (const auto value = read(fact, text->second, at)) take(i, *value);
      } else if (completeness_ == Completeness::complete) {
        fault(at, "missing_fact", {"缺少“" + fact.label.zh + "”。", fact.label.en + " is missing"});
      }
    }
    for (const auto& [name, text] : texts) {
      if (!rulebook_.fact_layout()->index_of(scope, name)) unknown(declared, name, pointer);
    }
  }

  void unknown(const std::vector<FactDeclaration>& declared, const std::string& name, const std::string& pointer) {
    std::vector<std::string> names;
    for (const FactDeclaration& fact : declared) names.push_back(fact.name);
    const std::string near = nearest(name, names);
    fault(pointer + "/" + escaped(name), "unknown_fact",
          {near.empty() ? "规则中没有这个字段，可用字段：" + listed(names) + "。"
                        : "规则中没有这个字段，是否为 " + near + "？",
           near.empty() ? "the rulebook asks for no such fact; it knows " + listed(names)
                        : "the rulebook asks for no such fact; did you mean " + near + "?"});
  }

  std::optional<std::int64_t> read(const FactDeclaration& fact, std::string_view text, const std::string& at) {
    switch (fact.kind) {
      case FactKind::code:
        return code(fact, text, at);
      case FactKind::number:
      case FactKind::percent:
        return number(fact, text, at);
      case FactKind::date:
        return date(fact, text, at);
      case FactKind::datetime:
        return datetime(fact, text, at);
      case FactKind::boolean:
        return boolean(fact, text, at);
    }
    return std::nullopt;
  }

  bool refuse_full_width(const FactDeclaration& fact, std::string_view text, const std::string& at) {
    if (!has_full_width(text)) return false;
    fault(at, "full_width",
          {"“" + fact.label.zh + "”含全角字符，请改用半角数字和符号。",
           fact.label.en + " holds full-width characters; type plain ASCII digits and signs"});
    return true;
  }

  std::optional<std::int64_t> code(const FactDeclaration& fact, std::string_view text, const std::string& at) {
    const CodeType& type = rulebook_.fact_layout()->codes_of(fact);
    if (const auto index = type.index_of(text)) return static_cast<std::int64_t>(*index);
    std::vector<std::string> names;
    std::vector<std::string> labels;
    for (const Code& each : type.codes) {
      names.push_back(each.name);
      labels.push_back(each.name + "（" + each.label.zh + "）");
    }
    const std::string near = nearest(text, names);
    fault(at, "unknown_code",
          {"“" + fact.label.zh + "”不是规则中的代码" + (near.empty() ? "" : "，是否为 " + near + "？") + "，可用：" +
               listed(labels) + "。",
           fact.label.en + " is not a code of the rulebook; " + (near.empty() ? "" : "did you mean " + near + "? ") +
               "known: " + listed(names)});
    return std::nullopt;
  }

  std::optional<std::int64_t> number(const FactDeclaration& fact, std::string_view text, const std::string& at) {
    if (refuse_full_width(fact, text, at)) return std::nullopt;
    const bool percent = fact.kind == FactKind::percent;
    const bool sign = !text.empty() && text.back() == '%';
    const auto decimal = Decimal::parse(sign ? text.substr(0, text.size() - 1) : text);
    if (!decimal || (sign && !percent)) {
      fault(at, "not_a_number",
            {"“" + fact.label.zh + "”不是数字，请写成 " + std::string(percent ? "60%" : "3.5") + " 的形式。",
             fact.label.en + " is not a number; write it as in " + (percent ? "60%" : "3.5")});
      return std::nullopt;
    }
    if (percent && !sign) {
      fault(at, "percent_sign_missing",
            {"“" + fact.label.zh + "”须带百分号，例如 60%。", fact.label.en + " needs its per cent sign, as in 60%"});
      return std::nullopt;
    }
    const int decimals = fact.decimals - (percent ? 2 : 0);
    if (decimal->digits < 0 && fact.at_least >= 0) {
      fault(at, "negative", {"“" + fact.label.zh + "”不能为负数。", fact.label.en + " cannot be negative"});
      return std::nullopt;
    }
    if (decimal->scale > decimals) {
      const std::string most = std::to_string(decimals);
      fault(
          at, "too_many_decimals",
          {"“" + fact.label.zh + "”最多 " + most + " 位小数。", fact.label.en + " has at most " + most + " decimals"});
      return std::nullopt;
    }
    const Int128 stored = decimal->digits * power_of_ten(decimals - decimal->scale);
    if (stored < fact.at_least || stored > fact.at_most) {
      const auto bound = [&](std::int64_t value) { return decimal_text(value, decimals) + (percent ? "%" : ""); };
      fault(at, "out_of_range",
            {"“" + fact.label.zh + "”应在 " + bound(fact.at_least) + " 与 " + bound(fact.at_most) + " 之间。",
             fact.label.en + " must lie between " + bound(fact.at_least) + " and " + bound(fact.at_most)});
      return std::nullopt;
    }
    return static_cast<std::int64_t>(stored);
  }

  std::optional<std::int64_t> date(const FactDeclaration& fact, std::string_view text, const std::string& at) {
    if (refuse_full_width(fact, text, at)) return std::nullopt;
    if (const auto day = Date::parse(text)) return day->days();
    fault(at, "no_such_day",
          {"“" + fact.label.zh + "”没有这一天，请写成 2025-09-20 的形式。",
           fact.label.en + " is no day of the calendar; write it as in 2025-09-20"});
    return std::nullopt;
  }

  std::optional<std::int64_t> datetime(const FactDeclaration& fact, std::string_view text, const std::string& at) {
    if (refuse_full_width(fact, text, at)) return std::nullopt;
    if (const auto instant = Instant::parse(text, rulebook_.offset())) return instant->seconds();
    fault(at, "not_a_time",
          {"“" + fact.label.zh + "”不是有效的日期时间，请写成 2025-09-20T07:30 的形式。",
           fact.label.en + " is no date and time; write it as in 2025-09-20T07:30"});
    return std::nullopt;
  }

  std::optional<std::int64_t> boolean(const FactDeclaration& fact, std::string_view text, const std::string& at) {
    if (text == "true") return 1;
    if (text == "false") return 0;
    fault(at, "not_a_boolean",
          {"“" + fact.label.zh + "”只能是 true 或 false。", fact.label.en + " is either true or false"});
    return std::nullopt;
  }

  const Rulebook& rulebook_;
  const Completeness completeness_;
  Faults faults_;
};

std::string text_of(const FactLayout& layout, const FactDeclaration& fact, std::int64_t value) {
  switch (fact.kind) {
    case FactKind::code:
      return layout.codes_of(fact).codes[static_cast<std::size_t>(value)].name;
    case FactKind::number:
      return decimal_text(value, fact.decimals);
    case FactKind::percent:
      return decimal_text(value, fact.decimals - 2) + "%";
    case FactKind::date:
      return Date::from_days(static_cast<std::int32_t>(value)).to_string();
    case FactKind::datetime:
      return Instant::from_seconds(value).to_string(layout.offset);
    case FactKind::boolean:
      return value != 0 ? "true" : "false";
  }
  return {};
}

}  // namespace

Facts::Facts(std::shared_ptr<const FactLayout> layout, std::size_t items)
    : layout_(std::move(layout)),
      items_(items),
      claim_(layout_->claim.size()),
      item_values_(items * layout_->item.size()),
      present_(claim_.size() + item_values_.size(), false) {}

bool Facts::complete() const {
  return items_ > 0 && std::all_of(present_.begin(), present_.end(), [](bool present) { return present; });
}

std::optional<std::int64_t> Facts::claim_value(std::size_t fact) const {
  if (!present_[fact]) return std::nullopt;
  return claim_[fact];
}

std::optional<std::int64_t> Facts::item_value(std::size_t item, std::size_t fact) const {
  const std::size_t at = item * layout_->item.size() + fact;
  if (!present_[claim_.size() + at]) return std::nullopt;
  return item_values_[at];
}

void Facts::set_claim_value(std::size_t fact, std::int64_t value) {
  claim_.at(fact) = value;
  present_[fact] = true;
}

void Facts::set_item_value(std::size_t item, std::size_t fact, std::int64_t value) {
  const std::size_t at = item * layout_->item.size() + fact;
  item_values_.at(at) = value;
  present_[claim_.size() + at] = true;
}

std::variant<Facts, Faults> read_facts(const Rulebook& rulebook, const FactSheet& sheet, Completeness completeness) {
  return Reader(rulebook, completeness).run(sheet);
}

FactSheet to_texts(const Facts& facts) {
  const FactLayout& layout = facts.layout();
  FactSheet sheet;
  for (std::size_t i = 0; i < layout.claim.size(); ++i) {
    const FactDeclaration& fact = layout.claim[i];
    if (const auto value = facts.claim_value(i)) sheet.claim.emplace(fact.name, text_of(layout, fact, *value));
  }
  for (std::size_t item = 0; item < facts.item_count(); ++item) {
    FactTexts& texts = sheet.items.emplace_back();
    for (std::size_t i = 0; i < layout.item.size(); ++i) {
      const FactDeclaration& fact = layout.item[i];
      if (const auto value = facts.item_value(item, i)) texts.emplace(fact.name, text_of(layout, fact, *value));
    }
  }
  return sheet;
}

}  // namespace wildclaims::rules
