// Real programmes as rulebooks: each loads clean with its examples, every listed case stands in its files, and no
// source file knows a programme by name.
#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/loader/load.h"
#include "tests/house/house_rules.h"
#include "tests/support/catch.h"

namespace wildclaims::rules {
namespace {

using tests::SourceFile;

const std::string kDirectory = "tests/programmes/";
constexpr std::size_t kFewest = 30;  // rulebooks: fewer means that the directory was not found

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

const std::vector<SourceFile>& tree() {
  static const std::vector<SourceFile> files = tests::read_tree(WILDCLAIMS_SOURCE_DIR);
  return files;
}

// The rulebooks of this directory, by their names in it.
const std::map<std::string, std::string>& rulebook_texts() {
  static const auto texts = [] {
    std::map<std::string, std::string> found;
    for (const SourceFile& file : tree()) {
      if (file.path.starts_with(kDirectory) && file.path.ends_with(".yaml")) {
        found.emplace(file.path.substr(kDirectory.size()), file.text);
      }
    }
    return found;
  }();
  return texts;
}

LoadResult load(const std::string& file) {
  return load_rulebook_file(std::filesystem::path(WILDCLAIMS_SOURCE_DIR) / kDirectory / file);
}

std::string printed(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += to_string(diagnostic) + "\n";
  return text;
}

// The listed cases and the rulebooks that must hold them as examples: where a source leaves a rule open, one file for
// each reading in which the case says something.
struct Case {
  const char* id;
  std::vector<const char*> files;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> list{
      {"PL-2", {"pinglu-truncate", "pinglu-hold"}},
      {"SS-1", {"susong-deductible-first", "susong-cap-first"}},
      {"SS-2", {"susong-deductible-first", "susong-cap-first"}},
      {"SS-3", {"susong-deductible-first", "susong-cap-first"}},
      {"SS-4", {"susong-deductible-first", "susong-cap-first"}},
      {"NX-1", {"nan-proportional", "nan-first-come"}},
      {"NX-2", {"nan-proportional", "nan-first-come"}},
      {"NX-3", {"nan-proportional", "nan-first-come"}},
      {"NX-4", {"nan-proportional", "nan-first-come"}},
      {"CL-1",
       {"chaling-franchise-on-loss", "chaling-franchise-on-payable", "chaling-deductible-after",
        "chaling-deductible-before"}},
      {"CL-2", {"chaling-franchise-on-loss", "chaling-franchise-on-payable"}},
      {"PE-1", {"puer-xishuangbanna"}},
      {"PE-2", {"puer-xishuangbanna"}},
      {"PE-4", {"puer-xishuangbanna"}},
      {"GD-1", {"guangdong"}},
      {"GD-2", {"guangdong"}},
      {"NH-1", {"ninghai"}},
      {"WI-1", {"wisconsin"}},
      {"WI-3", {"wisconsin"}},
      {"SK-1", {"saskatchewan-claw-back", "saskatchewan-zero"}},
      {"SK-2", {"saskatchewan-claw-back", "saskatchewan-zero"}},
      {"SK-4", {"saskatchewan-claw-back", "saskatchewan-zero"}},
      {"AB-1", {"alberta"}},
      {"AB-2", {"alberta"}},
      {"MB-1", {"manitoba"}},
      {"MB-2", {"manitoba"}},
      {"MB-3", {"manitoba"}},
      {"PL-P1", {"poland"}},
      {"PL-P2", {"poland"}},
      {"DE-1", {"germany"}},
      {"DE-2", {"germany"}},
      {"DE-3", {"germany"}},
      {"OD-1", {"odisha"}},
      {"OD-2", {"odisha"}},
      {"TN-1", {"tamil-nadu"}},
      {"NA-1", {"namibia-quarters-down", "namibia-quarters-up", "namibia-proportional"}},
      {"NA-2", {"namibia-quarters-down", "namibia-quarters-up", "namibia-proportional"}},
  };
  return list;
}

// How a programme's files begin, and the words, in lower case, by which a source file would know it.
struct Programme {
  const char* file_prefix;
  std::vector<const char*> words;
};

const std::vector<Programme>& programmes() {
  static const std::vector<Programme> list{
      {"pinglu", {"pinglu", "平陆"}},
      {"susong", {"susong", "宿松"}},
      {"nan-", {"nan county", "nan_county", "nan-county", "南县"}},
      {"chaling", {"chaling", "茶陵"}},
      {"puer-", {"pu'er", "puer_", "xishuangbanna", "普洱", "西双版纳"}},
      {"guangdong", {"guangdong", "广东"}},
      {"ninghai", {"ninghai", "宁海"}},
      {"wisconsin", {"wisconsin"}},
      {"saskatchewan", {"saskatchewan"}},
      {"alberta", {"alberta"}},
      {"manitoba", {"manitoba"}},
      {"poland", {"poland", "polish"}},
      {"germany", {"germany", "german game", "bjagdg"}},
      {"odisha", {"odisha"}},
      {"tamil-nadu", {"tamil"}},
      {"namibia", {"namibia"}},
      {"thurgau", {"thurgau"}},
      {"jura", {"jura"}},
      {"friuli", {"friuli"}},
      {"carinthia", {"carinthia"}},
      {"laikipia", {"laikipia"}},
      {"idaho", {"idaho"}},
      {"saaremaa", {"saaremaa"}},
      {"extremadura", {"extremadura"}},
  };
  return list;
}

// Where the home programme may be named: as the example of an id, of a file's name, of a company's masked name. No rule
// is there.
const std::set<std::string, std::less<>>& may_name_home() {
  static const std::set<std::string, std::less<>> paths{"rules/diagnostic.h", "rules/rulebook.h",
                                                        "rules/loader/read_header.cpp", "claims/domain/identity.h",
                                                        "claims/domain/programme_file.h"};
  return paths;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

bool is_source(const SourceFile& file) {
  const bool ours = file.path.starts_with("rules/") || file.path.starts_with("claims/");
  return ours && (file.path.ends_with(".h") || file.path.ends_with(".cpp"));
}

}  // namespace

TEST_CASE("Every programme's rulebook loads without an error or a warning, its examples included") {
  REQUIRE(rulebook_texts().size() >= kFewest);
  std::set<std::string> ids;
  for (const auto& [file, text] : rulebook_texts()) {
    const LoadResult result = load(file);
    INFO(file << "\n" << printed(result.diagnostics));
    CHECK(result.diagnostics.empty());
    CHECK(result.rulebook != nullptr);
    if (result.rulebook == nullptr) continue;
    CHECK(ids.insert(result.rulebook->id()).second);
    CHECK(result.rulebook->status() == Status::draft);
  }
}

TEST_CASE("Every listed case is an example, in each reading that says something about it") {
  for (const Case& listed : cases()) {
    for (const std::string file : listed.files) {
      INFO(listed.id << " in " << file);
      const auto text = rulebook_texts().find(file + ".yaml");
      REQUIRE(text != rulebook_texts().end());
      CHECK(has(text->second, "  - name: \"" + std::string(listed.id) + ": "));
    }
  }
}

TEST_CASE("No example bears the number of a case that is not listed") {
  std::set<std::string> known;
  for (const Case& listed : cases()) known.insert(listed.id);
  const std::regex numbered(R"re(- name: "?([A-Z]+-[A-Z0-9]+))re");
  for (const auto& [file, text] : rulebook_texts()) {
    for (std::sregex_iterator found(text.begin(), text.end(), numbered), end; found != end; ++found) {
      INFO(file << ": " << (*found)[1].str());
      CHECK(known.count((*found)[1].str()) == 1);
    }
  }
}

TEST_CASE("PL-1: the premium of 500,000.00 is 200,000.00 of the province and 300,000.00 of the county") {
  for (const char* file : {"pinglu-truncate.yaml", "pinglu-hold.yaml"}) {
    const LoadResult result = load(file);
    INFO(printed(result.diagnostics));
    REQUIRE(result.rulebook != nullptr);
    const PolicyTerms& terms = result.rulebook->policy_terms();
    CHECK(terms.premium == Money::from_fen(50'000'000));
    CHECK(terms.aggregate_limit == Money::from_fen(16 * 50'000'000LL));
    const std::vector<FundingPart> expected{{"province", Money::from_fen(20'000'000)},
                                            {"county", Money::from_fen(30'000'000)}};
    CHECK(result.rulebook->fund_premium(terms.premium) == expected);
  }
}

TEST_CASE("No source file names a programme") {
  std::size_t searched = 0;
  for (const SourceFile& file : tree()) {
    if (!is_source(file)) continue;
    ++searched;
    const std::string text = lower(file.text);
    for (const Programme& programme : programmes()) {
      const bool home = std::string_view(programme.file_prefix) == "pinglu";
      if (home && may_name_home().contains(file.path)) continue;
      for (const char* word : programme.words) {
        INFO(file.path << " names " << word);
        CHECK_FALSE(has(text, word));
      }
    }
  }
  CHECK(searched > 100);
}

TEST_CASE("Every rulebook here belongs to a programme whose name is searched for") {
  for (const auto& [file, text] : rulebook_texts()) {
    const std::string_view name = file;
    INFO(file);
    CHECK(std::any_of(programmes().begin(), programmes().end(),
                      [&](const Programme& programme) { return name.starts_with(programme.file_prefix); }));
  }
}

}  // namespace wildclaims::rules
