#include "rules/authoring/diff.h"

#include <algorithm>
#include <map>
#include <utility>

#include "rules/authoring/number_text.h"
#include "rules/authoring/wording.h"
#include "rules/language/environment.h"

namespace wildclaims::rules::authoring {
namespace {

using language::ExpressionText;
using language::FindingDraft;
using language::RowDraft;
using language::RulebookDraft;
using language::SharingDraft;
using language::StepDraft;
using language::StepKind;
using language::TableDraft;
using language::Word;

// One thing a rulebook says: a key that finds it again in the other file, its name for people, and its value.
struct Statement {
  std::string key;
  std::string name;
  std::string value;  // a single number where there is one, so that the change can be told
  std::string unit;
};

// A rulebook as a list of statements. Names are ids in English, as the file has them, and labels in Chinese.
class Statements {
 public:
  Statements(const WrittenRulebook& book, Language language)
      : book_(book.rulebook), draft_(book.draft), say_(book.draft, language) {}

  std::vector<Statement> run() {
    terms();
    funding();
    facts();
    for (const TableDraft& table : draft_.tables) this->table(table);
    brackets();
    findings("deny", pick("拒赔", "deny"), draft_.denials);
    findings("flag", pick("提示", "flag"), draft_.flags);
    for (const StepDraft& step : draft_.steps) this->step(step);
    rest();
    return std::move(list_);
  }

 private:
  const char* pick(const char* zh, const char* en) const { return say_.pick(zh, en); }
  std::string colon() const { return pick("：", ": "); }
  std::string named(const std::string& name) const { return say_.language() == Language::zh ? say_.name(name) : name; }
  std::string unit(const std::string& type) const {
    if (say_.language() == Language::zh && type != "percent" && type != "number") return say_.type(type);
    return type == "money" ? draft_.currency : type == "percent" || type == "number" ? "" : type;
  }
  void add(std::string key, std::string name, std::string value, std::string unit = {}) {
    list_.push_back({std::move(key), std::move(name), std::move(value), std::move(unit)});
  }

  void terms() {
    const PolicyTerms& policy = book_.policy_terms();
    add("title", pick("名称", "title"), book_.title().in(say_.language()));
    add("status", pick("状态", "status"), to_string(book_.status()));
    add("in_force", pick("生效日期", "in force"),
        book_.in_force_from().to_string() + pick(" 至 ", " to ") + book_.in_force_to().to_string());
    add("offset", pick("时区", "offset"), draft_.offset.to_string());
    add("rounding", pick("结果取整", "rounding of the result"), to_string(draft_.result_rounding));
    add("premium", pick("年保费", "premium"), policy.premium.to_string(), unit("money"));
    add("limit", pick("累计限额", "aggregate limit"), policy.aggregate_limit.to_string(), unit("money"));
    add("exhausted", pick("限额用尽后", "when the limit is exhausted"), to_string(policy.when_exhausted));
    if (!policy.residual_to.empty()) add("residual_to", pick("缺额由谁承担", "residual to"), named(policy.residual_to));
    add("freed", pick("限额恢复后", "when the limit is freed"),
        policy.when_freed == WhenFreed::leave ? "leave" : "restore_residuals");
    if (!draft_.exhaustion.carry_over.text.empty()) {
      add("carry_over", pick("结转年数", "years carried over"), draft_.exhaustion.carry_over.text);
    }
    sharing("limit", pick("累计限额", "aggregate limit"), draft_.exhaustion.sharing);
    for (const auto& [funder, share] : draft_.premium_shares) {
      add("premium " + funder.text, pick("保费分担：", "premium share: ") + named(funder.text), share.text);
    }
  }

  void funding() {
    const auto& layers = draft_.funding.layers;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const std::string number = std::to_string(i + 1);
      const std::string layer = layers.size() == 1 ? "" : pick(" 第", " layer ") + number + pick("层", "");
      if (!layers[i].up_to.text.empty()) {
        add("layer " + number, pick("赔款分担", "funding") + layer + pick("上限", " up to"), layers[i].up_to.text);
      }
      for (const auto& each : layers[i].cases) {
        const std::string when = each.when.text.empty() ? "" : pick("，若 ", " when ") + each.when.text;
        const std::string key = "funding " + number + " " + each.when.text + " ";
        std::string name = pick("赔款分担", "funding share") + layer;
        name += when;
        name += colon();
        for (const auto& [funder, share] : each.shares) {
          std::string whose = name;
          whose += named(funder.text);
          add(key + funder.text, whose, share.text);
        }
        for (const auto& [funder, weight] : each.weights)
          add(key + funder.text, name + named(funder.text), weight.text);
      }
    }
    add("odd_cents", pick("零头", "odd cents"),
        draft_.funding.odd_to ? named(draft_.funding.odd_to->text) : "largest_remainder");
  }

  void facts() {
    for (const auto& own : draft_.units) {
      add("unit " + own.name.text, pick("单位 ", "unit ") + own.name.text,
          own.is         ? own.is->text
          : own.measures ? own.measures->text
                         : "");
    }
    for (const auto& type : draft_.types) {
      for (const auto& code : type.codes) {
        add("code " + type.name.text + " " + code.name.text,
            pick("代码 ", "code of ") + named(type.name.text) + colon() + code.name.text,
            code.label.in(say_.language()));
      }
    }
    for (const auto& fact : draft_.facts) {
      const std::string scope = language::word_of(fact.scope);
      std::string value = fact.type.text;
      const auto also = [&value](const char* key, const std::optional<Word>& word) {
        if (word) value += std::string(", ") + key + " " + word->text;
      };
      also("decimals", fact.decimals);
      also("at_least", fact.at_least);
      also("at_most", fact.at_most);
      also("default", fact.fallback);
      also("from_stage", fact.from_stage);
      add("fact " + scope + " " + fact.name.text, pick("事实 ", "fact ") + scope + "." + fact.name.text, value);
    }
    for (const auto& running : draft_.running) {
      std::string value = "per " + to_string(running.per);
      if (running.by) value += ", by " + running.by->text;
      if (running.of) value += ", of " + running.of->text;
      add("running " + running.name.text, pick("累计 ", "running total ") + running.name.text, value);
    }
    for (const auto& adjustment : draft_.adjustments) {
      add("adjustment " + adjustment.name.text, pick("调整 ", "adjustment ") + adjustment.name.text,
          adjustment.type ? adjustment.type->text : "money");
    }
    add("loss_date", pick("出险日期", "date of loss"), to_string(draft_.loss_day));
  }

  void table(const TableDraft& table) {
    const std::string name = named(table.name.text);
    const std::string key = "table " + table.name.text + " ";
    add(key + "hit", name + colon() + pick("命中规则", "hit policy"), hit_of(table.hit));
    for (const RowDraft& row : table.rows) {
      std::vector<std::string> cells;
      std::string row_key = key + "row";
      for (const auto& cell : row.cells) {
        std::vector<std::string> parts;
        for (const Word& word : cell.alternatives) parts.push_back(named(word.text));
        cells.push_back(parts.size() == 1 ? parts.front() : "[" + say_.list(parts) + "]");
        row_key += " " + cells.back();
      }
      if (row.from) cells.push_back(pick("自 ", "from ") + row.from->text);
      if (row.to) cells.push_back(pick("至 ", "to ") + row.to->text);
      if (row.from) row_key += " from " + row.from->text;
      if (row.to) row_key += " to " + row.to->text;
      values(table, row_key, name + (cells.empty() ? "" : colon() + say_.list(cells)), row.values);
    }
    if (!table.otherwise.empty())
      values(table, key + "otherwise", name + colon() + pick("其他", "otherwise"), table.otherwise);
  }

  void values(const TableDraft& table, const std::string& key, const std::string& name,
              const std::vector<Word>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto& output = table.out[i];
      const std::string of = output.name.text.empty() ? "" : colon() + output.name.text;
      add(key + " : " + output.name.text, name + of, values[i].text, unit(output.type.text));
    }
  }

  static const char* hit_of(engine::Hit hit) {
    switch (hit) {
      case engine::Hit::unique:
        return "unique";
      case engine::Hit::first:
        return "first";
      case engine::Hit::any:
        return "any";
      case engine::Hit::priority:
        return "priority";
      case engine::Hit::rule_order:
        return "rule_order";
      case engine::Hit::output_order:
        return "output_order";
      case engine::Hit::collect:
        return "collect";
    }
    return "";
  }

  void brackets() {
    for (const auto& bracket : draft_.brackets) {
      for (std::size_t i = 0; i < bracket.bands.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        const std::string key = "bracket " + bracket.name.text + " " + number;
        const std::string name = named(bracket.name.text) + colon() + pick("第", "band ") + number + pick("段", "");
        if (bracket.bands[i].up_to) {
          add(key + " end", name + pick("上限", " up to"), bracket.bands[i].up_to->text, unit(bracket.of.text));
        }
        add(key + " rate", name + pick("比例", " rate"), bracket.bands[i].rate.text);
      }
    }
  }

  void findings(const std::string& kind, const std::string& name, const std::vector<FindingDraft>& findings) {
    for (const FindingDraft& finding : findings) {
      const std::string key = kind + " " + finding.code.text;
      const std::string shown = name + " " + finding.code.text;
      add(key, shown, finding.when.text);
      add(key + " say", shown + pick("的说明", ", what it says"), finding.say.in(say_.language()));
    }
  }

  void step(const StepDraft& step) {
    const std::string key = "step " + step.name.text;
    const std::string name = pick("步骤 ", "step ") + named(step.name.text);
    add(key, name, kind_of(step.kind) + step.is.text);
    if (step.round) {
      add(key + " round", name + pick("，取整", ", rounding"),
          to_string(step.round->rounding) + " to " + step.round->increment.text);
    }
    if (step.kind != StepKind::limit) return;
    amount(key + " amount", name + pick("，限额", ", amount"), step.limit.amount);
    std::string scope = to_string(step.limit.per);
    if (step.limit.by) scope += " by " + step.limit.by->text;
    add(key + " per", name + pick("，按", ", per"), scope);
    if (step.limit.allocate)
      add(key + " allocate", name + pick("，分配", ", allocation"), to_string(*step.limit.allocate));
    sharing(key, name, step.limit.sharing);
  }

  // The amount of a limit is mostly a bare number of money.
  void amount(const std::string& key, const std::string& name, const ExpressionText& amount) {
    const bool number = Decimal::parse(amount.text).has_value();
    add(key, name, amount.text, number ? unit("money") : "");
  }

  void sharing(const std::string& key, const std::string& name, const SharingDraft& sharing) {
    if (!sharing.priority.text.empty())
      add(key + " priority", name + pick("，优先次序", ", priority"), sharing.priority.text);
    if (sharing.reserved_share) {
      add(key + " reserved", name + pick("，预留", ", reserved share"), sharing.reserved_share->text);
      add(key + " reserved for", name + pick("，预留给", ", reserved for"), sharing.reserved_for.text);
    }
    if (!sharing.exempt.text.empty()) add(key + " exempt", name + pick("，不受限", ", exempt"), sharing.exempt.text);
  }

  static std::string kind_of(StepKind kind) {
    switch (kind) {
      case StepKind::item:
        return "item: ";
      case StepKind::claim:
        return "claim: ";
      case StepKind::event:
        return "event: ";
      case StepKind::limit:
        return "limit of ";
      case StepKind::fee:
        return "fee: ";
    }
    return "";
  }

  void rest() {
    add("result", pick("赔款取自", "result"), named(draft_.result.text));
    for (const auto& payment : draft_.payments) {
      std::string value = payment.pays.text;
      if (payment.when_negative)
        value += *payment.when_negative == WhenNegative::zero ? ", when negative zero" : ", when negative claw_back";
      add("payment " + payment.stage.text, pick("付款 ", "payment ") + payment.stage.text, value);
    }
    if (draft_.reserve) add("reserve", pick("未决赔款估计", "reserve estimate"), draft_.reserve->item.text);
    for (const NotEncoded& clause : draft_.not_encoded) {
      add("not_encoded " + clause.clause, pick("不计算的条款 ", "not encoded: ") + clause.clause, clause.why);
    }
  }

  const Rulebook& book_;
  const RulebookDraft& draft_;
  const Wording say_;
  std::vector<Statement> list_;
};

std::string shown(const Statement& statement) {
  return grouped(statement.value) + (statement.unit.empty() ? "" : " " + statement.unit);
}

// Where the statements of the other file stand, by key. Rows of one key (hit: first may repeat cells) are told apart by
// their order.
std::map<std::string, std::size_t> places_of(std::vector<Statement>& statements) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    std::string key = statements[i].key;
    for (int again = 2; places.contains(key); ++again) key = statements[i].key + " #" + std::to_string(again);
    statements[i].key = key;
    places.emplace(std::move(key), i);
  }
  return places;
}

}  // namespace

std::vector<Change> changes(const WrittenRulebook& older, const WrittenRulebook& newer, Language language) {
  std::vector<Statement> before = Statements(older, language).run();
  std::vector<Statement> after = Statements(newer, language).run();
  const auto old_places = places_of(before);
  const auto new_places = places_of(after);
  std::vector<Change> list;
  std::size_t next = 0;  // of the older file: what stands before it has been dealt with
  const auto removed_up_to = [&](std::size_t end) {
    for (; next < end; ++next) {
      if (new_places.contains(before[next].key)) continue;
      list.push_back({ChangeKind::removed, before[next].name, shown(before[next]), "", ""});
    }
  };
  for (const Statement& now : after) {
    const auto place = old_places.find(now.key);
    if (place == old_places.end()) {
      list.push_back({ChangeKind::added, now.name, "", shown(now), ""});
      continue;
    }
    removed_up_to(place->second);
    const Statement& was = before[place->second];
    if (was.value == now.value && was.unit == now.unit) continue;
    const bool comparable = was.unit == now.unit;
    // The unit is said once where both share it.
    list.push_back({ChangeKind::changed, now.name, comparable ? grouped(was.value) : shown(was), shown(now),
                    comparable ? relative_change(was.value, now.value, language) : ""});
  }
  removed_up_to(before.size());
  return list;
}

}  // namespace wildclaims::rules::authoring
