// Runs a program. Words of 64 bits first; if any value does not fit, the same program over 128 bits, so that speed is
// never paid for with correctness. What does not fit 128 bits is an error that names its step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "rules/engine/program.h"
#include "rules/facts.h"
#include "rules/running_totals.h"

namespace wildclaims::rules::engine {

enum class RunError { overflow, division_by_zero };

struct RunFailure {
  RunError error = RunError::overflow;
  std::uint32_t step = 0;  // Segment::step
};

// The registers of one claim and its items, reused from run to run: nothing is allocated once the largest claim has
// been seen. Belongs to the program it was made for.
template <class Word>
class Frame {
 public:
  explicit Frame(const Program& program);

  // False when a constant of the program does not fit Word: only the wider frame can run it.
  bool usable() const { return usable_; }
  std::optional<RunFailure> run(const Facts& facts, const RunningTotals& running);

  Word claim(Register reg) const { return claim_[reg]; }
  Word item(std::size_t index, Register reg) const { return items_[index * program_.item.registers + reg]; }

 private:
  void reserve(std::size_t items);
  void load(const Facts& facts, const RunningTotals& running);
  std::optional<RunError> run_segment(const Segment& segment, Word* registers);

  const Program& program_;
  std::vector<Word> claim_;
  std::vector<Word> items_;
  std::size_t item_frames_ = 0;
  std::size_t items_in_use_ = 0;
  bool usable_ = true;
};

extern template class Frame<std::int64_t>;
extern template class Frame<Int128>;

// Both widths behind one face.
class Machine {
 public:
  explicit Machine(const Program& program) : program_(program), narrow_(program) {}

  std::optional<RunFailure> run(const Facts& facts, const RunningTotals& running);

  Int128 claim(Register reg) const { return ran_wide_ ? wide_->claim(reg) : Int128{narrow_.claim(reg)}; }
  Int128 item(std::size_t index, Register reg) const {
    return ran_wide_ ? wide_->item(index, reg) : Int128{narrow_.item(index, reg)};
  }
  bool ran_wide() const { return ran_wide_; }

 private:
  const Program& program_;
  Frame<std::int64_t> narrow_;
  std::optional<Frame<Int128>> wide_;  // made when first needed
  bool ran_wide_ = false;
};

}  // namespace wildclaims::rules::engine
