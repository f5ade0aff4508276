// Which parts of the language a random rulebook may use. All off: the first version of the language.
#pragma once

namespace wildclaims::property {

struct Features {
  bool unsafe_division = false;  // divisors that may be zero: the fault is expected
  bool lifted_division = false;  // also in what is gathered from the items
  // The second version of the language.
  bool event_facts = false;
  bool event_steps = false;  // with sum(claim.x) and the like
  bool declared_running = false;
  bool adjustments = false;
  bool defaults = false;  // of facts
  bool named_values = false;
  bool more_hits = false;    // any, priority, rule_order, output_order, collect
  bool own_columns = false;  // tables over any expression, month-days among them
  bool several_outputs = false;
  bool typed_outputs = false;  // codes and truth values from tables
  bool dated_rows = false;
  bool brackets = false;
  bool month_days = false;        // x within 04-16 to 05-20, month_day(x)
  bool selections = false;        // any, all, sum(… where …)
  bool unsafe_selection = false;  // min and max that may select nothing: the fault is expected
  bool groups = false;            // sum(… by …)
  bool item_limits = false;       // per item and plot_year, with `by`
  bool year_limits = false;       // per household_year, event, policy_year
  bool fees = false;
  bool funding_forms = false;  // funders, weights, cases, layers, odd cents to one funder
  bool loss_date_word = false;

  static Features version_1() {
    Features features;
    features.unsafe_division = true;
    return features;
  }

  static Features version_2() {
    Features features = version_1();
    features.lifted_division = true;
    features.event_facts = true;
    features.event_steps = true;
    features.declared_running = true;
    features.adjustments = true;
    features.defaults = true;
    features.named_values = true;
    features.more_hits = true;
    features.own_columns = true;
    features.several_outputs = true;
    features.typed_outputs = true;
    features.dated_rows = true;
    features.brackets = true;
    features.month_days = true;
    features.selections = true;
    features.unsafe_selection = true;
    features.groups = true;
    features.item_limits = true;
    features.year_limits = true;
    features.fees = true;
    features.funding_forms = true;
    features.loss_date_word = true;
    return features;
  }
};

}  // namespace wildclaims::property
