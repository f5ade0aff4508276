// The simulation as a program: many seeds, one seed again, or as many as go into some hours.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulation/run.h"
#include "tests/simulation/tally.h"
#include "tests/simulation/world.h"
#include "tests/support/scale.h"

namespace {

using namespace wildclaims::simulation;

constexpr int kFailed = 1;
// A long run tells now and then that it is alive.
constexpr std::int64_t kProgressEvery = 1'000;

// A planted bug is found within so many seeds.
constexpr std::int64_t kSeedsToFind = 40;
// Every act succeeds within so many, and goes every way it can within so many.
constexpr std::int64_t kSeedsToSeeActs = 32;
constexpr std::int64_t kSeedsToSeeWays = 320;

struct Settings {
  std::uint64_t first = 1;
  std::int64_t seeds = 100;
  double hours = 0;
  bool log = false;
  bool must_find = false;  // there is a bug: not to find it is the failure
};

// Whether everything was seen that so many seeds must show.
bool has_seen_all(const Tally& tally) {
  std::vector<std::string> missing;
  if (tally.seeds >= kSeedsToSeeActs) missing = acts_never_done(tally);
  if (tally.seeds >= kSeedsToSeeWays) {
    for (std::string& way : ways_never_gone(tally)) missing.push_back(std::move(way));
  }
  for (const std::string& each : missing) std::cout << "never seen: " << each << "\n";
  return missing.empty();
}

int run_all(const Settings& settings) {
  World world;
  Tally tally;
  const auto begin = std::chrono::steady_clock::now();
  const auto hours = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() / 3600.0;
  };
  const auto more = [&] { return settings.hours > 0 ? hours() < settings.hours : tally.seeds < settings.seeds; };
  for (std::uint64_t seed = settings.first; more(); ++seed) {
    const Ran ran = run_seed(world, seed, tally, settings.log ? &std::cout : nullptr);
    if (ran.found && settings.must_find) {
      std::cout << "found with seed " << seed << ": " << *ran.found << "\n";
      return 0;
    }
    if (ran.found) {
      std::cout << "seed " << seed << ": " << *ran.found << "\n\n";
      print(tally, std::cout);
      std::cout << "to see it again: --seed " << seed << std::endl;
      return kFailed;
    }
    if (settings.seeds == 1) std::cout << "seed " << seed << ", trace " << std::hex << ran.trace << std::dec << "\n";
    if (tally.seeds % kProgressEvery == 0) std::cerr << "seed " << seed << ", crashes " << tally.crashes << std::endl;
  }
  std::cout << "seeds from " << settings.first << "\n";
  print(tally, std::cout);
  if (!settings.must_find) return has_seen_all(tally) ? 0 : kFailed;
  std::cout << "the planted bug was not found\n";
  return kFailed;
}

int run(int argc, char** argv) {
  CLI::App app("A deterministic run of workflow, ledger and store on a disk that fails and loses what was not synced.");
  Settings settings;
  std::uint64_t seed = 0;
  app.add_option("--from", settings.first, "the first seed");
  app.add_option("--seeds", settings.seeds, "how many seeds");
  app.add_option("--hours", settings.hours, "run for so many hours instead");
  CLI::Option* one = app.add_option("--seed", seed, "only this seed");
  app.add_flag("--log", settings.log, "tell every command, answer, crash and start");
  app.add_flag("--must-find", settings.must_find, "there is a planted bug: succeed when it is found");
  CLI11_PARSE(app, argc, argv);
  if (settings.must_find) settings.seeds = kSeedsToFind;
  if (one->count() > 0) {
    settings.first = seed;
    settings.seeds = 1;
  } else if (!settings.must_find) {
    settings.seeds = wildclaims::tests::scaled(static_cast<int>(settings.seeds));
  }
  return run_all(settings);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "the simulation itself failed: " << error.what() << "\n";
  } catch (...) {
    std::cerr << "the simulation itself failed\n";
  }
  return kFailed;
}
