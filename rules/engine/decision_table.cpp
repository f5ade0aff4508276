#include "rules/engine/decision_table.h"

#include <algorithm>
#include <map>
#include <set>

namespace wildclaims::rules::engine {
namespace {

using RowSet = std::vector<std::uint32_t>;  // ascending

}  // namespace

Axis Axis::of_codes(std::size_t count) {
  Axis axis;
  axis.count_ = count;
  return axis;
}

Axis Axis::of_values(std::vector<std::int64_t> starts) {
  Axis axis;
  axis.starts_ = std::move(starts);
  return axis;
}

std::size_t Axis::slot_of(std::int64_t value) const {
  if (!ordered()) return static_cast<std::size_t>(value);
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), value);
  return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

class TableBuilder {
 public:
  TableBuilder(std::vector<Axis> axes, const std::vector<TableRow>& rows, Hit hit, bool with_otherwise)
      : rows_(rows), hit_(hit), with_otherwise_(with_otherwise), memo_(axes.size()), answered_(rows.size(), false) {
    table_.axes_ = std::move(axes);
  }

  std::pair<DecisionTable, DecisionTable::Proof> run() {
    RowSet all(rows_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
    table_.root_ = node(0, all);
    if (!proof_.too_large) {
      for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (!answered_[i]) proof_.dead_rows.push_back(i);
      }
    }
    return {std::move(table_), std::move(proof_)};
  }

 private:
  // A node, or a leaf once the answer is settled. Witnesses are noted where they are first met.
  std::int32_t node(std::size_t column, const RowSet& set) {
    if (proof_.too_large) return kNowhere;
    if (set.empty()) return empty_leaf();
    if (column == table_.axes_.size()) return leaf(set);
    const auto known = memo_[column].find(set);
    if (known != memo_[column].end()) return known->second;

    const std::size_t slots = table_.axes_[column].slots();
    work_ += slots + set.size();
    if (work_ > DecisionTable::kMostWork) {
      proof_.too_large = true;
      return kNowhere;
    }
    const std::size_t base = table_.branches_.size();
    table_.branches_.resize(base + slots, kNowhere);
    std::vector<RowSet> branches = divided(column, set, slots);
    for (std::size_t slot = 0; slot < slots; ++slot) {
      path_.push_back(slot);
      table_.branches_[base + slot] = node(column + 1, branches[slot]);
      path_.pop_back();
    }
    const std::int32_t index = static_cast<std::int32_t>(base);
    memo_[column].emplace(set, index);
    return index;
  }

  // The rows of `set` by the slots of one column they match.
  std::vector<RowSet> divided(std::size_t column, const RowSet& set, std::size_t slots) {
    std::vector<RowSet> branches(slots);
    for (const std::uint32_t row : set) {
      for (const SlotRange& range : rows_[row].cells[column]) {
        work_ += static_cast<std::size_t>(range.last - range.first + 1);
        if (work_ > DecisionTable::kMostWork) {
          proof_.too_large = true;
          return branches;
        }
        for (std::int32_t slot = range.first; slot <= range.last; ++slot) {
          RowSet& branch = branches[static_cast<std::size_t>(slot)];
          if (branch.empty() || branch.back() != row) branch.push_back(row);
        }
      }
    }
    return branches;
  }

  std::int32_t empty_leaf() {
    if (with_otherwise_) return -1 - static_cast<std::int32_t>(rows_.size());
    if (gaps_ < DecisionTable::kMostFlaws) {
      proof_.flaws.push_back({std::nullopt, witness()});
    } else {
      proof_.more_flaws = true;
    }
    ++gaps_;
    return kNowhere;
  }

  std::int32_t leaf(const RowSet& set) {
    answered_[set.front()] = true;
    if (hit_ == Hit::unique && set.size() > 1) {
      // Each row against its neighbour is enough for the author: repairing one pair shows the next.
      for (std::size_t i = 0; i + 1 < set.size(); ++i) note_overlap(set[i], set[i + 1]);
    }
    if (hit_ == Hit::unique) {
      for (const std::uint32_t row : set) answered_[row] = true;
    }
    return -1 - static_cast<std::int32_t>(set.front());
  }

  void note_overlap(std::size_t first, std::size_t second) {
    if (overlaps_.size() >= DecisionTable::kMostFlaws) {
      proof_.more_flaws = true;
      return;
    }
    if (overlaps_.insert({first, second}).second) proof_.flaws.push_back({std::pair(first, second), witness()});
  }

  // Columns not yet decided may be anything: their first slot stands for them.
  std::vector<std::size_t> witness() const {
    std::vector<std::size_t> slots = path_;
    slots.resize(table_.axes_.size(), 0);
    return slots;
  }

  static constexpr std::int32_t kNowhere = -1;

  const std::vector<TableRow>& rows_;
  const Hit hit_;
  const bool with_otherwise_;
  DecisionTable table_;
  DecisionTable::Proof proof_;
  std::vector<std::map<RowSet, std::int32_t>> memo_;
  std::vector<bool> answered_;
  std::vector<std::size_t> path_;
  std::set<std::pair<std::size_t, std::size_t>> overlaps_;
  std::size_t gaps_ = 0;
  std::size_t work_ = 0;
};

std::pair<DecisionTable, DecisionTable::Proof> DecisionTable::build(std::vector<Axis> axes,
                                                                    const std::vector<TableRow>& rows, Hit hit,
                                                                    bool with_otherwise) {
  return TableBuilder(std::move(axes), rows, hit, with_otherwise).run();
}

}  // namespace wildclaims::rules::engine
