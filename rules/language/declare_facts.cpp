#include <algorithm>
#include <utility>

#include "rules/language/compile.h"

namespace wildclaims::rules::language {
namespace {

constexpr int kMostDecimals = 6;                    // a square millimetre of a mu; finer is noise
constexpr int kUsualDecimals = 4;                   // a tenth of a square metre of a mu
constexpr int kPercentDecimals = 2;                 // hundredths of a per cent
constexpr std::int64_t kUsualMost = 1'000'000'000;  // of any unit: no claim counts further
constexpr std::size_t kMostCodes = 10'000;          // of one list

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
  FactDeclarer(const FactDraft& draft, Environment& environment, Reporter& reporter)
      : draft_(draft), environment_(environment), reporter_(reporter) {}

  void run() {
    fact_.name = draft_.name.text;
    fact_.scope = draft_.scope;
    fact_.label = draft_.label;
    // A fact whose type is not understood is declared all the same, so that its uses are not reported as well.
    if (settle_type()) {
      settle_decimals();
      settle_bounds();
    }
    const bool claim = draft_.scope == Scope::claim;
    (claim ? environment_.layout.claim : environment_.layout.item).push_back(fact_);
    (claim ? environment_.claim_types : environment_.item_types).push_back(type_);
    (claim ? environment_.claim_steps : environment_.item_steps).push_back(step_);
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
    fact_.at_least = 0;
    fact_.at_most = fact_.kind == FactKind::percent ? one : kUsualMost * one;
    bound(draft_.at_least, fact_.at_least);
    bound(draft_.at_most, fact_.at_most);
    if (fact_.at_least > fact_.at_most) {
      reporter_.error(draft_.name.at, "empty_bounds",
                      "at_least is above at_most: no value of " + fact_.name + " is allowed");
    }
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

void declare_facts(const RulebookDraft& draft, Environment& environment, Reporter& reporter) {
  environment.units = UnitTable(draft.currency);
  environment.layout.offset = draft.offset;
  SeenNames types;
  declare_types(draft, environment, types, reporter);
  SeenNames names;
  for (const FactDraft& fact : draft.facts) {
    if (declare_name(fact.name, "fact", environment.units, names, reporter)) {
      FactDeclarer(fact, environment, reporter).run();
    }
  }
  // Steps and tables share the names of facts, since expressions name them alike.
  for (const TableDraft& table : draft.tables) declare_name(table.name, "table", environment.units, names, reporter);
  for (const StepDraft& step : draft.steps) declare_name(step.name, "step", environment.units, names, reporter);

  std::vector<bool> used(environment.layout.code_types.size(), false);
  for (const Scope scope : {Scope::claim, Scope::item}) {
    for (const FactDeclaration& fact : environment.layout.of(scope)) {
      if (fact.kind == FactKind::code) used[fact.code_type] = true;
    }
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) {
      reporter.warning(draft.types[i].name.at, "unused_type", "no fact is of type " + draft.types[i].name.text,
                       "remove it, or declare the fact it was meant for");
    }
  }
}

}  // namespace wildclaims::rules::language
