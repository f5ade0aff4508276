// The instruction that divides one amount between the members of a row (rules/allocation.h).
#include "rules/engine/run.h"
#include "rules/ratio.h"

namespace wildclaims::rules::engine {

// The group that begins with member `first`; all members when there are no groups.
template <class Word>
bool Frame<Word>::share_group(const Sharing& sharing, std::size_t row, std::size_t first) {
  const auto read = [&](std::size_t member, Register reg) { return members_->column(reg)[member]; };
  const Members members = members_of(row);
  sharers_.clear();
  wants_.clear();
  for (std::size_t i = members.first; i < members.end; ++i) {
    if (sharing.group && read(i, *sharing.group) != read(first, *sharing.group)) continue;
    sharers_.push_back(i);
    wants_.push_back({read(i, sharing.wanted), sharing.priority ? Int128{read(i, *sharing.priority)} : Int128{0},
                      sharing.reserved && read(i, *sharing.reserved) != 0,
                      sharing.exempt && read(i, *sharing.exempt) != 0});
  }
  const Word at_hand = sharing.group ? read(first, sharing.available) : self_->column(sharing.available)[row];
  AllocationRule rule;
  rule.by = sharing.by;
  const Int128 available = at_hand < 0 ? Int128{0} : Int128{at_hand};
  const auto reserved = checked_multiply(available, sharing.reserved_share.numerator());
  if (!reserved) return false;
  rule.reserved = *reserved / sharing.reserved_share.denominator();
  given_.resize(wants_.size());
  if (!allot(available, wants_, rule, sharing.grain, given_)) return false;
  // Nobody is given more than was wanted, so it fits.
  Word* const given = members_->column(sharing.given);
  for (std::size_t i = 0; i < sharers_.size(); ++i) given[sharers_[i]] = static_cast<Word>(given_[i]);
  return true;
}

// Members of one group share one amount; without groups all members do. False when it does not fit.
template <class Word>
bool Frame<Word>::share(const Sharing& sharing, std::size_t row) {
  const Members members = members_of(row);
  if (!sharing.group) return share_group(sharing, row, members.end);
  const Word* const group = members_->column(*sharing.group);
  for (std::size_t i = members.first; i < members.end; ++i) {
    bool begins = true;
    for (std::size_t j = members.first; j < i && begins; ++j) begins = group[j] != group[i];
    if (begins && !share_group(sharing, row, i)) return false;
  }
  return true;
}

template bool Frame<std::int64_t>::share_group(const Sharing& sharing, std::size_t row, std::size_t first);
template bool Frame<std::int64_t>::share(const Sharing& sharing, std::size_t row);
template bool Frame<Int128>::share_group(const Sharing& sharing, std::size_t row, std::size_t first);
template bool Frame<Int128>::share(const Sharing& sharing, std::size_t row);

}  // namespace wildclaims::rules::engine
