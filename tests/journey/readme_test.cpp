// The README's tour, copied from its text and pasted into a shell, gives the answers it shows.
#include <regex>
#include <string>
#include <vector>

#include "tests/journey/service.h"
#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace wildclaims::tests {

namespace {

constexpr const char* kPrintedAddress = "127.0.0.1:8080";

// One block of commands and the output shown under it, if any.
struct TourStep {
  std::string commands;
  std::string shown;
};

std::string tour_section(const std::string& readme) {
  const auto begin = readme.find("\n## First tour");
  REQUIRE(begin != std::string::npos);
  return readme.substr(begin, readme.find("\n## ", begin + 1) - begin);
}

// The fenced blocks: ```sh is pasted, ```text is what the block before it answers.
std::vector<TourStep> steps_of(const std::string& section) {
  static const std::regex block("```(sh|text)\n([^`]*(?:`[^`]+)*?)```");
  std::vector<TourStep> steps;
  for (std::sregex_iterator found(section.begin(), section.end(), block), end; found != end; ++found) {
    if ((*found)[1] == "sh") {
      steps.push_back({(*found)[2], ""});
    } else {
      REQUIRE_FALSE(steps.empty());
      steps.back().shown = (*found)[2];
    }
  }
  return steps;
}

std::string at_port(std::string text, int port) {
  const std::string here = "127.0.0.1:" + std::to_string(port);
  const std::string printed = kPrintedAddress;
  for (auto place = text.find(printed); place != std::string::npos; place = text.find(printed, place + here.size())) {
    text.replace(place, printed.size(), here);
  }
  return text;
}

// The demo's clock runs: the minutes since 09:00 are whatever they are.
std::string without_minutes(const std::string& text) {
  static const std::regex minutes("(2026-01-\\d\\d \\d\\d):\\d\\d");
  return std::regex_replace(text, minutes, "$1:mm");
}

}  // namespace

TEST_CASE("The README's tour reaches a paid claim by copy and paste, with the output it shows") {
  Service service;
  service.play_demo();
  const auto steps = steps_of(tour_section(read_text(std::string(WILDCLAIMS_SOURCE_DIR) + "/README.md")));
  REQUIRE(steps.size() > 5);

  // One shell for the whole tour; a line that no command prints stands between the blocks.
  const std::string divider = "=====next-block=====";
  std::string script = "cd '" WILDCLAIMS_SOURCE_DIR "'\n";
  for (const auto& step : steps) script += at_port(step.commands, service.port()) + "echo; echo " + divider + "\n";
  const auto pasted = run_program({"bash"}, script);
  INFO(pasted.output);
  REQUIRE(pasted.exit_code == 0);

  std::string rest = pasted.output;
  for (const auto& step : steps) {
    const auto end = rest.find("\n" + divider + "\n");
    REQUIRE(end != std::string::npos);
    if (!step.shown.empty()) CHECK(without_minutes(rest.substr(0, end)) == without_minutes(step.shown));
    rest.erase(0, end + divider.size() + 2);
  }
  CHECK(steps.back().shown.find("paid") != std::string::npos);
}

}  // namespace wildclaims::tests
