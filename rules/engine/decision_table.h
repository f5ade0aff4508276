// A decision table as the tree that both proves it and answers it: one level for each column, one branch for each
// elementary slot of that column. Every leaf is a row, a gap or an overlap, so what was proved is what is looked up.
//
// A column over codes has a slot for each code. A column over numbers or dates is cut into slots at the ends of the
// ranges its cells name. Equal sets of rows share one node, which keeps tree and work near-linear for the tables people
// write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wildclaims::rules::engine {

// An inclusive range of slots.
struct SlotRange {
  std::int32_t first = 0;
  std::int32_t last = 0;
};

class Axis {
 public:
  // Values 0 .. count-1.
  static Axis of_codes(std::size_t count);
  // The slots that begin at the sorted `starts`; the first is the least value of the domain.
  static Axis of_values(std::vector<std::int64_t> starts);

  std::size_t slots() const { return starts_.empty() ? count_ : starts_.size(); }
  bool ordered() const { return !starts_.empty(); }
  std::int64_t first_value(std::size_t slot) const {
    return ordered() ? starts_[slot] : static_cast<std::int64_t>(slot);
  }
  // The value lies inside the domain.
  std::size_t slot_of(std::int64_t value) const;

 private:
  std::size_t count_ = 0;
  std::vector<std::int64_t> starts_;
};

// unique: at most one row may answer; first: the first that matches, in written order.
enum class Hit { unique, first };

struct TableRow {
  std::vector<std::vector<SlotRange>> cells;  // one list of ranges for each column
};

// No row, or two rows, for one slot of every column.
struct TableFlaw {
  std::optional<std::pair<std::size_t, std::size_t>> rows;  // the two that overlap; nothing for a gap
  std::vector<std::size_t> slots;                           // the witness
};

class DecisionTable {
 public:
  // A table whose tree would need more than this many branches or comparisons is refused, never left to hang: about a
  // second of work and 64 MiB.
  static constexpr std::size_t kMostWork = 16'000'000;
  // Flaws listed at once; the rest are counted.
  static constexpr std::size_t kMostFlaws = 20;

  struct Proof {
    std::vector<TableFlaw> flaws;  // at most kMostFlaws gaps and kMostFlaws overlaps, each pair of rows once
    bool more_flaws = false;
    std::vector<std::size_t> dead_rows;  // rows that never answer
    bool too_large = false;              // the work limit was reached: nothing is proved
  };

  // `with_otherwise` adds a last answer (row number rows.size()) for what no row matches.
  static std::pair<DecisionTable, Proof> build(std::vector<Axis> axes, const std::vector<TableRow>& rows, Hit hit,
                                               bool with_otherwise);

  const std::vector<Axis>& axes() const { return axes_; }

  // The answering row; `value(column)` gives the value on each axis. The table was proved without gaps.
  template <class Values>
  std::size_t row_of(Values&& value) const {
    std::int32_t node = root_;
    for (std::size_t column = 0; node >= 0; ++column) {
      const std::size_t slot = axes_[column].slot_of(value(column));
      node = branches_[static_cast<std::size_t>(node) + slot];
    }
    return static_cast<std::size_t>(-1 - node);
  }

 private:
  friend class TableBuilder;
  std::vector<Axis> axes_;
  // A node is the index of its first branch; a branch holds a node, or -1 - row for a leaf.
  std::vector<std::int32_t> branches_;
  std::int32_t root_ = 0;
};

}  // namespace wildclaims::rules::engine
