#include "rules/loader/load.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "rules/language/compile.h"
#include "rules/language/examples.h"
#include "rules/loader/file_text.h"
#include "rules/loader/load_directory.h"
#include "rules/loader/load_draft.h"
#include "rules/loader/read_draft.h"
#include "rules/loader/sha256.h"
#include "rules/loader/yaml_tree.h"

namespace wildclaims::rules {

DraftResult load_draft(std::string text, std::string file_name) {
  language::Reporter reporter(file_name);
  DraftResult result;
  std::shared_ptr<const Rulebook>& rulebook = result.loaded.rulebook;
  if (check_text(text, kMostRulebookBytes, reporter)) {
    const yaml::Node root = yaml::parse(text, reporter);
    if (!reporter.failed()) {
      result.draft = yaml::read_draft(root, reporter);
      // What was read is judged even when some of it could not be: the author sees everything at once.
      if (root.kind == yaml::NodeKind::map) {
        const Digest digest = sha256(text);
        rulebook = language::compile(result.draft, {std::move(text), std::move(file_name), digest}, reporter);
        if (rulebook) language::run_examples(*rulebook, result.draft.examples, reporter);
      }
    }
  }
  if (reporter.failed()) rulebook = nullptr;
  result.loaded.diagnostics = reporter.take();
  return result;
}

language::RulebookDraft written_draft(const Rulebook& rulebook) {
  language::Reporter reporter(rulebook.file_name());
  return yaml::read_draft(yaml::parse(rulebook.text(), reporter), reporter);
}

DraftResult load_draft_file(const std::filesystem::path& path) {
  auto text = read_text_file(path, kMostRulebookBytes);
  if (auto* diagnostic = std::get_if<Diagnostic>(&text)) return {{}, {nullptr, {std::move(*diagnostic)}}};
  return load_draft(std::get<std::string>(std::move(text)), path.string());
}

LoadResult load_rulebook(std::string text, std::string file_name) {
  return load_draft(std::move(text), std::move(file_name)).loaded;
}

LoadResult load_rulebook_file(const std::filesystem::path& path) { return load_draft_file(path).loaded; }

DirectoryResult load_directory(const std::filesystem::path& directory) {
  DirectoryResult result;
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".yaml") files.push_back(at->path());
  }
  if (error) {
    result.diagnostics.push_back({directory.string(),
                                  {},
                                  Severity::error,
                                  "unreadable",
                                  "the directory of rulebooks cannot be read: " + error.message(),
                                  "check the name and the permissions"});
    return result;
  }
  std::sort(files.begin(), files.end());
  for (const std::filesystem::path& file : files) {
    LoadResult loaded = load_rulebook_file(file);
    std::move(loaded.diagnostics.begin(), loaded.diagnostics.end(), std::back_inserter(result.diagnostics));
    if (loaded.rulebook) result.rulebooks.push_back(std::move(loaded.rulebook));
  }
  return result;
}

ShelfResult load_shelf(const std::filesystem::path& directory) {
  DirectoryResult files = load_directory(directory);
  ShelfResult result{nullptr, std::move(files.diagnostics)};
  if (has_errors(result.diagnostics)) return result;
  auto shelf = Shelf::make(std::move(files.rulebooks));
  if (const auto* faults = std::get_if<Faults>(&shelf)) {
    for (const Fault& fault : *faults) {
      result.diagnostics.push_back({fault.pointer, {}, Severity::error, fault.code, fault.say.en, ""});
    }
    return result;
  }
  result.shelf = std::make_shared<const Shelf>(std::get<Shelf>(std::move(shelf)));
  return result;
}

}  // namespace wildclaims::rules
