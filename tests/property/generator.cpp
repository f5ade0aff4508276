#include "tests/property/generator.h"

#include <algorithm>

#include "tests/property/build.h"
#include "tests/property/random_expression.h"
#include "tests/property/random_table.h"
#include "tests/property/random_terms.h"

namespace wildclaims::property {
namespace {

const Type kMoney = number_of(Quantity::money);
const Place kClaim{Scope::claim, false};
const Place kItem{Scope::item, false};

class ModelMaker {
 public:
  ModelMaker(std::uint64_t seed, int size, const Features& features)
      : size_(size), random_(seed), features_(one_kind_of_fault(features)), expressions_(model_, features_, random_) {
    model_.seed = seed;
    model_.id = "random-" + std::to_string(seed % 1'000'000);
    model_.declares_running = features.declared_running;
  }

  Model run() {
    model_.result_rounding = static_cast<Round>(random_.below(4));
    add_dates_in_force(model_, random_);
    add_code_types(model_, random_);
    add_facts(model_, features_, random_);
    add_named_values(model_, features_, random_);
    add_brackets(model_, features_, random_);
    if (features_.adjustments && random_.chance(30)) model_.adjustments.push_back("disallowed");
    tables();
    steps();
    result();
    expressions_.allow_faults(false);
    add_funding(model_, features_, random_, expressions_);
    return std::move(model_);
  }

 private:
  // Where one rulebook may fail in two ways, the order of its evaluation would show in the fault's code.
  Features one_kind_of_fault(Features features) {
    const bool first = random_.chance(50);
    features.unsafe_division = features.unsafe_division && (first || !features.unsafe_selection);
    features.unsafe_selection = features.unsafe_selection && !features.unsafe_division;
    // Most rulebooks never fail.
    if (random_.chance(70)) features.unsafe_division = features.unsafe_selection = false;
    return features;
  }

  void tables() {
    TableMaker maker(model_, features_, random_);
    const int count = 1 + random_.below(1 + size_);
    for (int i = 1; i <= count; ++i) model_.tables.push_back(maker.make("table_" + std::to_string(i), i != 2));
  }

  // --- steps ---

  std::string fresh(const char* what) { return std::string(what) + "_" + std::to_string(model_.steps.size() + 1); }

  void append(Step step, Size size) {
    model_.steps.push_back(std::move(step));
    expressions_.step_made(size);
  }

  void rounding(Step& step, Made& made, bool needed) {
    if (!needed && random_.chance(45)) return;
    static const std::vector<std::pair<std::int64_t, int>> increments = {{1, 2}, {1, 2}, {1, 2},
                                                                         {5, 2}, {1, 1}, {1, 0}};
    const auto [digits, decimals] = random_.pick(increments);
    step.rounding = Rounding{static_cast<Round>(random_.below(4)), datum(digits, decimals, unit_of("CNY"))};
    made.size.magnitude += 1;
    made.size.scale = 2;
    made.size.divisor = 0;
    made.size.digits = made.size.magnitude + 2;
  }

  static bool roundable(const Made& made) { return made.size.digits <= 33 && made.size.divisor <= 30; }

  Made money(const Place& place) {
    while (true) {
      Made made = expressions_.number(Quantity::money, place, 1 + random_.below(size_ + 1));
      if (roundable(made) && !made.constant) return made;
    }
  }

  void money_step(StepKind kind) {
    const Place place = kind == StepKind::item ? kItem : kClaim;
    Step step;
    step.kind = kind;
    step.name = fresh(kind == StepKind::item ? "loss" : kind == StepKind::fee ? "fee" : "sum");
    step.type = kMoney;
    Made made = money(place);
    // A divisor carried on soon needs more than 128 bits.
    rounding(step, made, kind == StepKind::fee || made.size.digits > 20 || (made.quotient() && random_.chance(70)));
    step.is = std::move(made.expr);
    append(std::move(step), made.size);
  }

  void other_step(StepKind kind) {
    const Place place = kind == StepKind::item ? kItem : kClaim;
    Step step;
    step.kind = kind;
    if (random_.chance(30)) {
      step.name = fresh("holds");
      step.type.kind = Kind::boolean;
      step.is = expressions_.condition(place, random_.below(size_ + 1));
      append(std::move(step), {});
      return;
    }
    static const std::vector<Quantity> quantities = {Quantity::number, Quantity::area, Quantity::money_per_area,
                                                     Quantity::number, Quantity::mass};
    const Quantity quantity = random_.pick(quantities);
    step.name = fresh("part");
    step.type = number_of(quantity);
    Made made = expressions_.number(quantity, place, random_.below(size_ + 1));
    if (made.constant) {
      auto name = expressions_.name(quantity, place);
      if (!name) return;
      made = *std::move(name);
    }
    if (made.size.digits > 20 || made.quotient()) made = expressions_.rounded(std::move(made), quantity);
    if (!fits(made.size)) return;
    step.is = std::move(made.expr);
    append(std::move(step), made.size);
  }

  void event_step() {
    Step step;
    step.kind = StepKind::event;
    step.name = fresh("event_sum");
    step.type = kMoney;
    Made made = expressions_.number(Quantity::money, {Scope::event, false}, 2);
    if (made.constant || !roundable(made)) return;
    rounding(step, made, true);
    step.is = std::move(made.expr);
    append(std::move(step), made.size);
  }

  void steps() {
    money_step(StepKind::item);
    const int count = 1 + random_.below(2 * size_ + 1);
    for (int i = 0; i < count; ++i) {
      switch (random_.below(9)) {
        case 0:
        case 1:
          money_step(StepKind::item);
          break;
        case 2:
        case 3:
        case 4:
          money_step(StepKind::claim);
          break;
        case 5:
          other_step(StepKind::item);
          break;
        case 6:
          other_step(StepKind::claim);
          break;
        case 7:
          if (features_.item_limits) item_limit();
          break;
        default:
          if (features_.event_steps && random_.chance(60)) event_step();
          if (features_.fees && random_.chance(60)) money_step(StepKind::fee);
          break;
      }
    }
    money_step(StepKind::claim);
    findings(model_.denials, "denied", random_.chance(30) ? 1 + random_.below(2) : 0);
    findings(model_.flags, "flagged", random_.below(3));
  }

  void findings(std::vector<Finding>& findings, const char* code, int count) {
    for (int i = 1; i <= count; ++i) {
      Expr when = expressions_.condition(kClaim, random_.below(size_));
      // Denials should be rare enough for something to be paid.
      if (&findings == &model_.denials && random_.chance(50))
        when = binary(Op::logical_and, std::move(when), expressions_.condition(kClaim, 0));
      findings.push_back({std::string(code) + "_" + std::to_string(i), std::move(when)});
    }
  }

  // --- limits ---

  std::size_t running_total(Per per, std::optional<std::size_t> by) {
    Running running{"used_" + std::to_string(model_.running.size() + 1), per, by, std::nullopt};
    if (per == Per::plot_year) {
      for (std::size_t i = 0; i < model_.steps.size(); ++i) {
        if (model_.steps[i].type == kMoney && model_.steps[i].scope() == Scope::item) running.of = i;
      }
    }
    model_.running.push_back(std::move(running));
    return model_.running.size() - 1;
  }

  // Of this scope, sometimes a second one, so that `used` has to be written.
  void use(Limit& limit, Per per, std::optional<std::size_t> by) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < model_.running.size(); ++i) {
      if (model_.running[i].per == per && model_.running[i].by == by) found.push_back(i);
    }
    const bool one_only = !features_.declared_running;
    if (found.empty() || (!one_only && random_.chance(15))) found.push_back(running_total(per, by));
    limit.used = random_.pick(found);
    limit.name_used = features_.declared_running;
  }

  // Money that is the same for all items of one code, or the event's.
  // Claims that share an amount may have different dates of loss: what they share has no date.
  Expr plain_amount(bool undated = false) {
    std::vector<std::size_t> values;
    for (std::size_t i = 0; i < model_.values.size(); ++i) {
      const NamedValue& value = model_.values[i];
      if (value.unit.quantity == Quantity::money && !(undated && value.values.size() > 1)) values.push_back(i);
    }
    if (!values.empty() && random_.chance(40)) return indexed(Op::named_value, random_.pick(values));
    return money_expr(random_fen(random_));
  }

  Expr amount(const Place& place) {
    if (random_.chance(70)) return plain_amount();
    expressions_.allow_faults(false);
    Made made = expressions_.number(Quantity::money, place, 1);
    expressions_.allow_faults(true);
    if (made.quotient() || made.size.digits > 22) return plain_amount();
    return std::move(made.expr);
  }

  void item_limit() {
    Step step;
    step.kind = StepKind::limit;
    step.name = fresh("item_limit");
    step.type = kMoney;
    Limit limit;
    limit.per = random_.chance(60) ? Per::item : Per::plot_year;
    if (random_.chance(50)) {
      limit.by = 0;
      for (std::size_t i = 0; i < model_.item_facts.size(); ++i) {
        if (model_.item_facts[i].type.kind == Kind::code && random_.chance(50)) limit.by = i;
      }
    }
    if (limit.per == Per::plot_year) use(limit, limit.per, std::nullopt);
    Made made = money(kItem);
    if (limit.by) {
      limit.allocate = static_cast<Allocate>(random_.below(3));
      // Shared in whole cents, of amounts that are whole cents and not negative.
      made = expressions_.not_negative(cents(std::move(made)), Quantity::money);
      limit.amount = plain_amount();
      if (*limit.allocate == Allocate::priority) limit.priority = priority();
    } else {
      limit.amount = amount(kItem);
    }
    if (limit.by && random_.chance(20)) limit.exempt = safe_condition(kItem);
    if (!fits(made.size) || made.quotient()) return;
    step.is = std::move(made.expr);
    step.limit = std::move(limit);
    made.size = size_of_sum(made.size, {14, 22, 8, 0});
    append(std::move(step), made.size);
  }

  Made cents(Made made) {
    made.expr = rounded_expr(std::move(made.expr), static_cast<Round>(random_.below(4)), datum(1, 2, unit_of("CNY")),
                             unit_of("CNY"));
    made.size = {made.size.magnitude + 1, made.size.magnitude + 3, 2, 0};
    return made;
  }

  Expr priority() {
    static const std::vector<Quantity> quantities = {Quantity::number, Quantity::money};
    const Quantity quantity = random_.pick(quantities);
    if (auto name = expressions_.name(quantity, kItem); name && !name->quotient()) return std::move(name->expr);
    return fact_expr(Scope::item, 0);  // a code: in the order of its list
  }

  Expr safe_condition(const Place& place) {
    expressions_.allow_faults(false);
    Expr condition = expressions_.condition(place, 1);
    expressions_.allow_faults(true);
    return condition;
  }

  void claim_limit(std::size_t of) {
    static const std::vector<Per> all = {Per::claim,          Per::household_event, Per::household_event,
                                         Per::household_year, Per::event,           Per::policy_year};
    Step step;
    step.kind = StepKind::limit;
    step.name = fresh("limit");
    step.type = kMoney;
    Limit limit;
    limit.per = all[random_.index(features_.year_limits ? all.size() : 3)];
    const bool shared = limit.per == Per::event || limit.per == Per::policy_year;
    if (shared && random_.chance(40)) limit.by = 0;  // the claim's first fact is a code
    if (limit.per != Per::claim) use(limit, limit.per, limit.by);
    limit.amount = shared ? plain_amount(true) : amount(kClaim);
    if (shared) {
      limit.allocate = static_cast<Allocate>(random_.below(3));
      if (*limit.allocate == Allocate::priority) limit.priority = fact_expr(Scope::claim, 0);
    }
    if (shared && random_.chance(20)) limit.exempt = safe_condition(kClaim);
    Made made{step_expr(of), {14, 22, 8, 0}, false};
    if (shared) made = expressions_.not_negative(cents(std::move(made)), Quantity::money);
    step.is = std::move(made.expr);
    step.limit = std::move(limit);
    append(std::move(step), {14, 22, 8, 0});
  }

  void result() {
    // The step that everything ends in: never below zero, rounded when it is a quotient.
    Step step;
    step.name = fresh("payable");
    step.type = kMoney;
    Made made = money(kClaim);
    rounding(step, made, made.quotient() || made.size.digits > 18);
    if (!random_.chance(8) || features_.funding_forms) {
      made = expressions_.not_negative(std::move(made), Quantity::money);
    }
    step.is = std::move(made.expr);
    append(std::move(step), made.size);
    for (int limits = random_.below(4); limits > 0; --limits) claim_limit(model_.steps.size() - 1);
    model_.result = model_.steps.size() - 1;
  }

  const int size_;
  Random random_;
  const Features features_;
  Model model_;
  ExpressionMaker expressions_;
};

}  // namespace

Model random_model(std::uint64_t seed, int size, const Features& features) {
  return ModelMaker(seed, size, features).run();
}

}  // namespace wildclaims::property
