#include "rules/engine/program.h"

#include <algorithm>
#include <utility>

namespace wildclaims::rules::engine {
namespace {

// Reads registers of the other items, which must all have been computed.
bool reads_siblings(const Instruction& in) {
  return in.code == Code::require_members_by || in.code == Code::sum_members_by ||
         in.code == Code::minimum_members_by || in.code == Code::maximum_members_by;
}

// Needs nothing of an item that code of its claim, or of the event, computes: it may run before that code.
bool needs_items_only(const Program& program, const Segment& segment) {
  for (std::uint32_t at = segment.begin; at < segment.end; ++at) {
    const Instruction& in = program.code[at];
    if (in.code == Code::from_claim && in.left > program.member_count(Scope::claim)) return false;
    if (in.code == Code::from_event && in.left > program.member_count(Scope::event)) return false;
    const bool reads_share = std::any_of(program.sharings.begin(), program.sharings.end(), [&](const Sharing& sharing) {
      return sharing.given == in.left || sharing.given == in.right;
    });
    if (reads_share || reads_siblings(in)) return false;
  }
  return true;
}

// The segments in an order in which those of items stand together where they can.
std::vector<Segment> gathered_segments(const Program& program) {
  std::vector<Segment> order;
  std::size_t after_items = 0;  // just behind the last segment of an item
  for (const Segment& segment : program.segments) {
    const bool moves = segment.scope == Scope::item && after_items > 0 && needs_items_only(program, segment) &&
                       order[after_items - 1].from_stage == segment.from_stage &&
                       order[after_items - 1].for_reading == segment.for_reading;
    const std::size_t place = moves ? after_items : order.size();
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(place), segment);
    if (segment.scope == Scope::item) after_items = place + 1;
  }
  return order;
}

}  // namespace

void Program::arrange() {
  std::vector<Segment> order = gathered_segments(*this);
  std::vector<Instruction> moved;
  moved.reserve(code.size());
  for (Segment& segment : order) {
    const auto first = code.begin() + static_cast<std::ptrdiff_t>(segment.begin);
    const auto last = code.begin() + static_cast<std::ptrdiff_t>(segment.end);
    segment.begin = static_cast<std::uint32_t>(moved.size());
    moved.insert(moved.end(), first, last);
    segment.end = static_cast<std::uint32_t>(moved.size());
  }
  code = std::move(moved);
  segments = std::move(order);
  stretches.clear();
  for (const Segment& segment : segments) {
    const auto first = code.begin() + static_cast<std::ptrdiff_t>(segment.begin);
    const auto last = code.begin() + static_cast<std::ptrdiff_t>(segment.end);
    const bool joins = !stretches.empty() && stretches.back().scope == segment.scope &&
                       stretches.back().from_stage == segment.from_stage &&
                       stretches.back().for_reading == segment.for_reading && !stretches.back().failed &&
                       !segment.failed && std::none_of(first, last, reads_siblings);
    if (joins) {
      stretches.back().end = segment.end;
    } else {
      stretches.push_back(
          {segment.scope, segment.begin, segment.end, segment.from_stage, segment.for_reading, segment.failed});
    }
  }
}

const Segment& Program::segment_at(std::uint32_t instruction) const {
  const auto after = std::upper_bound(segments.begin(), segments.end(), instruction,
                                      [](std::uint32_t at, const Segment& segment) { return at < segment.begin; });
  return *(after - 1);
}

}  // namespace wildclaims::rules::engine
