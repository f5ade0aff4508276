// How fast a book is verified, beside hledger on the same book as exported. Making the books takes minutes and does not
// count.
//   verify_bench [CLAIMS [CLAIMS_FOR_HLEDGER [DIRECTORY]]]      books already in the directory are used again
// hledger keeps the whole journal in memory, about 15 kB a claim: it is given the smaller book.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "claims/ledger/export_hledger.h"
#include "claims/store/connection.h"
#include "claims/store/journal.h"
#include "claims/store/readers.h"
#include "claims/workflow/verify_books.h"
#include "tests/bench/stored_claims.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::bench {
namespace {

constexpr std::int64_t kClaims = 1'000'000;
constexpr std::int64_t kClaimsForHledger = 50'000;
constexpr int kRuns = 3;

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// Of this process and the ones it waited for, in seconds.
double processor() {
  double seconds = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    for (const timeval& each : {usage.ru_utime, usage.ru_stime}) {
      seconds += static_cast<double>(each.tv_sec) + static_cast<double>(each.tv_usec) / 1e6;
    }
  }
  return seconds;
}

double peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// In a process of its own, so that its memory is not counted.
bool make_book(const std::string& file, std::int64_t claims) {
  const pid_t child = fork();
  if (child == 0) {
    store_claims(file, claims, Book::posted);
    _exit(0);
  }
  int status = 0;
  return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

std::int64_t count_postings(store::Connection& db) {
  store::Statement row = db.query("SELECT count(*) FROM postings");
  row.step();
  return row.integer();
}

struct Measured {
  double seconds = 0;
  double processor = 0;
  std::int64_t postings = 0;
  double rate() const { return static_cast<double>(postings) / seconds; }
};

void print(const std::string& what, const Measured& measured) {
  std::printf("%-44s %8.2f s (processor %8.2f s) %10lld postings %10.0f postings/s   peak %6.0f MiB\n", what.c_str(),
              measured.seconds, measured.processor, static_cast<long long>(measured.postings), measured.rate(),
              peak_memory());
}

// The best of several runs. Nothing when something is found, which is told.
std::optional<Measured> verify(const std::string& file) {
  store::Readers readers(file);
  const auto reading = readers.read();
  Measured best;
  for (int i = 0; i < kRuns; ++i) {
    const double start = now();
    const double before = processor();
    const workflow::VerifyReport report = workflow::verify_books(*reading);
    const Measured measured{now() - start, processor() - before, 0};
    if (!report.in_order()) {
      std::printf("%s %s: %s\n", report.findings.front().invariant.c_str(), report.findings.front().subject.c_str(),
                  report.findings.front().sentence.en.c_str());
      return std::nullopt;
    }
    if (i == 0 || measured.seconds < best.seconds) best = measured;
  }
  best.postings = count_postings(*reading);
  return best;
}

std::optional<Measured> hledger(const std::string& file, const std::string& journal) {
  store::Connection db(file, store::Connection::Access::read_only);
  {
    std::ofstream out(journal);
    ledger::HledgerExport exported(out, ledger::Books::one);
    store::for_each_entry(db, kStoredPolicy, [&](const ledger::RecordedEntry& entry) { exported.write(entry); });
  }
  const double start = now();
  const double before = processor();
  const int status = std::system(("hledger -f '" + journal + "' check").c_str());  // NOLINT(cert-env33-c)
  if (status != 0) return std::nullopt;
  return Measured{now() - start, processor() - before, count_postings(db)};
}

int run(std::int64_t claims, std::int64_t smaller, const std::string& directory) {
  const auto book_of = [&](std::int64_t count) { return directory + "/book-" + std::to_string(count) + ".db"; };
  for (const std::int64_t count : {smaller, claims}) {
    if (!std::filesystem::exists(book_of(count)) && !make_book(book_of(count), count)) return 1;
  }
  const auto theirs = hledger(book_of(smaller), directory + "/book.journal");
  const auto same = verify(book_of(smaller));
  if (!theirs || !same) return 1;
  print("hledger check, " + std::to_string(smaller) + " claims", *theirs);
  print("ledger verify, the same book", *same);
  std::printf("%.1f times as fast\n", same->rate() / theirs->rate());
  if (claims == smaller) return 0;
  const auto whole = verify(book_of(claims));
  if (!whole) return 1;
  print("ledger verify, " + std::to_string(claims) + " claims", *whole);
  std::printf("%.1f times as fast as hledger on the smaller book\n", whole->rate() / theirs->rate());
  return 0;
}

}  // namespace
}  // namespace wildclaims::bench

int main(int argc, char** argv) {
  using namespace wildclaims::bench;
  const std::int64_t claims = argc > 1 ? std::stoll(argv[1]) : kClaims;
  const std::int64_t smaller = argc > 2 ? std::stoll(argv[2]) : std::min(claims, kClaimsForHledger);
  std::optional<wildclaims::tests::TemporaryDirectory> own;
  if (argc <= 3) own.emplace();
  return run(claims, smaller, own ? own->path() : argv[3]);
}
