// Rulebooks under which more damage never pays less.
#include <algorithm>

#include "tests/property/build.h"
#include "tests/property/generator.h"
#include "tests/property/random_table.h"
#include "tests/property/random_terms.h"

namespace wildclaims::property {
namespace {

const Type kMoney = number_of(Quantity::money);

class MonotoneMaker {
 public:
  MonotoneMaker(std::uint64_t seed, int size, const Features& features, bool with_edges)
      : size_(size), with_edges_(with_edges), features_(features), random_(seed), maker_(model_, features_, random_) {
    model_.seed = seed;
    model_.id = "monotone-" + std::to_string(seed % 1'000'000);
    model_.declares_running = features.declared_running;
  }

  Model run() {
    model_.result_rounding = static_cast<Round>(random_.below(4));
    add_dates_in_force(model_, random_);
    add_code_types(model_, random_);
    Features plain = features_;
    plain.defaults = false;
    add_facts(model_, plain, random_);
    add_brackets(model_, features_, random_);
    value_table();
    for (int i = 0; i < 2; ++i) {
      if (random_.chance(50)) ascending_table(i == 0 ? "lost" : "damage_area");
    }
    items();
    claim();
    if (random_.chance(20)) {
      Expr other = indexed(Op::code, 0);
      other.text = model_.code_types[0].codes[0];
      model_.denials.push_back({"denied_1", binary(Op::equal, fact_expr(Scope::claim, 0), std::move(other))});
    }
    ExpressionMaker none(model_, features_, random_);
    Features simple = features_;
    simple.funding_forms = false;
    add_funding(model_, simple, random_, none);
    return std::move(model_);
  }

 private:
  std::size_t item_fact(const std::string& name) const {
    std::size_t index = 0;
    while (model_.item_facts[index].name != name) ++index;
    return index;
  }

  // --- tables ---

  // Per area, by crop, stage and animal: nothing that grows with the damage.
  void value_table() {
    Table table;
    table.name = "unit_value";
    table.columns.push_back(maker_.fact_column(Scope::item, 0));
    if (model_.code_types.size() > 2) table.columns.push_back(maker_.fact_column(Scope::item, 1));
    if (random_.chance(40)) table.columns.push_back(maker_.fact_column(Scope::claim, 0));
    table.outputs.push_back({"", number_of(Quantity::money_per_area), unit_of("CNY/mu"), false});
    table.rows = maker_.partition(table.columns, 4);
    for (Row& row : table.rows) row.outputs = {random_datum(random_, unit_of("CNY/mu"), false)};
    model_.tables.push_back(std::move(table));
  }

  // A factor that never falls while the fact grows.
  void ascending_table(const std::string& fact) {
    Table table;
    table.name = "factor_by_" + fact;
    table.columns.push_back(maker_.fact_column(Scope::item, item_fact(fact)));
    table.outputs.push_back({"", number_of(Quantity::number), unit_of(""), true});
    table.rows = maker_.partition(table.columns, 5);
    std::vector<Datum> factors;
    for (std::size_t i = 0; i < table.rows.size(); ++i) factors.push_back(random_datum(random_, unit_of(""), true));
    std::sort(factors.begin(), factors.end(),
              [](const Datum& a, const Datum& b) { return compare(a.value, b.value) < 0; });
    for (std::size_t i = 0; i < table.rows.size(); ++i) table.rows[i].outputs = {factors[i]};
    random_.shuffle(table.rows);
    model_.tables.push_back(std::move(table));
  }

  Expr call(std::size_t table) const {
    Expr e = indexed(Op::table, table);
    for (const Column& column : model_.tables[table].columns) {
      e.parts.push_back(fact_expr(column.fact->first, column.fact->second));
    }
    return e;
  }

  // --- steps ---

  std::size_t append(StepKind kind, const char* what, Expr is) {
    Step step;
    step.kind = kind;
    step.name = std::string(what) + "_" + std::to_string(model_.steps.size() + 1);
    step.type = kMoney;
    step.is = std::move(is);
    const bool rounds = kind != StepKind::limit && random_.chance(50);
    if (rounds) step.rounding = Rounding{static_cast<Round>(random_.below(4)), datum(1, 2, unit_of("CNY"))};
    model_.steps.push_back(std::move(step));
    return model_.steps.size() - 1;
  }

  Expr percent() { return literal_expr(datum(random_.between(1, 20) * 5, 0, unit_of(""), true), unit_of("")); }
  static Expr zero() { return literal_expr(datum(0, 2, unit_of("CNY")), unit_of("CNY")); }
  Expr less_deductible(Expr of, std::int64_t fen) {
    return binary(Op::maximum, binary(Op::subtract, std::move(of), money_expr(fen)), zero());
  }

  void items() {
    Expr loss = binary(Op::multiply, fact_expr(Scope::item, item_fact("damage_area")), call(0));
    loss = binary(Op::multiply, std::move(loss), fact_expr(Scope::item, item_fact("lost")));
    for (std::size_t table = 1; table < model_.tables.size(); ++table) {
      loss = binary(Op::multiply, std::move(loss), call(table));
    }
    std::size_t last = append(StepKind::item, "loss", std::move(loss));
    for (int i = random_.below(size_ + 1); i > 0; --i) last = append(StepKind::item, "part", item_block(last));
    if (features_.item_limits && random_.chance(60)) last = item_limit(last);
    append(StepKind::claim, "total", over_items(Gather::sum, step_expr(last)));
  }

  Expr item_block(std::size_t of) {
    switch (random_.below(3)) {
      case 0:
        return less_deductible(step_expr(of), random_fen(random_));
      case 1: {
        const Datum rate = random_datum(random_, unit_of("CNY/mu"), false);
        return binary(Op::minimum, step_expr(of),
                      binary(Op::multiply, fact_expr(Scope::item, item_fact("damage_area")),
                             literal_expr(rate, unit_of("CNY/mu"))));
      }
      default:
        return binary(Op::multiply, step_expr(of), percent());
    }
  }

  // Items of one crop may take from one another, so nothing but their sum may come after it.
  std::size_t item_limit(std::size_t of) {
    Limit limit;
    limit.per = random_.chance(50) ? Per::item : Per::plot_year;
    if (random_.chance(60)) {
      limit.by = 0;
      limit.allocate = random_.chance(50) ? Allocate::proportional : Allocate::first_come;
    }
    if (limit.per == Per::plot_year) {
      limit.used = model_.running.size();
      limit.name_used = random_.chance(50);
      model_.running.push_back({"plot_used", Per::plot_year, std::nullopt, of});
    }
    limit.amount = money_expr(random_fen(random_));
    const Expr cents =
        rounded_expr(step_expr(of), static_cast<Round>(random_.below(4)), datum(1, 2, unit_of("CNY")), unit_of("CNY"));
    const std::size_t step = append(StepKind::limit, "item_limit", limit.by ? cents : step_expr(of));
    model_.steps[step].limit = std::move(limit);
    return step;
  }

  void claim() {
    std::size_t last = model_.steps.size() - 1;
    for (int i = random_.below(2 * size_ + 1); i > 0; --i) last = append(StepKind::claim, "payable", claim_block(last));
    for (int i = random_.below(4); i > 0; --i) last = claim_limit(last);
    model_.result = last;
  }

  Expr claim_block(std::size_t of) {
    std::vector<std::size_t> brackets;
    for (std::size_t i = 0; i < model_.brackets.size(); ++i) {
      if (model_.brackets[i].unit.quantity == Quantity::money) brackets.push_back(i);
    }
    switch (random_.below(with_edges_ ? 6 : 4)) {
      case 0:
        return less_deductible(step_expr(of), random_fen(random_));
      case 1:
        return binary(Op::minimum, step_expr(of), money_expr(random_fen(random_)));
      case 2:
        if (!brackets.empty()) {
          Expr e = unary(Op::bracket, step_expr(of));
          e.index = random_.pick(brackets);
          return e;
        }
        break;
      case 4:
        return franchise(of);
      case 5:
        return deductible_above(of);
      default:
        break;
    }
    return binary(Op::multiply, step_expr(of), percent());
  }

  Expr edge(std::size_t of, std::int64_t fen, Op op) {
    model_.edges.push_back({of, Exact::of(fen, 100)});
    return binary(op, step_expr(of), money_expr(fen));
  }

  Expr franchise(std::size_t of) {
    const std::int64_t fen = random_fen(random_);
    Expr below = edge(of, fen, random_.chance(50) ? Op::less : Op::less_equal);
    return conditional(std::move(below), zero(), step_expr(of));
  }

  // Above the threshold something is kept back: just above it less is paid than just below.
  Expr deductible_above(std::size_t of) {
    const std::int64_t fen = random_fen(random_);
    Expr above = edge(of, fen, random_.chance(50) ? Op::greater : Op::greater_equal);
    return conditional(std::move(above), less_deductible(step_expr(of), random_fen(random_)), step_expr(of));
  }

  std::size_t claim_limit(std::size_t of) {
    static const std::vector<Per> all = {Per::claim, Per::household_event, Per::household_year, Per::event,
                                         Per::policy_year};
    Limit limit;
    limit.per = all[random_.index(features_.year_limits ? all.size() : 2)];
    if (limit.per == Per::event || limit.per == Per::policy_year) limit.allocate = Allocate::proportional;
    if (limit.per != Per::claim) {
      for (std::size_t i = 0; i < model_.running.size(); ++i) {
        if (model_.running[i].per == limit.per) limit.used = i;
      }
      if (!limit.used) {
        limit.used = model_.running.size();
        model_.running.push_back({"used_" + std::to_string(model_.running.size()), limit.per, {}, {}});
      }
      limit.name_used = features_.declared_running && random_.chance(50);
    }
    limit.amount = money_expr(random_fen(random_));
    Expr cents = rounded_expr(step_expr(of), Round::half_up, datum(1, 2, unit_of("CNY")), unit_of("CNY"));
    const std::size_t step = append(StepKind::limit, "limit", limit.allocate ? std::move(cents) : step_expr(of));
    model_.steps[step].limit = std::move(limit);
    return step;
  }

  const int size_;
  const bool with_edges_;
  const Features features_;
  Random random_;
  Model model_;
  TableMaker maker_;
};

}  // namespace

Model random_monotone_model(std::uint64_t seed, int size, const Features& features, bool with_edges) {
  return MonotoneMaker(seed, size, features, with_edges).run();
}

}  // namespace wildclaims::property
