// claims/http/openapi.yaml as a value, for the tests that hold it against the code.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace wildclaims::http::testing {

struct ContractOperation {
  std::string id;
  std::string method;  // "POST"
  std::string path;    // "/api/v1/claims/{claim}"
  nlohmann::json value;
  std::vector<nlohmann::json> parameters;  // references followed

  // Of the name, in that place ("header"); null when there is none.
  nlohmann::json parameter(const std::string& place, const std::string& name) const;
  // The answer that is no failure: the lowest of the documented ones.
  int success() const;
};

class ContractFile {
 public:
  ContractFile();

  const std::string& text() const { return text_; }
  const nlohmann::json& document() const { return document_; }
  const std::vector<ContractOperation>& operations() const { return operations_; }
  const ContractOperation& operation(const std::string& id) const;
  const nlohmann::json& schema(const std::string& name) const;
  // The words of a schema that is a list of words, or of a member of one ("/properties/status"); sorted.
  std::vector<std::string> words(const std::string& schema, const std::string& pointer = {}) const;

 private:
  nlohmann::json followed(const nlohmann::json& value) const;

  std::string text_;
  nlohmann::json document_;
  std::vector<ContractOperation> operations_;
};

}  // namespace wildclaims::http::testing
