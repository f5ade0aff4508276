#include "rules/language/examples.h"

#include <algorithm>
#include <string>

#include "rules/determine.h"

namespace wildclaims::rules::language {
namespace {

class ExampleRun {
 public:
  ExampleRun(const Rulebook& rulebook, const ExampleDraft& example, Reporter& reporter)
      : rulebook_(rulebook), example_(example), reporter_(reporter) {}

  void run() {
    const auto read = read_facts(rulebook_, example_.facts, Completeness::complete);
    if (const auto* faults = std::get_if<Faults>(&read)) {
      for (const Fault& fault : *faults) {
        const auto place = example_.places.find(fault.pointer);
        reporter_.error(place == example_.places.end() ? example_.at : place->second, "example_facts",
                        named() + ": " + fault.pointer + ": " + fault.say.en);
      }
      return;
    }
    const auto outcome = determine(rulebook_, std::get<Facts>(read), example_.running);
    if (const auto* fault = std::get_if<Fault>(&outcome)) {
      reporter_.error(example_.at, "example_fails", named() + ": " + fault->say.en);
      return;
    }
    compare(std::get<Determination>(outcome));
  }

 private:
  std::string named() const { return "example '" + shown(example_.name) + "'"; }

  void compare(const Determination& computed) {
    if (example_.indemnity) {
      const auto expected = Money::parse(example_.indemnity->text);
      if (!expected) {
        bad_amount(*example_.indemnity);
      } else if (*expected != computed.entitlement) {
        differs(example_.indemnity->at, "indemnity", expected->to_string(), computed.entitlement.to_string(), computed);
      }
    }
    for (const auto& [funder, amount] : example_.funding) part(funder, amount, computed);
    codes("denied", example_.denied, computed.denials, computed);
    codes("flags", example_.flags, computed.flags, computed);
  }

  void bad_amount(const Word& word) {
    reporter_.error(word.at, "example_facts", named() + ": '" + shown(word.text) + "' is no amount of money",
                    "write it as in 2100.00");
  }

  void part(const Word& funder, const Word& amount, const Determination& computed) {
    const auto found = std::find_if(computed.funding.begin(), computed.funding.end(),
                                    [&](const FundingPart& each) { return each.funder == funder.text; });
    if (found == computed.funding.end()) {
      std::vector<std::string> names;
      for (const Funder& each : rulebook_.funders()) names.push_back(each.code);
      reporter_.error(funder.at, "unknown_funder", "'" + shown(funder.text) + "' is no funder",
                      suggestion(funder.text, names));
      return;
    }
    const auto expected = Money::parse(amount.text);
    if (!expected) {
      bad_amount(amount);
    } else if (*expected != found->amount) {
      differs(amount.at, "funding of " + funder.text, expected->to_string(), found->amount.to_string(), computed);
    }
  }

  // Absent in the example means: none. A flag nobody expected is a surprise worth an error.
  void codes(const std::string& what, const std::optional<std::vector<Word>>& expected,
             const std::vector<Finding>& findings, const Determination& computed) {
    std::vector<std::string> wanted;
    if (expected) {
      for (const Word& word : *expected) wanted.push_back(word.text);
    }
    std::vector<std::string> found;
    for (const Finding& finding : findings) found.push_back(finding.code);
    std::sort(wanted.begin(), wanted.end());
    std::sort(found.begin(), found.end());
    if (wanted == found) return;
    const Position at = expected && !expected->empty() ? expected->front().at : example_.at;
    differs(at, what, "[" + listed(wanted) + "]", "[" + listed(found) + "]", computed);
  }

  void differs(Position at, const std::string& what, const std::string& expected, const std::string& got,
               const Determination& computed) {
    std::string steps;
    for (const StepAmount& amount : computed.amounts) {
      steps += (steps.empty() ? "computed: " : ", ") + amount.step + " " + amount.amount.to_string();
    }
    reporter_.error(at, "example_fails", named() + " expects " + what + " " + expected + ", the rules give " + got,
                    steps);
  }

  const Rulebook& rulebook_;
  const ExampleDraft& example_;
  Reporter& reporter_;
};

}  // namespace

void run_examples(const Rulebook& rulebook, const std::vector<ExampleDraft>& examples, Reporter& reporter) {
  for (const ExampleDraft& example : examples) ExampleRun(rulebook, example, reporter).run();
}

}  // namespace wildclaims::rules::language
