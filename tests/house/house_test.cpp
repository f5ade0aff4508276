// The tree keeps the house rules, and each rule notices when it is broken.
#include "tests/house/house_rules.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::tests {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> findings_of(const std::string& sentence, const std::vector<SourceFile>& files) {
  for (const auto& rule : house_rules()) {
    if (rule.sentence == sentence) return rule.findings(files);
  }
  FAIL("no such rule: " << sentence);
  return {};
}

std::string joined(const std::vector<std::string>& findings) {
  std::string text;
  for (const auto& finding : findings) text += finding + "\n";
  return text;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void write_file(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

struct Breach {
  const char* sentence;
  const char* path;
  const char* text;
  const char* found;
};

}  // namespace

TEST_CASE("The tree keeps every house rule") {
  const auto files = read_tree(WILDCLAIMS_SOURCE_DIR);
  REQUIRE(files.size() > 20);
  for (const auto& rule : house_rules()) {
    INFO(rule.sentence << ":\n" << joined(rule.findings(files)));
    CHECK(rule.findings(files).empty());
  }
}

TEST_CASE("An upward include planted in a copy of the tree is found") {
  const TemporaryDirectory directory;
  const fs::path copy = directory.path();
  for (const auto& file : read_tree(WILDCLAIMS_SOURCE_DIR)) write_file(copy / file.path, file.text);
  REQUIRE(findings_of("Every include points down", read_tree(copy)).empty());

  const auto money = copy / "rules/money.h";
  std::ofstream(money, std::ios::app) << "#include \"claims/store/database.h\"\n";
  const auto findings = findings_of("Every include points down", read_tree(copy));
  REQUIRE(findings.size() == 1);
  INFO(findings.front());
  CHECK(has(findings.front(), "rules/money.h:"));
  CHECK(has(findings.front(), "includes claims/store/database.h, which is above it"));
}

TEST_CASE("Each house rule notices each way to break it") {
  const std::string deep = "namespace x {\n" + std::string(250, '\n') + "}\n";
  const std::vector<Breach> breaches{
      {"Every include points down", "rules/a.h", "#include \"rules/loader/rulebook_file.h\"", "above it"},
      {"Every include points down", "claims/ledger/a.cpp", "#include \"claims/store/database.h\"", "above it"},
      {"Every include points down", "claims/workflow/a.cpp", "#  include \"claims/cli/command.h\"", "above it"},
      {"Every include points down", "claims/http/a.cpp", "#include \"tests/support/catch.h\"", "stands on no floor"},
      {"Every include points down", "claims/cellar/a.cpp", "", "stands on no floor"},
      {"Every include of ours is named from the root", "rules/a.cpp", "#include \"money.h\"",
       "not named from the root"},
      {"Every library is seen only where it belongs", "claims/workflow/a.cpp", "#include <Poco/Net/HTTPRequest.h>",
       "Poco::Net"},
      {"Every library is seen only where it belongs", "claims/http/a.h", "#include <Poco/Net/HTTPRequest.h>",
       "in .cpp files"},
      {"Every library is seen only where it belongs", "claims/workflow/a.cpp", "#include <SQLiteCpp/SQLiteCpp.h>",
       "SQL"},
      {"Every library is seen only where it belongs", "claims/store/a.h", "#include <sqlite3.h>", "in .cpp files"},
      {"Every library is seen only where it belongs", "claims/domain/a.cpp", "#include <yaml-cpp/yaml.h>", "YAML"},
      {"Every library is seen only where it belongs", "claims/http/a.h", "#include <nlohmann/json.hpp>", "json_fwd"},
      {"The lowest floor is pure", "rules/a.cpp", "#include <iostream>", "no input"},
      {"The lowest floor is pure", "rules/a.cpp", "#include <nlohmann/json.hpp>", "standard library only"},
      {"No floating point stands near money", "rules/a.cpp", "double half = 0.5;", "double"},
      {"No floating point stands near money", "claims/ledger/a.cpp", "auto x = static_cast<float>(y);", "float"},
      {"The top level is fixed", "scripts/a.sh", "", "top level"},
      {"No file is a dumping ground", "claims/http/string_utils.cpp", "", "nothing in particular"},
      {"No file is a dumping ground", "rules/common/a.h", "", "nothing in particular"},
      {"Every header says what it is for and is guarded", "rules/a.h", "int x();", "#pragma once"},
      {"The README is short", "README.md", deep.c_str(), "too many"},
      {"No machine path or package host is in the tree", "config/a.txt",
       "cd /ho"
       "me/someone/x",
       "/home/"},
  };
  for (const auto& breach : breaches) {
    const auto findings = findings_of(breach.sentence, {{breach.path, breach.text}});
    INFO(breach.sentence << " / " << breach.path << " / " << breach.text << "\n" << joined(findings));
    CHECK(has(joined(findings), breach.found));
  }
}

TEST_CASE("What the house rules allow is no finding") {
  const std::vector<SourceFile> files{
      {"rules/a.cpp", "#include \"rules/money.h\"\n#include <vector>\n// a double in a comment\nauto s = \"float\";\n"},
      {"rules/loader/a.cpp", "#include <yaml-cpp/yaml.h>\n#include \"rules/money.h\"\n"},
      {"claims/store/a.cpp", "#include <SQLiteCpp/SQLiteCpp.h>\n#include \"claims/ledger/entry.h\"\n"},
      {"claims/http/a.cpp", "#include <Poco/Net/HTTPServer.h>\n#include <nlohmann/json.hpp>\n"},
      {"claims/cli/demo_play.cpp", "#include <Poco/Net/HTTPClientSession.h>\n#include \"claims/http/server.h\"\n"},
      {"claims/main.cpp", "#include \"claims/cli/command_line.h\"\n"},
      {".gitignore", "/build/\n"},
  };
  for (const auto& rule : house_rules()) {
    INFO(rule.sentence << ":\n" << joined(rule.findings(files)));
    CHECK(rule.findings(files).empty());
  }
}

}  // namespace wildclaims::tests
