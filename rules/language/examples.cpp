#include "rules/language/examples.h"

#include <algorithm>
#include <string>

#include "rules/determine.h"
#include "rules/engine/evaluate.h"
#include "rules/engine/read_place.h"
#include "rules/language/value_text.h"

namespace wildclaims::rules::language {
namespace {

const Ratio kFen = *Ratio::make(1, 100);

// One claim's expectations against what was computed.
class Comparison {
 public:
  Comparison(const Rulebook& rulebook, std::string named, const ClaimExampleDraft& example,
             const engine::Machine& machine, std::size_t claim, const Determination& computed, Reporter& reporter)
      : rulebook_(rulebook),
        named_(std::move(named)),
        expect_(example.expect),
        machine_(machine),
        claim_(claim),
        computed_(computed),
        reporter_(reporter) {}

  void run(const std::optional<Word>& available) {
    amount(expect_.indemnity, "indemnity", computed_.entitlement);
    amount(expect_.balance, "balance", computed_.balance);
    for (const auto& [funder, word] : expect_.funding) part(funder, word);
    for (const auto& [fee, word] : expect_.fees) fee_amount(fee, word);
    for (const auto& [step, word] : expect_.steps) step_value(step, word);
    codes("denied", expect_.denied, computed_.denials);
    codes("flags", expect_.flags, computed_.flags);
    exhausted(available);
  }

 private:
  std::optional<Money> money(const Word& word) {
    const auto amount = Money::parse(word.text);
    if (!amount) {
      reporter_.error(word.at, "example_facts", named_ + ": '" + shown(word.text) + "' is no amount of money",
                      "write it as in 2100.00");
    }
    return amount;
  }

  void amount(const std::optional<Word>& word, const std::string& what, Money got) {
    const auto expected = word ? money(*word) : std::nullopt;
    if (expected && *expected != got) differs(word->at, what, expected->to_string(), got.to_string());
  }

  void part(const Word& funder, const Word& word) {
    const auto found = std::find_if(computed_.funding.begin(), computed_.funding.end(),
                                    [&](const FundingPart& each) { return each.funder == funder.text; });
    if (found != computed_.funding.end()) return amount(word, "funding of " + funder.text, found->amount);
    std::vector<std::string> names;
    for (const Funder& each : rulebook_.funders()) names.push_back(each.code);
    reporter_.error(funder.at, "unknown_funder", "'" + shown(funder.text) + "' is no funder",
                    suggestion(funder.text, names));
  }

  void fee_amount(const Word& fee, const Word& word) {
    const auto found = std::find_if(computed_.fees.begin(), computed_.fees.end(),
                                    [&](const StepAmount& each) { return each.step == fee.text; });
    if (found != computed_.fees.end()) return amount(word, "fee " + fee.text, found->amount);
    std::vector<std::string> names;
    for (const StepAmount& each : computed_.fees) names.push_back(each.step);
    reporter_.error(fee.at, "unknown_step", "'" + shown(fee.text) + "' is no fee", suggestion(fee.text, names));
  }

  // Money to the cent, anything else exactly.
  void step_value(const Word& name, const Word& word) {
    const CompiledRules& rules = rulebook_.compiled();
    const auto step = std::find_if(rules.steps.begin(), rules.steps.end(),
                                   [&](const CompiledStep& each) { return each.name == name.text; });
    if (step == rules.steps.end() || step->scope == Scope::item) {
      std::vector<std::string> names;
      for (const CompiledStep& each : rules.steps) {
        if (each.scope != Scope::item) names.push_back(each.name);
      }
      reporter_.error(name.at, "unknown_step", "'" + shown(name.text) + "' is no step of the claim or event",
                      suggestion(name.text, names));
      return;
    }
    const auto value = engine::read_place(step->value, [&](engine::Register reg) {
      return step->scope == Scope::event ? machine_.event(reg) : machine_.claim(claim_, reg);
    });
    if (step->type.is_money()) {
      const auto fen = value ? divide(*value, kFen) : std::nullopt;
      if (!fen) return;
      const Int128 rounded = divide_rounded(fen->numerator(), fen->denominator(), Rounding::half_up);
      amount(word, name.text, Money::from_fen(static_cast<std::int64_t>(rounded)));
      return;
    }
    other_value(*step, value, word);
  }

  void other_value(const CompiledStep& step, const std::optional<Ratio>& value, const Word& word) {
    const Environment& environment = rulebook_.compiled().environment;
    std::optional<Ratio> expected;
    std::string got = "?";
    const auto whole = value ? static_cast<std::int64_t>(value->numerator()) : 0;
    switch (step.type.kind) {
      case Kind::boolean:
        if (word.text == "true" || word.text == "false") expected = Ratio(word.text == "true" ? 1 : 0);
        got = whole != 0 ? "true" : "false";
        break;
      case Kind::code: {
        const CodeType& type = environment.layout.code_types[step.type.code_type];
        if (const auto code = type.index_of(word.text)) expected = Ratio(static_cast<Int128>(*code));
        got = type.codes[static_cast<std::size_t>(whole)].name;
        break;
      }
      case Kind::number:
      case Kind::date:
      case Kind::month_day:
      case Kind::datetime:
      case Kind::unknown:
        expected = bound_value(word.text, step.type, environment.units);
        if (value && step.type.is_number()) got = plain_text(1, *value, step.type, environment.units);
        if (value && step.type.kind == Kind::date) got = Date::from_days(static_cast<std::int32_t>(whole)).to_string();
        break;
    }
    if (!expected) {
      reporter_.error(word.at, "example_facts",
                      named_ + ": '" + shown(word.text) + "' is no value of step " + step.name,
                      "write it as facts are written, in the unit of the step");
    } else if (!value || !(*value == *expected)) {
      differs(word.at, step.name, word.text, got);
    }
  }

  // Absent in the example means: none. A flag nobody expected is a surprise worth an error.
  void codes(const std::string& what, const std::optional<std::vector<Word>>& expected,
             const std::vector<Finding>& findings) {
    std::vector<std::string> wanted;
    if (expected) {
      for (const Word& word : *expected) wanted.push_back(word.text);
    }
    std::vector<std::string> found;
    for (const Finding& finding : findings) found.push_back(finding.code);
    std::sort(wanted.begin(), wanted.end());
    std::sort(found.begin(), found.end());
    if (wanted == found) return;
    const Position at = expected && !expected->empty() ? expected->front().at : expect_.at;
    differs(at, what, "[" + listed(wanted) + "]", "[" + listed(found) + "]");
  }

  // What the aggregate limit leaves of it.
  void exhausted(const std::optional<Word>& available) {
    const bool asked = expect_.approved || expect_.residual || expect_.held;
    if (!available) {
      if (asked) {
        reporter_.error(expect_.at, "example_facts",
                        named_ + " expects what is approved, and does not say what is available",
                        "add available: with what is left of the aggregate limit");
      }
      return;
    }
    const auto left = money(*available);
    if (!left) return;
    const Exhausted outcome = exhaust(rulebook_.policy_terms().when_exhausted, computed_.entitlement, *left);
    amount(expect_.approved, "approved", outcome.approved);
    amount(expect_.residual, "residual", outcome.residual);
    amount(expect_.held, "held", outcome.held);
  }

  void differs(Position at, const std::string& what, const std::string& expected, const std::string& got) {
    std::string steps;
    for (const StepAmount& amount : computed_.amounts) {
      steps += (steps.empty() ? "computed: " : ", ") + amount.step + " " + amount.amount.to_string();
    }
    reporter_.error(at, "example_fails", named_ + " expects " + what + " " + expected + ", the rules give " + got,
                    steps);
  }

  const Rulebook& rulebook_;
  const std::string named_;
  const ExpectationDraft& expect_;
  const engine::Machine& machine_;
  const std::size_t claim_;
  const Determination& computed_;
  Reporter& reporter_;
};

class ExampleRun {
 public:
  ExampleRun(const Rulebook& rulebook, const ExampleDraft& example, Reporter& reporter, const ExampleWatcher& watcher)
      : rulebook_(rulebook), example_(example), reporter_(reporter), watcher_(watcher) {}

  void run() {
    if (example_.year) return year(*example_.year);
    if (example_.claims.empty()) {
      reporter_.error(example_.at, "bad_example", named() + " has no claim, so it shows nothing",
                      "add at least one under claims:");
      return;
    }
    std::vector<Facts> claims;
    for (const ClaimExampleDraft& claim : example_.claims) {
      if (auto facts = read(claim)) claims.push_back(std::move(*facts));
    }
    if (claims.empty() || claims.size() != example_.claims.size()) return;
    engine::Machine machine(rulebook_.compiled().program);
    if (const auto fault = engine::run_rules(machine, rulebook_, claims)) return failed(*fault);
    if (watcher_) watcher_(machine, claims);
    for (std::size_t i = 0; i < claims.size(); ++i) {
      const auto outcome = engine::read_determination(machine, rulebook_, claims[i], i);
      if (const auto* fault = std::get_if<Fault>(&outcome)) return failed(*fault);
      const std::string which = claims.size() == 1 ? "" : ", claim " + std::to_string(i + 1);
      Comparison(rulebook_, named() + which, example_.claims[i], machine, i, std::get<Determination>(outcome),
                 reporter_)
          .run(example_.available);
    }
  }

 private:
  std::string named() const { return "example '" + shown(example_.name) + "'"; }

  void failed(const Fault& fault) { reporter_.error(example_.at, "example_fails", named() + ": " + fault.say.en); }

  std::optional<Facts> read(const ClaimExampleDraft& claim) {
    auto read = read_facts(rulebook_, claim.sheet, Completeness::complete);
    if (auto* facts = std::get_if<Facts>(&read)) return std::move(*facts);
    for (const Fault& fault : std::get<Faults>(read)) {
      const auto place = claim.places.find(fault.pointer);
      reporter_.error(place == claim.places.end() ? claim.at : place->second, "example_facts",
                      named() + ": " + fault.pointer + ": " + fault.say.en);
    }
    return std::nullopt;
  }

  std::optional<Money> money(const Word& word) {
    const auto amount = Money::parse(word.text);
    if (!amount) {
      reporter_.error(word.at, "example_facts", named() + ": '" + shown(word.text) + "' is no amount of money",
                      "write it as in 2100.00");
    }
    return amount;
  }

  // A rank or a number of years: 0 when absent, nothing after a report.
  std::optional<std::int64_t> whole(const std::optional<Word>& word) {
    if (!word) return 0;
    const auto number = Decimal::parse(word->text);
    constexpr std::int64_t kMost = 1'000'000;
    if (number && number->scale == 0 && number->digits >= 0 && number->digits <= kMost) {
      return static_cast<std::int64_t>(number->digits);
    }
    reporter_.error(word->at, "example_facts", named() + ": '" + shown(word->text) + "' is no whole number",
                    "ranks and years carried are whole numbers from 0 up");
    return std::nullopt;
  }

  // The settlement of a policy year.
  void year(const YearExampleDraft& draft) {
    const auto available = money(draft.available);
    std::vector<YearClaim> wanted;
    for (const YearClaimDraft& claim : draft.wanted) {
      YearClaim each;
      const auto amount = money(claim.amount);
      if (!amount || !available) return;
      each.wanted = *amount;
      each.reserved = claim.reserved;
      each.exempt = claim.exempt;
      const auto priority = whole(claim.priority);
      const auto years = whole(claim.years_carried);
      if (!priority || !years) return;
      each.priority = *priority;
      each.years_carried = static_cast<int>(*years);
      wanted.push_back(each);
    }
    if (!available) return;
    const std::vector<YearShare> settled = settle_year(rulebook_.policy_terms().year, *available, wanted);
    list(draft.approved, "approved", settled, &YearShare::approved);
    if (draft.unpaid) list(*draft.unpaid, "unpaid", settled, &YearShare::unpaid);
    if (draft.carried) list(*draft.carried, "carried", settled, &YearShare::carried);
  }

  void list(const std::vector<Word>& expected, const std::string& what, const std::vector<YearShare>& settled,
            Money YearShare::*part) {
    if (expected.size() != settled.size()) {
      reporter_.error(example_.at, "example_facts",
                      named() + " expects " + std::to_string(expected.size()) + " amounts " + what + " for " +
                          std::to_string(settled.size()) + " claims");
      return;
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto amount = money(expected[i]);
      if (!amount || *amount == settled[i].*part) continue;
      reporter_.error(expected[i].at, "example_fails",
                      named() + " expects " + what + " " + amount->to_string() + ", the settlement gives " +
                          (settled[i].*part).to_string());
    }
  }

  const Rulebook& rulebook_;
  const ExampleDraft& example_;
  Reporter& reporter_;
  const ExampleWatcher& watcher_;
};

// Intermediate values of one example (8 bytes each at least) and of all together (a second or two): an example that a
// person can read has a few thousand.
constexpr std::size_t kMostValues = 8'000'000;
constexpr std::size_t kMostValuesTogether = 200'000'000;

std::size_t values_of(const ExampleDraft& example, const engine::Program& program) {
  std::size_t values = program.event.registers + example.claims.size() * program.claim.registers;
  for (const ClaimExampleDraft& claim : example.claims) values += claim.sheet.items.size() * program.item.registers;
  return values;
}

}  // namespace

void run_examples(const Rulebook& rulebook, const std::vector<ExampleDraft>& examples, Reporter& reporter,
                  const ExampleWatcher& watcher) {
  std::size_t together = 0;
  for (const ExampleDraft& example : examples) {
    const std::size_t values = values_of(example, rulebook.compiled().program);
    together += values;
    if (values > kMostValues || together > kMostValuesTogether) {
      reporter.error(example.at, "rulebook_too_large",
                     "example '" + shown(example.name) + "' is too much to compute, by itself or after those before it",
                     "an example that people can check has a few claims and items");
      return;
    }
    ExampleRun(rulebook, example, reporter, watcher).run();
  }
}

}  // namespace wildclaims::rules::language
