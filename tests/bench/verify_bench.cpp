// How fast a book is verified, beside hledger on the same book as exported: `wildclaims ledger verify` and
// `hledger check`, both as the commands a person types. Making the book takes a part of the time and does not count.
//   verify_bench [CLAIMS [DIRECTORY]]      a book that is already in the directory is used again
// hledger keeps the whole journal in memory.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "claims/store/connection.h"
#include "tests/bench/made_book.h"
#include "tests/bench/made_office.h"
#include "tests/bench/made_reports.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::bench {
namespace {

// More than half a minute for each run of hledger: long enough that starting either command does not count.
constexpr std::int64_t kClaims = 50'000;
constexpr int kRuns = 5;
constexpr double kMark = 20;

struct Measured {
  double seconds = 0;
  double processor = 0;
  double mebibytes = 0;  // resident, at most
};

// Runs the command to its end, what it prints on `out`. Throws when it fails.
Measured run_command(std::vector<std::string> words, const std::string& out) {
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int to = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to >= 0 && ::dup2(to, STDOUT_FILENO) >= 0) ::execvp(arguments.front(), arguments.data());
    ::_exit(127);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || ::wait4(child, &status, 0, &usage) != child || status != 0) {
    throw std::runtime_error(words.front() + " failed; see " + out);
  }
  Measured measured;
  measured.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (const timeval& each : {usage.ru_utime, usage.ru_stime}) {
    measured.processor += static_cast<double>(each.tv_sec) + static_cast<double>(each.tv_usec) / 1e6;
  }
  measured.mebibytes = static_cast<double>(usage.ru_maxrss) / 1024;
  return measured;
}

std::vector<std::string> ledger(std::vector<std::string> command, const std::string& data, const std::string& config) {
  std::vector<std::string> words{WILDCLAIMS_BINARY, "ledger"};
  words.insert(words.end(), command.begin(), command.end());
  words.insert(words.end(), {"--data", data, "--config", config});
  return words;
}

std::int64_t count_postings(const std::string& data) {
  store::Connection db(data + "/wildclaims.db", store::Connection::Access::read_only);
  store::Statement row = db.query("SELECT count(*) FROM postings");
  row.step();
  return row.integer();
}

void print(const char* what, const Measured& measured, std::int64_t postings) {
  std::printf("%-24s %8.2f s (processor %8.2f s) %10.0f postings/s   peak %6.0f MiB\n", what, measured.seconds,
              measured.processor, static_cast<double>(postings) / measured.seconds, measured.mebibytes);
}

int run(std::int64_t claims, const std::string& directory) {
  const std::string config = MadeOffice::roomy_configuration(directory + "/config");
  const std::string data = directory + "/" + std::to_string(claims);
  if (!std::filesystem::exists(data)) {
    std::filesystem::create_directories(data);
    { const MadeOffice office(data, kMadeReportsToday, config); }
    make_book(data, claims);
  }
  const std::int64_t postings = count_postings(data);
  std::printf("%lld claims, %lld postings\n", static_cast<long long>(claims), static_cast<long long>(postings));
  const std::string journal = directory + "/book.journal";
  run_command(ledger({"export", "--format", "hledger"}, data, config), journal);
  // The best of several, hledger before and after ours: a machine gets slower and faster by itself.
  std::optional<Measured> ours;
  const auto better = [](std::optional<Measured>& best, const Measured& measured) {
    if (!best || measured.seconds < best->seconds) best = measured;
  };
  std::optional<Measured> theirs;
  better(theirs, run_command({"hledger", "-f", journal, "check"}, directory + "/hledger.out"));
  for (int i = 0; i < kRuns; ++i)
    better(ours, run_command(ledger({"verify"}, data, config), directory + "/verify.out"));
  better(theirs, run_command({"hledger", "-f", journal, "check"}, directory + "/hledger.out"));
  print("hledger check", *theirs, postings);
  print("wildclaims ledger verify", *ours, postings);
  const double times = theirs->seconds / ours->seconds;
  std::printf("%.1f times as fast by the wall, %.1f times by the processor; the mark is %.0f: %s\n", times,
              theirs->processor / ours->processor, kMark, times >= kMark ? "met" : "MISSED");
  return 0;
}

}  // namespace
}  // namespace wildclaims::bench

int main(int argc, char** argv) {
  using namespace wildclaims;
  try {
    const std::int64_t claims = argc > 1 ? std::stoll(argv[1]) : bench::kClaims;
    std::optional<tests::TemporaryDirectory> own;
    if (argc <= 2) own.emplace();
    return bench::run(claims, own ? own->path() : argv[2]);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
}
