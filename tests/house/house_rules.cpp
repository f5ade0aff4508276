#include "tests/house/house_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <regex>
#include <set>
#include <string_view>

namespace wildclaims::tests {

namespace {

using Findings = std::vector<std::string>;
using Files = std::vector<SourceFile>;

// ---- reading ----

bool is_under(std::string_view path, std::string_view directory) {
  return path.substr(0, directory.size()) == directory;
}

bool is_cpp(std::string_view path) { return path.ends_with(".h") || path.ends_with(".cpp"); }

struct Line {
  std::size_t number;
  std::string_view text;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back({lines.size() + 1, text.substr(0, end)});
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

// The name between the quotes or brackets of an #include line.
std::optional<std::string> included(std::string_view line) {
  static const std::regex include(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  std::cmatch found;
  if (!std::regex_search(line.data(), line.data() + line.size(), found, include)) return std::nullopt;
  return found[1].str();
}

std::string at(const SourceFile& file, const Line& line, const std::string& sentence) {
  return file.path + ":" + std::to_string(line.number) + ": " + sentence;
}

// Reports each line of the chosen files for which `judge` has a sentence.
template <typename Choose, typename Judge>
Findings judge_lines(const Files& files, Choose choose, Judge judge) {
  Findings findings;
  for (const auto& file : files) {
    if (!choose(file.path)) continue;
    for (const auto& line : lines_of(file.text)) {
      if (const std::string sentence = judge(file.path, line.text); !sentence.empty()) {
        findings.push_back(at(file, line, sentence));
      }
    }
  }
  return findings;
}

// ---- the floors ----

struct Floor {
  const char* directory;
  int height;
};

// The longest matching directory counts, so rules/loader/ stands above rules/.
constexpr std::array kFloors{
    Floor{"rules/", 0},         Floor{"rules/loader/", 1}, Floor{"rules/authoring/", 1}, Floor{"claims/domain/", 2},
    Floor{"claims/ledger/", 3}, Floor{"claims/store/", 4}, Floor{"claims/workflow/", 5}, Floor{"claims/documents/", 6},
    Floor{"claims/http/", 7},   Floor{"claims/cli/", 8},   Floor{"claims/main.cpp", 9},
};

const Floor* floor_of(std::string_view path) {
  const Floor* best = nullptr;
  for (const auto& floor : kFloors) {
    const std::string_view directory = floor.directory;
    if (is_under(path, directory) && (best == nullptr || directory.size() > std::string_view(best->directory).size())) {
      best = &floor;
    }
  }
  return best;
}

bool is_source_of_the_house(std::string_view path) {
  return is_cpp(path) && (is_under(path, "rules/") || is_under(path, "claims/"));
}

Findings includes_point_down(const Files& files) {
  Findings findings = judge_lines(files, is_source_of_the_house, [](const std::string& path, std::string_view line) {
    const auto name = included(line);
    if (!name || !(is_under(*name, "rules/") || is_under(*name, "claims/") || is_under(*name, "tests/")))
      return std::string();
    const Floor* here = floor_of(path);
    const Floor* there = floor_of(*name);
    if (there == nullptr) return "includes " + *name + ", which stands on no floor";
    if (here == nullptr || here == there || there->height < here->height) return std::string();
    return "includes " + *name + ", which is " + (there->height > here->height ? "above" : "beside") + " it";
  });
  for (const auto& file : files) {
    if (is_source_of_the_house(file.path) && floor_of(file.path) == nullptr) {
      findings.push_back(file.path + ": stands on no floor");
    }
  }
  return findings;
}

// A quoted include is read from the root, so that the floor is in the name.
Findings includes_are_named_from_the_root(const Files& files) {
  return judge_lines(files, is_cpp, [](const std::string&, std::string_view line) {
    if (line.find('"') == std::string_view::npos) return std::string();
    const auto name = included(line);
    if (!name || is_under(*name, "rules/") || is_under(*name, "claims/") || is_under(*name, "tests/"))
      return std::string();
    return "includes \"" + *name + "\", which is not named from the root";
  });
}

// ---- who may see which library ----

struct Library {
  const char* prefix;                     // of the included name
  std::vector<std::string_view> seen_by;  // directories or files, besides tests/
  const char* said;
};

const std::vector<Library>& libraries() {
  static const std::vector<Library> list{
      {"Poco/Net/", {"claims/http/", "claims/cli/demo_"}, "Poco::Net belongs to claims/http and the demo client"},
      {"sqlite3", {"claims/store/"}, "SQL belongs to claims/store"},
      {"SQLiteCpp", {"claims/store/"}, "SQL belongs to claims/store"},
      {"yaml-cpp", {"rules/loader/", "claims/domain/programme_file.cpp"}, "YAML belongs to the loaders"},
      {"simdjson", {"rules/loader/"}, "JSON in bulk belongs to the loader of facts"},
      {"CLI/", {"claims/cli/"}, "the command line belongs to claims/cli"},
  };
  return list;
}

Findings libraries_stay_in_their_place(const Files& files) {
  return judge_lines(files, is_source_of_the_house, [](const std::string& path, std::string_view line) {
    const auto name = included(line);
    if (!name) return std::string();
    for (const auto& library : libraries()) {
      if (!is_under(*name, library.prefix)) continue;
      const bool allowed = std::any_of(library.seen_by.begin(), library.seen_by.end(),
                                       [&](std::string_view place) { return is_under(path, place); });
      if (!allowed || path.ends_with(".h")) return "includes <" + *name + ">: " + library.said + ", in .cpp files";
    }
    if (is_under(*name, "nlohmann/") && *name != "nlohmann/json_fwd.hpp" && path.ends_with(".h")) {
      return "includes <" + *name + ">: a header makes do with <nlohmann/json_fwd.hpp>";
    }
    return std::string();
  });
}

// The adapter to the server is small: three files of claims/http at most know that Poco exists.
Findings few_files_know_the_server(const Files& files) {
  constexpr std::size_t kMost = 3;
  std::set<std::string> knowing;
  for (const auto& file : files) {
    if (!is_under(file.path, "claims/http/")) continue;
    for (const auto& line : lines_of(file.text)) {
      if (const auto name = included(line.text); name && is_under(*name, "Poco/Net/")) knowing.insert(file.path);
    }
  }
  if (knowing.size() <= kMost) return {};
  Findings findings;
  for (const auto& path : knowing)
    findings.push_back(path + ": one of " + std::to_string(knowing.size()) + " files that include Poco::Net");
  return findings;
}

bool is_standard_header(const std::string& name) {
  return name.find('/') == std::string::npos && name.find('.') == std::string::npos;
}

// Floor 0 computes: standard library only, and of it nothing that reads, prints, waits or asks the time.
Findings floor_zero_is_pure(const Files& files) {
  static const std::set<std::string> outside{"iostream", "fstream", "cstdio", "filesystem", "thread", "mutex",
                                             "future",   "atomic",  "random", "ctime",      "cstdlib"};
  const auto floor_zero = [](std::string_view path) { return is_cpp(path) && floor_of(path) == &kFloors[0]; };
  return judge_lines(files, floor_zero, [](const std::string&, std::string_view line) {
    const auto name = included(line);
    if (!name || is_under(*name, "rules/")) return std::string();
    if (!is_standard_header(*name)) return "includes <" + *name + ">: floor 0 knows the standard library only";
    if (outside.contains(*name)) return "includes <" + *name + ">: floor 0 has no input, output, clock or threads";
    return std::string();
  });
}

// ---- money is exact ----

// The line without comments and texts, so that a word in either is no finding.
std::string code_of(std::string_view line) {
  static const std::regex texts(R"("(\\.|[^"\\])*"|'(\\.|[^'\\])*')");
  static const std::regex comment(R"(//.*$)");
  return std::regex_replace(std::regex_replace(std::string(line), texts, "\"\""), comment, "");
}

Findings no_floating_point_near_money(const Files& files) {
  static const std::regex floating(R"(\b(double|float|stod|stof|strtod)\b)");
  const auto near_money = [](std::string_view path) {
    return is_cpp(path) &&
           (is_under(path, "rules/") || is_under(path, "claims/domain/") || is_under(path, "claims/ledger/"));
  };
  return judge_lines(files, near_money, [](const std::string&, std::string_view line) {
    const std::string code = code_of(line);
    std::smatch found;
    return std::regex_search(code, found, floating) ? "uses " + found[1].str() + ": money and rules are exact"
                                                    : std::string();
  });
}

// ---- what stands where ----

Findings top_level_is_fixed(const Files& files) {
  static const std::set<std::string> allowed{"CMakeLists.txt", "claims", "rules", "config", "tests", "README.md"};
  std::set<std::string> found;
  for (const auto& file : files) found.insert(file.path.substr(0, file.path.find('/')));
  Findings findings;
  for (const auto& name : found) {
    if (name.front() != '.' && !allowed.contains(name)) findings.push_back(name + ": does not belong at the top level");
  }
  return findings;
}

Findings no_dumping_grounds(const Files& files) {
  static const std::regex vague(
      R"((^|[/_-])(util|utils|utility|utilities|helper|helpers|common|misc|stuff|tools)([/_.-]|$))");
  Findings findings;
  for (const auto& file : files) {
    if (std::regex_search(file.path, vague)) findings.push_back(file.path + ": is named for nothing in particular");
  }
  return findings;
}

Findings headers_are_guarded(const Files& files) {
  Findings findings;
  for (const auto& file : files) {
    if (!file.path.ends_with(".h")) continue;
    if (!is_under(file.text, "//")) findings.push_back(file.path + ": does not begin with what it is for");
    if (file.text.find("#pragma once") == std::string::npos) findings.push_back(file.path + ": has no #pragma once");
  }
  return findings;
}

Findings readme_is_short(const Files& files) {
  constexpr std::size_t kMostLines = 199;
  for (const auto& file : files) {
    if (file.path == "README.md" && lines_of(file.text).size() > kMostLines) {
      return {"README.md: has " + std::to_string(lines_of(file.text).size()) + " lines; 200 is too many"};
    }
  }
  return {};
}

// A machine's own paths and the hosts packages come from are nobody else's business.
Findings no_machine_paths_or_package_hosts(const Files& files) {
  static const std::regex machine(
      R"((/home/[a-z]|/root/|/Users/|/work/[a-z]|registry\.npmjs|pypi\.org|proxy\.golang|deb\.debian\.org|archive\.ubuntu|mirrors?\.[a-z]+\.))");
  const auto any = [](std::string_view path) { return !is_under(path, "tests/house/house_"); };
  return judge_lines(files, any, [](const std::string&, std::string_view line) {
    std::cmatch found;
    return std::regex_search(line.data(), line.data() + line.size(), found, machine)
               ? "names " + found[1].str() + ": no machine path or package host in the tree"
               : std::string();
  });
}

}  // namespace

const std::vector<HouseRule>& house_rules() {
  static const std::vector<HouseRule> rules{
      {"Every include points down", includes_point_down},
      {"Every include of ours is named from the root", includes_are_named_from_the_root},
      {"Every library is seen only where it belongs", libraries_stay_in_their_place},
      {"Few files know the server library", few_files_know_the_server},
      {"The lowest floor is pure", floor_zero_is_pure},
      {"No floating point stands near money", no_floating_point_near_money},
      {"The top level is fixed", top_level_is_fixed},
      {"No file is a dumping ground", no_dumping_grounds},
      {"Every header says what it is for and is guarded", headers_are_guarded},
      {"The README is short", readme_is_short},
      {"No machine path or package host is in the tree", no_machine_paths_or_package_hosts},
  };
  return rules;
}

}  // namespace wildclaims::tests
