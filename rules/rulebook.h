// A rulebook: one programme's payout rules for the dates it is in force, loaded, proved and compiled. Immutable and
// free of I/O; made only by the loader (rules/loader/load.h). Share it as std::shared_ptr<const Rulebook>.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/digest.h"
#include "rules/exhaustion.h"
#include "rules/fact_layout.h"
#include "rules/facts.h"
#include "rules/funding.h"
#include "rules/limit_scope.h"
#include "rules/money.h"
#include "rules/source.h"

namespace wildclaims::rules {

// A draft never determines a real claim, an illustrative rulebook only where the settings allow it: the caller sees to
// both. The engine computes under any of them, since authors try their drafts.
enum class Status { illustrative, draft, in_force };
std::string to_string(Status status);  // "illustrative", "draft", "in_force"
Bilingual to_label(Status status);     // "示例标准" / "illustrative rates", …

// What happens to residuals when the limit is freed or topped up.
enum class WhenFreed { restore_residuals, leave };
std::string to_string(WhenFreed when_freed);

struct PolicyTerms {
  Money premium;
  Source premium_source;
  Money aggregate_limit;
  Source aggregate_limit_source;
  Exhaustion when_exhausted = Exhaustion::truncate;
  std::string residual_to;  // code of the funder that bears what the exhausted limit leaves unpaid; empty under hold
  WhenFreed when_freed = WhenFreed::leave;
  YearRule year;  // how a year is settled, under prorate and priority
};

// What a negative balance of a later payment becomes.
enum class WhenNegative { claw_back, zero };
std::string to_string(WhenNegative when_negative);

// One payment of several: what is owed to date at this stage.
struct Payment {
  std::string stage;
  std::string pays;  // the step
  WhenNegative when_negative = WhenNegative::zero;
};

// A sum over earlier approvals that whoever keeps the books hands in.
struct RunningTotal {
  std::string name;
  Bilingual label;
  LimitScope per = LimitScope::household_event;
  std::string by;  // a code fact of the claim; empty when all claims count
  std::string of;  // the step that is summed
};

// Which day of a span of damage is the date of loss.
enum class LossDay { first_day, last_day, discovered };
std::string to_string(LossDay day);

struct LossDateRule {
  LossDay day = LossDay::last_day;
  std::string first_day;  // names of claim facts; an unused one may be empty
  std::string last_day;
  std::string discovered;

  bool operator==(const LossDateRule&) const = default;
};

// One term with its origin, for screens and printouts that must say which values are published.
struct Term {
  std::string path;  // "policy.premium", "tables.unit_value", "steps.loss", "flag.reported_late"
  Bilingual label;
  Source source;
};

// A clause of the contract that is not computed here.
struct NotEncoded {
  std::string clause;
  std::string why;
};

struct CompiledRules;  // rules/engine/compiled_rules.h

// Everything a Rulebook is made of; filled by the compiler.
struct RulebookParts {
  std::string id;
  std::string version;
  Bilingual title;
  Status status = Status::draft;
  Date in_force_from;
  Date in_force_to;
  Digest sha256;
  std::string text;
  std::string file_name;
  std::string supersedes;
  PolicyTerms policy;
  std::vector<Funder> funders;
  FundingShares premium_funding;
  Source funding_source;
  std::string result;
  std::vector<Payment> payments;
  std::vector<RunningTotal> running;
  std::shared_ptr<const FactLayout> facts;
  LossDateRule loss_date;
  std::vector<Term> terms;
  std::vector<NotEncoded> not_encoded;
  std::shared_ptr<const CompiledRules> compiled;
};

class Rulebook {
 public:
  explicit Rulebook(RulebookParts parts);

  const std::string& id() const { return parts_.id; }            // "pinglu-wildlife"
  const std::string& version() const { return parts_.version; }  // "2025.1"
  const Bilingual& title() const { return parts_.title; }
  Status status() const { return parts_.status; }
  Date in_force_from() const { return parts_.in_force_from; }  // both days inclusive, by date of loss
  Date in_force_to() const { return parts_.in_force_to; }
  bool in_force_on(Date day) const { return parts_.in_force_from <= day && day <= parts_.in_force_to; }
  UtcOffset offset() const { return parts_.facts->offset; }
  const Digest& sha256() const { return parts_.sha256; }   // of text()
  const std::string& text() const { return parts_.text; }  // the file's bytes
  const std::string& file_name() const { return parts_.file_name; }

  const PolicyTerms& policy_terms() const { return parts_.policy; }
  const std::string& supersedes() const { return parts_.supersedes; }  // a version of this id; empty when none
  const Source& funding_source() const { return parts_.funding_source; }
  const std::vector<Funder>& funders() const { return parts_.funders; }  // in written order
  const Funder* funder(std::string_view code) const;                     // null when unknown
  // The premium's parts. How an indemnity is funded may depend on its claim: Determination::funded_by.
  std::vector<FundingPart> fund_premium(Money premium) const { return parts_.premium_funding.split(premium); }

  // Some limit is shared by several claims, so that they must be determined together.
  bool shares_between_claims() const;
  bool has_fees() const;
  const std::string& result_step() const { return parts_.result; }  // its name

  const std::vector<Payment>& payments() const { return parts_.payments; }  // empty: paid at once
  const std::vector<RunningTotal>& running_totals() const { return parts_.running; }

  const std::shared_ptr<const FactLayout>& fact_layout() const { return parts_.facts; }
  const std::vector<FactDeclaration>& fact_declarations(Scope scope) const { return parts_.facts->of(scope); }
  const std::vector<CodeType>& code_types() const { return parts_.facts->code_types; }
  const CodeType* code_type(std::string_view name) const;                // null when unknown
  const Code* code(std::string_view type, std::string_view name) const;  // null when unknown

  const LossDateRule& loss_date_rule() const { return parts_.loss_date; }
  const std::vector<Term>& terms() const { return parts_.terms; }
  const std::vector<NotEncoded>& not_encoded() const { return parts_.not_encoded; }
  const CompiledRules& compiled() const { return *parts_.compiled; }

 private:
  RulebookParts parts_;
};

}  // namespace wildclaims::rules
