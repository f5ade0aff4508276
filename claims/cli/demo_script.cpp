#include "claims/cli/demo_script.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace wildclaims::cli {

namespace {

using nlohmann::json;

json read_json(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  try {
    return json::parse(in);
  } catch (const json::exception& error) {
    throw std::runtime_error(path.string() + " is not JSON: " + error.what());
  }
}

DemoStep step_from(const json& from) {
  DemoStep step;
  step.say = from.at("say").get<std::string>();
  step.until = from.value("until", "");
  if (!step.until.empty()) return step;
  step.as = from.at("as").get<std::string>();
  step.method = from.at("method").get<std::string>();
  step.path = from.at("path").get<std::string>();
  step.if_match = from.value("if_match", "");
  step.expect = from.at("expect").get<int>();
  step.save = from.value("save", std::map<std::string, std::string>());
  if (const auto body = from.find("body"); body != from.end()) step.body = body->dump();
  return step;
}

DemoScript script_from(const std::filesystem::path& path) {
  const json from = read_json(path);
  DemoScript script;
  try {
    script.title = from.at("title").at("en").get<std::string>() + " / " + from.at("title").at("zh").get<std::string>();
    for (const auto& step : from.at("steps")) {
      script.steps.push_back(step_from(step));
      script.steps.back().idempotency_key = "demo-" + path.stem().string() + "-" + std::to_string(script.steps.size());
    }
  } catch (const json::exception& error) {
    throw std::runtime_error(path.string() + " is not a demo script: " + error.what());
  }
  return script;
}

struct Gap {
  std::size_t begin;
  std::size_t end;
  std::string name;
};

std::optional<Gap> first_gap(std::string_view text) {
  const auto begin = text.find("{{");
  if (begin == std::string_view::npos) return std::nullopt;
  const auto end = text.find("}}", begin);
  if (end == std::string_view::npos) return std::nullopt;
  return Gap{begin, end + 2, std::string(text.substr(begin + 2, end - begin - 2))};
}

json saved_value(const SavedValues& saved, const std::string& name) {
  const auto value = saved.find(name);
  if (value == saved.end()) throw std::runtime_error("no earlier step of the demo saved {{" + name + "}}");
  return json::parse(value->second);
}

std::string filled_in_text(std::string text, const SavedValues& saved) {
  while (const auto gap = first_gap(text)) {
    const json value = saved_value(saved, gap->name);
    text.replace(gap->begin, gap->end - gap->begin, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return text;
}

json filled_in_json(json value, const SavedValues& saved) {
  if (value.is_structured()) {
    for (auto& part : value) part = filled_in_json(std::move(part), saved);
    return value;
  }
  if (!value.is_string()) return value;
  const auto text = value.get<std::string>();
  const auto gap = first_gap(text);
  if (gap && gap->begin == 0 && gap->end == text.size()) return saved_value(saved, gap->name);
  return filled_in_text(text, saved);
}

}  // namespace

std::vector<DemoScript> read_demo_scripts(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const std::string name = entry.path().filename().string();
    if (std::isdigit(static_cast<unsigned char>(name.front())) != 0 && entry.path().extension() == ".json") {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  if (paths.empty()) throw std::runtime_error("no demo scripts (01-….json) in " + directory.string());
  std::vector<DemoScript> scripts;
  scripts.reserve(paths.size());
  for (const auto& path : paths) scripts.push_back(script_from(path));
  return scripts;
}

std::map<std::string, std::string> read_demo_passwords(const std::filesystem::path& directory) {
  const auto path = directory / "users.json";
  const json from = read_json(path);
  std::map<std::string, std::string> passwords;
  try {
    for (const auto& user : from.at("users")) {
      passwords[user.at("name").get<std::string>()] = user.at("password").get<std::string>();
    }
  } catch (const json::exception& error) {
    throw std::runtime_error(path.string() + " is not a list of demo users: " + error.what());
  }
  return passwords;
}

DemoStep filled_in(DemoStep step, const SavedValues& saved) {
  step.path = filled_in_text(std::move(step.path), saved);
  step.if_match = filled_in_text(std::move(step.if_match), saved);
  if (!step.body.empty()) step.body = filled_in_json(json::parse(step.body), saved).dump();
  return step;
}

}  // namespace wildclaims::cli
