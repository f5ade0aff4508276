#include "rules/source.h"

namespace wildclaims::rules {

std::string to_string(Basis basis) { return basis == Basis::published ? "published" : "assumed"; }

Bilingual to_text(const Source& source) {
  Bilingual text = source.basis == Basis::published ? Bilingual{"已公布", "published"}
                                                    : Bilingual{"假定（未公布）", "assumed, not published"};
  if (!source.cite.zh.empty()) text.zh += "：" + source.cite.zh;
  if (!source.cite.en.empty()) text.en += ": " + source.cite.en;
  return text;
}

}  // namespace wildclaims::rules
