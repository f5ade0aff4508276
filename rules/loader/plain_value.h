// Values of ordinary form, read without allocation: what is not plainly right is nothing here, and read_facts() says
// why.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "rules/fact_layout.h"
#include "rules/loader/name_index.h"

namespace wildclaims::rules {

class PlainValues {
 public:
  explicit PlainValues(const FactLayout& layout);

  // As stored. quoted: it stood in quotes, else it is a JSON number or true or false.
  std::optional<std::int64_t> read(const FactDeclaration& fact, std::string_view text, bool quoted) const;

 private:
  const FactLayout& layout_;
  std::vector<NameIndex> codes_;  // by code type
};

}  // namespace wildclaims::rules
