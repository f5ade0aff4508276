#include "claims/domain/programme_file.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include "claims/domain/characters.h"
#include "claims/domain/damage_report.h"
#include "claims/domain/text_limits.h"

namespace wildclaims::domain {
namespace {

using rules::Bilingual;
using rules::Diagnostics;

// Refuses what a configuration file has no need of, before a tree is built from it.
class FormCheck : public YAML::EventHandler {
 public:
  struct Found {
    YAML::Mark at;
    const char* code;
    const char* sentence;
  };

  const std::optional<Found>& found() const { return found_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) note(mark, "several_documents", "One document to a file; remove the second.");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { anchored(mark, anchor); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { anchored(mark, 1); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string&) override {
    anchored(mark, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    anchored(mark, anchor);
  }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    anchored(mark, anchor);
  }
  void OnMapEnd() override {}

 private:
  void note(const YAML::Mark& mark, const char* code, const char* sentence) {
    if (!found_) found_ = Found{mark, code, sentence};
  }
  void anchored(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) note(mark, "anchor", "Anchors and aliases are not used here; write the value out.");
  }

  int documents_ = 0;
  std::optional<Found> found_;
};

// One YAML text being read: values out of it, and everything that is wrong with it.
class YamlText {
 public:
  YamlText(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

  // The root mapping; nothing when the text cannot be read at all.
  std::optional<YAML::Node> root() {
    if (text_.size() > kMaxProgrammeFileBytes) {
      fault_whole("too_large", "The file has more than " + std::to_string(kMaxProgrammeFileBytes) + " bytes.");
      return std::nullopt;
    }
    if (!character_count(text_)) {
      fault_whole("not_utf8", "The file is not valid UTF-8; save it as UTF-8.");
      return std::nullopt;
    }
    try {
      return checked_root();
    } catch (const YAML::Exception& error) {
      fault(error.mark, "syntax", "This is not YAML: " + error.msg + ".");
      return std::nullopt;
    }
  }

  void fault(const YAML::Mark& mark, std::string code, std::string sentence) {
    faults_.push_back(
        {file_, position(mark), rules::Severity::error, std::move(code), std::move(sentence), std::string()});
  }
  void fault(const YAML::Node& node, std::string code, std::string sentence) {
    fault(node.Mark(), std::move(code), std::move(sentence));
  }
  void fault_whole(std::string code, std::string sentence) {
    faults_.push_back({file_, {}, rules::Severity::error, std::move(code), std::move(sentence), std::string()});
  }

  // Faults unless `node` is a mapping with each of `keys` once and no other; true when it is a mapping at all.
  bool mapping(const YAML::Node& node, std::initializer_list<std::string_view> keys) {
    if (!node.IsMap()) {
      fault(node, "not_a_mapping", "A mapping of " + listed(keys) + " belongs here.");
      return false;
    }
    std::set<std::string> seen;
    for (const auto& pair : node) {
      const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : std::string();
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
        fault(pair.first, "unknown_key", "Unknown key; known here are " + listed(keys) + ".");
      } else if (!seen.insert(key).second) {
        fault(pair.first, "repeated_key", "The key '" + key + "' is there twice.");
      }
    }
    for (std::string_view key : keys) {
      if (!seen.contains(std::string(key)))
        fault(node, "missing_key", "The key '" + std::string(key) + "' is missing.");
    }
    return true;
  }

  // The value of a key that mapping() found; nothing when it is not there.
  static std::optional<YAML::Node> at(const YAML::Node& map, std::string_view key) {
    for (const auto& pair : map) {
      if (pair.first.IsScalar() && pair.first.Scalar() == key) return pair.second;
    }
    return std::nullopt;
  }

  // The scalar of a key read by `parse`, which gives an optional; a fault saying `expected` when it gives nothing.
  template <class Parse>
  auto scalar(const YAML::Node& map, std::string_view key, const char* expected, Parse parse)
      -> decltype(parse(std::string_view())) {
    const auto node = at(map, key);
    if (!node) return std::nullopt;
    auto value = node->IsScalar() ? parse(std::string_view(node->Scalar())) : std::nullopt;
    if (!value) fault(*node, "bad_value", "'" + std::string(key) + "' is " + expected + ".");
    return value;
  }

  std::optional<std::string> code(const YAML::Node& map, std::string_view key) {
    return scalar(map, key, "a code: a lower-case letter, then lower-case letters, digits, '_' or '-'",
                  [](std::string_view text) -> std::optional<std::string> {
                    rules::Faults faults;
                    check_code(text, "", faults);
                    if (!faults.empty()) return std::nullopt;
                    return std::string(text);
                  });
  }

  // {zh: …, en: …}
  Bilingual bilingual(const YAML::Node& map, std::string_view key) {
    const auto node = at(map, key);
    Bilingual text;
    if (!node || !mapping(*node, {"zh", "en"})) return text;
    text.zh = line(*node, "zh").value_or("");
    text.en = line(*node, "en").value_or("");
    return text;
  }

  // The elements of a list that may not be empty.
  std::vector<YAML::Node> list(const YAML::Node& map, std::string_view key) {
    const auto node = at(map, key);
    std::vector<YAML::Node> elements;
    if (!node) return elements;
    if (!node->IsSequence() || node->size() == 0) {
      fault(*node, "not_a_list", "'" + std::string(key) + "' is a list of one or more.");
      return elements;
    }
    for (const auto& element : *node) elements.push_back(element);
    return elements;
  }

  bool is_clean() const { return faults_.empty(); }
  // In the order of the file.
  Diagnostics take_faults() {
    std::stable_sort(faults_.begin(), faults_.end(), [](const rules::Diagnostic& left, const rules::Diagnostic& right) {
      return std::pair(left.at.line, left.at.column) < std::pair(right.at.line, right.at.column);
    });
    return std::move(faults_);
  }

 private:
  std::optional<YAML::Node> checked_root() {
    FormCheck form;
    std::istringstream stream{std::string(text_)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(form)) {
    }
    if (form.found()) {
      fault(form.found()->at, form.found()->code, form.found()->sentence);
      return std::nullopt;
    }
    return YAML::Load(std::string(text_));
  }

  std::optional<std::string> line(const YAML::Node& map, std::string_view key) {
    return scalar(map, key, "a text of one line", [](std::string_view text) -> std::optional<std::string> {
      rules::Faults faults;
      if (!check_text(text, kPlaceLine, "", faults)) return std::nullopt;
      return std::string(text);
    });
  }

  // yaml-cpp counts lines and bytes from 0; editors count lines and characters from 1.
  rules::Position position(const YAML::Mark& mark) const {
    if (mark.is_null()) return {};
    std::size_t start = 0;
    for (int line = 0; line < mark.line && start < text_.size(); ++line) {
      const std::size_t end = text_.find('\n', start);
      start = end == std::string_view::npos ? text_.size() : end + 1;
    }
    const auto column = static_cast<std::size_t>(mark.column);
    const auto characters = character_count(text_.substr(std::min(start, text_.size()), column));
    return {mark.line + 1, static_cast<int>(characters.value_or(column)) + 1};
  }

  static std::string listed(std::initializer_list<std::string_view> keys) {
    std::string text;
    for (std::string_view key : keys) text += (text.empty() ? "'" : ", '") + std::string(key) + "'";
    return text;
  }

  static constexpr TextLimit kPlaceLine{200};

  std::string_view text_;
  std::string file_;
  Diagnostics faults_;
};

std::optional<std::string> six_digits(std::string_view text) {
  const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  if (text.size() != 6 || !digits) return std::nullopt;
  return std::string(text);
}

std::optional<rules::Money> amount(std::string_view text) {
  const auto money = rules::Money::parse(text);
  if (!money || money->is_negative()) return std::nullopt;
  return money;
}

std::optional<int> notice_days(std::string_view text) {
  if (text.empty() || text.size() > 3 || text.find_first_not_of("0123456789") != std::string_view::npos) return {};
  const int days = std::stoi(std::string(text));
  if (days > kMaxNoticeDays) return std::nullopt;
  return days;
}

std::optional<bool> yes_or_no(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::optional<std::string> file_stem(std::string_view text) {
  const bool safe = !text.empty() && text.size() <= kMaxCodeBytes &&
                    text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string_view::npos;
  if (!safe) return std::nullopt;
  return std::string(text);
}

constexpr const char* kFileStem = "the name of a file in config/divisions without .yaml";

void read_villages(YamlText& yaml, const YAML::Node& township, Division& division, std::set<std::string>& seen) {
  if (!yaml.mapping(township, {"code", "title", "villages"})) return;
  const std::string township_code = yaml.code(township, "code").value_or("");
  const Bilingual township_title = yaml.bilingual(township, "title");
  for (const YAML::Node& node : yaml.list(township, "villages")) {
    if (!yaml.mapping(node, {"code", "title"})) continue;
    Village village{yaml.code(node, "code").value_or(""), yaml.bilingual(node, "title"), township_code, township_title};
    if (!village.code.empty() && !village.code.starts_with(township_code + "-")) {
      yaml.fault(node, "village_code", "A village's code begins with its township's and '-'.");
    } else if (!village.code.empty() && !seen.insert(village.code).second) {
      yaml.fault(node, "repeated_code", "The village '" + village.code + "' is there twice.");
    }
    division.villages.push_back(std::move(village));
  }
}

std::variant<std::string, Diagnostics> read_file(const std::filesystem::path& path) {
  const auto unreadable = [&](const char* code, const char* sentence) {
    return Diagnostics{{path.string(), {}, rules::Severity::error, code, sentence, std::string()}};
  };
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return unreadable("no_such_file", "There is no such file.");
  std::ifstream stream(path, std::ios::binary);
  // One byte more than allowed is enough to see that it is too large.
  std::string text(kMaxProgrammeFileBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad() || !stream.is_open()) return unreadable("unreadable", "The file cannot be read.");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

void append(Diagnostics& all, Diagnostics more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".yaml") files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The division a programme names; nothing when its text does not say. What is wrong is told by parse_programme.
std::optional<std::string> division_named_in(std::string_view yaml) {
  YamlText text(yaml, std::string());
  const auto root = text.root();
  if (!root || !root->IsMap()) return std::nullopt;
  return text.scalar(*root, "division", kFileStem, file_stem);
}

std::variant<Programme, Diagnostics> load_programme(const std::filesystem::path& config,
                                                    const std::filesystem::path& path) {
  auto text = read_file(path);
  if (auto* faults = std::get_if<Diagnostics>(&text)) return std::move(*faults);
  const std::string& yaml = std::get<std::string>(text);
  const auto division_name = division_named_in(yaml);
  if (!division_name) return parse_programme(yaml, path.string(), Division{});

  const std::filesystem::path division_path = config / "divisions" / (*division_name + ".yaml");
  auto division_text = read_file(division_path);
  Diagnostics faults;
  Division division;
  if (auto* unread = std::get_if<Diagnostics>(&division_text)) {
    append(faults, std::move(*unread));
  } else {
    auto parsed = parse_division(std::get<std::string>(division_text), division_path.string());
    if (auto* wrong = std::get_if<Diagnostics>(&parsed)) append(faults, std::move(*wrong));
    if (auto* right = std::get_if<Division>(&parsed)) division = std::move(*right);
  }
  auto programme = parse_programme(yaml, path.string(), division);
  if (auto* wrong = std::get_if<Diagnostics>(&programme)) append(faults, std::move(*wrong));
  if (!faults.empty()) return faults;
  return programme;
}

}  // namespace

std::variant<Division, Diagnostics> parse_division(std::string_view text, const std::string& file) {
  YamlText yaml(text, file);
  Division division;
  const auto root = yaml.root();
  if (root && yaml.mapping(*root, {"county", "title", "townships"})) {
    division.county_code = yaml.scalar(*root, "county", "six digits in quotes", six_digits).value_or("");
    division.county = yaml.bilingual(*root, "title");
    std::set<std::string> villages;
    std::set<std::string> townships;
    for (const YAML::Node& township : yaml.list(*root, "townships")) {
      read_villages(yaml, township, division, villages);
      const auto code = township.IsMap() ? YamlText::at(township, "code") : std::nullopt;
      if (code && code->IsScalar() && !townships.insert(code->Scalar()).second) {
        yaml.fault(*code, "repeated_code", "The township is there twice.");
      }
    }
    if (division.villages.size() > kMaxVillages) {
      yaml.fault(*root, "too_many_villages", "At most " + std::to_string(kMaxVillages) + " villages.");
    }
  }
  if (!yaml.is_clean()) return yaml.take_faults();
  return division;
}

std::variant<Programme, Diagnostics> parse_programme(std::string_view text, const std::string& file,
                                                     const Division& division) {
  YamlText yaml(text, file);
  const auto root = yaml.root();
  const bool readable = root && yaml.mapping(*root, {"programme", "title", "insurer", "division", "offset", "rulebook",
                                                     "notice_days", "second_approval_above"});
  if (!readable) return yaml.take_faults();

  const auto letters = yaml.scalar(*root, "programme", "two upper-case letters", ProgrammeLetters::parse);
  const Bilingual title = yaml.bilingual(*root, "title");
  const Bilingual insurer = yaml.bilingual(*root, "insurer");
  yaml.scalar(*root, "division", kFileStem, file_stem);
  const auto offset = yaml.scalar(*root, "offset", "an offset from UTC such as \"+08:00\"", rules::UtcOffset::parse);
  std::optional<std::string> rulebook_id;
  std::optional<bool> allow_illustrative;
  const auto rulebook = YamlText::at(*root, "rulebook");
  if (rulebook && yaml.mapping(*rulebook, {"id", "allow_illustrative"})) {
    rulebook_id = yaml.code(*rulebook, "id");
    allow_illustrative = yaml.scalar(*rulebook, "allow_illustrative", "true or false", yes_or_no);
  }
  const auto days = yaml.scalar(*root, "notice_days", "a number of days from 0 to 90", notice_days);
  const auto second = yaml.scalar(*root, "second_approval_above", "an amount in yuan such as 100000.00", amount);

  if (!yaml.is_clean()) return yaml.take_faults();
  return Programme{letters.value(),
                   title,
                   rulebook_id.value(),
                   allow_illustrative.value(),
                   division.county_code,
                   division.county,
                   insurer,
                   offset.value(),
                   days.value(),
                   second.value(),
                   division.villages};
}

std::variant<std::vector<Programme>, Diagnostics> load_programmes(const std::filesystem::path& config) {
  std::vector<Programme> programmes;
  Diagnostics faults;
  const auto files = yaml_files(config / "programmes");
  if (files.empty()) {
    faults.push_back({(config / "programmes").string(),
                      {},
                      rules::Severity::error,
                      "no_programmes",
                      "There is no programme here; put one *.yaml file for each.",
                      std::string()});
  }
  for (const auto& path : files) {
    auto loaded = load_programme(config, path);
    if (auto* wrong = std::get_if<Diagnostics>(&loaded)) {
      append(faults, std::move(*wrong));
      continue;
    }
    auto& programme = std::get<Programme>(loaded);
    const auto same = [&](const Programme& other) { return other.letters == programme.letters; };
    if (std::any_of(programmes.begin(), programmes.end(), same)) {
      faults.push_back({path.string(),
                        {},
                        rules::Severity::error,
                        "repeated_programme",
                        "Another file has the programme " + programme.letters.to_string() + " already.",
                        std::string()});
    }
    programmes.push_back(std::move(programme));
  }
  if (!faults.empty()) return faults;
  std::sort(programmes.begin(), programmes.end(),
            [](const Programme& left, const Programme& right) { return left.letters < right.letters; });
  return programmes;
}

}  // namespace wildclaims::domain
