// The demo as data: request files of config/demo that are sent through the API in order.
//
// A file holds {"title", "note", "steps": [...]}; a step is one of
//   {"say", "until": "2025-12-29"}                      the demo clock is advanced to that day, never back
//   {"say", "as", "method", "path", "body", "if_match", "expect": 201, "save": {"name": "/json/pointer" | "ETag"}}
// "{{name}}" in path, body and if_match stands for what an earlier step saved, in the same or an earlier file; a
// body value that is nothing but "{{name}}" keeps the saved value's type.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace wildclaims::cli {

// What earlier answers left behind, as JSON text by name.
using SavedValues = std::map<std::string, std::string>;

struct DemoStep {
  std::string say;
  std::string until;  // a date, or empty for a request
  std::string as;
  std::string method;
  std::string path;
  std::string if_match;
  std::string body;  // JSON text, empty for none
  int expect = 200;
  std::map<std::string, std::string> save;
  std::string idempotency_key;  // of its own, so that a demo that was interrupted can be played again
};

struct DemoScript {
  std::string title;
  std::vector<DemoStep> steps;
};

// Reads the numbered files (01-….json, 02-….json, …) of the directory in order of their names. Throws
// std::runtime_error naming the file if one cannot be read or is not of the form above.
std::vector<DemoScript> read_demo_scripts(const std::filesystem::path& directory);

// Name to password of every user in users.json of the directory. Throws like read_demo_scripts.
std::map<std::string, std::string> read_demo_passwords(const std::filesystem::path& directory);

// The step with every "{{name}}" replaced. Throws std::runtime_error for a name that nothing saved.
DemoStep filled_in(DemoStep step, const SavedValues& saved);

}  // namespace wildclaims::cli
