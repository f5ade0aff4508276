// A line of facts of ordinary form, straight into facts that are used again.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/facts.h"
#include "rules/loader/facts_stream.h"

namespace wildclaims::rules {

class PlainLine {
 public:
  PlainLine(std::shared_ptr<const FactLayout> layout, UnknownFacts unknown);
  ~PlainLine();
  PlainLine(const PlainLine&) = delete;
  PlainLine& operator=(const PlainLine&) = delete;

  void also_read(const std::vector<std::string>& names);

  // False when anything is not plainly right, which says nothing yet of the line: it must be read with care. What was
  // read is then of no use.
  bool read(std::string_view json);

  const Facts& facts() const;
  std::optional<std::string_view> also(std::size_t index) const;
  std::size_t skipped() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace wildclaims::rules
