// Where a term of a rulebook comes from. A reader must never take an assumed value for a published one.
#pragma once

#include <string>

#include "rules/bilingual.h"

namespace wildclaims::rules {

enum class Basis { published, assumed };

// "published" or "assumed".
std::string to_string(Basis basis);

struct Source {
  Basis basis = Basis::assumed;
  Bilingual cite;  // what was published and where, or why it was assumed; may be empty when assumed

  bool operator==(const Source&) const = default;
};

// For people: "已公布：…" / "published: …", "假定（未公布）" / "assumed, not published".
Bilingual to_text(const Source& source);

}  // namespace wildclaims::rules
