// Which facts one kind of object in a line of JSON may hold, by name.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "rules/fact_layout.h"
#include "rules/loader/name_index.h"

namespace wildclaims::rules {

// By position in FactLayout::of(scope). Running totals of claim and event stand in one object.
struct FactPlace {
  Scope scope = Scope::claim;
  std::size_t position = 0;
};

struct FactMembers {
  NameIndex index;  // into places
  std::vector<FactPlace> places;
  std::vector<std::uint64_t> seen_in;  // the number of the object that held it last, so that nothing needs clearing

  FactMembers(const FactLayout& layout, std::initializer_list<Scope> scopes, std::initializer_list<Origin> origins) {
    std::vector<NameIndex::Entry> entries;
    for (const Scope scope : scopes) {
      const std::vector<FactDeclaration>& declared = layout.of(scope);
      for (std::size_t i = 0; i < declared.size(); ++i) {
        if (std::find(origins.begin(), origins.end(), declared[i].origin) == origins.end()) continue;
        entries.push_back({declared[i].name, static_cast<std::uint32_t>(places.size())});
        places.push_back({scope, i});
      }
    }
    index = NameIndex(entries);
    seen_in.assign(places.size(), 0);
  }

  // False when the object of that number held it already.
  bool take(std::size_t member, std::uint64_t object) {
    const bool first = seen_in[member] != object;
    seen_in[member] = object;
    return first;
  }
};

}  // namespace wildclaims::rules
