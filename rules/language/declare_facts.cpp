#include <algorithm>
#include <utility>

#include "rules/language/compile.h"

namespace wildclaims::rules::language {
namespace {

constexpr int kMostDecimals = 6;                        // a square millimetre of a mu; finer is noise
constexpr int kUsualDecimals = 4;                       // a tenth of a square metre of a mu
constexpr int kPercentDecimals = 2;                     // hundredths of a per cent
constexpr std::int64_t kUsualMost = 1'000'000'000;      // of any unit: no claim counts further
constexpr std::int64_t kMostRunning = 100'000'000'000;  // of a running total: no province pays more
constexpr std::size_t kMostCodes = 10'000;              // of one list

void declare_types(const RulebookDraft& draft, Environment& environment, SeenNames& seen, Reporter& reporter) {
  for (const CodeTypeDraft& type : draft.types) {
    declare_name(type.name, "type", environment.units, seen, reporter);
    CodeType declared{type.name.text, type.label, {}};
    SeenNames codes;
    for (const CodeDraft& code : type.codes) {
      declare_name(code.name, "code", environment.units, codes, reporter);
      declared.codes.push_back({code.name.text, code.label});
    }
    if (type.codes.empty()) {
      reporter.error(type.name.at, "empty_type", "type " + type.name.text + " has no codes",
                     "list at least one under codes:");
    }
    if (type.codes.size() > kMostCodes) {
      reporter.error(type.name.at, "too_many_codes",
                     "type " + type.name.text + " has more than " + std::to_string(kMostCodes) + " codes");
    }
    environment.codes_named.emplace_back(declared.codes.size(), false);
    environment.layout.code_types.push_back(std::move(declared));
  }
  environment.code_type_read.assign(environment.layout.code_types.size(), false);
}

std::vector<std::string> type_words(const Environment& environment) {
  std::vector<std::string> words = {"percent", "number", "count", "money", "date", "datetime", "boolean"};
  for (const CodeType& type : environment.layout.code_types) words.push_back(type.name);
  for (std::string& symbol : environment.units.symbols()) words.push_back(std::move(symbol));
  return words;
}

class FactDeclarer {
 public:
  FactDeclarer(const FactDraft& draft, Origin origin, Environment& environment, Reporter& reporter)
      : draft_(draft), environment_(environment), reporter_(reporter) {
    fact_.origin = origin;
  }

  // Its position in the layout of its scope.
  std::size_t run() {
    fact_.name = draft_.name.text;
    fact_.scope = draft_.scope;
    fact_.label = draft_.label;
    // A fact whose type is not understood is declared all the same, so that its uses are not reported as well.
    if (settle_type()) {
      settle_decimals();
      settle_bounds();
      settle_fallback();
    }
    settle_stage();
    environment_.layout.of(draft_.scope).push_back(fact_);
    environment_.facts(draft_.scope).push_back({type_, step_, false});
    return environment_.layout.of(draft_.scope).size() - 1;
  }

 private:
  bool settle_type() {
    const std::string& word = draft_.type.text;
    if (word.empty()) return false;
    if (const auto code_type = environment_.find_code_type(word)) {
      fact_.kind = FactKind::code;
      fact_.code_type = *code_type;
      fact_.at_most = static_cast<std::int64_t>(environment_.layout.code_types[*code_type].codes.size()) - 1;
      type_.kind = Kind::code;
      type_.code_type = *code_type;
      return true;
    }
    if (word == "date" || word == "datetime" || word == "boolean") {
      fact_.kind = word == "date" ? FactKind::date : word == "datetime" ? FactKind::datetime : FactKind::boolean;
      type_.kind = word == "date" ? Kind::date : word == "datetime" ? Kind::datetime : Kind::boolean;
      fact_.at_least = word == "date" ? Date::from_civil(1900, 1, 1)->days() : 0;
      fact_.at_most = word == "date" ? Date::from_civil(2199, 12, 31)->days() : 1;
      return true;
    }
    type_ = plain_number();
    if (word == "percent") {
      fact_.kind = FactKind::percent;
      type_.percent = true;
      return true;
    }
    fact_.kind = FactKind::number;
    if (word == "number" || word == "count") return true;
    const auto unit =
        parse_unit(word == "money" ? environment_.units.at(UnitTable::kCurrency).symbol : word, environment_.units);
    if (!unit) {
      reporter_.error(draft_.type.at, "unknown_type", "'" + shown(word) + "' is no type a fact can have",
                      suggestion(word, type_words(environment_)));
      return false;
    }
    type_.unit = *unit;
    type_.dimension = unit->dimension(environment_.units);
    fact_.money = type_.is_money();
    fact_.unit = unit->symbol(environment_.units);
    fact_.unit_label = unit->label(environment_.units);
    return true;
  }

  bool is_number() const { return fact_.kind == FactKind::number || fact_.kind == FactKind::percent; }

  void settle_decimals() {
    if (!is_number()) {
      refuse(draft_.decimals, "decimals");
      return;
    }
    int decimals = draft_.type.text == "count"       ? 0
                   : fact_.kind == FactKind::percent ? kPercentDecimals
                   : type_.is_money()                ? 2
                                                     : kUsualDecimals;
    if (draft_.decimals) {
      const auto written = Decimal::parse(draft_.decimals->text);
      if (!written || written->scale != 0 || written->digits < 0 || written->digits > kMostDecimals) {
        reporter_.error(draft_.decimals->at, "bad_decimals",
                        "decimals is a whole number from 0 to " + std::to_string(kMostDecimals));
      } else {
        decimals = static_cast<int>(written->digits);
      }
    }
    fact_.decimals = decimals + (fact_.kind == FactKind::percent ? 2 : 0);
    const auto unit = type_.unit.in_base(environment_.units);
    const auto step = unit ? divide(*unit, Ratio(power_of_ten(fact_.decimals))) : std::nullopt;
    if (step) step_ = *step;
  }

  void settle_bounds() {
    if (!is_number()) {
      refuse(draft_.at_least, "at_least");
      refuse(draft_.at_most, "at_most");
      return;
    }
    const std::int64_t one = static_cast<std::int64_t>(power_of_ten(fact_.decimals));
    const bool running = fact_.origin == Origin::running;
    fact_.at_least = 0;
    fact_.at_most = fact_.kind == FactKind::percent && !running ? one : (running ? kMostRunning : kUsualMost) * one;
    bound(draft_.at_least, fact_.at_least);
    bound(draft_.at_most, fact_.at_most);
    if (fact_.at_least > fact_.at_most) {
      reporter_.error(draft_.name.at, "empty_bounds",
                      "at_least is above at_most: no value of " + fact_.name + " is allowed");
    }
  }

  // What is not handed in: nothing was approved, nothing adjusted; of a fact only what its default says.
  void settle_fallback() {
    if (fact_.origin != Origin::established) fact_.fallback = 0;
    if (!draft_.fallback) return;
    const std::string& text = draft_.fallback->text;
    std::int64_t value = 0;
    if (is_number()) {
      bound(draft_.fallback, value);
    } else if (fact_.kind == FactKind::boolean && (text == "true" || text == "false")) {
      value = text == "true" ? 1 : 0;
    } else if (const auto code = code_of(text)) {
      value = static_cast<std::int64_t>(*code);
    } else if (const auto day = fact_.kind == FactKind::date ? Date::parse(text) : std::nullopt) {
      value = day->days();
    } else {
      reporter_.error(draft_.fallback->at, "bad_default", "'" + shown(text) + "' is no value for " + fact_.name,
                      "write one as facts are written; a date and time has no default");
    }
    if (value < fact_.at_least || value > fact_.at_most) {
      reporter_.error(draft_.fallback->at, "bad_default", "the default of " + fact_.name + " lies outside its bounds");
    }
    fact_.fallback = value;
  }

  std::optional<std::size_t> code_of(const std::string& text) const {
    return fact_.kind == FactKind::code ? environment_.layout.codes_of(fact_).index_of(text) : std::nullopt;
  }

  void settle_stage() {
    if (!draft_.from_stage) return;
    const std::vector<std::string>& stages = environment_.layout.stages;
    const auto found = std::find(stages.begin(), stages.end(), draft_.from_stage->text);
    if (found == stages.end()) {
      reporter_.error(draft_.from_stage->at, "unknown_stage",
                      "from_stage: '" + shown(draft_.from_stage->text) + "' is no stage under payments:",
                      suggestion(draft_.from_stage->text, stages));
      return;
    }
    fact_.from_stage = static_cast<std::size_t>(found - stages.begin());
  }

  void refuse(const std::optional<Word>& word, const char* key) {
    if (!word) return;
    reporter_.error(word->at, "key_not_for_type",
                    std::string(key) + " is for numbers, and " + fact_.name + " is " + environment_.describe(type_),
                    "remove it");
  }

  void bound(const std::optional<Word>& word, std::int64_t& value) {
    if (!word) return;
    std::string_view text = word->text;
    const bool percent = !text.empty() && text.back() == '%';
    if (percent) text.remove_suffix(1);
    auto decimal = Decimal::parse(text);
    if (decimal && percent) decimal->scale += 2;
    const bool same_shape = percent == (fact_.kind == FactKind::percent);
    if (!decimal || !same_shape || decimal->scale > fact_.decimals) {
      reporter_.error(word->at, "bad_bound", "'" + shown(word->text) + "' is no bound for " + fact_.name,
                      fact_.kind == FactKind::percent ? "write a per cent, as in 100%"
                                                      : "write a plain decimal number in the fact's own unit");
      return;
    }
    const Int128 stored = decimal->digits * power_of_ten(fact_.decimals - decimal->scale);
    const Int128 limit = Int128{kUsualMost} * power_of_ten(fact_.decimals);
    if (stored > limit || stored < -limit) {
      reporter_.error(word->at, "bad_bound", "'" + shown(word->text) + "' is beyond " + std::to_string(kUsualMost));
      return;
    }
    value = static_cast<std::int64_t>(stored);
  }

  const FactDraft& draft_;
  Environment& environment_;
  Reporter& reporter_;
  FactDeclaration fact_;
  Type type_;
  Ratio step_ = Ratio(1);
};

}  // namespace

bool declare_name(const Word& name, const char* what, const UnitTable& units, SeenNames& seen, Reporter& reporter) {
  if (name.text.empty()) return false;  // missing: reported by whoever read the file
  if (!is_name(name.text)) {
    reporter.error(name.at, "bad_name", "'" + shown(name.text) + "' cannot name a " + what,
                   "use lower-case letters, digits and '_', beginning with a letter, at most " +
                       std::to_string(kLongestName) + " characters");
    return false;
  }
  if (is_reserved_name(name.text, units)) {
    reporter.error(name.at, "reserved_name", "'" + name.text + "' is a word of the language, not a name for a " + what,
                   "choose another name");
    return false;
  }
  const auto [before, added] = seen.try_emplace(name.text, name.at.line);
  if (!added) {
    reporter.error(name.at, "duplicate_name",
                   "'" + name.text + "' is already declared in line " + std::to_string(before->second),
                   "names of facts, steps and tables must all differ");
    return false;
  }
  return true;
}

namespace {

void declare_running(const RulebookDraft& draft, Environment& environment, SeenNames& names, Reporter& reporter) {
  for (const RunningDraft& running : draft.running) {
    if (!declare_name(running.name, "running total", environment.units, names, reporter)) continue;
    KnownRunning known{running.name.text, running.per, std::nullopt, Scope::claim, 0, false};
    switch (running.per) {
      case LimitScope::item:
      case LimitScope::claim:
        reporter.error(running.per_at, "running_within_claim",
                       "a running total counts beyond one claim, and " + to_string(running.per) + " does not",
                       "write household_event, household_year, plot_year, event or policy_year");
        break;
      case LimitScope::household_event:
      case LimitScope::household_year:
        break;
      case LimitScope::plot_year:
        known.scope = Scope::item;
        break;
      case LimitScope::event:
      case LimitScope::policy_year:
        known.scope = running.by ? Scope::claim : Scope::event;
        break;
    }
    if (running.by) {
      const bool shares = running.per == LimitScope::event || running.per == LimitScope::policy_year;
      known.by = environment.layout.index_of(Scope::claim, running.by->text);
      if (!shares || !known.by || environment.layout.claim[*known.by].kind != FactKind::code) {
        reporter.error(running.by->at, "bad_by", "by: needs a code fact of the claim, and per: event or policy_year",
                       "leave it out, or declare the fact");
        known.by = std::nullopt;
      } else {
        environment.claim_facts[*known.by].read = true;
        environment.code_type_read[environment.layout.claim[*known.by].code_type] = true;
      }
    }
    FactDraft fact;
    fact.name = running.name;
    fact.scope = known.scope;
    fact.type = running.type.value_or(Word{"money", running.name.at});
    fact.label = running.label;
    fact.decimals = running.decimals;
    known.fact = FactDeclarer(fact, Origin::running, environment, reporter).run();
    environment.running.push_back(std::move(known));
  }
}

void declare_adjustments(const RulebookDraft& draft, Environment& environment, SeenNames& names, Reporter& reporter) {
  for (const AdjustmentDraft& adjustment : draft.adjustments) {
    if (!declare_name(adjustment.name, "adjustment", environment.units, names, reporter)) continue;
    FactDraft fact;
    fact.name = adjustment.name;
    fact.type = adjustment.type.value_or(Word{"money", adjustment.name.at});
    fact.label = adjustment.label;
    FactDeclarer(fact, Origin::adjustment, environment, reporter).run();
  }
}

void unused_types(const RulebookDraft& draft, const Environment& environment, Reporter& reporter) {
  std::vector<bool> used(environment.layout.code_types.size(), false);
  for (const Scope scope : {Scope::event, Scope::claim, Scope::item}) {
    for (const FactDeclaration& fact : environment.layout.of(scope)) {
      if (fact.kind == FactKind::code) used[fact.code_type] = true;
    }
  }
  for (const TableDraft& table : draft.tables) {
    for (const OutputDraft& output : table.out) {
      if (const auto type = environment.find_code_type(output.type.text)) used[*type] = true;
    }
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) {
      reporter.warning(draft.types[i].name.at, "unused_type", "no fact is of type " + draft.types[i].name.text,
                       "remove it, or declare the fact it was meant for");
    }
  }
}

}  // namespace

void declare_facts(const RulebookDraft& draft, Environment& environment, Reporter& reporter) {
  environment.units = UnitTable(draft.currency);
  declare_units(draft, environment.units, reporter);
  environment.layout.offset = draft.offset;
  for (const PaymentDraft& payment : draft.payments) environment.layout.stages.push_back(payment.stage.text);
  SeenNames types;
  declare_types(draft, environment, types, reporter);
  SeenNames names;
  for (const FactDraft& fact : draft.facts) {
    if (declare_name(fact.name, "fact", environment.units, names, reporter)) {
      FactDeclarer(fact, Origin::established, environment, reporter).run();
    }
  }
  declare_running(draft, environment, names, reporter);
  declare_adjustments(draft, environment, names, reporter);
  // Steps, tables and brackets share the names of facts, since expressions name them alike.
  for (const TableDraft& table : draft.tables) {
    declare_name(table.name, table.named_value ? "value" : "table", environment.units, names, reporter);
  }
  for (const BracketDraft& bracket : draft.brackets) {
    declare_name(bracket.name, "bracket", environment.units, names, reporter);
  }
  for (const StepDraft& step : draft.steps) declare_name(step.name, "step", environment.units, names, reporter);
  unused_types(draft, environment, reporter);
}

}  // namespace wildclaims::rules::language
