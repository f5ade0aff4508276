// A rulebook as plain data: what the generator makes up, what to_yaml() writes down, and what the reference evaluates.
// Numbers are in base units (yuan, square metres, kilograms, seconds, one) beside the text the rulebook writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/property/exact.h"

namespace wildclaims::property {

enum class Scope { event, claim, item };
enum class Kind { number, boolean, code, date, datetime, month_day };
enum class Quantity { number, money, area, mass, duration, money_per_area, money_per_mass };

struct Type {
  Kind kind = Kind::number;
  Quantity quantity = Quantity::number;
  std::size_t codes = 0;  // index into Model::code_types

  bool operator==(const Type&) const = default;
};

inline Type number_of(Quantity quantity) { return {Kind::number, quantity, 0}; }

// Values of other kinds than numbers are whole numbers, too: false and true are 0 and 1, a code its place in the list,
// a date its days since 1970-01-01, a datetime its seconds since then by the programme's clock, a month_day 100 * month
// + day.

struct Unit {
  std::string symbol;  // empty for a plain number
  Quantity quantity = Quantity::number;
  Exact in_base;
};

struct CodeType {
  std::string name;
  std::vector<std::string> codes;
};

struct Fact {
  std::string name;
  Scope scope = Scope::claim;
  Type type;
  std::string word;                      // the type as written: "mu", "percent", "date", …
  bool percent = false;                  // written with its sign
  int decimals = 0;                      // of the text
  Exact step;                            // what one in a raw value is worth
  std::optional<std::int64_t> at_least;  // raw values; written when present
  std::optional<std::int64_t> at_most;
  std::optional<std::int64_t> fallback;  // `default`
  std::int64_t usually_from = 0;         // where random values are drawn, inside the bounds
  std::int64_t usually_to = 0;
  std::vector<std::int64_t> edges;  // raw values beside which some rule changes its mind
};

// What one limit, and one running total, is counted over.
enum class Per { item, claim, household_event, household_year, plot_year, event, policy_year };

struct Running {
  std::string name;
  Per per = Per::household_event;
  std::optional<std::size_t> by;  // a code fact of the claim
  std::optional<std::size_t> of;  // a step; the result when absent
};

enum class Op {
  number,         // value, text
  truth,          // index
  code,           // index, text
  day,            // index, text: a date
  fact,           // scope, index
  step,           // index
  named_value,    // index
  running_total,  // index
  adjustment,     // index
  loss_date,
  item_count,
  negate,
  logical_not,
  add,
  subtract,
  multiply,
  divide,
  days_between,     // date - date
  seconds_between,  // datetime - datetime
  days_later,       // date + a literal of days
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  conditional,
  minimum,
  maximum,
  round_to,   // parts[0], value and text of the increment, round
  day_of,     // of a datetime
  within,     // a date, between month-days from and to
  month_day,  // of a date
  table,      // index, output, parts: arguments
  bracket,    // index
  gathered    // gather, over, parts[0]; parts[1] when `where`; index of an item fact when `by`; or a table's list
};

enum class Gather { sum, min, max, count, any, all, first, last };
enum class Over { items, claims, answers };

struct Expr {
  Op op = Op::number;
  std::vector<Expr> parts{};
  Exact value{};
  std::string text{};
  std::size_t index = 0;
  std::size_t output = 0;
  Scope scope = Scope::claim;
  Round round = Round::half_up;
  Gather gather = Gather::sum;
  Over over = Over::items;
  bool where = false;
  bool by = false;
  int from = 0;  // month-days
  int to = 0;
};

// One end of a range; absent: open.
struct Bound {
  Exact value;
  std::string text;
  bool inside = true;
};

struct Range {
  std::optional<Bound> low;
  std::optional<Bound> high;
  bool round_the_year = false;  // of month-days: from the low end over New Year to the high one
};

// Matches any value; or one of these codes (or truth values); or what lies inside the range.
struct Cell {
  bool any = true;
  std::vector<std::size_t> codes;
  std::optional<Range> range;
};

struct Output {
  std::string name;  // empty when it is the only one
  Type type;
  Unit unit;
  bool percent = false;
};

struct Datum {
  Exact value;
  std::string text;
};

struct Row {
  std::vector<Cell> cells;
  std::vector<Datum> outputs;
  std::optional<std::int64_t> from;  // days of loss, both inside
  std::optional<std::int64_t> to;
  bool as_list = false;  // written as a list
};

enum class Hit {
  unique,
  first,
  any,
  priority,
  rule_order,
  output_order,
  collect,
  collect_sum,
  collect_min,
  collect_max,
  collect_count
};

inline bool gives_list(Hit hit) { return hit == Hit::rule_order || hit == Hit::output_order || hit == Hit::collect; }

struct Column {
  std::string name;
  Type type;
  std::optional<std::pair<Scope, std::size_t>> fact;  // the one that is passed; own columns have none
  std::string word;                                   // of a column of its own: its type as written
  bool percent = false;
  std::optional<Datum> at_least;
};

struct Table {
  std::string name;
  Hit hit = Hit::unique;
  std::vector<Column> columns;
  std::vector<Output> outputs;
  std::vector<Row> rows;
  std::vector<Datum> otherwise;  // one for each output; empty when there is none
  std::vector<Datum> order;      // of the first output, highest first
  bool as_grid = false;          // two columns of codes, every pair in one row
};

struct DatedValue {
  std::optional<std::int64_t> from;
  std::optional<std::int64_t> to;
  Datum value;
};

struct NamedValue {
  std::string name;
  Unit unit;
  bool percent = false;
  std::vector<DatedValue> values;  // one without dates, or several that follow one another
};

struct Band {
  std::optional<Datum> up_to;
  Datum rate;
};

struct Bracket {
  std::string name;
  Unit unit;
  std::vector<Band> bands;
};

enum class Allocate { proportional, first_come, priority };

struct Limit {
  Per per = Per::claim;
  Expr amount;
  std::optional<std::size_t> used;  // running total
  bool name_used = false;           // written though it may be left out
  std::optional<std::size_t> by;    // a code fact: of the item, or of the claim for event and policy_year
  std::optional<Allocate> allocate;
  std::optional<Expr> priority;
  std::optional<Expr> exempt;
};

struct Rounding {
  Round round = Round::half_up;
  Datum increment;
};

enum class StepKind { item, claim, event, limit, fee };

struct Step {
  StepKind kind = StepKind::claim;
  std::string name;
  Type type;
  Expr is;
  std::optional<Rounding> rounding;
  std::optional<Limit> limit;

  Scope scope() const {
    if (kind == StepKind::event) return Scope::event;
    const bool of_items = limit && (limit->per == Per::item || limit->per == Per::plot_year);
    return kind == StepKind::item || of_items ? Scope::item : Scope::claim;
  }
};

struct Finding {
  std::string code;
  Expr when;
};

struct FundingCase {
  std::optional<Expr> when;
  std::vector<Datum> shares;  // one for each funder, or none
  std::vector<Expr> weights;  // likewise
};

struct FundingLayer {
  std::optional<Expr> up_to;
  std::vector<FundingCase> cases;
};

struct Funding {
  std::vector<std::string> funders;
  bool labelled_shares = true;  // the simple form
  bool layered = false;
  std::vector<FundingLayer> layers;   // one when it is not layered
  std::optional<std::size_t> odd_to;  // largest remainder when absent
};

// Where more damage may pay less: the entitlement may fall only when this step's value passes `at`.
struct Edge {
  std::size_t step = 0;
  Exact at;
};

struct Model {
  std::uint64_t seed = 0;
  std::string id;
  std::int64_t in_force_from = 0;  // days
  std::int64_t in_force_to = 0;
  Round result_rounding = Round::half_up;
  std::vector<CodeType> code_types;
  std::vector<Fact> event_facts;
  std::vector<Fact> claim_facts;
  std::vector<Fact> item_facts;
  std::optional<std::size_t> first_day;  // claim facts
  std::optional<std::size_t> last_day;
  std::optional<std::size_t> discovered;
  enum class LossDay { first_day, last_day, discovered } loss_day = LossDay::last_day;
  bool declares_running = true;
  std::vector<Running> running;
  std::vector<std::string> adjustments;  // money of the claim
  std::vector<NamedValue> values;
  std::vector<Table> tables;
  std::vector<Bracket> brackets;
  std::vector<Finding> denials;
  std::vector<Finding> flags;
  std::vector<Step> steps;
  std::size_t result = 0;
  Funding funding;
  std::vector<Edge> edges;  // of monotone rulebooks

  const std::vector<Fact>& facts(Scope scope) const {
    return scope == Scope::item ? item_facts : scope == Scope::claim ? claim_facts : event_facts;
  }
  std::vector<Fact>& facts(Scope scope) {
    return scope == Scope::item ? item_facts : scope == Scope::claim ? claim_facts : event_facts;
  }
};

// A complete rulebook in the language of config/rulebooks/README.md.
std::string to_yaml(const Model& model);

// "2025-03-01".
std::string day_text(std::int64_t days);
// 100 * month + day.
int month_day_of(std::int64_t days);
// 1234 with 2 decimals is "12.34".
std::string decimal_text(std::int64_t digits, int decimals);

}  // namespace wildclaims::property
