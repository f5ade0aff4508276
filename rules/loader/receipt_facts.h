// Facts from receipts in their canonical form (rules/receipt.h), many of them one after the other: the way from the
// books back to facts. It knows where everything stands, and reads no further than what went in.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "rules/facts.h"
#include "rules/rulebook.h"

namespace wildclaims::rules {

class ReceiptFacts {
 public:
  explicit ReceiptFacts(std::shared_ptr<const Rulebook> rulebook);
  ~ReceiptFacts();
  ReceiptFacts(const ReceiptFacts&) = delete;
  ReceiptFacts& operator=(const ReceiptFacts&) = delete;

  // The complete facts, in the memory of those that stand there, as FactsStream reads them with UnknownFacts::skip.
  // False, with `facts` of no meaning, when anything is not plainly right, or when the receipt has adjustments, an
  // override or payment stages: FactsStream then reads it, or says why not.
  bool read(std::string_view receipt, Facts& facts);
  // How far the last receipt was read: up to its result, when there are facts.
  std::size_t end() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace wildclaims::rules
