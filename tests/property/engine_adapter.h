// The engine as the property tests see it: a rulebook's text and a claim's texts in, an Answer out. The only place here
// that knows the engine's interface.
#pragma once

#include <memory>
#include <string>

#include "rules/facts.h"
#include "rules/rulebook.h"
#include "tests/property/model.h"
#include "tests/property/reference.h"

namespace wildclaims::property {

// The claim in the engine's own form: texts by name.
using Sheet = rules::FactSheet;

Sheet to_texts(const Model& model, const ClaimFacts& facts);
std::string to_string(const Sheet& sheet);

class Engine {
 public:
  explicit Engine(const Model& model);

  bool loaded() const { return rulebook_ != nullptr; }
  const std::string& yaml() const { return yaml_; }
  const std::string& diagnostics() const { return diagnostics_; }
  // Faults of reading count as faults of the answer.
  Answer determine(const Sheet& sheet) const;
  // Empty when the determination fails.
  std::string receipt(const Sheet& sheet) const;

 private:
  std::string yaml_;
  std::string diagnostics_;
  std::shared_ptr<const rules::Rulebook> rulebook_;
};

}  // namespace wildclaims::property
