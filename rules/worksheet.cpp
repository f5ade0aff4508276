#include "rules/worksheet.h"

#include <utility>

#include "rules/engine/evaluate.h"
#include "rules/engine/worksheet_text.h"

namespace wildclaims::rules {
namespace {

using engine::money_text;
using engine::WorksheetReader;
using language::StepKind;

void append(Bilingual& text, const Bilingual& more) {
  text.zh += (text.zh.empty() ? "" : "；") + more.zh;
  text.en += (text.en.empty() ? "" : "; ") + more.en;
}

// Only what a reader could not see from the rows above: a published source, or a stated one.
void append_source(Bilingual& text, const Source& source) {
  if (source.basis == Basis::published || !source.cite.zh.empty()) append(text, to_text(source));
}

class WorksheetMaker {
 public:
  WorksheetMaker(const Rulebook& rulebook, const Facts& facts, const engine::Machine& machine,
                 Determination determination)
      : rulebook_(rulebook),
        rules_(rulebook.compiled()),
        facts_(facts),
        reader_(machine, rulebook, facts.item_count()),
        determination_(std::move(determination)) {}

  Worksheet make() {
    sheet_.rulebook = rulebook_.id();
    sheet_.version = rulebook_.version();
    sheet_.title = rulebook_.title();
    sheet_.status = rulebook_.status();
    sheet_.loss_date = determination_.loss_date;
    write_facts();
    for (const CompiledStep& step : rules_.steps) {
      switch (step.kind) {
        case StepKind::item:
          for (std::size_t i = 0; i < facts_.item_count(); ++i) write_step(step, LineKind::item, i);
          break;
        case StepKind::claim:
          write_step(step, LineKind::claim, 0);
          break;
        case StepKind::limit:
          write_limit(step);
          break;
      }
    }
    write_result();
    write_funding();
    sheet_.denials = std::move(determination_.denials);
    sheet_.flags = std::move(determination_.flags);
    sheet_.entitlement = determination_.entitlement;
    sheet_.funding = std::move(determination_.funding);
    return std::move(sheet_);
  }

 private:
  // The facts of one scope in one line: values for an item, "label value" for the claim.
  template <class Value>
  Bilingual fact_line(Scope scope, bool labelled, Value&& value_of) const {
    Bilingual line;
    const std::vector<FactDeclaration>& declared = rulebook_.fact_declarations(scope);
    for (std::size_t i = 0; i < declared.size(); ++i) {
      const Bilingual value = fact_text(declared[i], *value_of(i));
      line.zh += (line.zh.empty() ? "" : "，") + (labelled ? declared[i].label.zh + " " : "") + value.zh;
      line.en += (line.en.empty() ? "" : ", ") + (labelled ? declared[i].label.en + " " : "") + value.en;
    }
    return line;
  }

  Bilingual fact_text(const FactDeclaration& fact, std::int64_t stored) const {
    switch (fact.kind) {
      case FactKind::code:
        return rulebook_.fact_layout()->codes_of(fact).codes[static_cast<std::size_t>(stored)].label;
      case FactKind::boolean:
        return stored != 0 ? Bilingual{"是", "yes"} : Bilingual{"否", "no"};
      case FactKind::number: {
        const std::string number = decimal_text(stored, fact.decimals);
        if (fact.unit.empty()) return {number, number};
        return {number + " " + fact.unit_label.zh, number + " " + fact.unit_label.en};
      }
      case FactKind::percent: {
        const std::string number = decimal_text(stored, fact.decimals - 2) + "%";
        return {number, number};
      }
      case FactKind::date: {
        const std::string day = Date::from_days(static_cast<std::int32_t>(stored)).to_string();
        return {day, day};
      }
      case FactKind::datetime: {
        std::string time = Instant::from_seconds(stored).to_string(rulebook_.offset());
        time = time.replace(10, 1, " ").substr(0, 16);
        return {time, time};
      }
    }
    return {};
  }

  void write_facts() {
    sheet_.claim_facts = fact_line(Scope::claim, true, [&](std::size_t fact) { return facts_.claim_value(fact); });
    for (std::size_t item = 0; item < facts_.item_count(); ++item) {
      sheet_.items.push_back(
          {fact_line(Scope::item, false, [&](std::size_t fact) { return facts_.item_value(item, fact); })});
    }
  }

  void write_step(const CompiledStep& step, LineKind kind, std::size_t item) {
    WorksheetLine line;
    line.kind = kind;
    line.item = kind == LineKind::item ? item + 1 : 0;
    line.step = step.name;
    line.label = step.label;
    line.calculation = reader_.calculation(decided(step.expression, item, line.because), item);
    line.result = reader_.value(step.value, step.type, item);
    if (step.rounding) write_rounding(step, item, line);
    if (line.calculation == line.result) line.calculation = {};
    for (const Bilingual& row : reader_.table_rows(step.expression, item)) append(line.because, row);
    append_source(line.because, step.source);
    sheet_.lines.push_back(std::move(line));
  }

  // Through the conditions at the top of a step to the branch that was taken; each condition is a reason.
  const language::Expression& decided(const language::Expression& expression, std::size_t item,
                                      Bilingual& because) const {
    const language::Expression* at = &expression;
    while (at->op == language::Op::conditional) {
      const bool yes = reader_.holds(at->parts[0], item);
      const Bilingual condition = reader_.calculation(at->parts[0], item);
      append(because, {condition.zh + (yes ? "？是" : "？否"), condition.en + (yes ? "? yes" : "? no")});
      at = &at->parts[yes ? 1 : 2];
    }
    return *at;
  }

  // Said only where it changed something: the sum before, and by which rule it became the result.
  void write_rounding(const CompiledStep& step, std::size_t item, WorksheetLine& line) const {
    if (reader_.read(step.unrounded, item) == reader_.read(step.value, item)) return;
    const Bilingual before = reader_.value(step.unrounded, step.type, item);
    line.calculation = {line.calculation.zh + " = " + before.zh, line.calculation.en + " = " + before.en};
    language::Place increment;
    increment.step = step.increment;
    const Bilingual to = reader_.value(increment, step.type, item);
    const Bilingual rounding = to_label(*step.rounding);
    line.rounded = true;
    append(line.because, {rounding.zh + "到 " + to.zh, rounding.en + " to " + to.en});
  }

  void write_limit(const CompiledStep& step) {
    WorksheetLine line;
    line.kind = LineKind::limit;
    line.step = step.name;
    line.label = step.label;
    const Bilingual what = reader_.calculation(step.expression, 0);
    const Bilingual amount = reader_.value(step.amount.place, step.type, 0);
    const Bilingual available = reader_.value(step.available, step.type, 0);
    line.result = reader_.value(step.value, step.type, 0);
    Bilingual left = amount;
    if (step.per != LimitScope::claim) {
      const Bilingual approved = reader_.value(step.approved, step.type, 0);
      left.zh = "限额余额 " + available.zh + "（" + amount.zh + " - 此前已核定 " + approved.zh + "）";
      left.en =
          "what is left of the limit, " + available.en + " (" + amount.en + " - " + approved.en + " approved before)";
    } else {
      left = {"限额 " + amount.zh, "the limit of " + amount.en};
    }
    line.calculation = {"取小：" + what.zh + " 与" + left.zh, "the smaller of " + what.en + " and " + left.en};
    const auto wanted = reader_.read(step.expression.place, 0);
    const auto given = reader_.read(step.value, 0);
    const bool cut = wanted && given && !(*wanted == *given);
    line.because = cut ? Bilingual{"达到限额，超出部分不赔", "the limit is reached; what is above it is not paid"}
                       : Bilingual{"未超限额", "within the limit"};
    append_source(line.because, step.source);
    sheet_.lines.push_back(std::move(line));
  }

  void write_result() {
    WorksheetLine line;
    line.kind = LineKind::result;
    line.step = rules_.steps[rules_.result_step].name;
    line.label = {"赔款", "indemnity"};
    line.result = money_text(determination_.entitlement, rules_.units);
    if (determination_.denied) {
      line.because = {"不予赔付，理由见上", "denied for the reasons above"};
    } else {
      const CompiledStep& step = rules_.steps[rules_.result_step];
      const Bilingual before = reader_.value(step.value, step.type, 0);
      if (!(before == line.result)) {
        line.calculation = before;
        line.rounded = true;
        const Bilingual rounding = to_label(rules_.result_rounding);
        line.because = {rounding.zh + "到分", rounding.en + " to the cent"};
      }
    }
    sheet_.lines.push_back(std::move(line));
  }

  void write_funding() {
    const Bilingual whole = money_text(determination_.entitlement, rules_.units);
    const auto& shares = rulebook_.funding_shares().shares();
    for (std::size_t i = 0; i < shares.size(); ++i) {
      WorksheetLine line;
      line.kind = LineKind::funding;
      line.step = shares[i].funder.code;
      line.label = shares[i].funder.label;
      const std::string share = decimal_text(shares[i].millionths, 4) + "%";
      line.calculation = {whole.zh + " × " + share, whole.en + " × " + share};
      line.result = money_text(determination_.funding[i].amount, rules_.units);
      const Int128 product = Int128{determination_.entitlement.fen()} * shares[i].millionths;
      if (product % FundingShares::kWhole != 0) {
        line.rounded = true;
        line.because = {"尾差按最大余数归入，各方之和等于赔款",
                        "odd cents by largest remainder, so that the parts sum"};
      }
      sheet_.lines.push_back(std::move(line));
    }
  }

  const Rulebook& rulebook_;
  const CompiledRules& rules_;
  const Facts& facts_;
  const WorksheetReader reader_;
  Determination determination_;
  Worksheet sheet_;
};

class Printer {
 public:
  Printer(const Worksheet& sheet, Language language) : sheet_(sheet), language_(language) {}

  std::string run() {
    heading();
    findings({"不予赔付的理由", "Reasons for denial"}, sheet_.denials);
    findings({"提示", "Flags"}, sheet_.flags);
    for (std::size_t i = 0; i < sheet_.items.size(); ++i) item(i);
    put(say({"合计与限额", "Claim"}));
    for (const WorksheetLine& each : sheet_.lines) {
      if (each.kind == LineKind::claim || each.kind == LineKind::limit || each.kind == LineKind::result) line(each);
    }
    put(say({"资金分担", "Funding"}));
    for (const WorksheetLine& each : sheet_.lines) {
      if (each.kind == LineKind::funding) line(each);
    }
    return std::move(text_);
  }

 private:
  const std::string& say(const Bilingual& both) const { return language_ == Language::zh ? both.zh : both.en; }
  void put(const std::string& line) { text_ += line + "\n"; }

  void heading() {
    const bool zh = language_ == Language::zh;
    put((zh ? "计算书　" : "Worksheet: ") + say(sheet_.title));
    put((zh ? "【" : "[") + say(to_label(sheet_.status)) + (zh ? "】" : "]"));
    put((zh ? "规则　" : "Rulebook: ") + sheet_.rulebook + " " + sheet_.version);
    put((zh ? "出险日期　" : "Date of loss: ") + sheet_.loss_date.to_string());
    put((zh ? "案情　" : "Facts: ") + say(sheet_.claim_facts));
  }

  void findings(const Bilingual& title, const std::vector<Finding>& list) {
    if (list.empty()) return;
    put(say(title));
    for (const Finding& finding : list) {
      const bool zh = language_ == Language::zh;
      put("  - " + say(finding.say) + (zh ? "【" : " [") + say(to_text(finding.source)) + (zh ? "】" : "]"));
    }
  }

  void item(std::size_t index) {
    const bool zh = language_ == Language::zh;
    put((zh ? "损失项 " : "Item ") + std::to_string(index + 1) + (zh ? "：" : ": ") + say(sheet_.items[index].facts));
    for (const WorksheetLine& each : sheet_.lines) {
      if (each.kind == LineKind::item && each.item == index + 1) line(each);
    }
  }

  void line(const WorksheetLine& each) {
    const bool zh = language_ == Language::zh;
    std::string row = "  " + say(each.label) + (zh ? "：" : ": ");
    if (!say(each.calculation).empty()) row += say(each.calculation) + (each.rounded ? " ≈ " : " = ");
    put(row + say(each.result));
    if (!say(each.because).empty()) put((zh ? "    依据：" : "    because: ") + say(each.because));
  }

  const Worksheet& sheet_;
  const Language language_;
  std::string text_;
};

}  // namespace

std::string to_string(LineKind kind) {
  switch (kind) {
    case LineKind::item:
      return "item";
    case LineKind::claim:
      return "claim";
    case LineKind::limit:
      return "limit";
    case LineKind::result:
      return "result";
    case LineKind::funding:
      return "funding";
  }
  return {};
}

std::variant<Worksheet, Fault> make_worksheet(const Rulebook& rulebook, const Facts& facts,
                                              const RunningTotals& running) {
  engine::Machine machine(rulebook.compiled().program);
  if (auto fault = engine::run_rules(machine, rulebook, facts, running)) return *std::move(fault);
  auto determination = engine::read_determination(machine, rulebook, facts);
  if (auto* fault = std::get_if<Fault>(&determination)) return std::move(*fault);
  return WorksheetMaker(rulebook, facts, machine, std::get<Determination>(std::move(determination))).make();
}

std::string to_text(const Worksheet& worksheet, Language language) { return Printer(worksheet, language).run(); }

}  // namespace wildclaims::rules
