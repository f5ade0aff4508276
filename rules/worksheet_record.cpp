#include "rules/worksheet_record.h"

#include <utility>

#include "rules/engine/record_worksheet.h"

namespace wildclaims::rules {

struct WorksheetRecorder::Inside {
  explicit Inside(std::shared_ptr<const Rulebook> book)
      : rulebook(std::move(book)), evaluator(rulebook), record(engine::empty_record(*rulebook)) {}

  std::shared_ptr<const Rulebook> rulebook;
  Evaluator evaluator;
  const Answer* answer = nullptr;
  WorksheetRecord record;
};

WorksheetRecorder::WorksheetRecorder(std::shared_ptr<const Rulebook> rulebook)
    : inside_(std::make_unique<Inside>(std::move(rulebook))) {}
WorksheetRecorder::~WorksheetRecorder() = default;

const WorksheetRecord* WorksheetRecorder::record(const Facts& facts) {
  Inside& in = *inside_;
  const Answer* answer = in.answer = in.evaluator.evaluate(facts);
  if (answer == nullptr) return nullptr;
  const engine::Machine& machine = in.evaluator.machine();
  Money computed;
  if (!answer->denied) {
    const engine::Register fen = in.rulebook->compiled().payments[facts.stage()].fen;
    computed = Money::from_fen(static_cast<std::int64_t>(machine.claim(0, fen)));
  }
  engine::record_worksheet(machine, *in.rulebook, facts, 0,
                           {computed, answer->entitlement, answer->balance, answer->parts}, in.record);
  return &in.record;
}

Fault WorksheetRecorder::fault() const { return inside_->evaluator.fault(); }
Evaluator& WorksheetRecorder::evaluator() { return inside_->evaluator; }
const Answer* WorksheetRecorder::answer() const { return inside_->answer; }

}  // namespace wildclaims::rules
