#include "rules/language/table_outputs.h"

#include <algorithm>
#include <limits>
#include <map>

#include "rules/decimal.h"
#include "rules/language/value_text.h"

namespace wildclaims::rules::language {
namespace {

constexpr int kMostValueDecimals = 8;

Gather gather_of(Collect collect) {
  switch (collect) {
    case Collect::sum:
      return Gather::sum;
    case Collect::min:
      return Gather::minimum;
    case Collect::max:
      return Gather::maximum;
    case Collect::count:
      return Gather::count;
    case Collect::list:
      break;
  }
  return Gather::none;
}

std::int64_t narrow(Int128 value, bool& fits) {
  fits = fits && value <= std::numeric_limits<std::int64_t>::max() && value >= std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(value);
}

}  // namespace

void TableOutputs::read(KnownTable& known) {
  const bool list = draft_.hit == engine::Hit::rule_order || draft_.hit == engine::Hit::output_order ||
                    (draft_.hit == engine::Hit::collect && draft_.collect == Collect::list);
  known.gives_list = list;
  for (std::size_t i = 0; i < draft_.out.size(); ++i) {
    KnownOutput output;
    output.name = draft_.out[i].name.text;
    const auto same = [&](const KnownOutput& other) { return other.name == output.name; };
    if (std::any_of(known.outputs.begin(), known.outputs.end(), same)) {
      reporter_.error(draft_.out[i].name.at, "duplicate_column",
                      "table " + draft_.name.text + " has two outputs '" + shown(output.name) + "'");
    }
    type_of(draft_.out[i], output);
    values_of(i, output);
    const bool known_type = output.type.kind != Kind::unknown;  // else what is missing was reported with the file
    if (known_type && draft_.hit == engine::Hit::collect && draft_.collect == Collect::count) {
      output.type = plain_number();
    } else if (known_type && draft_.hit == engine::Hit::collect && !list && !output.type.is_number()) {
      reporter_.error(draft_.out[i].type.at, "dimension",
                      "only numbers are collected to one, and this is " + environment_.describe(output.type),
                      "write hit: rule_order, and take first(…)");
    }
    known.outputs.push_back(std::move(output));
  }
}

void TableOutputs::type_of(const OutputDraft& draft, KnownOutput& output) {
  const std::string& word = draft.type.text;
  if (const auto code_type = environment_.find_code_type(word)) {
    output.type.kind = Kind::code;
    output.type.code_type = *code_type;
  } else if (word == "boolean") {
    output.type = truth_value();
  } else if (word == "date") {
    output.type.kind = Kind::date;
  } else if (const auto number = number_type(word, environment_.units)) {
    output.type = *number;
  } else if (!word.empty()) {
    reporter_.error(draft.type.at, "unknown_unit", "'" + shown(word) + "' is nothing a table can give",
                    "write a unit such as CNY, CNY/mu, percent or number, a code type, boolean or date");
  }
}

void TableOutputs::values_of(std::size_t index, KnownOutput& output) {
  static const Word kMissing;  // one value for each row, whatever was missing in the file
  std::vector<const Word*> words;
  for (const RowDraft& row : draft_.rows) {
    words.push_back(index < row.values.size() ? &row.values[index] : &kMissing);
  }
  if (index < draft_.otherwise.size()) words.push_back(&draft_.otherwise[index]);
  std::vector<std::int64_t>& values = values_.emplace_back();
  if (output.type.is_number()) {
    numbers(words, output, values);
  } else if (output.type.kind != Kind::unknown) {
    for (const Word* word : words) values.push_back(coded(*word, output));
  }
  if (index != 0) return;
  std::vector<const Word*> order;
  for (const Word& word : draft_.order) order.push_back(&word);
  if (output.type.is_number()) {
    KnownOutput same = output;
    // In the step of the values: an order may only name what the rows give.
    for (const Word* word : order) {
      const auto bound = bound_value(word->text, output.type, environment_.units);
      const auto count = bound ? divide(*bound, output.step) : std::nullopt;
      order_.push_back(count && count->is_whole() ? static_cast<std::int64_t>(count->numerator())
                                                  : std::numeric_limits<std::int64_t>::min());
    }
  } else {
    for (const Word* word : order) order_.push_back(coded(*word, output));
  }
  const bool ordered = draft_.hit == engine::Hit::priority || draft_.hit == engine::Hit::output_order;
  if (ordered && draft_.order.empty()) {
    reporter_.error(draft_.name.at, "bad_order", "table " + draft_.name.text + " needs order: to tell what goes first",
                    "list the outputs, the one that goes first first");
  } else if (!ordered && !draft_.order.empty()) {
    reporter_.error(draft_.order.front().at, "bad_order", "order: belongs to hit: priority and hit: output_order",
                    "remove it");
  }
  if (!ordered) return;
  for (std::size_t r = 0; r < draft_.rows.size() && r < values.size(); ++r) {
    if (std::find(order_.begin(), order_.end(), values[r]) != order_.end()) continue;
    reporter_.error(draft_.rows[r].at, "bad_order", "order: does not say where '" + shown(words[r]->text) + "' stands",
                    "add it to order:");
  }
}

std::int64_t TableOutputs::coded(const Word& word, const KnownOutput& output) {
  if (word.text.empty()) return 0;  // missing: reported by whoever read the file
  if (output.type.kind == Kind::boolean && (word.text == "true" || word.text == "false")) return word.text == "true";
  if (output.type.kind == Kind::date) {
    if (const auto day = Date::parse(word.text)) return day->days();
  }
  std::vector<std::string> names = {"true", "false"};
  if (output.type.kind == Kind::code) {
    const CodeType& type = environment_.layout.code_types[output.type.code_type];
    if (const auto code = type.index_of(word.text)) {
      environment_.codes_named[output.type.code_type][*code] = true;
      return static_cast<std::int64_t>(*code);
    }
    names.clear();
    for (const Code& code : type.codes) names.push_back(code.name);
  }
  const bool code = output.type.kind == Kind::code;
  reporter_.error(word.at, code ? "unknown_code" : "bad_value",
                  "'" + shown(word.text) + "' is no value for table " + draft_.name.text,
                  output.type.kind == Kind::date ? "write a date, as in 2025-04-16" : suggestion(word.text, names));
  return 0;
}

// All values counted in one step, the finest that any of them is written in.
void TableOutputs::numbers(const std::vector<const Word*>& words, KnownOutput& output,
                           std::vector<std::int64_t>& values) {
  const bool percent = output.type.percent;
  std::vector<Decimal> decimals;
  int scale = 0;
  for (const Word* word : words) {
    std::string_view text = word->text;
    const bool sign = !text.empty() && text.back() == '%';
    if (sign) text.remove_suffix(1);
    auto decimal = sign == percent ? Decimal::parse(text) : std::nullopt;
    if (decimal && percent) decimal->scale += 2;
    if (!decimal || decimal->scale > kMostValueDecimals) {
      if (!word->text.empty()) {
        reporter_.error(word->at, "bad_value", "'" + shown(word->text) + "' is no value for table " + draft_.name.text,
                        percent ? "write a per cent, as in 60%" : "write a plain decimal number, as in 300.00");
      }
      decimals.emplace_back();
      continue;
    }
    decimals.push_back(*decimal);
    scale = std::max(scale, decimal->scale);
  }
  bool fits = true;
  for (const Decimal& decimal : decimals) {
    const auto scaled = checked_multiply(decimal.digits, power_of_ten(scale - decimal.scale));
    fits = fits && scaled.has_value();
    values.push_back(narrow(scaled.value_or(0), fits));
  }
  if (!fits) {
    reporter_.error(draft_.name.at, "bad_value",
                    "the values of table " + draft_.name.text + " are too large for their decimals");
  }
  const auto unit = output.type.unit.in_base(environment_.units);
  const auto step = unit ? divide(*unit, Ratio(power_of_ten(scale))) : std::nullopt;
  if (step) output.step = *step;
}

engine::TableRules TableOutputs::rules() const {
  engine::TableRules rules;
  rules.hit = draft_.hit;
  // Counting needs no `otherwise`: where no row answers there are none.
  const bool counts = draft_.hit == engine::Hit::collect && draft_.collect == Collect::count;
  rules.with_otherwise = !draft_.otherwise.empty() || counts;
  if (draft_.hit == engine::Hit::priority || draft_.hit == engine::Hit::output_order) rules.rank = ranks();
  std::map<std::vector<std::int64_t>, std::uint32_t> seen;
  for (std::size_t r = 0; r < draft_.rows.size(); ++r) {
    std::vector<std::int64_t> row;
    for (const auto& values : values_) row.push_back(values[r]);
    const auto number = static_cast<std::uint32_t>(seen.size());
    rules.agreement.push_back(seen.try_emplace(std::move(row), number).first->second);
  }
  return rules;
}

std::vector<std::uint32_t> TableOutputs::ranks() const {
  std::vector<std::uint32_t> ranks;
  for (std::size_t r = 0; r < draft_.rows.size(); ++r) {
    const auto place = std::find(order_.begin(), order_.end(), values_.front()[r]);
    ranks.push_back(static_cast<std::uint32_t>(place - order_.begin()));
  }
  return ranks;
}

void TableOutputs::fill(KnownTable& known, const engine::DecisionTable& table, engine::Program& program) const {
  for (std::size_t i = 0; i < known.outputs.size(); ++i) {
    std::vector<Gather> ways = {Gather::none};
    if (known.gives_list) {
      ways = {Gather::count, Gather::first, Gather::last};
      if (known.outputs[i].type.is_number()) {
        ways.insert(ways.end(), {Gather::sum, Gather::minimum, Gather::maximum});
      }
    }
    for (const Gather way : ways) {
      const bool collected = draft_.hit == engine::Hit::collect && !known.gives_list;
      known.outputs[i].cells[way] = static_cast<std::uint32_t>(program.cells.size());
      program.cells.push_back(gathered(i, collected ? gather_of(draft_.collect) : way, table));
    }
    if (draft_.hit == engine::Hit::collect && draft_.collect == Collect::count) known.outputs[i].step = Ratio(1);
  }
}

std::vector<std::int64_t> TableOutputs::gathered(std::size_t output, Gather gather,
                                                 const engine::DecisionTable& table) const {
  const std::vector<std::int64_t>& values = values_[output];
  std::vector<std::int64_t> cells;
  bool fits = true;
  for (const auto& rows : table.answers()) {
    std::vector<std::int64_t> list;
    for (const std::uint32_t row : rows) list.push_back(values[row]);
    if (list.empty() && !draft_.otherwise.empty()) list.push_back(values.back());
    Int128 sum = 0;
    for (const std::int64_t value : list) sum += value;
    switch (gather) {
      case Gather::count:
        cells.push_back(static_cast<std::int64_t>(list.size()));
        break;
      case Gather::sum:
        cells.push_back(narrow(sum, fits));
        break;
      case Gather::minimum:
        cells.push_back(list.empty() ? 0 : *std::min_element(list.begin(), list.end()));
        break;
      case Gather::maximum:
        cells.push_back(list.empty() ? 0 : *std::max_element(list.begin(), list.end()));
        break;
      case Gather::last:
        cells.push_back(list.empty() ? 0 : list.back());
        break;
      case Gather::none:
      case Gather::first:
      case Gather::any:
      case Gather::all:
        cells.push_back(list.empty() ? 0 : list.front());
        break;
    }
  }
  if (!fits) {
    reporter_.error(draft_.name.at, "bad_value", "the values of table " + draft_.name.text + " sum to too much");
  }
  return cells;
}

}  // namespace wildclaims::rules::language
