// The drill that an office should hold once a year: reports stream in, a backup is made, the machine dies, the database
// is destroyed, the backup is put back, and work goes on. Nothing answered before the backup began is missing.
#include <signal.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/journey/process.h"
#include "tests/journey/road.h"
#include "tests/journey/service.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/text_file.h"

namespace wildclaims::tests {

namespace {

namespace fs = std::filesystem;

constexpr int kSenders = 4;
constexpr int kCreated = 201;

enum class Ruin { overwritten, deleted };

// Reports by their keys, as their senders know them.
class Stream {
 public:
  // Sends until the service dies.
  void send_from(Person& clerk) {
    for (;;) {
      const int number = next_++;
      const std::string key = fresh_key();
      try {
        const Answer answer = send(clerk, number, key);
        remember(number, key, answer.status == kCreated ? answer.json().at("report").get<std::string>() : "");
      } catch (const std::runtime_error&) {
        remember(number, key, "");
        return;
      }
    }
  }
  static Answer send(Person& clerk, int number, const std::string& key) {
    return clerk.post("/damage-reports", damage_report({household(number, "1.5")}, "drill " + std::to_string(number)),
                      {{"Idempotency-Key", key}});
  }

  struct Sent {
    int number;
    std::string key;
    std::string report;  // empty: not answered
  };
  std::vector<Sent> sent() {
    const std::lock_guard lock(guard_);
    return sent_;
  }
  std::vector<Sent> answered() {
    std::vector<Sent> all = sent();
    std::erase_if(all, [](const Sent& each) { return each.report.empty(); });
    return all;
  }

 private:
  void remember(int number, const std::string& key, const std::string& report) {
    const std::lock_guard lock(guard_);
    sent_.push_back({number, key, report});
  }

  std::atomic<int> next_{0};
  std::mutex guard_;
  std::vector<Sent> sent_;
};

void destroy(const fs::path& data, Ruin ruin) {
  const fs::path database = data / "wildclaims.db";
  if (ruin == Ruin::deleted) fs::remove(database);
  // The log alone would bring back what was not moved yet.
  if (ruin == Ruin::overwritten) {
    write_text(database, std::string(100'000, '\0'));
    write_text(data / "wildclaims.db-wal", std::string(100'000, '\0'));
  }
}

void drill(Ruin ruin) {
  Service service;
  const TemporaryDirectory shelf;
  const std::string file = shelf.file("backup.db");
  Person(service, "admin").done("/policies", {{"programme", "PL"}, {"year", 2025}});
  advance_clock(service, "2025-09-21");

  Stream stream;
  Person clerk(service, "clerk");
  std::vector<std::unique_ptr<Person>> clerks;
  std::vector<std::thread> senders;
  for (int i = 0; i < kSenders; ++i) clerks.push_back(clerk.on_another_connection());
  for (auto& one : clerks) senders.emplace_back([&stream, &one] { stream.send_from(*one); });
  const auto enough = static_cast<std::size_t>(scaled(400));
  while (stream.answered().size() < enough) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const std::vector<Stream::Sent> before = stream.answered();
  const Finished backup = service.command_on_data({"backup", file});
  const std::size_t after = stream.answered().size();
  while (stream.answered().size() < after + enough / 4) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  service.kill_hard();
  for (auto& sender : senders) sender.join();
  INFO(backup.output);
  REQUIRE(backup.exit_code == 0);
  CHECK(backup.output.find("PL-2025: ") == 0);
  CHECK(backup.output.find("secret.key") != std::string::npos);
  CHECK(after > before.size());  // the service went on meanwhile

  destroy(service.data(), ruin);
  CHECK_THROWS_AS(service.start(), std::runtime_error);
  const Finished restored = service.command_on_data({"restore", file});
  INFO(restored.output);
  REQUIRE(restored.exit_code == 0);
  // The same books and heads as the backup's paper says.
  CHECK(restored.output.substr(0, restored.output.find('\n')) == backup.output.substr(0, backup.output.find('\n')));
  service.start();
  const Finished verified = service.command({"ledger", "verify"});
  INFO(verified.output);
  REQUIRE(verified.exit_code == 0);

  const std::unique_ptr<Person> reader = clerk.on_another_connection();
  std::set<std::string> present;
  for (const auto& report : reader->all("/damage-reports?limit=100", "reports")) present.insert(report.at("report"));
  CHECK(present.size() >= before.size());
  for (const auto& sent : before) {
    INFO(sent.report);
    REQUIRE(present.count(sent.report) == 1);
  }
  // Work goes on: what was sent before, and what the machine's death took, is sent again under its key.
  std::set<std::string> numbers;
  for (const auto& sent : stream.sent()) {
    const Answer answer = Stream::send(*reader, sent.number, sent.key);
    REQUIRE(answer.status == kCreated);
    numbers.insert(answer.json().at("report"));
  }
  for (const auto& sent : before) CHECK(numbers.count(sent.report) == 1);
  CHECK(numbers.size() == stream.sent().size());
  CHECK(reader->all("/damage-reports?limit=100", "reports").size() == numbers.size());
  CHECK(service.command({"ledger", "verify"}).exit_code == 0);
}

}  // namespace

TEST_CASE("A machine dies and its database is overwritten: the backup made under load brings back all it was told") {
  drill(Ruin::overwritten);
}

TEST_CASE("A machine dies and its database is gone: the service refuses to begin anew, and the backup brings it back") {
  drill(Ruin::deleted);
}

TEST_CASE("A restore that is killed at any moment leaves the old database or the new one, and can be done again") {
  Service service;
  const TemporaryDirectory shelf;
  const std::string file = shelf.file("backup.db");
  const fs::path database = service.data() / "wildclaims.db";
  REQUIRE(service.command_on_data({"backup", file}).exit_code == 0);
  Person(service, "admin").done("/policies", {{"programme", "PL"}, {"year", 2025}});
  CHECK(service.stop() == 0);
  const std::string before = service.dump();
  fs::copy_file(database, shelf.file("before.db"));
  const auto start = std::chrono::steady_clock::now();
  REQUIRE(service.command_on_data({"restore", file}).exit_code == 0);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
  const std::string after = service.dump();
  REQUIRE(before != after);

  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  std::uniform_int_distribution<std::int64_t> moment(0, whole.count() * 5 / 4);
  for (int kill = 0; kill < scaled(40); ++kill) {
    for (const auto& entry : fs::directory_iterator(service.data())) {
      if (entry.path().filename() != "secret.key") fs::remove(entry.path());
    }
    fs::copy_file(shelf.file("before.db"), database);
    {
      Background restore({WILDCLAIMS_BINARY, "restore", file, "--data", service.data().string()}, shelf.file("output"));
      std::this_thread::sleep_for(std::chrono::microseconds(moment(random)));
      restore.end_with(SIGKILL);
    }
    // Not by service.dump(), which may not roll back what a killed program left half-done.
    const std::string found = run_program({"sqlite3", database.string(), ".dump"}).output;
    CHECK((found == before || found == after));
  }
  REQUIRE(service.command_on_data({"restore", file}).exit_code == 0);
  CHECK(service.dump() == after);
  CHECK_FALSE(fs::exists(database.string() + ".restoring"));
  service.start();
  CHECK(service.command({"ledger", "verify"}).exit_code == 0);
}

TEST_CASE("Backup and restore refuse what they must, with an exit code that says why, and change nothing then") {
  Service service;
  const TemporaryDirectory shelf;
  const std::string file = shelf.file("backup.db");
  REQUIRE(service.command_on_data({"backup", file}).exit_code == 0);
  CHECK(service.command_on_data({"backup", file}).exit_code == 2);
  CHECK(service.command_on_data({"backup", file, "--replace"}).exit_code == 0);
  CHECK(service.command_on_data({"backup", (service.data() / "wildclaims.db").string(), "--replace"}).exit_code == 2);
  CHECK(service.command_on_data({"backup"}).exit_code == 2);
  const Finished in_use = service.command_on_data({"restore", file});
  CHECK(in_use.exit_code == 3);
  CHECK(in_use.output.find("正在使用") != std::string::npos);
  CHECK(in_use.output.find("in use") != std::string::npos);
  CHECK(service.stop() == 0);
  const std::string before = service.dump();
  CHECK(service.command_on_data({"restore", shelf.file("none.db")}).exit_code == 2);
  std::string bytes = read_text(file);
  bytes.replace(bytes.size() / 2, 4'096, 4'096, '\x7f');
  write_text(file, bytes);
  const Finished damaged = service.command_on_data({"restore", file});
  INFO(damaged.output);
  CHECK(damaged.exit_code == 1);
  CHECK(service.dump() == before);
}

}  // namespace wildclaims::tests
