// What a check of the books found wrong, and a list of it that stays bounded.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "rules/bilingual.h"

namespace wildclaims::workflow {

struct Finding {
  std::string invariant;  // a code of ledger::Invariant, or one of this floor (book_audit.h)
  std::string subject;    // entry ("PL-2025#17"), claim, account or row
  rules::Bilingual sentence;
};

// Nobody reads more; later ones are only counted.
inline constexpr std::size_t kMaxFindings = 1'000;

class FindingList {
 public:
  void add(std::string invariant, std::string subject, rules::Bilingual sentence) {
    ++count_;
    if (list_.size() < kMaxFindings) list_.push_back({std::move(invariant), std::move(subject), std::move(sentence)});
  }
  void add(const std::vector<Finding>& findings) {
    for (const Finding& each : findings) add(each.invariant, each.subject, each.sentence);
  }
  // Found, but kept by nobody.
  void only_count(std::size_t more) { count_ += more; }

  std::size_t count() const { return count_; }
  std::vector<Finding> take() { return std::move(list_); }

 private:
  std::vector<Finding> list_;
  std::size_t count_ = 0;
};

}  // namespace wildclaims::workflow
