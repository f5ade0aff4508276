#include "tests/cli/program.h"

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace wildclaims::tests {

Ran run(const std::string& arguments) {
  Ran ran;
  const std::string command = std::string(WILDCLAIMS_BINARY) + " " + arguments + " 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[4096];
  for (std::size_t read = 0; (read = fread(buffer, 1, sizeof buffer, pipe)) > 0;) ran.out.append(buffer, read);
  const int status = pclose(pipe);
  ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

Files::Files() {
  char name[] = "/tmp/wildclaims_rules_XXXXXX";
  REQUIRE(mkdtemp(name) != nullptr);
  root_ = name;
}

Files::~Files() { std::filesystem::remove_all(root_); }

std::string Files::write(const std::string& name, const std::string& text) const {
  std::ofstream(root_ / name, std::ios::binary) << text;
  return path(name);
}

std::string read(const std::string& file) {
  std::string text = read_text(file);
  REQUIRE_FALSE(text.empty());
  return text;
}

}  // namespace wildclaims::tests
