// Runs a program for many events at once. Words of 64 bits first; if any value does not fit, the same program over 128
// bits, so that speed is never paid for with correctness. What does not fit 128 bits is an error that names its step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rules/engine/columns.h"
#include "rules/engine/program.h"
#include "rules/rounding.h"

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

// One event and its claims. Steps of a later payment stage than its own are not computed for it.
struct EventRows {
  const std::int64_t* event = nullptr;
  std::span<const ClaimRows> claims;
  std::size_t stage = 0;
};

// Amounts that only people look at are left out of a run for the decision alone.
enum class Purpose { decision, reading };

// The registers of the events of one run, their claims and items, reused from run to run: nothing is allocated once the
// largest run has been seen. Belongs to the program it was made for. Claims are numbered through all events of the run.
template <class Word>
class Frame {
 public:
  explicit Frame(const Program& program);

  // False when a constant of the program does not fit Word: only the wider frame can run it.
  bool usable() const { return usable_; }
  // True when every event was computed.
  bool run(std::span<const EventRows> events, Purpose purpose);
  // Of the last run: the first segment that failed for this event, in its first claim.
  const std::optional<RunFailure>& failure(std::size_t event) const { return failures_[event]; }

  Word event(Register reg, std::size_t event = 0) const { return events_.column(reg)[event]; }
  Word claim(std::size_t claim, Register reg) const { return claims_.column(reg)[claim]; }
  Word item(std::size_t claim, std::size_t item, Register reg) const {
    return items_.column(reg)[claims_.first_member(claim) + item];
  }

 private:
  static constexpr std::uint32_t kNever = 0xFFFF'FFFF;  // behind every instruction
  struct Members {
    std::size_t first = 0;
    std::size_t end = 0;
  };
  // Members that a value is gathered from: all, those whose `right` is not 0, those whose `right` is the row's own.
  enum class Which { all, passing, alike };
  struct Stopped {
    std::uint32_t row = 0;
    RunError error = RunError::overflow;
  };

  Columns<Word>& columns(Scope scope) {
    return scope == Scope::claim ? claims_ : scope == Scope::item ? items_ : events_;
  }
  void load(std::span<const EventRows> events);
  void arrange(std::span<const EventRows> events);
  std::size_t event_of(std::size_t row) const;
  bool one_member_each() const;
  Members members_of(std::size_t row) const;

  bool begin(const Segment& segment, std::span<const EventRows> events);
  void run_code(const Segment& segment);
  void end(const Segment& segment);
  void note_failures(const Segment& segment);

  bool takes_part(std::size_t row, std::uint32_t at) const { return self_->runs_from()[row] <= at; }
  void stop(std::size_t row, RunError error);
  template <class Compute>
  void each(const Instruction& in, std::uint32_t at, Compute compute);
  template <class Compute>
  void each_checked(const Instruction& in, std::uint32_t at, Compute compute);
  template <class Compute>
  void each_row(std::uint32_t at, RunError error, Compute compute);
  template <class Compute>
  void each_alone(const Instruction& in, std::uint32_t at, RunError error, Compute compute);
  template <class Jumps>
  std::uint32_t jump(std::uint32_t at, const Instruction& in, Jumps jumps);
  void divide(const Instruction& in, std::uint32_t at, Rounding rounding);
  void look_up(const Instruction& in, std::uint32_t at);
  void load_cells(const Instruction& in, std::uint32_t at);
  void load_from(const Instruction& in, std::uint32_t at);
  void require_members(const Instruction& in, std::uint32_t at);
  template <class Take>
  void gather(const Instruction& in, std::uint32_t at, Which which, RunError error, Take take);
  void sum_members(const Instruction& in, std::uint32_t at, Which which);
  void extreme_member(const Instruction& in, std::uint32_t at, Which which, bool least);
  bool share(const Sharing& sharing, std::size_t row);
  bool share_group(const Sharing& sharing, std::size_t row, std::size_t first);

  const Program& program_;
  Columns<Word> events_;
  Columns<Word> claims_;
  Columns<Word> items_;
  bool usable_ = true;
  std::vector<std::optional<RunFailure>> failures_;  // by event
  bool any_failure_ = false;
  bool one_claim_each_ = false;
  bool one_item_each_ = false;

  // Of the segment that runs.
  Scope scope_ = Scope::claim;
  Columns<Word>* self_ = nullptr;
  Columns<Word>* members_ = nullptr;
  bool some_wait_ = false;  // some row has jumped, failed, or does not take part
  std::vector<Stopped> stopped_;

  // For one instruction, reused.
  std::vector<std::size_t> cells_;
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

  // True when every event was computed.
  bool run(std::span<const EventRows> events, Purpose purpose);
  std::optional<RunFailure> failure(std::size_t event) const {
    return ran_wide_ ? wide_->failure(event) : narrow_.failure(event);
  }

  Int128 event(Register reg, std::size_t event = 0) const {
    return ran_wide_ ? wide_->event(reg, event) : Int128{narrow_.event(reg, event)};
  }
  Int128 claim(std::size_t claim, Register reg) const {
    return ran_wide_ ? wide_->claim(claim, reg) : Int128{narrow_.claim(claim, reg)};
  }
  Int128 item(std::size_t claim, std::size_t item, Register reg) const {
    return ran_wide_ ? wide_->item(claim, item, reg) : Int128{narrow_.item(claim, item, reg)};
  }
  bool ran_wide() const { return ran_wide_; }
  // For reading much: `use` is called with the frame of the width that ran.
  template <class Use>
  void with_frame(Use use) const {
    if (ran_wide_) {
      use(*wide_);
    } else {
      use(narrow_);
    }
  }

 private:
  const Program& program_;
  Frame<std::int64_t> narrow_;
  std::optional<Frame<Int128>> wide_;  // made when first needed
  bool ran_wide_ = false;
};

}  // namespace wildclaims::rules::engine
