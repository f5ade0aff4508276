#include "rules/authoring/coverage.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "rules/engine/compiled_rules.h"
#include "rules/engine/evaluate.h"
#include "rules/engine/read_place.h"
#include "rules/language/examples.h"

namespace wildclaims::rules::authoring {
namespace {

using engine::Machine;
using language::Expression;
using language::Meaning;
using language::Op;
using language::Place;
using language::RulebookDraft;

// One evaluated place: a claim and, for values of items, one of its items.
struct Spot {
  std::size_t claim = 0;
  std::size_t item = 0;
};

class Memory {
 public:
  explicit Memory(const Rulebook& rulebook) : rulebook_(rulebook), rules_(rulebook.compiled()) {}

  void see(const Machine& machine, std::span<const Facts> claims) {
    machine_ = &machine;
    claims_ = claims;
    const std::size_t stage = claims.front().stage();
    for (std::size_t i = 0; i < rules_.steps.size(); ++i) {
      const CompiledStep& step = rules_.steps[i];
      if (step.from_stage > stage) continue;
      each_spot(step.scope, [&](Spot spot) {
        walk(step.expression, spot);
        if (!step.limit) return;
        walk(step.limit->amount, spot);
        see_limit(i, step, spot);
      });
    }
    see_findings(rules_.denials, stage, denied_);
    see_findings(rules_.flags, stage, flagged_);
    for (std::size_t claim = 0; claim < claims.size(); ++claim) see_funding(claim);
  }

  bool met(std::size_t table, std::size_t row) const { return rows_.contains({table, row}); }
  bool banded(std::size_t bracket, std::size_t band) const { return bands_.contains({bracket, band}); }
  bool denied(std::size_t denial) const { return denied_.contains(denial); }
  bool flagged(std::size_t flag) const { return flagged_.contains(flag); }
  bool funded(std::size_t layer, std::size_t which) const { return funded_.contains({layer, which}); }
  bool cut(std::size_t step) const { return cut_.contains(step); }
  bool uncut(std::size_t step) const { return uncut_.contains(step); }
  bool was(const Expression& condition, bool truth) const { return truths_.contains({&condition, truth}); }

 private:
  template <class Visit>
  void each_spot(Scope scope, Visit&& visit) {
    if (scope == Scope::event) return visit(Spot{});
    for (std::size_t claim = 0; claim < claims_.size(); ++claim) {
      if (scope == Scope::claim) {
        visit(Spot{claim, 0});
        continue;
      }
      for (std::size_t item = 0; item < claims_[claim].item_count(); ++item) visit(Spot{claim, item});
    }
  }

  std::optional<Ratio> read(const Place& place, Spot spot) const {
    return engine::read_place(place, [&](engine::Register reg) {
      return place.scope == Scope::claim  ? machine_->claim(spot.claim, reg)
             : place.scope == Scope::item ? machine_->item(spot.claim, spot.item, reg)
                                          : machine_->event(reg);
    });
  }

  bool holds(const Expression& condition, Spot spot) {
    const auto value = read(condition.place, spot);
    const bool truth = value && !value->is_zero();
    truths_.insert({&condition, truth});
    return truth;
  }

  // Only what was really computed: the branch taken, and the second part of and / or when the first left it open.
  void walk(const Expression& e, Spot spot) {
    if (e.op == Op::conditional) {
      walk(e.parts[0], spot);
      walk(e.parts[holds(e.parts[0], spot) ? 1 : 2], spot);
      return;
    }
    if (e.op == Op::logical_and || e.op == Op::logical_or) {
      walk(e.parts[0], spot);
      if (holds(e.parts[0], spot) == (e.op == Op::logical_or)) return;
      walk(e.parts[1], spot);
      holds(e.parts[1], spot);
      return;
    }
    if (e.meaning == Meaning::gathered && !(e.parts[0].meaning == Meaning::table && e.parts[0].answer)) {
      walk_members(e, spot);
      return;
    }
    for (const Expression& part : e.parts) walk(part, spot);
    if (e.meaning == Meaning::table && e.answer) see_rows(e, spot);
    for (const language::BandPlace& band : e.bands) {
      const auto part = read(band.part, spot);
      if (part && !part->is_zero()) bands_.insert({e.index, band.band});
    }
  }

  // What is gathered over items or claims was computed once for each of them.
  void walk_members(const Expression& e, Spot spot) {
    const bool claims = e.place.scope == Scope::event;
    const std::size_t first = claims ? 0 : spot.claim;
    const std::size_t last = claims ? claims_.size() : spot.claim + 1;
    for (std::size_t claim = first; claim < last; ++claim) {
      const std::size_t items = claims ? 1 : claims_[claim].item_count();
      for (std::size_t item = 0; item < items; ++item) {
        for (const Expression& part : e.parts) walk(part, Spot{claim, item});
      }
    }
  }

  void see_rows(const Expression& call, Spot spot) {
    const auto answer = read(*call.answer, spot);
    const auto& answers = rules_.program.tables[call.index].answers();
    if (!answer || answer->numerator() < 0 || answer->numerator() >= static_cast<Int128>(answers.size())) return;
    for (const std::uint32_t row : answers[static_cast<std::size_t>(answer->numerator())]) {
      rows_.insert({call.index, row});
    }
  }

  void see_limit(std::size_t index, const CompiledStep& step, Spot spot) {
    const auto wanted = read(step.expression.place, spot);
    const auto given = read(step.value, spot);
    const auto order = wanted && given ? compare(*given, *wanted) : std::nullopt;
    if (order) (*order < 0 ? cut_ : uncut_).insert(index);
  }

  void see_findings(const std::vector<CompiledFinding>& findings, std::size_t stage, std::set<std::size_t>& seen) {
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].from_stage > stage) continue;
      for (std::size_t claim = 0; claim < claims_.size(); ++claim) {
        walk(findings[i].when, {claim, 0});
        if (machine_->claim(claim, findings[i].holds) != 0) seen.insert(i);
      }
    }
  }

  // A layer bears something when the entitlement goes beyond the end of the one before it.
  void see_funding(std::size_t claim) {
    const auto outcome = engine::read_determination(*machine_, rulebook_, claims_[claim], claim);
    const auto* determination = std::get_if<Determination>(&outcome);
    if (determination == nullptr || determination->entitlement.is_zero()) return;
    const std::int64_t fen = determination->entitlement.fen();
    const Ratio amount(fen < 0 ? -Int128{fen} : Int128{fen});
    Ratio begin;
    for (std::size_t i = 0; i < rules_.funding.layers.size(); ++i) {
      const auto& end = determination->funded_by.layers[i].up_to;
      const bool reached = compare(amount, begin).value_or(0) > 0;
      const bool empty = end && compare(*end, begin).value_or(0) <= 0;
      const auto& cases = rules_.funding.layers[i].cases;
      const auto holding = std::find_if(cases.begin(), cases.end(), [&](const CompiledFundingCase& each) {
        return !each.holds || machine_->claim(claim, *each.holds) != 0;
      });
      if (reached && !empty) funded_.insert({i, static_cast<std::size_t>(holding - cases.begin())});
      if (end && !empty) begin = *end;
    }
  }

  const Rulebook& rulebook_;
  const CompiledRules& rules_;
  const Machine* machine_ = nullptr;  // of the example that is seen
  std::span<const Facts> claims_;
  std::set<std::pair<std::size_t, std::size_t>> rows_;
  std::set<std::pair<std::size_t, std::size_t>> bands_;
  std::set<std::pair<std::size_t, std::size_t>> funded_;
  std::set<std::size_t> denied_;
  std::set<std::size_t> flagged_;
  std::set<std::size_t> cut_;
  std::set<std::size_t> uncut_;
  std::set<std::pair<const Expression*, bool>> truths_;
};

class Listing {
 public:
  Listing(const Rulebook& rulebook, const RulebookDraft& draft, const Memory& memory)
      : rules_(rulebook.compiled()), draft_(draft), memory_(memory) {}

  std::vector<Untouched> run() {
    tables();
    brackets();
    findings("deny.", draft_.denials, rules_.denials, &Memory::denied);
    findings("flag.", draft_.flags, rules_.flags, &Memory::flagged);
    steps();
    funding();
    std::stable_sort(list_.begin(), list_.end(), [](const Untouched& left, const Untouched& right) {
      return std::tuple(left.at.line, left.at.column) < std::tuple(right.at.line, right.at.column);
    });
    return std::move(list_);
  }

 private:
  void add(Position at, std::string where, std::string what) {
    list_.push_back({at, std::move(where), std::move(what)});
  }

  void tables() {
    for (std::size_t t = 0; t < draft_.tables.size(); ++t) {
      const language::TableDraft& table = draft_.tables[t];
      const std::string name = (table.named_value ? "values." : "tables.") + table.name.text;
      for (std::size_t row = 0; row < table.rows.size(); ++row) {
        if (memory_.met(t, row)) continue;
        add(table.rows[row].at, name + " row " + std::to_string(row + 1), "no example meets this row");
      }
      if (!table.otherwise.empty() && !memory_.met(t, table.rows.size())) {
        add(table.otherwise.front().at, name + " otherwise", "no example comes to otherwise");
      }
    }
  }

  void brackets() {
    for (std::size_t b = 0; b < draft_.brackets.size(); ++b) {
      const language::BracketDraft& bracket = draft_.brackets[b];
      for (std::size_t band = 0; band < bracket.bands.size(); ++band) {
        if (memory_.banded(b, band)) continue;
        add(bracket.bands[band].at, "brackets." + bracket.name.text + " band " + std::to_string(band + 1),
            "no example has anything in this band");
      }
    }
  }

  void findings(const std::string& kind, const std::vector<language::FindingDraft>& drafts,
                const std::vector<CompiledFinding>& compiled, bool (Memory::*seen)(std::size_t) const) {
    for (std::size_t i = 0; i < compiled.size(); ++i) {
      const std::string where = kind + compiled[i].code;
      if (!(memory_.*seen)(i)) add(drafts[i].code.at, where, "no example meets it");
      conditions(compiled[i].when, where);
    }
  }

  void steps() {
    for (std::size_t i = 0; i < rules_.steps.size(); ++i) {
      const CompiledStep& step = rules_.steps[i];
      const std::string where = "steps." + step.name;
      conditions(step.expression, where);
      if (!step.limit) continue;
      conditions(step.limit->amount, where);
      if (!memory_.cut(i)) add(draft_.steps[i].name.at, where, "no example goes beyond this limit");
      if (!memory_.uncut(i)) add(draft_.steps[i].name.at, where, "no example stays within this limit");
    }
  }

  // A condition nothing was computed of belongs to a branch that is itself listed; it adds no line of its own.
  void condition(const Expression& e, const std::string& where, const char* what) {
    const bool yes = memory_.was(e, true);
    const bool no = memory_.was(e, false);
    if (!yes && no) add(e.at, where, std::string("in no example this ") + what + " holds");
    if (yes && !no) add(e.at, where, std::string("in every example this ") + what + " holds");
    if (!yes && !no) add(e.at, where, std::string("no example comes to this ") + what);
  }

  void conditions(const Expression& e, const std::string& where) {
    if (e.op == Op::conditional) condition(e.parts[0], where, "condition");
    if (e.op == Op::logical_and || e.op == Op::logical_or) {
      condition(e.parts[0], where, e.op == Op::logical_and ? "part of `and`" : "part of `or`");
      condition(e.parts[1], where, e.op == Op::logical_and ? "part of `and`" : "part of `or`");
    }
    for (const Expression& part : e.parts) conditions(part, where);
  }

  void funding() {
    const auto& layers = draft_.funding.layers;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      for (std::size_t j = 0; j < layers[i].cases.size(); ++j) {
        if (memory_.funded(i, j)) continue;
        std::string where = "funding";
        if (layers.size() > 1) where += " layer " + std::to_string(i + 1);
        if (layers[i].cases.size() > 1) where += " case " + std::to_string(j + 1);
        add(layers[i].cases[j].at, where, "no example pays anything by it");
      }
    }
  }

  const CompiledRules& rules_;
  const RulebookDraft& draft_;
  const Memory& memory_;
  std::vector<Untouched> list_;
};

}  // namespace

std::vector<Untouched> untouched(const Rulebook& rulebook, const RulebookDraft& draft) {
  Memory memory(rulebook);
  language::Reporter reporter(rulebook.file_name());
  language::run_examples(
      rulebook, draft.examples, reporter,
      [&memory](const Machine& machine, std::span<const Facts> claims) { memory.see(machine, claims); });
  return Listing(rulebook, draft, memory).run();
}

}  // namespace wildclaims::rules::authoring
