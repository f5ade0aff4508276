// Runs a program. Words of 64 bits first; if any value does not fit, the same program over 128 bits, so that speed is
// never paid for with correctness. What does not fit 128 bits is an error that names its step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rules/engine/program.h"

namespace wildclaims::rules::engine {

enum class RunError { overflow, division_by_zero, outside_domain, empty_selection };

struct RunFailure {
  RunError error = RunError::overflow;
  std::uint32_t step = 0;   // Segment::step
  std::uint32_t claim = 0;  // of the event: the one it happened in
};

// The stored values of one claim: rows as Facts keeps them, items one after the other.
struct ClaimRows {
  const std::int64_t* claim = nullptr;
  const std::int64_t* items = nullptr;
  std::size_t item_count = 0;
};

// What to compute: up to which payment stage, and whether amounts are also prepared for reading.
struct RunPlan {
  std::size_t stage = 0;
  bool for_reading = true;
};

// The registers of one event, its claims and their items, reused from run to run: nothing is allocated once the largest
// event has been seen. Belongs to the program it was made for.
template <class Word>
class Frame {
 public:
  explicit Frame(const Program& program);

  // False when a constant of the program does not fit Word: only the wider frame can run it.
  bool usable() const { return usable_; }
  std::optional<RunFailure> run(const std::int64_t* event, std::span<const ClaimRows> claims, const RunPlan& plan);

  Word event(Register reg) const { return event_[reg]; }
  Word claim(std::size_t claim, Register reg) const { return claims_[claim * program_.claim.registers + reg]; }
  Word item(std::size_t claim, std::size_t item, Register reg) const {
    return items_[(first_item_[claim] + item) * program_.item.registers + reg];
  }

 private:
  // Where a segment stands: its own registers, those above it, and its members.
  struct Spot {
    Word* self = nullptr;
    const Word* claim = nullptr;
    Word* members = nullptr;
    std::size_t member_count = 0;
    std::size_t member_size = 0;
  };

  void reserve(std::size_t claims, std::size_t items);
  void load(const std::int64_t* event, std::span<const ClaimRows> claims);
  Spot spot_of_claim(std::size_t claim);
  // The number of the claim an error happened in; nothing when there was none.
  std::optional<std::uint32_t> run_event(const Stretch& stretch);
  std::optional<std::uint32_t> run_claims(const Stretch& stretch);
  bool run_once(const Stretch& stretch, const Spot& spot);
  // Runs one stretch of code; false after noting the error and where it happened.
  bool run_code(const Stretch& stretch, const Spot& spot);
  template <class Take>
  bool over_members(const Spot& spot, Register reg, Take&& take) const;
  std::optional<RunError> gather_where(const Instruction& in, const Spot& spot) const;
  std::optional<RunError> gather_by(const Instruction& in, const Spot& spot) const;
  bool share(const Sharing& sharing, const Spot& spot);
  bool share_group(const Sharing& sharing, const Spot& spot, std::size_t first);

  const Program& program_;
  std::vector<Word> event_;
  std::vector<Word> claims_;
  std::vector<Word> items_;
  std::vector<std::size_t> first_item_;  // of each claim
  std::size_t claim_frames_ = 0;         // made, with their constants
  std::size_t item_frames_ = 0;
  std::size_t claims_in_use_ = 0;
  bool usable_ = true;
  RunError error_ = RunError::overflow;  // of the last run_code() that gave false
  std::uint32_t failed_at_ = 0;          // its instruction
  // For sharing, reused.
  std::vector<Want> wants_;
  std::vector<Int128> given_;
  std::vector<std::size_t> sharers_;
};

extern template class Frame<std::int64_t>;
extern template class Frame<Int128>;

// Both widths behind one face.
class Machine {
 public:
  explicit Machine(const Program& program) : program_(program), narrow_(program) {}

  std::optional<RunFailure> run(const std::int64_t* event, std::span<const ClaimRows> claims, const RunPlan& plan);

  Int128 event(Register reg) const { return ran_wide_ ? wide_->event(reg) : Int128{narrow_.event(reg)}; }
  Int128 claim(std::size_t claim, Register reg) const {
    return ran_wide_ ? wide_->claim(claim, reg) : Int128{narrow_.claim(claim, reg)};
  }
  Int128 item(std::size_t claim, std::size_t item, Register reg) const {
    return ran_wide_ ? wide_->item(claim, item, reg) : Int128{narrow_.item(claim, item, reg)};
  }
  bool ran_wide() const { return ran_wide_; }

 private:
  const Program& program_;
  Frame<std::int64_t> narrow_;
  std::optional<Frame<Int128>> wide_;  // made when first needed
  bool ran_wide_ = false;
};

}  // namespace wildclaims::rules::engine
