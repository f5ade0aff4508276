#include "tests/bench/worksheet_bench.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "rules/loader/facts_stream.h"
#include "rules/loader/load.h"
#include "rules/worksheet_record.h"
#include "tests/bench/measured_lines.h"
#include "tests/bench/measured_rule.h"

namespace wildclaims::bench {
namespace {

constexpr std::size_t kClaims = 4096;
constexpr int kRuns = 9;

template <class Run>
double median_rate(int rounds, Run&& run) {
  std::vector<double> rates;
  for (int i = 0; i < kRuns; ++i) {
    const auto start = std::chrono::steady_clock::now();
    for (int round = 0; round < rounds; ++round) run();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    rates.push_back(static_cast<double>(kClaims) * rounds / seconds);
  }
  std::sort(rates.begin(), rates.end());
  return rates[rates.size() / 2];
}

void print(const char* what, double rate, double by_hand) {
  std::printf("%-46s %12.0f /s   %6.1f times\n", what, rate, by_hand / rate);
}

}  // namespace

int worksheets() {
  const auto book = rules::load_rulebook(rulebook_text(), "measured.yaml").rulebook;
  const std::vector<Claim> claims = random_claims(kClaims, 20251209);
  const MeasuredLines lines(*book);
  std::vector<std::string> texts;
  std::vector<rules::Facts> facts;
  rules::FactsStream stream(book, rules::UnknownFacts::refuse);
  for (const Claim& claim : claims) {
    texts.push_back(lines.line_of(claim));
    facts.push_back(*stream.read(texts.back()));
  }
  rules::WorksheetRecorder recorder(book);
  std::size_t numbers = 0;
  for (std::size_t i = 0; i < kClaims; ++i) {
    const rules::WorksheetRecord* record = recorder.record(facts[i]);
    if (record == nullptr || record->entitlement.fen() != by_hand(claims[i]).indemnity) {
      std::printf("claim %zu: its record and the hand-written function differ\n", i);
      return 1;
    }
    numbers += record->numbers.size();
  }
  std::int64_t sink = 0;
  const double hand = median_rate(2000, [&] {
    for (const Claim& claim : claims) sink += by_hand(claim).indemnity;
  });
  const double evaluated = median_rate(100, [&] {
    for (const rules::Facts& each : facts) sink += recorder.evaluator().evaluate(each)->entitlement.fen();
  });
  const double recorded = median_rate(100, [&] {
    for (const rules::Facts& each : facts) sink += static_cast<std::int64_t>(recorder.record(each)->numbers.size());
  });
  const double read = median_rate(20, [&] {
    for (const std::string& text : texts) sink += stream.read(text)->claim_row()[0];
  });
  const double worded = median_rate(1, [&] {
    for (const rules::Facts& each : facts) {
      sink += static_cast<std::int64_t>(to_worksheet(*book, *recorder.record(each)).lines.size());
    }
  });
  std::printf("\nworksheets, one core; the ratio is to the function written by hand\n");
  print("hand-written function", hand, hand);
  print("engine, decision and parts", evaluated, hand);
  print("structured worksheet", recorded, hand);
  print("worksheet in words, both languages", worded, hand);
  print("facts read from a line of JSON", read, hand);
  std::printf("%.1f numbers on a record (checksum %lld)\n", static_cast<double>(numbers) / kClaims,
              static_cast<long long>(sink));
  return 0;
}

}  // namespace wildclaims::bench
