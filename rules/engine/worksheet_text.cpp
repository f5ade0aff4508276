#include "rules/engine/worksheet_text.h"

#include <algorithm>
#include <array>

#include "rules/engine/read_place.h"
#include "rules/engine/worksheet_plan.h"

namespace wildclaims::rules::engine {

using language::Expression;
using language::Kind;
using language::Meaning;
using language::Op;
using language::Place;
using language::Type;
using language::UnitTable;

namespace {

constexpr int kMostShownDecimals = 12;  // products of facts end within these
constexpr int kCutDecimals = 6;         // of a value that never ends

// One number for a register of the event, of the claim, or of one of its items.
std::uint64_t register_key(Scope scope, Register reg, std::size_t item) {
  const std::uint64_t owner = scope == Scope::event ? 0 : scope == Scope::claim ? 1 : 2 + item;
  return owner << 16 | reg;
}

void group(std::string& digits) {
  std::size_t at = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  while (at > first + 3) {
    at -= 3;
    digits.insert(at, ",");
  }
}

// Exact when it ends within kMostShownDecimals, else cut and marked.
std::string decimal_of(const Ratio& value, int least_decimals) {
  Int128 digits = value.numerator();
  Int128 rest = value.denominator();
  int scale = 0;
  bool exact = true;
  while (rest != 1) {
    if (scale == kMostShownDecimals || magnitude(digits) > magnitude(Int128{1} << 120)) {
      exact = false;
      break;
    }
    digits *= 10;
    ++scale;
    const Int128 common = greatest_common_divisor(digits, rest);
    digits /= common;
    rest /= common;
  }
  if (!exact) {
    const auto scaled = checked_multiply(value.numerator(), power_of_ten(kCutDecimals));
    if (!scaled) return "?";
    digits = divide_rounded(*scaled, value.denominator(), Rounding::half_up);
    scale = kCutDecimals;
  }
  std::string text = decimal_text(digits, scale);
  const std::size_t point = text.find('.');
  int decimals = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
  if (decimals < least_decimals && decimals == 0) text += '.';
  for (; decimals < least_decimals; ++decimals) text += '0';
  group(text);
  return exact ? text : "≈" + text;
}

// How tightly an operator binds, for brackets: those the grammar would need.
int binding(Op op) {
  switch (op) {
    case Op::conditional:
      return 0;
    case Op::logical_or:
      return 1;
    case Op::logical_and:
      return 2;
    case Op::logical_not:
      return 3;
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::equal:
    case Op::not_equal:
    case Op::within:
      return 4;
    case Op::add:
    case Op::subtract:
      return 5;
    case Op::multiply:
    case Op::divide:
      return 6;
    case Op::negate:
      return 7;
    case Op::number:
    case Op::truth:
    case Op::date:
    case Op::name:
    case Op::member:
    case Op::call:
      break;
  }
  return 9;
}

struct Sign {
  Op op;
  const char* zh;
  const char* en;
};

constexpr std::array<Sign, 12> kSigns = {{
    {Op::add, " + ", " + "},
    {Op::subtract, " - ", " - "},
    {Op::multiply, " × ", " × "},
    {Op::divide, " ÷ ", " ÷ "},
    {Op::less, " < ", " < "},
    {Op::less_equal, " ≤ ", " ≤ "},
    {Op::greater, " > ", " > "},
    {Op::greater_equal, " ≥ ", " ≥ "},
    {Op::equal, " = ", " = "},
    {Op::not_equal, " ≠ ", " ≠ "},
    {Op::logical_and, " 且 ", " and "},
    {Op::logical_or, " 或 ", " or "},
}};

const char* sign_of(Op op, Language language) {
  const auto* sign = std::find_if(kSigns.begin(), kSigns.end(), [op](const Sign& each) { return each.op == op; });
  if (sign == kSigns.end()) return " ";
  return language == Language::zh ? sign->zh : sign->en;
}

}  // namespace

std::string number_text(const Ratio& in_base, const Type& type, const UnitTable& units, Language language) {
  const auto unit = type.unit.in_base(units);
  auto shown = unit ? divide(in_base, *unit) : std::nullopt;
  if (shown && type.percent) shown = multiply(*shown, Ratio(100));
  if (!shown) return "?";
  const bool money = type.dimension.power(language::Base::money) > 0;
  const std::string text = decimal_of(*shown, money ? 2 : 0);
  if (type.percent) return text + "%";
  const std::string label = type.unit.label(units).in(language);
  return label.empty() ? text : text + " " + label;
}

Bilingual money_text(Money amount, const UnitTable& units) {
  const Bilingual& label = units.at(UnitTable::kCurrency).label;
  return {amount.to_grouped_string() + " " + label.zh, amount.to_grouped_string() + " " + label.en};
}

WorksheetReader::WorksheetReader(const Rulebook& rulebook, const WorksheetRecord& record)
    : rulebook_(rulebook), rules_(rulebook.compiled()), record_(record), items_(record.facts.item_count()) {
  for (const RecordedNumber& number : record.numbers) {
    const WorksheetValue& value = record.plan->values.at(number.value);
    counts_.emplace(register_key(value.scope, value.reg, number.item), number.count);
  }
}

std::optional<Ratio> WorksheetReader::read(const Place& place, std::size_t item) const {
  return read_place(place, [&](Register reg) { return counts_.at(register_key(place.scope, reg, item)); });
}

Bilingual WorksheetReader::value(const Place& place, const Type& type, std::size_t item) const {
  return {leaf(place, type, item, Language::zh), leaf(place, type, item, Language::en)};
}

std::string WorksheetReader::leaf(const Place& place, const Type& type, std::size_t item, Language language) const {
  const auto value = read(place, item);
  if (!value) return "?";
  const auto whole = static_cast<std::int64_t>(value->numerator());
  switch (type.kind) {
    case Kind::number:
      return number_text(*value, type, rules_.environment.units, language);
    case Kind::boolean:
      return language == Language::zh ? (whole != 0 ? "是" : "否") : (whole != 0 ? "yes" : "no");
    case Kind::code:
      return rulebook_.code_types()[type.code_type].codes[static_cast<std::size_t>(whole)].label.in(language);
    case Kind::date:
      return Date::from_days(static_cast<std::int32_t>(whole)).to_string();
    case Kind::datetime: {
      std::string text = Instant::from_seconds(whole).to_string(rulebook_.offset());
      return text.replace(10, 1, " ").substr(0, 16);
    }
    case Kind::month_day:
      return language::day_of_year_text(static_cast<language::DayOfYear>(whole));
    case Kind::unknown:
      break;
  }
  return "?";
}

bool WorksheetReader::holds(const Expression& condition, std::size_t item) const {
  const auto value = read(condition.place, item);
  return value && !value->is_zero();
}

Bilingual WorksheetReader::calculation(const Expression& expression, std::size_t item) const {
  return {text(expression, item, Language::zh, 0), text(expression, item, Language::en, 0)};
}

std::string WorksheetReader::text(const Expression& e, std::size_t item, Language language, int outer) const {
  const bool zh = language == Language::zh;
  std::string result;
  switch (e.op) {
    case Op::number:
    case Op::truth:
    case Op::date:
    case Op::name:
    case Op::member:
      return leaf(e.place, e.type, item, language);
    case Op::within: {
      const std::string days =
          language::day_of_year_text(e.first_day) + (zh ? " 至 " : " to ") + language::day_of_year_text(e.last_day);
      result = text(e.parts[0], item, language, binding(e.op)) + (zh ? " 在每年 " : " within ") + days +
               (zh ? " 之间" : " of the year");
      break;
    }
    case Op::call:
      return call(e, item, language);
    case Op::negate:
      result = "-" + text(e.parts[0], item, language, binding(e.op));
      break;
    case Op::logical_not:
      result = (zh ? "非 " : "not ") + text(e.parts[0], item, language, binding(e.op));
      break;
    case Op::conditional: {
      const bool yes = holds(e.parts[0], item);
      const std::string taken = text(e.parts[yes ? 1 : 2], item, language, 0);
      result = text(e.parts[0], item, language, 1) +
               (zh ? (yes ? "？是，取 " : "？否，取 ") : (yes ? "? yes, so " : "? no, so ")) + taken;
      break;
    }
    case Op::logical_and:
    case Op::logical_or:
      // The second part was only computed when the first did not settle it.
      if (holds(e.parts[0], item) == (e.op == Op::logical_or)) return text(e.parts[0], item, language, outer);
      [[fallthrough]];
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::equal:
    case Op::not_equal:
      result = text(e.parts[0], item, language, binding(e.op)) + sign_of(e.op, language) +
               text(e.parts[1], item, language, binding(e.op) + 1);
      break;
  }
  if (binding(e.op) >= outer) return result;
  return zh ? "（" + result + "）" : "(" + result + ")";
}

std::string WorksheetReader::call(const Expression& e, std::size_t item, Language language) const {
  const bool zh = language == Language::zh;
  const auto arguments = [&] {
    std::string list;
    for (const Expression& part : e.parts) {
      list += (list.empty() ? "" : zh ? "，" : ", ") + text(part, item, language, 0);
    }
    return zh ? "（" + list + "）" : "(" + list + ")";
  };
  switch (e.meaning) {
    case Meaning::minimum:
      return (zh ? "取最小" : "the smallest of ") + arguments();
    case Meaning::maximum:
      return (zh ? "取最大" : "the largest of ") + arguments();
    case Meaning::round_to:
      return to_label(e.rounding).in(language) + (zh ? "" : " ") + arguments();
    case Meaning::gathered:
      return gathered(e, item, language);
    case Meaning::bracket:
      return bands(e, item, language);
    case Meaning::none:
    case Meaning::fact:
    case Meaning::step:
    case Meaning::code:
    case Meaning::table:
    case Meaning::loss_date:
    case Meaning::count_all:
    case Meaning::day_of:
    case Meaning::month_day_of:
      break;
  }
  return leaf(e.place, e.type, item, language);
}

// A plain sum over the claim's items is written out, so that it can be added up by hand.
std::string WorksheetReader::gathered(const Expression& e, std::size_t item, Language language) const {
  if (!adds_up_items(e) || items_ > kMostSummands || items_ < 2) return leaf(e.place, e.type, item, language);
  std::string list;
  for (std::size_t i = 0; i < items_; ++i) {
    list += (i == 0 ? "" : " + ") + leaf(e.parts[0].place, e.type, i, language);
  }
  return list;
}

// "2,500.00 元 × 80% + 5,000.00 元 × 100%": the bands that hold something.
std::string WorksheetReader::bands(const Expression& e, std::size_t item, Language language) const {
  const auto& bracket = rules_.environment.brackets[e.index];
  Type percent = language::plain_number();
  percent.percent = true;
  std::string list;
  for (const language::BandPlace& band : e.bands) {
    const auto part = read(band.part, item);
    if (!part || part->is_zero()) continue;
    Place rate;
    rate.step = bracket.bands[band.band].rate;
    list += (list.empty() ? "" : " + ") + leaf(band.part, e.type, item, language) + " × " +
            leaf(rate, percent, item, language);
  }
  if (list.empty()) return leaf(e.place, e.type, item, language);
  return language == Language::zh ? "（" + list + "）" : "(" + list + ")";
}

std::vector<Bilingual> WorksheetReader::table_rows(const Expression& expression, std::size_t item) const {
  std::vector<Bilingual> rows;
  collect_rows(expression, item, rows);
  return rows;
}

void WorksheetReader::collect_rows(const Expression& e, std::size_t item, std::vector<Bilingual>& rows) const {
  if (e.op == Op::conditional) {
    collect_rows(e.parts[0], item, rows);
    collect_rows(e.parts[holds(e.parts[0], item) ? 1 : 2], item, rows);
    return;
  }
  if (e.meaning == Meaning::gathered && e.parts[0].meaning == Meaning::table && e.parts[0].answer) {
    collect_table(e.parts[0], item, rows);
    return;
  }
  if (e.meaning == Meaning::gathered) return;  // one row for each item: shown where the item is computed
  const bool settled =
      (e.op == Op::logical_and || e.op == Op::logical_or) && holds(e.parts[0], item) == (e.op == Op::logical_or);
  for (std::size_t i = 0; i < (settled ? 1 : e.parts.size()); ++i) collect_rows(e.parts[i], item, rows);
  if (e.meaning == Meaning::table) collect_table(e, item, rows);
}

// "每亩赔付标准（蔬菜，生长期）：2,000.00 元/亩【…】"; of a list every row that answered has been gathered already.
void WorksheetReader::collect_table(const Expression& e, std::size_t item, std::vector<Bilingual>& rows) const {
  const TableText& table = rules_.tables[e.index];
  Bilingual keys;
  const auto add_key = [&](const Bilingual& key) {
    keys.zh += (keys.zh.empty() ? "" : "，") + key.zh;
    keys.en += (keys.en.empty() ? "" : ", ") + key.en;
  };
  for (const Expression& part : e.parts) add_key(value(part.place, part.type, item));
  if (table.dated) {
    const std::string day = record_.loss_date.to_string();
    add_key({day, day});
  }
  const Type& type = e.type.kind == Kind::unknown ? rules_.environment.tables[e.index].outputs[e.output].type : e.type;
  const Bilingual answer = value(e.place, type, item);
  const Bilingual source = to_text(table.source);
  const std::string zh = keys.zh.empty() ? "" : "（" + keys.zh + "）";
  const std::string en = keys.en.empty() ? "" : " (" + keys.en + ")";
  rows.push_back({table.label.zh + zh + "：" + answer.zh + "【" + source.zh + "】",
                  table.label.en + en + ": " + answer.en + " [" + source.en + "]"});
}

}  // namespace wildclaims::rules::engine
