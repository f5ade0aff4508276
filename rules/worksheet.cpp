#include "rules/worksheet.h"

#include <algorithm>
#include <utility>

#include "rules/engine/evaluate.h"
#include "rules/engine/record_worksheet.h"
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
  WorksheetMaker(const Rulebook& rulebook, const WorksheetRecord& record)
      : rulebook_(rulebook), rules_(rulebook.compiled()), record_(record), reader_(rulebook, record) {}

  Worksheet make() {
    sheet_.rulebook = rulebook_.id();
    sheet_.version = rulebook_.version();
    sheet_.title = rulebook_.title();
    sheet_.status = rulebook_.status();
    sheet_.loss_date = record_.loss_date;
    write_facts();
    for (const RecordedLine& line : record_.lines) sheet_.lines.push_back(written(line));
    for (const std::uint32_t denial : record_.denials) sheet_.denials.push_back(finding(rules_.denials.at(denial)));
    for (const std::uint32_t flag : record_.flags) sheet_.flags.push_back(finding(rules_.flags.at(flag)));
    if (record_.date_flag) sheet_.flags.push_back(to_finding(*record_.date_flag));
    sheet_.entitlement = record_.entitlement;
    for (std::size_t i = 0; i < record_.parts.size(); ++i) {
      sheet_.funding.push_back({rulebook_.funders().at(i).code, Money::from_fen(record_.parts[i])});
    }
    return std::move(sheet_);
  }

 private:
  static Finding finding(const CompiledFinding& held) { return {held.code, held.say, held.source}; }

  WorksheetLine written(const RecordedLine& recorded) {
    WorksheetLine line;
    line.kind = recorded.kind;
    line.item = recorded.item;
    line.rounded = recorded.rounded;
    switch (recorded.kind) {
      case LineKind::adjustment:
        write_adjustment(recorded, line);
        break;
      case LineKind::item:
      case LineKind::claim:
      case LineKind::event:
      case LineKind::limit:
      case LineKind::fee: {
        const CompiledStep& step = rules_.steps.at(recorded.subject);
        line.step = step.name;
        line.label = step.label;
        if (step.kind == StepKind::limit) {
          write_limit(step, recorded, line);
        } else {
          write_step(step, recorded, line);
        }
        break;
      }
      case LineKind::result:
        if (recorded.subject == RecordedLine::kOverride) {
          write_override(line);
        } else {
          write_result(rules_.steps.at(recorded.subject), line);
        }
        break;
      case LineKind::payment:
        write_payment(line);
        break;
      case LineKind::funding:
        write_funding(recorded.subject, line);
        break;
    }
    return line;
  }

  // The facts of one scope in one line: values for an item, "label value" for the claim.
  template <class Value>
  Bilingual fact_line(Scope scope, bool labelled, Value&& value_of) const {
    Bilingual line;
    const std::vector<FactDeclaration>& declared = rulebook_.fact_declarations(scope);
    for (std::size_t i = 0; i < declared.size(); ++i) {
      const auto stored = value_of(i);
      if (!stored || declared[i].origin != Origin::established) continue;
      const Bilingual value = fact_text(declared[i], *stored);
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
    const Facts& facts = record_.facts;
    sheet_.claim_facts = fact_line(Scope::claim, true, [&](std::size_t fact) { return facts.claim_value(fact); });
    for (std::size_t item = 0; item < facts.item_count(); ++item) {
      sheet_.items.push_back(
          {fact_line(Scope::item, false, [&](std::size_t fact) { return facts.item_value(item, fact); })});
    }
  }

  // What a person put in, and why.
  void write_adjustment(const RecordedLine& recorded, WorksheetLine& line) const {
    const FactDeclaration& fact = rulebook_.fact_declarations(Scope::claim).at(recorded.subject);
    const std::int64_t stored = record_.facts.claim_value(recorded.subject).value_or(0);
    line.step = fact.name;
    line.label = fact.label;
    line.result =
        fact.money && fact.decimals == 2 ? money_text(Money::from_fen(stored), units()) : fact_text(fact, stored);
    line.because = reason(record_.facts.reasons().at(fact.name));
  }

  static Bilingual reason(const std::string& given) { return {"调整理由：" + given, "reason: " + given}; }

  void write_step(const CompiledStep& step, const RecordedLine& recorded, WorksheetLine& line) const {
    const std::size_t item = item_of(recorded);
    line.calculation = reader_.calculation(decided(step.expression, item, line.because), item);
    line.result = reader_.value(step.value, step.type, item);
    if (recorded.rounded) write_rounding(step, item, line);
    if (line.calculation == line.result) line.calculation = {};
    for (const Bilingual& row : reader_.table_rows(step.expression, item)) append(line.because, row);
    append_source(line.because, step.source);
  }

  static std::size_t item_of(const RecordedLine& recorded) { return recorded.item == 0 ? 0 : recorded.item - 1; }

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

  // The sum before, and by which rule it became the result.
  void write_rounding(const CompiledStep& step, std::size_t item, WorksheetLine& line) const {
    const Bilingual before = reader_.value(step.unrounded, step.type, item);
    line.calculation = {line.calculation.zh + " = " + before.zh, line.calculation.en + " = " + before.en};
    language::Place increment;
    increment.step = step.increment;
    const Bilingual to = reader_.value(increment, step.type, item);
    const Bilingual rounding = to_label(*step.rounding);
    append(line.because, {rounding.zh + "到 " + to.zh, rounding.en + " to " + to.en});
  }

  // A limit that several share gives what their shares came to; one of a single claim is the smaller of two.
  void write_limit(const CompiledStep& step, const RecordedLine& recorded, WorksheetLine& line) const {
    const CompiledLimit& limit = *step.limit;
    const std::size_t item = item_of(recorded);
    const Bilingual what = reader_.calculation(step.expression, item);
    const Bilingual amount = reader_.value(limit.amount.place, step.type, item);
    const Bilingual available = reader_.value(limit.available, step.type, item);
    line.result = reader_.value(step.value, step.type, item);
    Bilingual left = amount;
    if (limit.used) {
      const Bilingual approved = reader_.value(limit.approved, step.type, item);
      left.zh = "限额余额 " + available.zh + "（" + amount.zh + " - 此前已核定 " + approved.zh + "）";
      left.en =
          "what is left of the limit, " + available.en + " (" + amount.en + " - " + approved.en + " approved before)";
    } else {
      left = {"限额 " + amount.zh, "the limit of " + amount.en};
    }
    line.calculation = {"取小：" + what.zh + " 与" + left.zh, "the smaller of " + what.en + " and " + left.en};
    if (limit.shared) {
      const Bilingual how = to_label(*limit.shared);
      line.calculation = {"申请 " + what.zh + "，各方共享" + left.zh + "，" + how.zh,
                          what.en + " asked of what all share, " + left.en + ", " + how.en};
    }
    line.because = recorded.limit_reached
                       ? Bilingual{"达到限额，超出部分不赔", "the limit is reached; what is above it is not paid"}
                       : Bilingual{"未超限额", "within the limit"};
    append_source(line.because, step.source);
  }

  void write_result(const CompiledStep& step, WorksheetLine& line) const {
    line.step = step.name;
    line.label = {"赔款", "indemnity"};
    line.result = money_text(record_.computed, units());
    if (record_.denied) {
      line.because = {"不予赔付，理由见上", "denied for the reasons above"};
    } else if (line.rounded) {
      line.calculation = reader_.value(step.value, step.type, 0);
      const Bilingual rounding = to_label(rules_.result_rounding);
      line.because = {rounding.zh + "到分", rounding.en + " to the cent"};
    }
  }

  void write_override(WorksheetLine& line) const {
    const Override& change = *record_.facts.result_override();
    line.step = "override";
    line.label = {"人工调整后赔款", "indemnity after the override"};
    const Bilingual before = money_text(record_.computed, units());
    const Money size = change.delta.is_negative() ? -change.delta : change.delta;
    const Bilingual delta = money_text(size, units());
    const char* sign = change.delta.is_negative() ? " - " : " + ";
    line.calculation = {before.zh + sign + delta.zh, before.en + sign + delta.en};
    line.result = money_text(record_.entitlement, units());
    line.because = reason(change.reason);
  }

  // What is paid now, when a claim is paid in several parts.
  void write_payment(WorksheetLine& line) const {
    const Money entitlement = record_.entitlement;
    const Money before = record_.facts.paid();
    line.step = rulebook_.payments().at(record_.facts.stage()).stage;
    line.label = {"本次支付", "paid at this stage"};
    const Bilingual owed = money_text(entitlement, units());
    const Bilingual paid = money_text(before, units());
    line.calculation = {owed.zh + " - 此前已付 " + paid.zh, owed.en + " - " + paid.en + " paid before"};
    line.result = money_text(record_.balance, units());
    const bool forgiven = record_.balance.is_zero() && before > entitlement;
    if (forgiven) line.because = {"已付超过应付，差额不追回", "more was paid than is owed; it is not claimed back"};
    if (record_.balance.is_negative()) line.because = {"应由被保险人退回", "to be paid back by the claimant"};
  }

  void write_funding(std::size_t funder, WorksheetLine& line) const {
    const FundingRule& rule = record_.funded_by;
    const std::vector<Int128>& weights = rule.layers.front().weights;
    Int128 sum = 0;
    for (const Int128 weight : weights) sum += weight;
    line.step = rulebook_.funders().at(funder).code;
    line.label = rulebook_.funders()[funder].label;
    line.result = money_text(Money::from_fen(record_.parts[funder]), units());
    if (rule.layers.size() == 1 && sum > 0) {
      const Bilingual whole = money_text(record_.entitlement, units());
      const Bilingual share = share_text(weights[funder], sum);
      line.calculation = {whole.zh + " × " + share.zh, whole.en + " × " + share.en};
    } else {
      line.because = layers_text(funder);
    }
    if (line.rounded) line.because = odd_cents_text();
  }

  static Bilingual share_text(Int128 weight, Int128 sum) {
    if (sum == FundingShares::kWhole) {
      const std::string percent = decimal_text(weight, 4) + "%";
      return {percent, percent};
    }
    const std::string ratio = to_string(weight) + "/" + to_string(sum);
    return {ratio, ratio};
  }

  // "8,000.00 元以内 60%，以上 0%".
  Bilingual layers_text(std::size_t funder) const {
    Bilingual text;
    for (const FundingLayer& layer : record_.funded_by.layers) {
      Int128 sum = 0;
      for (const Int128 weight : layer.weights) sum += weight;
      const Bilingual share = share_text(layer.weights[funder], sum);
      Bilingual end = {"其余部分 ", "the rest "};
      if (layer.up_to) {
        language::Place place;
        place.step = *multiply(*layer.up_to, *Ratio::make(1, 100));
        language::Type money = language::plain_number();
        money.unit = language::UnitProduct(language::UnitTable::kCurrency);
        money.dimension = money.unit.dimension(units());
        const Bilingual amount = reader_.value(place, money, 0);
        end = {amount.zh + " 以内的部分 ", "up to " + amount.en + " "};
      }
      append(text, {end.zh + share.zh, end.en + share.en});
    }
    return text;
  }

  Bilingual odd_cents_text() const {
    const auto& odd_to = record_.funded_by.odd_to;
    if (!odd_to)
      return {"尾差按最大余数归入，各方之和等于赔款", "odd cents by largest remainder, so that the parts sum"};
    const Bilingual& funder = rulebook_.funders()[*odd_to].label;
    return {"四舍五入到分，" + funder.zh + "承担其余，各方之和等于赔款",
            "rounded half up to the cent; " + funder.en + " takes the rest, so that the parts sum"};
  }

  const language::UnitTable& units() const { return rules_.environment.units; }

  const Rulebook& rulebook_;
  const CompiledRules& rules_;
  const WorksheetRecord& record_;
  const WorksheetReader reader_;
  Worksheet sheet_;
};

std::variant<Worksheet, Fault> read_worksheet(const engine::Machine& machine, const Rulebook& rulebook,
                                              const Facts& facts, std::size_t claim, WorksheetRecord& record) {
  auto determination = engine::read_determination(machine, rulebook, facts, claim);
  if (auto* fault = std::get_if<Fault>(&determination)) return std::move(*fault);
  const auto& determined = std::get<Determination>(determination);
  std::vector<std::int64_t> parts;
  for (const FundingPart& part : determined.funding) parts.push_back(part.amount.fen());
  engine::record_worksheet(machine, rulebook, facts, claim,
                           {determined.computed, determined.entitlement, determined.balance, parts}, record);
  return to_worksheet(rulebook, record);
}

}  // namespace

std::string to_string(LineKind kind) {
  switch (kind) {
    case LineKind::adjustment:
      return "adjustment";
    case LineKind::item:
      return "item";
    case LineKind::claim:
      return "claim";
    case LineKind::event:
      return "event";
    case LineKind::limit:
      return "limit";
    case LineKind::fee:
      return "fee";
    case LineKind::result:
      return "result";
    case LineKind::payment:
      return "payment";
    case LineKind::funding:
      return "funding";
  }
  return {};
}

std::variant<Worksheet, Fault> make_worksheet(const Rulebook& rulebook, const Facts& facts) {
  return make_worksheet(rulebook, {&facts, 1}, 0);
}

std::variant<Worksheet, Fault> make_worksheet(const Rulebook& rulebook, std::span<const Facts> claims,
                                              std::size_t claim) {
  engine::Machine machine(rulebook.compiled().program);
  if (auto fault = engine::run_rules(machine, rulebook, claims)) return *std::move(fault);
  WorksheetRecord record = engine::empty_record(rulebook);
  return read_worksheet(machine, rulebook, claims[claim], claim, record);
}

std::variant<std::vector<Worksheet>, Fault> make_worksheets(const Rulebook& rulebook, std::span<const Facts> claims) {
  engine::Machine machine(rulebook.compiled().program);
  if (auto fault = engine::run_rules(machine, rulebook, claims)) return *std::move(fault);
  WorksheetRecord record = engine::empty_record(rulebook);
  std::vector<Worksheet> worksheets;
  for (std::size_t claim = 0; claim < claims.size(); ++claim) {
    auto worksheet = read_worksheet(machine, rulebook, claims[claim], claim, record);
    if (auto* fault = std::get_if<Fault>(&worksheet)) {
      fault->pointer = "/claims/" + std::to_string(claim) + fault->pointer;
      return std::move(*fault);
    }
    worksheets.push_back(std::get<Worksheet>(std::move(worksheet)));
  }
  return worksheets;
}

Worksheet to_worksheet(const Rulebook& rulebook, const WorksheetRecord& record) {
  return WorksheetMaker(rulebook, record).make();
}

}  // namespace wildclaims::rules
