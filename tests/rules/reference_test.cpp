// The author's reference is true: its examples load clean, its excerpts stand in them, every diagnostic has its section
// and a row among the tests, and every mistake it shows brings the message it shows.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

const std::string kDirectory = "config/rulebooks/";

std::vector<std::string> files_in(const std::string& directory, const std::string& extension) {
  std::vector<std::string> files;
  const std::filesystem::path root = std::filesystem::path(WILDCLAIMS_SOURCE_DIR);
  for (const auto& entry : std::filesystem::directory_iterator(root / directory)) {
    if (entry.path().extension() == extension) files.push_back(directory + entry.path().filename().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// The lines of a fenced block whose fence is lines[at]; `at` is then its closing fence.
std::string block_at(const std::vector<std::string>& lines, std::size_t& at) {
  std::string block;
  for (++at; at < lines.size() && lines[at].rfind("```", 0) != 0; ++at) block += lines[at] + "\n";
  return block;
}

// ---- the codes in the sources ----

bool is_code(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9');
  });
}

// The arguments of a call whose bracket opens at `at`, split at the commas between them.
std::vector<std::string> arguments_at(const std::string& text, std::size_t at) {
  std::vector<std::string> arguments(1);
  int depth = 0;
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted && c == '\\') {
      arguments.back() += text.substr(at, 2);
      ++at;
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '(' || c == '{' || c == '[') && depth++ == 0) continue;
    if (!quoted && (c == ')' || c == '}' || c == ']') && --depth == 0) return arguments;
    if (!quoted && c == ',' && depth == 1) {
      arguments.emplace_back();
    } else {
      arguments.back() += c;
    }
  }
  return arguments;
}

void add_matches(const std::string& text, const std::regex& pattern, std::set<std::string>& codes) {
  for (std::sregex_iterator found(text.begin(), text.end(), pattern), end; found != end; ++found) {
    if (is_code((*found)[1].str())) codes.insert((*found)[1].str());
  }
}

// What stands as the code in error(place, code, …), warning(…), fault(…) and fail(code, …).
void add_reported(const std::string& text, std::set<std::string>& codes) {
  static const std::regex call(R"re(\b(error|warning|fault|fail)\()re");
  static const std::regex literal(R"re("([^"]*)")re");
  for (std::sregex_iterator found(text.begin(), text.end(), call), end; found != end; ++found) {
    const auto open = static_cast<std::size_t>(found->position() + found->length()) - 1;
    const std::vector<std::string> arguments = arguments_at(text, open);
    const std::size_t place = (*found)[1].str() == "fail" ? 0 : 1;
    if (place < arguments.size()) add_matches(arguments[place], literal, codes);
  }
}

std::set<std::string> codes_in_sources() {
  std::set<std::string> codes;
  std::vector<std::string> files = files_in("rules/language/", ".cpp");
  for (const std::string& file : files_in("rules/loader/", ".cpp")) files.push_back(file);
  files.insert(files.end(), {"rules/shelf.cpp", "rules/facts.cpp"});
  for (const std::string& file : files) add_reported(read_source_file(file), codes);
  // Diagnostics and faults that are written out as values.
  static const std::regex diagnostic(R"re(Severity::error,\s*"([^"]*)")re");
  static const std::regex fault(R"re((?:fault\.code = |,\s*)"([^"]*)"(?:;|,\s*\{(?:"|name_of|"no rulebook)))re");
  for (const std::string& file : files) add_matches(read_source_file(file), diagnostic, codes);
  for (const char* file : {"rules/shelf.cpp", "rules/engine/evaluate.cpp"}) {
    add_matches(read_source_file(file), fault, codes);
  }
  return codes;
}

// The codes of the sections "## code".
std::set<std::string> documented_codes() {
  std::set<std::string> codes;
  for (const std::string& line : lines_of(read_source_file(kDirectory + "diagnostics.md"))) {
    if (line.rfind("## ", 0) == 0) CHECK(codes.insert(line.substr(3)).second);
  }
  return codes;
}

// ---- the mistakes ----

struct Mistake {
  std::string title;
  std::vector<std::pair<std::string, std::string>> changes;  // whole lines, and those that stand there instead
  std::string message;                                       // as printed behind file, line and column
};

std::vector<std::pair<std::string, std::string>> changes_of(const std::string& block) {
  std::vector<std::pair<std::string, std::string>> changes;
  bool by = false;
  for (const std::string& line : lines_of(block)) {
    if (line == "replace:") {
      changes.emplace_back();
      by = false;
    } else if (line == "by:") {
      by = true;
    } else {
      REQUIRE_FALSE(changes.empty());
      (by ? changes.back().second : changes.back().first) += line + "\n";
    }
  }
  return changes;
}

std::vector<Mistake> mistakes() {
  std::vector<Mistake> all;
  const std::vector<std::string> lines = lines_of(read_source_file(kDirectory + "mistakes.md"));
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (lines[at].rfind("## ", 0) == 0) all.push_back({lines[at].substr(3), {}, ""});
    if (lines[at] == "```yaml mistake") all.back().changes = changes_of(block_at(lines, at));
    if (at < lines.size() && lines[at] == "```text") all.back().message = block_at(lines, at);
  }
  return all;
}

// Lines move when a comment is added above them; what else a message says does not.
std::string without_lines(const std::string& text) {
  static const std::regex number(R"re(line [0-9]+)re");
  return std::regex_replace(text, number, "line N");
}

// What is printed behind file, line and column, for the file alone and beside the rulebook of the next year.
std::vector<std::string> messages_of(const std::string& text) {
  LoadResult loaded = load_rulebook(text, "mistake.yaml");
  std::vector<std::string> messages;
  for (Diagnostic diagnostic : loaded.diagnostics) {
    diagnostic.at = {};
    messages.push_back(to_string(diagnostic).substr(diagnostic.file.size() + 2) + "\n");
  }
  if (!loaded.rulebook) return messages;
  const LoadResult next = load_rulebook(read_source_file(kDirectory + "pinglu-2026.yaml"), "next.yaml");
  REQUIRE(next.rulebook);
  const auto shelf = Shelf::make({loaded.rulebook, next.rulebook});
  if (const auto* faults = std::get_if<Faults>(&shelf)) {
    for (const Fault& fault : *faults) messages.push_back("error[" + fault.code + "]: " + fault.say.en + "\n");
  }
  return messages;
}

}  // namespace

TEST_CASE("Every example of the reference loads without an error or a warning and is a draft") {
  const std::vector<std::string> files = files_in(kDirectory + "examples/", ".yaml");
  REQUIRE(files.size() >= 25);
  std::set<std::string> ids;
  for (const std::string& file : files) {
    const LoadResult result = load_rulebook(read_source_file(file), file);
    for (const Diagnostic& diagnostic : result.diagnostics) UNSCOPED_INFO(to_string(diagnostic));
    INFO(file);
    CHECK(result.diagnostics.empty());
    REQUIRE(result.rulebook);
    CHECK(result.rulebook->status() == Status::draft);
    CHECK(ids.insert(result.rulebook->id()).second);
  }
}

TEST_CASE("Every excerpt of the reference stands in the example it names, and every example is shown") {
  const std::vector<std::string> lines = lines_of(read_source_file(kDirectory + "README.md"));
  static const std::regex comment(R"re(<!-- (examples/[a-z-]+\.yaml) -->)re");
  std::set<std::string> shown;
  std::string file;
  std::size_t excerpts = 0;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    std::smatch match;
    if (std::regex_match(lines[at], match, comment)) {
      file = kDirectory + match[1].str();
      continue;
    }
    if (lines[at].rfind("```yaml", 0) == 0) {
      INFO("line " << at + 1);
      REQUIRE_FALSE(file.empty());
      const std::string excerpt = block_at(lines, at);
      INFO(file << " holds:\n" << excerpt);
      CHECK(("\n" + read_source_file(file)).find("\n" + excerpt) != std::string::npos);
      shown.insert(file);
      ++excerpts;
    }
    file.clear();
  }
  CHECK(excerpts >= 40);
  for (const std::string& example : files_in(kDirectory + "examples/", ".yaml")) {
    INFO(example << " is never shown");
    CHECK(shown.count(example) == 1);
  }
}

TEST_CASE("Every diagnostic has its section, and every section a diagnostic") {
  const std::set<std::string> sources = codes_in_sources();
  const std::set<std::string> sections = documented_codes();
  REQUIRE(sources.size() > 130);  // fewer means that the sources were not understood
  for (const std::string& code : sources) {
    INFO(code << " has no section in diagnostics.md");
    CHECK(sections.count(code) == 1);
  }
  for (const std::string& code : sections) {
    INFO(code << " is reported nowhere");
    CHECK(sources.count(code) == 1);
  }
}

TEST_CASE("Every diagnostic has a row among the tests") {
  const std::string rows = read_source_file("tests/rules/diagnostics_test.cpp") +
                           read_source_file("tests/rules/example_diagnostics_test.cpp") +
                           read_source_file("tests/rules/facts_stream_test.cpp");
  for (const std::string& code : codes_in_sources()) {
    INFO(code << " has no row");
    CHECK(std::regex_search(rows, std::regex("\\{\"" + code + "\",\\s")));
  }
}

TEST_CASE("Every mistake that is shown brings the message that is shown") {
  const std::vector<Mistake> all = mistakes();
  CHECK(all.size() == 20);
  for (const Mistake& mistake : all) {
    INFO(mistake.title);
    REQUIRE_FALSE(mistake.changes.empty());
    REQUIRE_FALSE(mistake.message.empty());
    std::string text = shipped_text();
    for (const auto& [replace, by] : mistake.changes) {
      const std::string old_line = "\n" + replace;
      const std::string new_line = "\n" + by;
      text = with(std::move(text), old_line, new_line);
    }
    std::vector<std::string> messages;
    for (const std::string& message : messages_of(text)) messages.push_back(without_lines(message));
    for (const std::string& message : messages) UNSCOPED_INFO(message);
    CHECK(std::find(messages.begin(), messages.end(), without_lines(mistake.message)) != messages.end());
  }
}
