// What expressions are worth to one claim and its items.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "tests/property/reference.h"

namespace wildclaims::property {

// Ends an evaluation with the code the engine is to give.
struct Fault {
  std::string code;
};

constexpr std::size_t kNoItem = static_cast<std::size_t>(-1);

template <class Number>
Number as(const Exact& value) {
  if constexpr (std::is_same_v<Number, Exact>)
    return value;
  else
    return Number::of(value.numerator(), value.denominator());
}

template <class Number>
const Number& least(const Number& left, const Number& right) {
  return compare(right, left) < 0 ? right : left;
}

template <class Number>
const Number& most(const Number& left, const Number& right) {
  return compare(right, left) > 0 ? right : left;
}

// Number is Exact or Endless.
template <class Number>
class Values {
 public:
  Values(const Model& model, const ClaimFacts& facts)
      : model_(model), facts_(facts), steps_(model.steps.size()), item_steps_(facts.items.size()) {
    load(Scope::event, facts.event, event_);
    load(Scope::claim, facts.claim, claim_);
    items_.resize(facts.items.size());
    for (std::size_t i = 0; i < items_.size(); ++i) {
      load(Scope::item, facts.items[i], items_[i]);
      item_steps_[i].resize(model.steps.size());
    }
    loss_day_ = day_of_loss();
  }

  std::size_t items() const { return items_.size(); }
  std::int64_t loss_day() const { return loss_day_; }
  // Of a step of claim or event; and of one item's.
  Number& step(std::size_t index) { return steps_[index]; }
  Number& item_step(std::size_t item, std::size_t index) { return item_steps_[item][index]; }

  Number running(std::size_t index, std::size_t item) const {
    const bool of_item = model_.running[index].per == Per::plot_year;
    return Number::of(of_item ? facts_.item_running[item][index] : facts_.running[index], 100);
  }

  bool holds(const Expr& condition, std::size_t item) { return !value(condition, item).is_zero(); }

  // `item` is kNoItem outside the items.
  Number value(const Expr& e, std::size_t item) {
    switch (e.op) {
      case Op::number:
        return as<Number>(e.value);
      case Op::truth:
      case Op::code:
      case Op::day:
        return Number::of(static_cast<Wide>(e.index));
      case Op::fact:
        return fact(e, item);
      case Op::step:
        return model_.steps[e.index].scope() == Scope::item ? item_steps_[item][e.index] : steps_[e.index];
      case Op::named_value:
        return named_value(model_.values[e.index]);
      case Op::running_total:
        return running(e.index, item);
      case Op::adjustment:
        return Number::of(facts_.adjustments[e.index], 100);
      case Op::loss_date:
        return Number::of(loss_day_);
      case Op::item_count:
        return Number::of(static_cast<Wide>(items_.size()));
      case Op::negate:
        return value(e.parts[0], item).negated();
      case Op::logical_not:
        return truth(!holds(e.parts[0], item));
      case Op::add:
        return value(e.parts[0], item) + value(e.parts[1], item);
      case Op::subtract:
      case Op::seconds_between:
        return value(e.parts[0], item) - value(e.parts[1], item);
      case Op::days_between:
        return (value(e.parts[0], item) - value(e.parts[1], item)) * Number::of(86'400);
      case Op::days_later:
        return value(e.parts[0], item) + value(e.parts[1], item) / Number::of(86'400);
      case Op::multiply:
        return value(e.parts[0], item) * value(e.parts[1], item);
      case Op::divide: {
        const Number left = value(e.parts[0], item);
        const Number right = value(e.parts[1], item);
        if (right.is_zero()) throw Fault{"division_by_zero"};
        return left / right;
      }
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
      case Op::equal:
      case Op::not_equal:
        return truth(compared(e, item));
      case Op::logical_and:
        return truth(holds(e.parts[0], item) && holds(e.parts[1], item));
      case Op::logical_or:
        return truth(holds(e.parts[0], item) || holds(e.parts[1], item));
      case Op::conditional:
        return value(e.parts[holds(e.parts[0], item) ? 1 : 2], item);
      case Op::minimum:
      case Op::maximum: {
        Number found = value(e.parts[0], item);
        for (std::size_t i = 1; i < e.parts.size(); ++i) {
          const Number next = value(e.parts[i], item);
          found = e.op == Op::minimum ? least(found, next) : most(found, next);
        }
        return found;
      }
      case Op::round_to:
        return rounded(value(e.parts[0], item), as<Number>(e.value), e.round);
      case Op::day_of:
        return Number::of(day_of(whole(value(e.parts[0], item))));
      case Op::within: {
        const int at = month_day_of(whole(value(e.parts[0], item)));
        return truth(e.from <= e.to ? e.from <= at && at <= e.to : e.from <= at || at <= e.to);
      }
      case Op::month_day:
        return Number::of(month_day_of(whole(value(e.parts[0], item))));
      case Op::table:
        return table(e, item);
      case Op::bracket:
        return bracket(model_.brackets[e.index], value(e.parts[0], item));
      case Op::gathered:
        return gathered(e, item);
    }
    return {};
  }

 private:
  static Number truth(bool value) { return Number::of(value ? 1 : 0); }

  void load(Scope scope, const std::vector<std::int64_t>& raw, std::vector<Number>& values) const {
    const std::vector<Fact>& facts = model_.facts(scope);
    values.reserve(facts.size());
    for (std::size_t i = 0; i < facts.size(); ++i) {
      const Exact one = Exact::of(raw[i]);
      values.push_back(as<Number>(facts[i].type.kind == Kind::number ? one * facts[i].step : one));
    }
  }

  std::int64_t day_of_loss() const {
    switch (model_.loss_day) {
      case Model::LossDay::first_day:
        return facts_.claim[*model_.first_day];
      case Model::LossDay::last_day:
        return facts_.claim[*model_.last_day];
      case Model::LossDay::discovered:
        return day_of(facts_.claim[*model_.discovered]);
    }
    return 0;
  }

  static std::int64_t day_of(std::int64_t seconds) {
    constexpr std::int64_t kDay = 86'400;
    return seconds >= 0 ? seconds / kDay : -((-seconds + kDay - 1) / kDay);
  }

  Number fact(const Expr& e, std::size_t item) const {
    switch (e.scope) {
      case Scope::event:
        return event_[e.index];
      case Scope::claim:
        return claim_[e.index];
      case Scope::item:
        return items_[item][e.index];
    }
    return {};
  }

  bool compared(const Expr& e, std::size_t item) {
    const int order = compare(value(e.parts[0], item), value(e.parts[1], item));
    if (e.op == Op::less) return order < 0;
    if (e.op == Op::less_equal) return order <= 0;
    if (e.op == Op::greater) return order > 0;
    if (e.op == Op::greater_equal) return order >= 0;
    return (order == 0) == (e.op == Op::equal);
  }

  Number named_value(const NamedValue& named) const {
    for (const DatedValue& dated : named.values) {
      if (active(dated.from, dated.to)) return as<Number>(dated.value.value);
    }
    throw std::logic_error("a named value has a hole");
  }

  bool active(std::optional<std::int64_t> from, std::optional<std::int64_t> to) const {
    return (!from || *from <= loss_day_) && (!to || loss_day_ <= *to);
  }

  Number bracket(const Bracket& bracket, const Number& of) const {
    Number total;
    Number below;
    for (const Band& band : bracket.bands) {
      const Number top = band.up_to ? least(of, as<Number>(band.up_to->value)) : of;
      if (compare(top, below) <= 0) break;
      total = total + (top - below) * as<Number>(band.rate.value);
      below = top;
    }
    return total;
  }

  // --- tables ---

  static bool inside(const Range& range, const Number& value) {
    const auto above = [&](const Bound& low) {
      const int order = compare(value, as<Number>(low.value));
      return order > 0 || (order == 0 && low.inside);
    };
    const auto under = [&](const Bound& high) {
      const int order = compare(value, as<Number>(high.value));
      return order < 0 || (order == 0 && high.inside);
    };
    if (range.round_the_year) return above(*range.low) || under(*range.high);
    return (!range.low || above(*range.low)) && (!range.high || under(*range.high));
  }

  static bool matches(const Cell& cell, const Number& value) {
    if (cell.any) return true;
    if (cell.range) return inside(*cell.range, value);
    const auto code = static_cast<std::size_t>(whole(value));
    return std::find(cell.codes.begin(), cell.codes.end(), code) != cell.codes.end();
  }

  std::vector<const Row*> answers(const Expr& e, std::size_t item) {
    const Table& table = model_.tables[e.index];
    std::vector<Number> arguments;
    arguments.reserve(e.parts.size());
    for (const Expr& part : e.parts) arguments.push_back(value(part, item));
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const auto& bound = table.columns[i].at_least;
      if (bound && compare(arguments[i], as<Number>(bound->value)) < 0) throw Fault{"outside_domain"};
    }
    std::vector<const Row*> rows;
    for (const Row& row : table.rows) {
      bool match = active(row.from, row.to);
      for (std::size_t i = 0; match && i < arguments.size(); ++i) match = matches(row.cells[i], arguments[i]);
      if (match) rows.push_back(&row);
      if (match && table.hit == Hit::first) break;
    }
    const bool one = table.hit == Hit::unique || table.hit == Hit::any;
    for (std::size_t i = 1; one && i < rows.size(); ++i) {
      for (std::size_t k = 0; k < table.outputs.size(); ++k) {
        if (table.hit == Hit::unique || compare(rows[0]->outputs[k].value, rows[i]->outputs[k].value) != 0)
          throw std::logic_error("rows of " + table.name + " overlap or disagree");
      }
    }
    if (table.hit == Hit::priority || table.hit == Hit::output_order) {
      std::stable_sort(rows.begin(), rows.end(),
                       [&](const Row* a, const Row* b) { return rank(table, *a) < rank(table, *b); });
    }
    return rows;
  }

  static std::size_t rank(const Table& table, const Row& row) {
    std::size_t at = 0;
    while (compare(table.order.at(at).value, row.outputs[0].value) != 0) ++at;
    return at;
  }

  static Number folded(Gather gather, const std::vector<Number>& values) {
    if (gather == Gather::count) return Number::of(static_cast<Wide>(values.size()));
    if (gather == Gather::first) return values.front();
    if (gather == Gather::last) return values.back();
    Number found = gather == Gather::sum ? Number() : values.front();
    for (const Number& value : values) {
      found = gather == Gather::sum ? found + value : gather == Gather::min ? least(found, value) : most(found, value);
    }
    return found;
  }

  // Of the rows that answer; that of `otherwise` when there is none.
  std::vector<Number> outputs(const Expr& e, std::size_t item) {
    const Table& table = model_.tables[e.index];
    std::vector<Number> values;
    for (const Row* row : answers(e, item)) values.push_back(as<Number>(row->outputs[e.output].value));
    if (!values.empty()) return values;
    if (table.otherwise.empty()) throw std::logic_error("a gap in " + table.name);
    return {as<Number>(table.otherwise[e.output].value)};
  }

  Number table(const Expr& e, std::size_t item) {
    const std::vector<Number> values = outputs(e, item);
    const Hit hit = model_.tables[e.index].hit;
    if (hit == Hit::collect_sum) return folded(Gather::sum, values);
    if (hit == Hit::collect_min) return folded(Gather::min, values);
    if (hit == Hit::collect_max) return folded(Gather::max, values);
    if (hit == Hit::collect_count) return folded(Gather::count, values);
    return values.front();
  }

  // --- values gathered from items, claims and lists ---

  Number gathered(const Expr& e, std::size_t item) {
    if (e.over == Over::answers) return folded(e.gather, outputs(e.parts[0], item));
    const std::size_t members = e.over == Over::items ? items_.size() : 1;
    std::vector<Number> values;
    for (std::size_t i = 0; i < members; ++i) {
      const std::size_t member = e.over == Over::items ? i : kNoItem;
      if (e.by && facts_.items[i][e.index] != facts_.items[item][e.index]) continue;
      if (e.where && !holds(e.parts[1], member)) continue;
      values.push_back(value(e.parts[0], member));
    }
    const auto is_true = [](const Number& value) { return !value.is_zero(); };
    if (e.gather == Gather::any) return truth(std::any_of(values.begin(), values.end(), is_true));
    if (e.gather == Gather::all) return truth(std::all_of(values.begin(), values.end(), is_true));
    if (e.gather == Gather::count) return Number::of(std::count_if(values.begin(), values.end(), is_true));
    if (values.empty() && e.gather != Gather::sum) throw Fault{"empty_selection"};
    return folded(e.gather, values);
  }

  const Model& model_;
  const ClaimFacts& facts_;
  std::vector<Number> event_;
  std::vector<Number> claim_;
  std::vector<std::vector<Number>> items_;
  std::vector<Number> steps_;
  std::vector<std::vector<Number>> item_steps_;  // by item, then by step
  std::int64_t loss_day_ = 0;
};

}  // namespace wildclaims::property
