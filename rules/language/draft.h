// A rulebook as read from its file, before anything in it has been understood: words, numbers and expressions with
// their places. The loader fills it, compile() judges it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/diagnostic.h"
#include "rules/engine/decision_table.h"
#include "rules/facts.h"
#include "rules/language/parse_expression.h"
#include "rules/money.h"
#include "rules/rounding.h"
#include "rules/rulebook.h"
#include "rules/running_totals.h"
#include "rules/source.h"

namespace wildclaims::rules::language {

struct Word {
  std::string text;
  Position at;
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
};

// One cell: alternatives, each a value, a range in words, or "-".
struct CellDraft {
  std::vector<Word> alternatives;
  Position at;
};

struct RowDraft {
  Position at;
  std::vector<CellDraft> cells;  // in the order of the columns
  Word value;
};

struct TableDraft {
  Word name;
  Bilingual label;
  Source source;
  engine::Hit hit = engine::Hit::unique;
  std::vector<Word> in;
  Word out;
  std::vector<RowDraft> rows;
  std::optional<Word> otherwise;
};

struct FindingDraft {
  Word code;
  ExpressionText when;
  Bilingual say;
  Source source;
};

enum class StepKind { item, claim, limit };

struct RoundDraft {
  Rounding rounding = Rounding::half_up;
  Word increment;
};

struct StepDraft {
  StepKind kind = StepKind::claim;
  Word name;
  Bilingual label;
  Source source;
  ExpressionText is;  // of a limit: what is limited
  std::optional<RoundDraft> round;
  LimitScope per = LimitScope::claim;
  ExpressionText amount;  // of a limit
};

struct ShareDraft {
  Word funder;
  Bilingual label;
  Word share;
};

struct ReserveDraft {
  ExpressionText item;
  Bilingual label;
  Source source;
};

struct ExampleDraft {
  Position at;
  std::string name;
  FactSheet facts;
  std::map<std::string, Position> places;  // of the facts, by JSON pointer
  RunningTotals running;
  std::optional<Word> indemnity;
  std::vector<std::pair<Word, Word>> funding;
  std::optional<std::vector<Word>> denied;  // codes; absent means none is expected
  std::optional<std::vector<Word>> flags;
};

struct RulebookDraft {
  Word id;
  Word version;
  Bilingual title;
  Status status = Status::draft;
  Date in_force_from;
  Date in_force_to;
  Position in_force_at;
  UtcOffset offset;
  std::string currency = "CNY";
  Rounding result_rounding = Rounding::half_up;
  PolicyTerms policy;
  Word residual_to;
  std::vector<ShareDraft> shares;
  Position funding_at;
  Source funding_source;
  std::vector<CodeTypeDraft> types;
  std::vector<FactDraft> facts;
  LossDay loss_day = LossDay::last_day;
  Position loss_date_at;
  std::optional<Word> first_day;
  std::optional<Word> last_day;
  std::optional<Word> discovered;
  std::vector<TableDraft> tables;
  std::vector<FindingDraft> denials;
  std::vector<FindingDraft> flags;
  std::vector<StepDraft> steps;
  Word result;
  std::optional<ReserveDraft> reserve;
  std::vector<ExampleDraft> examples;
  std::vector<NotEncoded> not_encoded;
};

}  // namespace wildclaims::rules::language
