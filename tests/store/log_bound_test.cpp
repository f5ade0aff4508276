// The write-ahead log under readings that come and go, and under one that stays.
#include "claims/store/log_bound.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "claims/store/connection.h"
#include "claims/store/failure.h"
#include "claims/store/log_mover.h"
#include "claims/store/migrations.h"
#include "claims/store/readers.h"
#include "claims/store/settings.h"
#include "claims/store/writer.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::store {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Sixteen pages of its own for each command.
const std::string kValue(160 * 1024, 'x');

std::unique_ptr<Connection> opened(const std::string& path) {
  auto connection = std::make_unique<Connection>(path, Connection::Access::read_write);
  migrate(*connection);
  return connection;
}

void write(Writer& writer, const std::string& name) {
  writer.run([&](Connection& db) {
    put_setting(db, name, kValue);
    return Writer::Verdict::keep;
  });
}

std::int64_t log_bytes(const std::string& database) {
  std::error_code none;
  const auto size = std::filesystem::file_size(database + "-wal", none);
  return none ? 0 : static_cast<std::int64_t>(size);
}

// Readings that overlap without end: at no moment is there none.
class ShortReadings {
 public:
  explicit ShortReadings(Readers& readers) {
    for (int i = 0; i < 3; ++i) {
      threads_.emplace_back([this, &readers] {
        while (!stop_) {
          const auto reading = readers.read();
          setting(*reading, "0");
          std::this_thread::sleep_for(milliseconds(2));
          ++count_;
        }
      });
    }
  }
  ShortReadings(const ShortReadings&) = delete;
  ShortReadings& operator=(const ShortReadings&) = delete;
  ~ShortReadings() {
    stop_ = true;
    for (std::thread& thread : threads_) thread.join();
  }
  int count() const { return count_; }

 private:
  std::atomic<bool> stop_ = false;
  std::atomic<int> count_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace

TEST_CASE("After thousands of writes beside short readings the log is below its bound") {
  const tests::TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  const bool beside = GENERATE(false, true);
  INFO("the log is moved " << (beside ? "beside the writer" : "by the writer"));
  Writer writer(opened(path), beside ? std::make_unique<LogMover>(path) : nullptr);
  Readers readers(path);
  constexpr int kWriters = 8;
  const int writes = tests::scaled(2'000) / kWriters;
  std::atomic<std::int64_t> longest = 0;
  {
    ShortReadings readings(readers);
    std::vector<std::thread> threads;
    for (int i = 0; i < kWriters; ++i) {
      threads.emplace_back([&, i] {
        for (int n = 0; n < writes; ++n) {
          write(writer, std::to_string(i * writes + n));
          longest = std::max(longest.load(), log_bytes(path));
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(readings.count() > 0);
  }
  const std::int64_t written = static_cast<std::int64_t>(kWriters * writes) * static_cast<std::int64_t>(kValue.size());
  INFO("written " << written << " bytes, longest log " << longest);
  if (writes * kWriters >= 2'000) CHECK(written > 3 * kLogBoundBytes);
  CHECK(longest <= kLogBoundBytes);
}

TEST_CASE("A long reading never blocks the writer, and the log is cut back when it ends") {
  const tests::TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  const bool beside = GENERATE(false, true);
  INFO("the log is moved " << (beside ? "beside the writer" : "by the writer"));
  Writer writer(opened(path), beside ? std::make_unique<LogMover>(path) : nullptr);
  Readers readers(path);
  write(writer, "before");
  {
    const auto reading = readers.read();
    CHECK(setting(*reading, "before") == kValue);
    auto slowest = steady_clock::duration::zero();
    const auto enough = kLogBoundBytes * 3 / 2 / static_cast<std::int64_t>(kValue.size());
    for (std::int64_t n = 0; n < enough; ++n) {
      const auto start = steady_clock::now();
      write(writer, std::to_string(n));
      slowest = std::max(slowest, steady_clock::now() - start);
    }
    INFO("slowest " << std::chrono::duration_cast<milliseconds>(slowest).count() << " ms");
    // What it grants readings, and a busy machine's share.
    CHECK(slowest < kLogPatience + milliseconds(2'000));
    CHECK(log_bytes(path) > kLogBoundBytes);
    CHECK(setting(*reading, "0") == std::nullopt);
  }
  const auto deadline = steady_clock::now() + std::chrono::seconds(20);
  // Nothing is written any more.
  while (log_bytes(path) > kLogBoundBytes && steady_clock::now() < deadline) {
    std::this_thread::sleep_for(milliseconds(20));
  }
  CHECK(log_bytes(path) <= kLogBoundBytes);
}

TEST_CASE("A reading that takes longer than it may is cut off, and the next one is served") {
  const tests::TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  Writer writer(opened(path));
  write(writer, "a");
  Readers readers(path, milliseconds(100));
  const auto endless = [](Connection& db) {
    Statement row = db.query(
        "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted) SELECT max(n) FROM counted");
    row.step();
  };
  for (int again = 0; again < 3; ++again) {
    const auto start = steady_clock::now();
    CHECK_THROWS_AS(endless(*readers.read()), ReadingCutOff);
    CHECK(steady_clock::now() - start < std::chrono::seconds(10));
    CHECK(setting(*readers.read(), "a") == kValue);
  }
}

}  // namespace wildclaims::store
