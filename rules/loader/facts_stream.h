// Facts from JSON, one line after the other: the reader of bulk evaluation. A line of ordinary form goes straight into
// facts that are used again, without allocation; whatever is not plainly right is read again with care, so that its
// faults are worded by read_facts() and nowhere else.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/rulebook.h"

namespace wildclaims::rules {

// What to do with a fact the rulebook does not ask for.
enum class UnknownFacts { refuse, skip };

class FactsStream {
 public:
  // Longest line: the claims of a large event, written out.
  static constexpr std::size_t kMostBytes = std::size_t{4} << 20;

  FactsStream(std::shared_ptr<const Rulebook> rulebook, UnknownFacts unknown);
  ~FactsStream();
  FactsStream(const FactsStream&) = delete;
  FactsStream& operator=(const FactsStream&) = delete;

  // The texts of further top-level members that lines may have, {"id", "decided_on"}; none of a sheet's own names.
  void also_read(std::vector<std::string> names);

  // One JSON object, at most kMostBytes of UTF-8:
  //   {"claim": {…}, "items": [{…}, …], "event": {…}, "running": {…}, "adjustments": {NAME: {"amount": …, "reason":
  //   …}},
  //    "override": {"amount": …, "reason": …}, "stage": …, "paid": …}
  // of which claim and items must be there, or a receipt (rules/receipt.h), whose facts stand below "facts". Values are
  // texts or numbers ("3.5" or 3.5, "60%"), numbers taken exactly as written; a null is a value that is not there.
  // Null when there are faults. Valid until the next read, as is everything below.
  const Facts* read(std::string_view json);

  // All claims of one event, for rulebooks that share between claims; slower, for lines that are few:
  //   {"event": {…}, "running": {…}, "stage": …, "claims": [{"claim": {…}, "items": […], "running": {…}, …}, …]}
  // Null when there are faults, then also missing_key without claims, no_claims and too_many_claims.
  const std::vector<Facts>* read_event(std::string_view json);

  // Of the last read, all at once: those of read_facts() with the same codes, and of form malformed_json, invalid_utf8,
  // line_too_long, too_deep, duplicate_key, unknown_key, wrong_shape. Pointers are into the line: "/claim/species", or
  // "/facts/claim/species" of a receipt.
  const Faults& faults() const;
  // By position in the names of also_read(); nothing when absent or null. After a line with faults, where it was
  // readable.
  std::optional<std::string_view> also(std::size_t index) const;
  std::size_t skipped() const;  // facts not asked for

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace wildclaims::rules
