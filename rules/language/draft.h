// A rulebook as read from its file, before anything in it has been understood: words, numbers and expressions with
// their places. The loader fills it, compile() judges it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/allocation.h"
#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/diagnostic.h"
#include "rules/engine/decision_table.h"
#include "rules/exhaustion.h"
#include "rules/facts.h"
#include "rules/language/parse_expression.h"
#include "rules/limit_scope.h"
#include "rules/money.h"
#include "rules/rounding.h"
#include "rules/rulebook.h"
#include "rules/source.h"

namespace wildclaims::rules::language {

struct Word {
  std::string text;
  Position at;
};

// {measures: volume}: the first unit of a quantity of its own; {is: 0.25 ha}: so much of a known one.
struct UnitDraft {
  Word name;
  Bilingual label;
  std::optional<Word> measures;
  std::optional<Word> is;
};

struct CodeDraft {
  Word name;
  Bilingual label;
};

struct CodeTypeDraft {
  Word name;
  Bilingual label;
  std::vector<CodeDraft> codes;
};

struct FactDraft {
  Word name;
  Scope scope = Scope::claim;
  Word type;
  Bilingual label;
  std::optional<Word> decimals;
  std::optional<Word> at_least;
  std::optional<Word> at_most;
  std::optional<Word> fallback;    // default:
  std::optional<Word> from_stage;  // needed only from that payment on
};

// A sum over earlier approvals, handed in.
struct RunningDraft {
  Word name;
  Bilingual label;
  LimitScope per = LimitScope::household_event;
  Position per_at;
  std::optional<Word> by;  // of event and policy_year: a code fact of the claim
  std::optional<Word> of;  // the step that is summed; the result when absent
  std::optional<Word> type;
  std::optional<Word> decimals;
};

// An amount that people put in for a claim, with a reason.
struct AdjustmentDraft {
  Word name;
  Bilingual label;
  std::optional<Word> type;
};

// One cell: alternatives, each a value, a range in words, or "-".
struct CellDraft {
  std::vector<Word> alternatives;
  Position at;
};

struct RowDraft {
  Position at;
  std::vector<CellDraft> cells;  // in the order of the columns
  std::vector<Word> values;      // in the order of the outputs
  std::optional<Word> from;      // dates of loss, both inside
  std::optional<Word> to;
};

// A type or a fact by its name, or, with `type`, a column of its own.
struct ColumnDraft {
  Word name;
  std::optional<Word> type;
  std::optional<Word> at_least;
  std::optional<Word> at_most;
};

struct OutputDraft {
  Word name;  // empty when there is only one and it needs none
  Word type;
};

// What a table of hit policy collect gives.
enum class Collect { list, sum, min, max, count };

struct TableDraft {
  Word name;
  Bilingual label;
  Source source;
  bool named_value = false;  // from `values`: no columns, used by its bare name
  engine::Hit hit = engine::Hit::unique;
  Collect collect = Collect::list;
  std::vector<Word> order;  // of priority and output_order: outputs, the one that goes first first
  std::vector<ColumnDraft> in;
  std::vector<OutputDraft> out;
  std::vector<RowDraft> rows;
  std::vector<Word> otherwise;  // one for each output; empty when there is none
};

struct BandDraft {
  Position at;
  std::optional<Word> up_to;
  Word rate;
};

// Marginal: each band's rate on the part of the value inside it.
struct BracketDraft {
  Word name;
  Bilingual label;
  Source source;
  Word of;
  std::vector<BandDraft> bands;
};

struct FindingDraft {
  Word code;
  ExpressionText when;
  Bilingual say;
  Source source;
};

enum class StepKind { item, claim, event, limit, fee };

struct RoundDraft {
  Rounding rounding = Rounding::half_up;
  Word increment;
};

// How an amount that several want is shared. Expressions left out have an empty text.
struct SharingDraft {
  ExpressionText priority;
  std::optional<Word> reserved_share;
  ExpressionText reserved_for;
  ExpressionText exempt;
};

struct LimitDraft {
  LimitScope per = LimitScope::claim;
  Position per_at;
  ExpressionText amount;
  std::optional<Word> used;
  std::optional<Word> by;
  std::optional<Allocation> allocate;
  SharingDraft sharing;
};

struct StepDraft {
  StepKind kind = StepKind::claim;
  Word name;
  Bilingual label;
  Source source;
  ExpressionText is;  // of a limit: what is limited
  std::optional<RoundDraft> round;
  LimitDraft limit;
};

using ShareDrafts = std::vector<std::pair<Word, Word>>;  // funder, per cent

// Shares or weights, when a condition holds; without one, otherwise.
struct FundingCaseDraft {
  Position at;
  ExpressionText when;
  ShareDrafts shares;
  std::vector<std::pair<Word, ExpressionText>> weights;
};

struct FundingLayerDraft {
  Position at;
  ExpressionText up_to;  // empty: the rest
  std::vector<FundingCaseDraft> cases;
};

struct FunderDraft {
  Word name;
  Bilingual label;
};

struct FundingDraft {
  Position at;
  std::vector<FunderDraft> funders;
  std::vector<FundingLayerDraft> layers;  // the simple form is one layer with one case
  std::optional<Word> odd_to;             // absent: largest remainder
  Source source;
};

struct ExhaustionDraft {
  Position at;
  Word residual_to;          // empty when absent
  Word carry_over;           // of priority; empty when absent
  std::optional<Word> ties;  // of priority: prorate or first_come
  SharingDraft sharing;
};

struct PaymentDraft {
  Word stage;
  Word pays;
  std::optional<WhenNegative> when_negative;
};

struct ReserveDraft {
  ExpressionText item;
  Bilingual label;
  Source source;
};

// What an example expects of one claim; absent: not looked at, except that no denial and no flag is expected.
struct ExpectationDraft {
  Position at;
  std::optional<Word> indemnity;
  std::vector<std::pair<Word, Word>> funding;
  std::optional<std::vector<Word>> denied;
  std::optional<std::vector<Word>> flags;
  std::vector<std::pair<Word, Word>> fees;
  std::vector<std::pair<Word, Word>> steps;
  std::optional<Word> balance;
  std::optional<Word> approved;  // these three with `available`
  std::optional<Word> residual;
  std::optional<Word> held;
};

struct ClaimExampleDraft {
  Position at;
  FactSheet sheet;
  std::map<std::string, Position> places;  // of the facts, by JSON pointer
  ExpectationDraft expect;
};

struct YearClaimDraft {
  Position at;
  Word amount;
  std::optional<Word> priority;
  bool reserved = false;
  bool exempt = false;
  std::optional<Word> years_carried;
};

struct YearExampleDraft {
  Word available;
  std::vector<YearClaimDraft> wanted;
  std::vector<Word> approved;
  std::optional<std::vector<Word>> unpaid;
  std::optional<std::vector<Word>> carried;
};

// One claim; or several claims of one event; or the settlement of a year.
struct ExampleDraft {
  Position at;
  std::string name;
  std::vector<ClaimExampleDraft> claims;
  std::optional<Word> available;  // left of the aggregate limit, for one claim
  std::optional<YearExampleDraft> year;
};

// Why no example can notice a change, for `rules test --mutate`.
struct UntestedDraft {
  Word where;
  std::optional<Word> change;
  std::string why;
};

struct RulebookDraft {
  Word id;
  Word version;
  std::optional<Word> supersedes;
  Bilingual title;
  Status status = Status::draft;
  Date in_force_from;
  Date in_force_to;
  Position in_force_at;
  UtcOffset offset;
  std::string currency = "CNY";
  Rounding result_rounding = Rounding::half_up;
  std::vector<UnitDraft> units;
  PolicyTerms policy;
  ExhaustionDraft exhaustion;
  ShareDrafts premium_shares;
  Position premium_shares_at;
  FundingDraft funding;
  std::vector<CodeTypeDraft> types;
  std::vector<FactDraft> facts;
  std::vector<RunningDraft> running;
  std::vector<AdjustmentDraft> adjustments;
  LossDay loss_day = LossDay::last_day;
  Position loss_date_at;
  std::optional<Word> first_day;
  std::optional<Word> last_day;
  std::optional<Word> discovered;
  std::vector<TableDraft> tables;  // those from `values` first
  std::vector<BracketDraft> brackets;
  std::vector<FindingDraft> denials;
  std::vector<FindingDraft> flags;
  std::vector<StepDraft> steps;
  Word result;
  std::vector<PaymentDraft> payments;
  std::optional<ReserveDraft> reserve;
  std::vector<ExampleDraft> examples;
  std::vector<UntestedDraft> untested;
  std::vector<NotEncoded> not_encoded;
};

}  // namespace wildclaims::rules::language
