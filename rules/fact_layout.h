// What a rulebook asks for: its closed code lists and the values of each scope, with everything a form or a reader of
// input needs to know about them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/bilingual.h"
#include "rules/date.h"

namespace wildclaims::rules {

// item: one plot x crop x stage; claim: one claimant in one event; event: all claims of it together.
enum class Scope { item, claim, event };

enum class FactKind { code, number, percent, date, datetime, boolean };

// "code", "number", …: the words of the JSON views.
std::string to_string(FactKind kind);

// established: a fact of the case; running: what was approved before, handed in by whoever keeps the books; adjustment:
// an amount a person put in, with a reason.
enum class Origin { established, running, adjustment };

struct Code {
  std::string name;  // "wild_boar"
  Bilingual label;
};

// A closed list of codes, in the order written.
struct CodeType {
  std::string name;  // "species"
  Bilingual label;
  std::vector<Code> codes;

  std::optional<std::size_t> index_of(std::string_view code) const;
};

// Stored values are whole numbers: a code's position in its list, days since 1970-01-01, seconds since then (UTC),
// 0 or 1, or a number times ten to the power of `decimals` (a per cent first divided by 100: "62.5%" with 4 decimals
// is 6250).
struct FactDeclaration {
  std::string name;  // "area"
  Scope scope = Scope::claim;
  FactKind kind = FactKind::number;
  Bilingual label;
  std::size_t code_type = 0;  // index into FactLayout::code_types, for FactKind::code
  std::string unit;           // as written in the rulebook ("mu"), empty when there is none
  Bilingual unit_label;       // "亩", "mu"
  bool money = false;         // written with two decimals
  int decimals = 0;           // most decimals of the stored value
  std::int64_t at_least = 0;  // bounds of the stored value, both inclusive
  std::int64_t at_most = 0;
  Origin origin = Origin::established;
  std::optional<std::int64_t> fallback;  // taken when the value is missing
  std::size_t from_stage = 0;            // needed from this payment stage on; 0 is the first
};

class FactLayout {
 public:
  std::vector<CodeType> code_types;
  std::vector<FactDeclaration> event;
  std::vector<FactDeclaration> claim;
  std::vector<FactDeclaration> item;
  std::vector<std::string> stages;  // of payment, in order; empty when a claim is paid at once
  UtcOffset offset;                 // of datetimes written without one

  const std::vector<FactDeclaration>& of(Scope scope) const {
    return scope == Scope::claim ? claim : scope == Scope::item ? item : event;
  }
  std::vector<FactDeclaration>& of(Scope scope) {
    return scope == Scope::claim ? claim : scope == Scope::item ? item : event;
  }
  std::optional<std::size_t> index_of(Scope scope, std::string_view name) const;
  const CodeType& codes_of(const FactDeclaration& fact) const { return code_types[fact.code_type]; }
  std::size_t last_stage() const { return stages.empty() ? 0 : stages.size() - 1; }
};

}  // namespace wildclaims::rules
