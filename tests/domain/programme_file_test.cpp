#include "claims/domain/programme_file.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/catch.h"
#include "tests/support/text_file.h"

using namespace wildclaims::domain;
using wildclaims::tests::replaced;
namespace rules = wildclaims::rules;
namespace fs = std::filesystem;

namespace {

const std::string kDivision = R"(county: "140829"
title: {zh: 平陆县, en: Pinglu county}
townships:
  - code: zhangcun
    title: {zh: 张村镇, en: Zhangcun town}
    villages:
      - {code: zhangcun-yaotou, title: {zh: 窑头村, en: Yaotou village}}
)";

const std::string kProgramme = R"(programme: PL
title: {zh: 项目, en: programme}
insurer: {zh: 保险, en: insurer}
division: 140829-pinglu
offset: "+08:00"
rulebook: {id: pinglu-wildlife, allow_illustrative: true}
notice_days: 3
second_approval_above: 100000.00
)";

Division division() { return std::get<Division>(parse_division(kDivision, "d.yaml")); }

// "line:column code" of every fault.
template <class Parsed>
std::vector<std::string> faults_of(const Parsed& parsed) {
  std::vector<std::string> texts;
  const auto* faults = std::get_if<rules::Diagnostics>(&parsed);
  if (faults == nullptr) return texts;
  for (const rules::Diagnostic& fault : *faults) {
    texts.push_back(std::to_string(fault.at.line) + ":" + std::to_string(fault.at.column) + " " + fault.code);
  }
  return texts;
}

// A directory of its own, gone afterwards.
class Directory {
 public:
  Directory() : path_(fs::temp_directory_path() / ("wildclaims-programmes-" + std::to_string(getpid()))) {
    fs::create_directories(path_ / "programmes");
    fs::create_directories(path_ / "divisions");
  }
  ~Directory() { fs::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  const fs::path& path() const { return path_; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("The shipped programme loads, with the village of the published case") {
  const auto loaded = load_programmes(fs::path(WILDCLAIMS_SOURCE_DIR) / "config");
  if (const auto* faults = std::get_if<rules::Diagnostics>(&loaded)) {
    for (const auto& fault : *faults) UNSCOPED_INFO(rules::to_string(fault));
  }
  const auto* programmes = std::get_if<std::vector<Programme>>(&loaded);
  REQUIRE(programmes != nullptr);
  REQUIRE(programmes->size() == 1);
  const Programme& pinglu = programmes->front();
  CHECK(pinglu.letters.to_string() == "PL");
  CHECK(pinglu.rulebook_id == "pinglu-wildlife");
  CHECK(pinglu.allow_illustrative);
  CHECK(pinglu.county_code == "140829");
  CHECK(pinglu.offset.to_string() == "+08:00");
  CHECK(pinglu.notice_days == 3);
  CHECK(pinglu.second_approval_above.to_string() == "100000.00");
  const Village* yaotou = pinglu.find_village("zhangcun-yaotou");
  REQUIRE(yaotou != nullptr);
  CHECK(yaotou->label == rules::Bilingual{"窑头村", "Yaotou village"});
  CHECK(yaotou->township.zh == "张村镇");
  CHECK(pinglu.villages.size() >= 12);
  CHECK(pinglu.find_village("zhangcun") == nullptr);
}

TEST_CASE("Each thing that may be wrong with a programme is found at its place") {
  struct Row {
    const char* from;
    const char* to;
    const char* wanted;
  };
  const Row rows[] = {
      {"programme: PL", "programme: pl", "1:12 bad_value"},
      {"programme: PL", "programm: PL", "1:1 unknown_key"},
      {"zh: 项目, en: programme", "zh: 项目", "2:8 missing_key"},
      {"{zh: 项目, en: programme}", "项目", "2:8 not_a_mapping"},
      {"en: programme}", "en: programme, fr: x}", "2:32 unknown_key"},
      {"zh: 项目, en: programme", "zh: 项目, en: ''", "2:21 bad_value"},
      {"140829-pinglu", "../secrets", "4:11 bad_value"},
      {"\"+08:00\"", "+8", "5:9 bad_value"},
      {"allow_illustrative: true", "allow_illustrative: maybe", "6:53 bad_value"},
      {"notice_days: 3", "notice_days: 91", "7:14 bad_value"},
      {"notice_days: 3", "notice_days: -1", "7:14 bad_value"},
      {"100000.00", "1e5", "8:24 bad_value"},
      {"100000.00", "-1", "8:24 bad_value"},
      {"100000.00", "[1]", "8:24 bad_value"},
      {"notice_days: 3", "notice_days: 3\nnotice_days: 3", "8:1 repeated_key"},
      {"pinglu-wildlife", "&a pinglu-wildlife", "6:16 anchor"},
      {"100000.00", "100000.00\n--- x", "9:1 several_documents"},
      {"{id: pinglu", "{id: [pinglu", "6:58 syntax"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.to);
    const auto faults = faults_of(parse_programme(replaced(kProgramme, row.from, row.to), "p.yaml", division()));
    REQUIRE_FALSE(faults.empty());
    CHECK(faults.front() == row.wanted);
  }
  CHECK(faults_of(parse_programme(kProgramme, "p.yaml", division())).empty());
}

TEST_CASE("Everything wrong with a programme is told at once, in the order of the file") {
  std::string text = replaced(kProgramme, "programme: PL", "programme: P");
  text = replaced(text, "notice_days: 3", "notice_days: soon");
  text = replaced(text, "second_approval_above", "second_approval_abov");
  CHECK(faults_of(parse_programme(text, "p.yaml", division())) ==
        std::vector<std::string>{"1:1 missing_key", "1:12 bad_value", "7:14 bad_value", "8:1 unknown_key"});
}

TEST_CASE("A file that is no YAML mapping, no UTF-8 or too large is one clear fault") {
  CHECK(faults_of(parse_programme("", "p.yaml", division())) == std::vector<std::string>{"0:0 not_a_mapping"});
  CHECK(faults_of(parse_programme("- a", "p.yaml", division())) == std::vector<std::string>{"1:1 not_a_mapping"});
  CHECK(faults_of(parse_programme("a: \xFF", "p.yaml", division())) == std::vector<std::string>{"0:0 not_utf8"});
  const std::string large(kMaxProgrammeFileBytes + 1, ' ');
  CHECK(faults_of(parse_programme(large, "p.yaml", division())) == std::vector<std::string>{"0:0 too_large"});
  const std::string deep(100'000, '[');
  CHECK(faults_of(parse_programme(deep, "p.yaml", division())).size() == 1);
}

TEST_CASE("Villages have codes of their own under their township's") {
  struct Row {
    const char* from;
    const char* to;
    const char* wanted;
  };
  const Row rows[] = {
      {"\"140829\"", "14082", "1:9 bad_value"},
      {"zhangcun-yaotou", "yaotou", "7:9 village_code"},
      {"zhangcun-yaotou", "Zhangcun-yaotou", "7:16 bad_value"},
      {"code: zhangcun-yaotou, ", "", "7:9 missing_key"},
      {"      - {code: zhangcun-yaotou, title: {zh: 窑头村, en: Yaotou village}}", "      []", "7:7 not_a_list"},
      {"Yaotou village}}", "Yaotou village}}\n      - {code: zhangcun-yaotou, title: {zh: 甲, en: A}}",
       "8:9 repeated_code"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.to);
    const auto faults = faults_of(parse_division(replaced(kDivision, row.from, row.to), "d.yaml"));
    REQUIRE_FALSE(faults.empty());
    CHECK(faults.front() == row.wanted);
  }
}

TEST_CASE("A directory of programmes tells every fault of every file") {
  const Directory config;
  CHECK(faults_of(load_programmes(config.path())) == std::vector<std::string>{"0:0 no_programmes"});

  config.write("programmes/a.yaml", kProgramme);
  CHECK(faults_of(load_programmes(config.path())) == std::vector<std::string>{"0:0 no_such_file"});

  config.write("divisions/140829-pinglu.yaml", kDivision);
  CHECK(faults_of(load_programmes(config.path())).empty());

  config.write("programmes/b.yaml", kProgramme);
  CHECK(faults_of(load_programmes(config.path())) == std::vector<std::string>{"0:0 repeated_programme"});

  config.write("programmes/b.yaml", replaced(kProgramme, "programme: PL", "programme: AA"));
  const auto loaded = load_programmes(config.path());
  REQUIRE(std::holds_alternative<std::vector<Programme>>(loaded));
  CHECK(std::get<std::vector<Programme>>(loaded)[0].letters.to_string() == "AA");

  config.write("programmes/b.yaml", replaced(kProgramme, "programme: PL", "programme: pp"));
  config.write("divisions/140829-pinglu.yaml", replaced(kDivision, "\"140829\"", "1"));
  const auto faults = std::get<rules::Diagnostics>(load_programmes(config.path()));
  CHECK(faults.size() == 3);  // the division for each of the two, and the letters
}
