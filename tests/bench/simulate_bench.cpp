// How fast a draft rulebook is tried on stored claims. Making the claims takes a minute or two and does not count.
//   simulate_bench [CLAIMS [DIRECTORY]]      a database that is already in the directory is used again
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "claims/store/connection.h"
#include "claims/store/past_claims.h"
#include "claims/store/readers.h"
#include "claims/workflow/simulate_view.h"
#include "rules/loader/load.h"
#include "tests/bench/stored_claims.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::bench {
namespace {

constexpr std::int64_t kClaims = 1'000'000;
constexpr int kRuns = 5;
constexpr std::size_t kReplicates = 200;

// Seconds by the wall, and of the processor: on a busy machine only the second says what the program takes.
struct Seconds {
  double wall = 0;
  double cpu = 0;
};

Seconds now() {
  timespec cpu{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
  return {std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(),
          static_cast<double>(cpu.tv_sec) + static_cast<double>(cpu.tv_nsec) / 1e9};
}

Seconds since(const Seconds& start) {
  const Seconds end = now();
  return {end.wall - start.wall, end.cpu - start.cpu};
}

// Of this process until now, in MiB.
double peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Waits until the file is on the disk: writing it out would take its part of both cores from what is measured.
bool settle(const std::string& file) {
  const int handle = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return false;
  const bool written = fsync(handle) == 0;
  close(handle);
  return written;
}

// In a process of its own, so that its memory is not counted.
bool make_claims(const std::string& file, std::int64_t claims) {
  const pid_t child = fork();
  if (child == 0) {
    store_claims(file, claims);
    _exit(0);
  }
  int status = 0;
  return child > 0 && waitpid(child, &status, 0) == child && status == 0 && settle(file);
}

void print(const char* what, const Seconds& seconds, std::int64_t claims) {
  std::printf("%-42s %7.3f s (processor %7.3f s) %10.0f claims/s   peak %6.1f MiB\n", what, seconds.wall, seconds.cpu,
              static_cast<double>(claims) / seconds.wall, peak_memory());
}

// The best of several runs: the first one also reads the file from the disk.
template <class Run>
void measure(const char* what, Run&& run) {
  Seconds best;
  std::int64_t claims = 0;
  for (int i = 0; i < kRuns; ++i) {
    const Seconds start = now();
    claims = run();
    const Seconds seconds = since(start);
    if (i == 0 || seconds.wall < best.wall) best = seconds;
  }
  print(what, best, claims);
}

int run(std::int64_t claims, const std::string& directory) {
  const std::string file = directory + "/wildclaims.db";
  if (!std::filesystem::exists(file) && !make_claims(file, claims)) return 1;
  std::printf("%lld stored claims, a file of %.0f MiB; one thread reads, one computes\n",
              static_cast<long long>(claims), static_cast<double>(std::filesystem::file_size(file)) / (1024 * 1024));
  const auto draft =
      rules::load_rulebook_file(std::string(WILDCLAIMS_SOURCE_DIR) + "/config/rulebooks/pinglu-2026.yaml").rulebook;
  if (!draft) return 1;
  store::Readers readers(file);
  const auto reading = readers.read();
  measure("reading the claims alone", [&] {
    std::int64_t read = 0;
    store::for_each_past_claim(*reading, kStoredPolicy, draft->offset(), [&](const store::PastClaimRow&) {
      ++read;
      return true;
    });
    return read;
  });
  bool whole = true;
  const auto simulate = [&](std::size_t replicates) {
    workflow::SimulationRequest request{draft, {}};
    request.options.replicates = replicates;
    const auto report = workflow::simulate_policies(*reading, {kStoredPolicy}, request,
                                                    [](std::int64_t, std::int64_t) { return true; });
    whole = whole && report.left_out == 0 && report.determined == static_cast<std::size_t>(claims);
    return static_cast<std::int64_t>(report.read);
  };
  measure("simulating a draft", [&] { return simulate(0); });
  const Seconds start = now();
  const std::int64_t read = simulate(kReplicates);
  print("simulating it with 200 resampled seasons", since(start), read);
  if (!whole) std::printf("not every claim was simulated\n");
  return whole ? 0 : 1;
}

}  // namespace
}  // namespace wildclaims::bench

int main(int argc, char** argv) {
  const std::int64_t claims = argc > 1 ? std::stoll(argv[1]) : wildclaims::bench::kClaims;
  std::optional<wildclaims::tests::TemporaryDirectory> own;
  if (argc <= 2) own.emplace();
  return wildclaims::bench::run(claims, own ? own->path() : argv[2]);
}
