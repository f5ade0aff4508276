// The house rules that a machine can keep: who may include whom, what stands where, which words stay out.
// Each rule reads a tree of files and returns its findings, one sentence each; an empty list is a tidy house.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace wildclaims::tests {

struct SourceFile {
  std::string path;  // from the root, with forward slashes
  std::string text;
};

// Every file of the tree that is the project's own, by path: not build/, .git/ or fetched web packages.
std::vector<SourceFile> read_tree(const std::filesystem::path& root);

// One rule: its name as a sentence, and what it finds.
struct HouseRule {
  const char* sentence;
  std::vector<std::string> (*findings)(const std::vector<SourceFile>& files);
};

// All rules, in the order of the house's description.
const std::vector<HouseRule>& house_rules();

}  // namespace wildclaims::tests
