#include "claims/store/writer.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "claims/store/connection.h"
#include "claims/store/migrations.h"
#include "claims/store/readers.h"
#include "claims/store/settings.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::store {
namespace {

using Verdict = Writer::Verdict;

std::unique_ptr<Connection> opened(const std::string& path) {
  auto connection = std::make_unique<Connection>(path, Connection::Access::read_write);
  migrate(*connection);
  return connection;
}

}  // namespace

TEST_CASE("A kept command is seen by readers once it is answered") {
  const tests::TemporaryDirectory directory;
  Writer writer(opened(directory.file("a.db")));
  Readers readers(directory.file("a.db"));
  CHECK(writer.run([](Connection& db) {
    put_setting(db, "a", "1");
    return Verdict::keep;
  }) == Verdict::keep);
  const auto reading = readers.read();
  CHECK(setting(*reading, "a") == "1");
}

TEST_CASE("A discarded or throwing command leaves no trace and does not disturb its group") {
  const tests::TemporaryDirectory directory;
  Writer writer(opened(directory.file("a.db")));
  Readers readers(directory.file("a.db"));
  constexpr int kThreads = 24;
  std::atomic<int> thrown = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      const std::string name = std::to_string(i);
      try {
        writer.run([&](Connection& db) {
          put_setting(db, name, "written");
          if (i % 3 == 1) throw std::runtime_error("a bug");
          return i % 3 == 0 ? Verdict::keep : Verdict::discard;
        });
      } catch (const std::runtime_error&) {
        ++thrown;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(thrown == kThreads / 3);
  const auto reading = readers.read();
  for (int i = 0; i < kThreads; ++i) {
    CAPTURE(i);
    CHECK(setting(*reading, std::to_string(i)).has_value() == (i % 3 == 0));
  }
}

TEST_CASE("A task is told what became of it once that is certain, whatever the others of its group do") {
  struct Told {
    std::mutex mutex;
    std::condition_variable all;
    int kept = 0;
    int discarded = 0;
    int failed = 0;
    int unseen = 0;  // kept, and not to be read when it was told
  };
  class Counted final : public Writer::Task {
   public:
    Counted(int number, Writer::Again again, Readers& readers, Told& told)
        : number_(number), again_(again), readers_(readers), told_(told) {}
    Writer::Again again() const override { return again_; }
    Verdict run(Connection& db) override {
      put_setting(db, std::to_string(number_), "written");
      if (number_ % 3 == 1) throw std::runtime_error("a bug");
      return number_ % 3 == 0 ? Verdict::keep : Verdict::discard;
    }
    void finished(Verdict verdict, const std::exception_ptr& failure) override {
      const bool seen = setting(*readers_.read(), std::to_string(number_)).has_value();
      const std::lock_guard lock(told_.mutex);
      if (failure) {
        ++told_.failed;
      } else {
        ++(verdict == Verdict::keep ? told_.kept : told_.discarded);
      }
      if (verdict == Verdict::keep && !seen) ++told_.unseen;
      told_.all.notify_one();
    }

   private:
    int number_;
    Writer::Again again_;
    Readers& readers_;
    Told& told_;
  };
  const auto again = GENERATE(Writer::Again::never, Writer::Again::may_run);
  const tests::TemporaryDirectory directory;
  Writer writer(opened(directory.file("a.db")));
  Readers readers(directory.file("a.db"));
  Told told;
  constexpr int kTasks = 300;
  for (int i = 0; i < kTasks; ++i) writer.submit(std::make_unique<Counted>(i, again, readers, told));
  std::unique_lock lock(told.mutex);
  told.all.wait(lock, [&] { return told.kept + told.discarded + told.failed == kTasks; });
  CHECK(told.kept == kTasks / 3);
  CHECK(told.discarded == kTasks / 3);
  CHECK(told.failed == kTasks / 3);
  CHECK(told.unseen == 0);
  CHECK(writer.counts().groups < static_cast<std::uint64_t>(kTasks));
  const auto reading = readers.read();
  for (int i = 0; i < kTasks; ++i) {
    CAPTURE(i);
    CHECK(setting(*reading, std::to_string(i)).has_value() == (i % 3 == 0));
  }
}

TEST_CASE("A reading sees one state however much is written meanwhile") {
  const tests::TemporaryDirectory directory;
  Writer writer(opened(directory.file("a.db")));
  Readers readers(directory.file("a.db"));
  const auto write = [&](const std::string& value) {
    writer.run([&](Connection& db) {
      put_setting(db, "a", value);
      return Verdict::keep;
    });
  };
  write("before");
  const auto reading = readers.read();
  CHECK(setting(*reading, "a") == "before");
  write("after");
  CHECK(setting(*reading, "a") == "before");
  CHECK(setting(*readers.read(), "a") == "after");
}

TEST_CASE("A reader cannot write") {
  const tests::TemporaryDirectory directory;
  Writer writer(opened(directory.file("a.db")));
  Readers readers(directory.file("a.db"));
  const auto reading = readers.read();
  CHECK_THROWS(put_setting(*reading, "a", "1"));
}

}  // namespace wildclaims::store
