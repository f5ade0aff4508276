#include "rules/engine/program.h"

#include <algorithm>

namespace wildclaims::rules::engine {

void Program::mark_guarded() {
  for (Segment& segment : segments) {
    std::uint32_t reach = 0;  // of the jumps so far
    for (std::uint32_t at = segment.begin; at < segment.end; ++at) {
      Instruction& in = code[at];
      in.guarded = at < reach;
      if (in.code != Code::jump && in.code != Code::jump_if && in.code != Code::jump_unless) continue;
      segment.branches = true;
      reach = std::max(reach, at + 1 + in.right);
    }
  }
}

}  // namespace wildclaims::rules::engine
