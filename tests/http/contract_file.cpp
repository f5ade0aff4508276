#include "tests/http/contract_file.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <utility>

#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace wildclaims::http::testing {

namespace {

using nlohmann::json;

// A plain scalar by the core schema, as far as the contract uses it; a quoted one is text.
json scalar(const YAML::Node& node) {
  if (node.Tag() == "!") return node.Scalar();
  if (bool truth = false; YAML::convert<bool>::decode(node, truth)) return truth;
  if (std::int64_t number = 0; YAML::convert<std::int64_t>::decode(node, number)) return number;
  return node.Scalar();
}

json value_of(const YAML::Node& node) {
  if (node.IsMap()) {
    json object = json::object();
    for (const auto& member : node) object[member.first.Scalar()] = value_of(member.second);
    return object;
  }
  if (node.IsSequence()) {
    json list = json::array();
    for (const YAML::Node& each : node) list.push_back(value_of(each));
    return list;
  }
  return node.IsScalar() ? scalar(node) : json();
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
  return text;
}

}  // namespace

json ContractOperation::parameter(const std::string& place, const std::string& name) const {
  for (const json& each : parameters) {
    if (each["in"] == place && each["name"] == name) return each;
  }
  return nullptr;
}

int ContractOperation::success() const { return std::stoi(value.at("responses").begin().key()); }

ContractFile::ContractFile()
    : text_(tests::read_text(WILDCLAIMS_SOURCE_DIR "/claims/http/openapi.yaml")),
      document_(value_of(YAML::Load(text_))) {
  for (const auto& [path, item] : document_.at("paths").items()) {
    for (const auto& [method, value] : item.items()) {
      ContractOperation operation{value.at("operationId"), upper(method), path, value, {}};
      for (const json& each : value.value("parameters", json::array())) {
        operation.parameters.push_back(followed(each));
      }
      operations_.push_back(std::move(operation));
    }
  }
}

const ContractOperation& ContractFile::operation(const std::string& id) const {
  const auto found = std::find_if(operations_.begin(), operations_.end(),
                                  [&](const ContractOperation& each) { return each.id == id; });
  INFO(id);
  REQUIRE(found != operations_.end());
  return *found;
}

const json& ContractFile::schema(const std::string& name) const {
  return document_.at("components").at("schemas").at(name);
}

std::vector<std::string> ContractFile::words(const std::string& name, const std::string& pointer) const {
  auto words = schema(name).at(json::json_pointer(pointer)).at("enum").get<std::vector<std::string>>();
  std::sort(words.begin(), words.end());
  return words;
}

json ContractFile::followed(const json& value) const {
  if (!value.contains("$ref")) return value;
  return document_.at(json::json_pointer(value["$ref"].get<std::string>().substr(1)));
}

}  // namespace wildclaims::http::testing
