#include "rules/fact_layout.h"

namespace wildclaims::rules {
namespace {

template <class Named>
std::optional<std::size_t> position(const std::vector<Named>& list, std::string_view name) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].name == name) return i;
  }
  return std::nullopt;
}

}  // namespace

std::string to_string(FactKind kind) {
  switch (kind) {
    case FactKind::code:
      return "code";
    case FactKind::number:
      return "number";
    case FactKind::percent:
      return "percent";
    case FactKind::date:
      return "date";
    case FactKind::datetime:
      return "datetime";
    case FactKind::boolean:
      return "boolean";
  }
  return {};
}

std::optional<std::size_t> CodeType::index_of(std::string_view code) const { return position(codes, code); }

std::optional<std::size_t> FactLayout::index_of(Scope scope, std::string_view name) const {
  return position(of(scope), name);
}

}  // namespace wildclaims::rules
