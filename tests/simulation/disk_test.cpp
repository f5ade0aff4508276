// The simulated disk: what was synced stays, what was not may go, and nothing else happens.
#include "tests/simulation/disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <set>

#include "tests/support/catch.h"

namespace wildclaims::simulation {
namespace {

constexpr const char* kName = "/somewhere/file";
constexpr std::int64_t kPage = 4096;

std::unique_ptr<Disk::Handle> opened(Disk& disk, const char* name = kName, bool journal = false) {
  std::unique_ptr<Disk::Handle> handle;
  REQUIRE(disk.open(name, {true, journal, false}, handle) == SQLITE_OK);
  return handle;
}

void write(Disk::Handle& handle, std::int64_t at, std::uint8_t byte, std::int64_t count = kPage) {
  const Bytes page(static_cast<std::size_t>(count), byte);
  REQUIRE(handle.write(page.data(), count, at) == SQLITE_OK);
}

void cut_power(Disk& disk) {
  disk.cut();
  disk.power_on();
}

// A file of one synced page of ones and one of twos that was not synced, after a power cut.
Bytes after_cut(std::uint64_t seed) {
  Disk disk(seed);
  {
    const auto journal = opened(disk, "/somewhere/file-wal", true);
    const auto handle = opened(disk);
    write(*handle, 0, 1);
    CHECK(handle->sync() == SQLITE_OK);
    CHECK(journal->sync() == SQLITE_OK);
    write(*handle, kPage, 2);
  }
  cut_power(disk);
  return disk.image().at(kName);
}

}  // namespace

TEST_CASE("What was synced survives every power cut") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Bytes content = after_cut(seed);
    REQUIRE(content.size() >= static_cast<std::size_t>(kPage));
    CHECK(std::all_of(content.begin(), content.begin() + kPage, [](std::uint8_t byte) { return byte == 1; }));
  }
}

TEST_CASE("What was not synced is kept, lost and torn, each now and then") {
  std::set<std::size_t> twos;
  bool noise = false;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Bytes content = after_cut(seed);
    twos.insert(static_cast<std::size_t>(std::count(content.begin() + kPage, content.end(), 2)));
    noise = noise || std::any_of(content.begin() + kPage, content.end(), [](std::uint8_t byte) { return byte > 2; });
  }
  CHECK(twos.count(0) == 1);
  CHECK(twos.count(kPage) == 1);
  CHECK(twos.size() > 20);
  CHECK(noise);
}

TEST_CASE("A new name and a removed one are certain only after the directory was synced") {
  std::set<bool> created;
  std::set<bool> removed;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Disk disk(seed);
    { write(*opened(disk), 0, 1); }
    cut_power(disk);
    created.insert(disk.image().count(kName) != 0);

    Disk other(seed);
    {
      const auto handle = opened(other, kName, true);
      write(*handle, 0, 1);
      CHECK(handle->sync() == SQLITE_OK);
    }
    CHECK(other.remove(kName, false) == SQLITE_OK);
    cut_power(other);
    removed.insert(other.image().count(kName) == 0);
  }
  CHECK(created == std::set<bool>{false, true});
  CHECK(removed == std::set<bool>{false, true});
}

TEST_CASE("A sync that fails and forgets leaves its writes in doubt for ever") {
  std::set<bool> kept;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Disk disk(seed);
    {
      const auto handle = opened(disk, kName, true);
      CHECK(handle->sync() == SQLITE_OK);
      write(*handle, 0, 1, 1);
      disk.faults().arm(FaultPlan::What::error, 1);
      CHECK(handle->sync() == SQLITE_IOERR_FSYNC);
      CHECK(handle->sync() == SQLITE_OK);
    }
    cut_power(disk);
    kept.insert(disk.image().at(kName) == Bytes{1});
  }
  CHECK(kept == std::set<bool>{false, true});
}

TEST_CASE("After a crash every call fails until power comes back") {
  Disk disk(1);
  {
    const auto handle = opened(disk, kName, true);
    CHECK(handle->sync() == SQLITE_OK);
    disk.faults().arm(FaultPlan::What::crash, 1);
    std::uint8_t byte = 7;
    CHECK(handle->write(&byte, 1, 0) != SQLITE_OK);
    CHECK(disk.is_off());
    CHECK(handle->read(&byte, 1, 0) != SQLITE_OK);
    CHECK(handle->sync() != SQLITE_OK);
    std::unique_ptr<Disk::Handle> another;
    CHECK(disk.open(kName, {}, another) != SQLITE_OK);
    CHECK_THROWS_AS(disk.power_on(), std::logic_error);
  }
  disk.power_on();
  CHECK(opened(disk)->sync() == SQLITE_OK);
}

TEST_CASE("Locks of two connections exclude each other as SQLite asks") {
  Disk disk(1);
  const auto one = opened(disk);
  const auto two = opened(disk);
  CHECK(one->lock(SQLITE_LOCK_SHARED) == SQLITE_OK);
  CHECK(two->lock(SQLITE_LOCK_SHARED) == SQLITE_OK);
  CHECK(one->lock(SQLITE_LOCK_RESERVED) == SQLITE_OK);
  CHECK(two->lock(SQLITE_LOCK_RESERVED) == SQLITE_BUSY);
  CHECK(two->is_reserved());
  CHECK(one->lock(SQLITE_LOCK_EXCLUSIVE) == SQLITE_BUSY);
  CHECK(two->unlock(SQLITE_LOCK_NONE) == SQLITE_OK);
  CHECK(two->lock(SQLITE_LOCK_SHARED) == SQLITE_BUSY);
  CHECK(one->lock(SQLITE_LOCK_EXCLUSIVE) == SQLITE_OK);

  CHECK(one->lock_memory(2, 1, false) == SQLITE_OK);
  CHECK(two->lock_memory(2, 1, false) == SQLITE_OK);
  CHECK(two->lock_memory(2, 1, true) == SQLITE_BUSY);
  one->unlock_memory(2, 1);
  CHECK(two->lock_memory(2, 1, true) == SQLITE_OK);
  CHECK(one->lock_memory(2, 1, false) == SQLITE_BUSY);
}

}  // namespace wildclaims::simulation
