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
    payment(sheet, facts);
    const auto event = [&](std::size_t fact, std::int64_t value) { facts.set_event_value(fact, value); };
    const auto claim = [&](std::size_t fact, std::int64_t value) { facts.set_claim_value(fact, value); };
    scope(Scope::event, Origin::established, sheet.event, "/event", event);
    scope(Scope::claim, Origin::established, sheet.claim, "/claim", claim);
    scope(Scope::event, Origin::running, sheet.running, "/running", event);
    scope(Scope::claim, Origin::running, sheet.running, "/running", claim);
    unknown(sheet.event, {{Scope::event, Origin::established}}, "/event");
    unknown(sheet.claim, {{Scope::claim, Origin::established}}, "/claim");
    unknown(sheet.running, {{Scope::event, Origin::running}, {Scope::claim, Origin::running}}, "/running");
    for (std::size_t i = 0; i < sheet.items.size(); ++i) {
      const std::string at = "/items/" + std::to_string(i);
      const auto item = [&](std::size_t fact, std::int64_t value) { facts.set_item_value(i, fact, value); };
      scope(Scope::item, Origin::established, sheet.items[i], at, item);
      scope(Scope::item, Origin::running, sheet.items[i], at, item);
      unknown(sheet.items[i], {{Scope::item, Origin::established}, {Scope::item, Origin::running}}, at);
    }
    adjustments(sheet, facts);
    if (!faults_.empty()) return std::move(faults_);
    return facts;
  }

 private:
  void fault(std::string pointer, std::string code, Bilingual say) {
    faults_.push_back({std::move(pointer), std::move(code), std::move(say)});
  }

  // Which payment, and what was paid before it.
  void payment(const FactSheet& sheet, Facts& facts) {
    const std::vector<std::string>& stages = rulebook_.fact_layout()->stages;
    facts.set_stage(rulebook_.fact_layout()->last_stage());
    if (!sheet.stage.empty()) {
      const auto found = std::find(stages.begin(), stages.end(), sheet.stage);
      if (found == stages.end()) {
        fault("/stage", "unknown_stage",
              {stages.empty() ? "本规则一次付清，没有付款阶段。" : "没有这个付款阶段，可用：" + listed(stages) + "。",
               stages.empty() ? "this rulebook pays at once and has no stages"
                              : "there is no such stage of payment; known: " + listed(stages)});
      } else {
        facts.set_stage(static_cast<std::size_t>(found - stages.begin()));
      }
    }
    stage_ = facts.stage();
    if (sheet.paid.empty()) return;
    const auto paid = Money::parse(sheet.paid);
    if (!paid || paid->is_negative()) {
      fault("/paid", "not_a_number",
            {"“已付金额”不是有效金额，请写成 1800.00 的形式。",
             "the amount paid before is no amount; write it as in 1800.00"});
    } else {
      facts.set_paid(*paid);
    }
  }

  void adjustments(const FactSheet& sheet, Facts& facts) {
    const std::vector<FactDeclaration>& declared = rulebook_.fact_declarations(Scope::claim);
    FactTexts amounts;
    for (const auto& [name, adjustment] : sheet.adjustments) {
      amounts.emplace(name, adjustment.amount);
      want_reason(adjustment, "/adjustments/" + escaped(name));
      facts.set_reason(name, adjustment.reason);
    }
    unknown(amounts, {{Scope::claim, Origin::adjustment}}, "/adjustments");
    for (std::size_t i = 0; i < declared.size(); ++i) {
      if (declared[i].origin != Origin::adjustment) continue;
      const auto text = amounts.find(declared[i].name);
      const auto value = text == amounts.end()
                             ? declared[i].fallback
                             : read(declared[i], text->second, "/adjustments/" + declared[i].name + "/amount");
      if (value) facts.set_claim_value(i, *value);
    }
    if (!sheet.result_override) return;
    want_reason(*sheet.result_override, "/override");
    const auto delta = Money::parse(sheet.result_override->amount);
    if (!delta) {
      fault("/override/amount", "not_a_number",
            {"调整金额不是有效金额，请写成 -200.00 的形式。",
             "the amount of the override is no amount; write it as in -200.00"});
    } else {
      facts.set_result_override({*delta, sheet.result_override->reason});
    }
  }

  void want_reason(const Adjustment& adjustment, const std::string& at) {
    const bool blank = adjustment.reason.find_first_not_of(" \t\r\n") == std::string::npos;
    if (blank) fault(at + "/reason", "reason_missing", {"请写明调整理由。", "say why the amount is changed"});
  }

  // What one map of texts says of the values of one scope and origin.
  template <class Take>
  void scope(Scope scope, Origin origin, const FactTexts& texts, const std::string& pointer, Take&& take) {
    const std::vector<FactDeclaration>& declared = rulebook_.fact_declarations(scope);
    for (std::size_t i = 0; i < declared.size(); ++i) {
      const FactDeclaration& fact = declared[i];
      if (fact.origin != origin) continue;
      const std::string at = pointer + "/" + fact.name;
      const auto text = texts.find(fact.name);
      if (text != texts.end()) {
        if (const auto value = read(fact, text->second, at)) take(i, *value);
      } else if (fact.fallback) {
        take(i, *fact.fallback);
      } else if (completeness_ == Completeness::complete && fact.from_stage <= stage_) {
        fault(at, "missing_fact", {"缺少“" + fact.label.zh + "”。", fact.label.en + " is missing"});
      }
    }
  }

  void unknown(const FactTexts& texts, const std::vector<std::pair<Scope, Origin>>& kinds, const std::string& pointer) {
    std::vector<std::string> names;
    for (const auto& [scope, origin] : kinds) {
      for (const FactDeclaration& fact : rulebook_.fact_declarations(scope)) {
        if (fact.origin == origin) names.push_back(fact.name);
      }
    }
    for (const auto& [name, text] : texts) {
      if (std::find(names.begin(), names.end(), name) == names.end()) unknown(names, name, pointer);
    }
  }

  void unknown(const std::vector<std::string>& names, const std::string& name, const std::string& pointer) {
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
  std::size_t stage_ = 0;
  Faults faults_;
};

std::string text_of(const FactLayout& layout, const FactDeclaration& fact, std::int64_t value) {
  switch (fact.kind) {
    case FactKind::code:
      return layout.codes_of(fact).codes[static_cast<std::size_t>(value)].name;
    case FactKind::number:
      if (fact.money && fact.decimals == 2) return Money::from_fen(value).to_string();
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
      claim_at_(layout_->event.size()),
      items_at_(claim_at_ + layout_->claim.size()),
      item_size_(layout_->item.size()) {
  for (const auto* declared : {&layout_->event, &layout_->claim, &layout_->item}) {
    fallbacks_ = fallbacks_ || std::any_of(declared->begin(), declared->end(),
                                           [](const FactDeclaration& fact) { return fact.fallback.has_value(); });
  }
  reset(items);
}

void Facts::fill(const std::vector<FactDeclaration>& declared, std::size_t from) {
  if (!fallbacks_) return;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    if (declared[i].fallback) set(from + i, *declared[i].fallback);
  }
}

void Facts::reset(std::size_t items) {
  items_ = items;
  values_.assign(item_at(items), 0);
  present_.assign(values_.size(), 0);
  fill(layout_->event, 0);
  fill(layout_->claim, layout_->event.size());
  for (std::size_t item = 0; item < items_; ++item) fill(layout_->item, item_at(item));
  stage_ = layout_->last_stage();
  paid_ = Money();
  override_.reset();
  reasons_.clear();
}

void Facts::add_item() {
  const std::size_t from = item_at(items_++);
  values_.resize(item_at(items_), 0);
  present_.resize(values_.size(), 0);
  fill(layout_->item, from);
}

bool Facts::complete() const {
  if (items_ > 0 && std::find(present_.begin(), present_.end(), 0) == present_.end()) return true;
  const auto there = [&](const std::vector<FactDeclaration>& declared, std::size_t from) {
    for (std::size_t i = 0; i < declared.size(); ++i) {
      if (present_[from + i] == 0 && declared[i].from_stage <= stage_) return false;
    }
    return true;
  };
  bool all = items_ > 0 && there(layout_->event, 0) && there(layout_->claim, layout_->event.size());
  for (std::size_t item = 0; item < items_ && all; ++item) all = there(layout_->item, item_at(item));
  return all;
}

std::variant<Facts, Faults> read_facts(const Rulebook& rulebook, const FactSheet& sheet, Completeness completeness) {
  return Reader(rulebook, completeness).run(sheet);
}

FactSheet to_texts(const Facts& facts) {
  const FactLayout& layout = facts.layout();
  FactSheet sheet;
  const auto put = [&](const FactDeclaration& fact, std::optional<std::int64_t> value, FactTexts& established) {
    if (!value) return;
    const std::string text = text_of(layout, fact, *value);
    const bool running = fact.origin == Origin::running && fact.scope != Scope::item;
    if (fact.origin != Origin::adjustment) {
      (running ? sheet.running : established).emplace(fact.name, text);
    } else if (const auto reason = facts.reasons().find(fact.name); reason != facts.reasons().end()) {
      sheet.adjustments.emplace(fact.name, Adjustment{text, reason->second});
    }
  };
  for (std::size_t i = 0; i < layout.event.size(); ++i) put(layout.event[i], facts.event_value(i), sheet.event);
  for (std::size_t i = 0; i < layout.claim.size(); ++i) put(layout.claim[i], facts.claim_value(i), sheet.claim);
  for (std::size_t item = 0; item < facts.item_count(); ++item) {
    FactTexts& texts = sheet.items.emplace_back();
    for (std::size_t i = 0; i < layout.item.size(); ++i) put(layout.item[i], facts.item_value(item, i), texts);
  }
  if (const auto& change = facts.result_override()) {
    sheet.result_override = Adjustment{change->delta.to_string(), change->reason};
  }
  if (!layout.stages.empty()) {
    sheet.stage = layout.stages[facts.stage()];
    sheet.paid = facts.paid().to_string();
  }
  return sheet;
}

}  // namespace wildclaims::rules
