// Writes a model down as a rulebook.
#include <chrono>

#include "tests/property/words.h"

namespace wildclaims::property {

std::string decimal_text(std::int64_t digits, int decimals) {
  const bool negative = digits < 0;
  std::string text = std::to_string(negative ? -digits : digits);
  const auto places = static_cast<std::size_t>(decimals);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  if (places > 0) text.insert(text.size() - places, 1, '.');
  if (negative) text.insert(0, 1, '-');
  return text;
}

namespace {

std::chrono::year_month_day civil(std::int64_t days) {
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(days)));
}

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string month_day_text(int month_day) { return two(month_day / 100) + "-" + two(month_day % 100); }

class Writer {
 public:
  explicit Writer(const Model& model) : model_(model) {}

  std::string run() {
    header();
    funding();
    types();
    facts();
    running();
    loss_date();
    values();
    tables();
    brackets();
    findings("deny", model_.denials);
    findings("flag", model_.flags);
    steps();
    return std::move(text_);
  }

 private:
  std::string written(const Expr& expression) const { return expression_text(model_, expression); }
  void line(const std::string& text) { text_ += text + "\n"; }

  void header() {
    line("rulebook: " + model_.id);
    line("version: \"" + std::to_string(model_.seed % 1'000'000) + "\"");
    line("title: " + label("random"));
    line("status: draft");
    line("in_force: {from: " + day_text(model_.in_force_from) + ", to: " + day_text(model_.in_force_to) + "}");
    line("utc_offset: \"+08:00\"");
    line("money: {currency: CNY, minor_digits: 2, rounding: " + word(model_.result_rounding) + "}");
    line("policy:");
    line("  premium: {amount: 500000.00}");
    if (depends_on_claim()) {
      std::string shares;
      for (const std::string& funder : model_.funding.funders) {
        shares += (shares.empty() ? funder + ": 100%" : ", " + funder + ": 0%");
      }
      line("  premium_shares: {" + shares + "}");
    }
    line("  aggregate_limit: {amount: 8000000.00, when_exhausted: truncate, residual_to: " +
         model_.funding.funders.back() + ", when_freed: leave}");
  }

  // --- funding ---

  bool depends_on_claim() const {
    const Funding& funding = model_.funding;
    const FundingCase& first = funding.layers.front().cases.front();
    return funding.layered || funding.layers.front().cases.size() > 1 || !first.weights.empty();
  }

  std::string shared(const FundingCase& each) {
    std::string text = each.shares.empty() ? "weights: {" : "shares: {";
    std::string between;
    for (std::size_t i = 0; i < model_.funding.funders.size(); ++i) {
      text += between + model_.funding.funders[i] + ": ";
      text += each.shares.empty() ? "\"" + written(each.weights[i]) + "\"" : each.shares[i].text;
      between = ", ";
    }
    return text + "}";
  }

  void cases(const FundingLayer& layer, const std::string& indent) {
    if (layer.cases.size() == 1) {
      line(indent + shared(layer.cases.front()));
      return;
    }
    line(indent + "cases:");
    for (const FundingCase& each : layer.cases) {
      const std::string when = each.when ? "when: \"" + written(*each.when) + "\", " : "";
      std::string entry = indent + "  - {";
      entry += when;
      entry += shared(each);
      entry += "}";
      line(entry);
    }
  }

  void funding() {
    const Funding& funding = model_.funding;
    line("funding:");
    if (funding.labelled_shares) {
      line("  shares:");
      for (std::size_t i = 0; i < funding.funders.size(); ++i) {
        line("    " + funding.funders[i] + ": {share: " + funding.layers.front().cases.front().shares[i].text +
             ", label: " + label(funding.funders[i]) + "}");
      }
    } else {
      line("  funders:");
      for (const std::string& funder : funding.funders) line("    " + funder + ": " + label(funder));
      if (funding.layered) {
        line("  layers:");
        for (const FundingLayer& layer : funding.layers) {
          std::string first = "    - ";
          if (layer.up_to) {
            line(first + "up_to: \"" + written(*layer.up_to) + "\"");
            first = "      ";
          }
          const std::size_t begin = text_.size();
          cases(layer, "      ");
          text_.replace(begin, first.size(), first);
        }
      } else {
        cases(funding.layers.front(), "  ");
      }
    }
    line(funding.odd_to ? "  odd_cents: {to: " + funding.funders[*funding.odd_to] + "}"
                        : "  odd_cents: largest_remainder");
  }

  // --- declarations ---

  void types() {
    line("types:");
    for (const CodeType& type : model_.code_types) {
      line("  " + type.name + ":");
      line("    label: " + label(type.name));
      line("    codes:");
      for (const std::string& code : type.codes) line("      " + code + ": " + label(code));
    }
  }

  std::string fact_value(const Fact& fact, std::int64_t raw) const {
    switch (fact.type.kind) {
      case Kind::number:
      case Kind::month_day:
        return decimal_text(raw, fact.decimals) + (fact.percent ? "%" : "");
      case Kind::boolean:
        return raw != 0 ? "true" : "false";
      case Kind::code:
        return model_.code_types[fact.type.codes].codes[static_cast<std::size_t>(raw)];
      case Kind::date:
      case Kind::datetime:
        return day_text(raw);
    }
    return "";
  }

  void facts_of(const char* scope, const std::vector<Fact>& facts) {
    if (facts.empty()) return;
    line(std::string("  ") + scope + ":");
    for (const Fact& fact : facts) {
      std::string text = "    " + fact.name + ": {type: " + fact.word;
      if (fact.type.kind == Kind::number) text += ", decimals: " + std::to_string(fact.decimals);
      if (fact.at_least) text += ", at_least: " + fact_value(fact, *fact.at_least);
      if (fact.at_most) text += ", at_most: " + fact_value(fact, *fact.at_most);
      if (fact.fallback) text += ", default: " + fact_value(fact, *fact.fallback);
      line(text + ", label: " + label(fact.name) + "}");
    }
  }

  void facts() {
    line("facts:");
    facts_of("event", model_.event_facts);
    facts_of("claim", model_.claim_facts);
    facts_of("item", model_.item_facts);
  }

  void running() {
    if (model_.declares_running && !model_.running.empty()) {
      line("running:");
      for (const Running& running : model_.running) {
        std::string text = "  " + running.name + ": {per: " + word(running.per);
        if (running.by) text += ", by: " + model_.claim_facts[*running.by].name;
        if (running.of) text += ", of: " + model_.steps[*running.of].name;
        line(text + ", label: " + label(running.name) + "}");
      }
    }
    if (model_.adjustments.empty()) return;
    line("adjustments:");
    for (const std::string& name : model_.adjustments) {
      line("  " + name + ": {label: " + label(name) + "}");
    }
  }

  void loss_date() {
    std::string text = "loss_date: {day: " + word(model_.loss_day);
    const auto named = [&](const char* key, std::optional<std::size_t> fact) {
      if (fact) text += std::string(", ") + key + ": " + model_.claim_facts[*fact].name;
    };
    named("first_day", model_.first_day);
    named("last_day", model_.last_day);
    named("discovered", model_.discovered);
    line(text + "}");
  }

  void values() {
    if (model_.values.empty()) return;
    line("values:");
    for (const NamedValue& named : model_.values) {
      std::string text =
          "  " + named.name + ": {label: " + label(named.name) + ", of: " + word(named.unit, named.percent);
      if (named.values.size() == 1) {
        line(text + ", value: " + named.values.front().value.text + "}");
        continue;
      }
      text += ", dated: [";
      std::string between;
      for (const DatedValue& dated : named.values) {
        text += between + "{" + dates(dated.from, dated.to) + "value: " + dated.value.text + "}";
        between = ", ";
      }
      line(text + "]}");
    }
  }

  void brackets() {
    if (model_.brackets.empty()) return;
    line("brackets:");
    for (const Bracket& bracket : model_.brackets) {
      std::string text = "  " + bracket.name + ": {label: " + label(bracket.name) +
                         ", of: " + word(bracket.unit, false) + ", bands: [";
      std::string between;
      for (const Band& band : bracket.bands) {
        text += between + "{";
        if (band.up_to) text += "up_to: " + band.up_to->text + ", ";
        text += "rate: " + band.rate.text + "}";
        between = ", ";
      }
      line(text + "]}");
    }
  }

  void tables() {
    if (model_.tables.empty()) return;
    line("tables:");
    for (const Table& table : model_.tables) text_ += table_yaml(model_, table);
  }

  // --- rules ---

  void findings(const char* key, const std::vector<Finding>& findings) {
    if (findings.empty()) return;
    line(std::string(key) + ":");
    for (const Finding& finding : findings) {
      line("  - code: " + finding.code);
      line("    when: \"" + written(finding.when) + "\"");
      line("    say: " + label(finding.code));
    }
  }

  const std::string& by_name(const Limit& limit) const {
    const bool of_items = limit.per == Per::item || limit.per == Per::plot_year;
    return (of_items ? model_.item_facts : model_.claim_facts)[*limit.by].name;
  }

  void steps() {
    line("steps:");
    for (const Step& step : model_.steps) {
      line("  - " + word(step.kind) + ": " + step.name);
      line("    label: " + label(step.name));
      line(std::string("    ") + (step.limit ? "of" : "is") + ": \"" + written(step.is) + "\"");
      if (step.rounding) {
        line("    round: " + word(step.rounding->round) + " to " + step.rounding->increment.text);
      }
      if (step.limit) limit(*step.limit);
    }
    line("result: " + model_.steps[model_.result].name);
  }

  void limit(const Limit& limit) {
    line("    per: " + word(limit.per));
    line("    amount: \"" + written(limit.amount) + "\"");
    if (limit.used && limit.name_used) line("    used: " + model_.running[*limit.used].name);
    if (limit.by) line("    by: " + by_name(limit));
    if (limit.allocate) line("    allocate: " + word(*limit.allocate));
    if (limit.priority) line("    priority: \"" + written(*limit.priority) + "\"");
    if (limit.exempt) line("    exempt: \"" + written(*limit.exempt) + "\"");
  }

  const Model& model_;
  std::string text_;
};

}  // namespace

std::string day_text(std::int64_t days) {
  const auto date = civil(days);
  return std::to_string(static_cast<int>(date.year())) + "-" +
         month_day_text(static_cast<int>(static_cast<unsigned>(date.month())) * 100 +
                        static_cast<int>(static_cast<unsigned>(date.day())));
}

int month_day_of(std::int64_t days) {
  const auto date = civil(days);
  return static_cast<int>(static_cast<unsigned>(date.month())) * 100 +
         static_cast<int>(static_cast<unsigned>(date.day()));
}

std::string to_yaml(const Model& model) { return Writer(model).run(); }

}  // namespace wildclaims::property
