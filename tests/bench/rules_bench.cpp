// How fast the rules engine answers, each figure beside what it is to be compared with, in the same run.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <new>
#include <string>
#include <vector>

#include "rules/evaluator.h"
#include "rules/loader/load.h"
#include "rules/worksheet.h"
#include "tests/bench/lines_bench.h"
#include "tests/bench/measured_rule.h"
#include "tests/bench/wide_table.h"
#include "tests/bench/worksheet_bench.h"

namespace {

std::size_t allocations = 0;

}  // namespace

// Counted, so that a loop that allocates shows it.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace wildclaims::bench {
namespace {

constexpr std::size_t kClaims = 4096;  // stays in the cache, as a stream does
constexpr int kRuns = 9;

// Seconds for one run, the median of several.
double median_seconds(const std::function<void()>& run) {
  std::vector<double> seconds;
  for (int i = 0; i < kRuns; ++i) {
    const auto start = std::chrono::steady_clock::now();
    run();
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(seconds.begin(), seconds.end());
  return seconds[seconds.size() / 2];
}

void print(const char* what, double per_second, double ratio) {
  std::printf("%-46s %12.0f /s   %6.1f times\n", what, per_second, ratio);
}

std::string machine() {
  std::ifstream cpuinfo("/proc/cpuinfo");
  std::string line;
  int cores = 0;
  std::string model = "unknown processor";
  while (std::getline(cpuinfo, line)) {
    if (line.rfind("processor", 0) == 0) ++cores;
    if (line.rfind("model name", 0) == 0) model = line.substr(line.find(':') + 2);
  }
  return model + ", " + std::to_string(cores) + " cores, g++ " __VERSION__;
}

rules::Facts facts_of(const rules::Rulebook& book, const Claim& claim) {
  rules::Facts facts(book.fact_layout(), 1);
  const auto claim_at = [&](const char* name) { return *book.fact_layout()->index_of(rules::Scope::claim, name); };
  facts.set_claim_value(claim_at("on"), rules::Date::from_civil(2025, 6, 1)->days());
  facts.set_claim_value(claim_at("kind"), claim.species_class);
  facts.set_claim_value(claim_at("approved_this_year"), claim.approved);
  const std::int64_t item[] = {claim.crop, claim.stage, claim.area, claim.loss_rate};
  for (std::size_t i = 0; i < 4; ++i) facts.set_item_value(0, i, item[i]);
  return facts;
}

int determinations() {
  const rules::LoadResult loaded = rules::load_rulebook(rulebook_text(), "measured.yaml");
  for (const rules::Diagnostic& diagnostic : loaded.diagnostics) {
    std::printf("%s\n", rules::to_string(diagnostic).c_str());
  }
  if (!loaded.rulebook) return 1;
  const std::vector<Claim> claims = random_claims(kClaims, 20251209);
  std::vector<rules::Facts> facts;
  for (const Claim& claim : claims) facts.push_back(facts_of(*loaded.rulebook, claim));
  rules::Evaluator evaluator(loaded.rulebook);

  std::size_t compared = 0;
  for (const rules::Answer& answer : evaluator.evaluate(facts)) {
    const Owed owed = by_hand(claims[compared]);
    if (!answer.computed || !(Owed{answer.entitlement.fen(), answer.parts[0], answer.parts[1]} == owed)) {
      std::printf("claim %zu: the engine and the hand-written function differ\n", compared);
      return 1;
    }
    ++compared;
  }

  std::int64_t sink = 0;
  constexpr int kByHandRounds = 2000;
  constexpr int kEngineRounds = 200;
  const double by_hand_seconds = median_seconds([&] {
    for (int round = 0; round < kByHandRounds; ++round) {
      for (const Claim& claim : claims) {
        const Owed owed = by_hand(claim);
        sink += owed.indemnity ^ owed.county ^ owed.province;
      }
    }
  });
  const double by_hand_rate = double{kClaims} * kByHandRounds / by_hand_seconds;
  const std::size_t before = allocations;
  const double engine_seconds = median_seconds([&] {
    for (int round = 0; round < kEngineRounds; ++round) {
      for (std::size_t first = 0; first < kClaims; first += rules::Evaluator::kTogether) {
        for (const rules::Answer& answer : evaluator.evaluate({facts.data() + first, rules::Evaluator::kTogether})) {
          sink += answer.entitlement.fen() ^ answer.parts[0] ^ answer.parts[1];
        }
      }
    }
  });
  const double engine_rate = double{kClaims} * kEngineRounds / engine_seconds;
  // The vector of the medians allocates a few times; the loop must not.
  const std::size_t allocated = allocations - before;
  std::printf("one core; the ratio is to the function written by hand\n");
  print("hand-written function", by_hand_rate, 1.0);
  print("engine, decision and parts", engine_rate, by_hand_rate / engine_rate);
  std::printf("allocations in %d determinations: %zu\n", kRuns * kEngineRounds * static_cast<int>(kClaims), allocated);
  std::printf("(checksum %lld)\n", static_cast<long long>(sink));
  return allocated < 64 ? 0 : 1;
}

void tables() {
  std::printf("\nloading a table of three code columns and one interval column, with all proofs\n");
  for (const int rows : {1'000, 10'000, 100'000}) {
    const std::string text = wide_table_text(rows);
    const auto start = std::chrono::steady_clock::now();
    const rules::LoadResult loaded = rules::load_rulebook(text, "wide.yaml");
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("%8d rows %8.3f s\n", rows, seconds);
    if (!loaded.rulebook) std::printf("NOT LOADED: %s\n", rules::to_string(loaded.diagnostics.front()).c_str());
  }
}

}  // namespace
}  // namespace wildclaims::bench

int main() {
  std::printf("%s\n\n", wildclaims::bench::machine().c_str());
  int code = wildclaims::bench::determinations();
  wildclaims::bench::tables();
  code += wildclaims::bench::worksheets();
  code += wildclaims::bench::lines();
  return code;
}
