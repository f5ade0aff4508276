// The program run as a person runs it, and files for it.
#pragma once

#include <filesystem>
#include <string>

namespace wildclaims::tests {

struct Ran {
  int code = -1;
  std::string out;  // standard output and error together, unless the arguments send one elsewhere
};

// `wildclaims ARGUMENTS` through a shell.
Ran run(const std::string& arguments);

// A directory of files for one test, gone afterwards.
class Files {
 public:
  Files();
  ~Files();
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  std::string write(const std::string& name, const std::string& text) const;
  std::string path(const std::string& name) const { return (root_ / name).string(); }

 private:
  std::filesystem::path root_;
};

std::string read(const std::string& file);

}  // namespace wildclaims::tests
