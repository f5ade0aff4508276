#include "tests/bench/lines_bench.h"

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "rules/loader/load.h"
#include "rules/money.h"
#include "tests/bench/measured_lines.h"
#include "tests/bench/measured_rule.h"

namespace wildclaims::bench {
namespace {

constexpr std::size_t kLines = 1'000'000;
constexpr int kRuns = 3;

double seconds_of_children() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// The best of several runs of the program over the file; nothing on standard output, sums in `sums`.
int measure(const char* what, const std::string& command) {
  double shortest = 1e9;
  double least = 1e9;
  for (int run = 0; run < kRuns; ++run) {
    const double before = seconds_of_children();
    const auto start = std::chrono::steady_clock::now();
    if (std::system(command.c_str()) != 0) return 1;
    shortest = std::min(shortest, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    least = std::min(least, seconds_of_children() - before);
  }
  std::printf("%-46s %12.0f lines/s by the clock, %.0f by processor time\n", what,
              static_cast<double>(kLines) / shortest, static_cast<double>(kLines) / least);
  return 0;
}

}  // namespace

int lines() {
  char name[] = "/tmp/wildclaims_bench_XXXXXX";
  if (mkdtemp(name) == nullptr) return 1;
  const std::filesystem::path directory = name;
  const std::string rulebook = directory / "measured.yaml";
  const std::string facts = directory / "facts.jsonl";
  const std::string sums = directory / "sums.txt";
  std::ofstream(rulebook) << rulebook_text();
  rules::Money total;
  {
    const auto book = rules::load_rulebook_file(rulebook).rulebook;
    const MeasuredLines writer(*book);
    std::ofstream file(facts);
    for (const Claim& claim : random_claims(kLines, 20251209)) {
      file << writer.line_of(claim) << '\n';
      total += rules::Money::from_fen(by_hand(claim).indemnity);
    }
  }
  std::printf("\nwildclaims rules evaluate --jsonl, the whole process over %zu lines of %zu MB\n", kLines,
              static_cast<std::size_t>(std::filesystem::file_size(facts) / 1'000'000));
  const std::string command =
      std::string(WILDCLAIMS_BINARY) + " rules evaluate " + rulebook + " " + facts + " --jsonl >/dev/null 2>" + sums;
  int code = measure("answers", command);
  std::ostringstream said;
  said << std::ifstream(sums).rdbuf();
  if (said.str().find("total indemnity " + total.to_string() + "\n") == std::string::npos) {
    std::printf("the sums are not those of the hand-written function, %s:\n%s", total.to_string().c_str(),
                said.str().c_str());
    code = 1;
  }
  std::filesystem::remove_all(directory);
  return code;
}

}  // namespace wildclaims::bench
