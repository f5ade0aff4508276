// A bug of ours, found at run time: something was asked of a function that its header forbids.
// Never thrown for what a person or a client sent. It is caught once per request: roll back, log, answer 500.
#pragma once

#include <stdexcept>
#include <string>

namespace wildclaims::domain {

class ContractViolation : public std::logic_error {
 public:
  // `what` names the broken rule for the log; it holds no personal data.
  explicit ContractViolation(const std::string& what) : std::logic_error(what) {}
};

}  // namespace wildclaims::domain
