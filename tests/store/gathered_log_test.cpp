#include "claims/store/gathered_log.h"

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "tests/property/random.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/text_file.h"

namespace wildclaims::store {
namespace {

constexpr int kLogFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_WAL;

// A file of one of SQLite's file systems, as SQLite itself opens it.
class OpenFile {
 public:
  OpenFile(const char* system, const std::string& path, int flags) {
    // A log lies beside its database, which gives it its permissions.
    if (const std::size_t end = path.rfind("-wal"); end != std::string::npos)
      tests::write_text(path.substr(0, end), "");
    sqlite3_vfs* const vfs = sqlite3_vfs_find(system);
    room_.resize((static_cast<std::size_t>(vfs->szOsFile) + 7) / 8);
    // SQLite's own file names are followed by their parameters: here none.
    path_ = path + std::string(4, '\0');
    REQUIRE(vfs->xOpen(vfs, path_.data(), file(), flags, nullptr) == SQLITE_OK);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { file()->pMethods->xClose(file()); }

  void write(const std::string& text, sqlite3_int64 at) {
    REQUIRE(file()->pMethods->xWrite(file(), text.data(), static_cast<int>(text.size()), at) == SQLITE_OK);
  }
  std::string read(int amount, sqlite3_int64 at) {
    std::string text(static_cast<std::size_t>(amount), '?');
    const int code = file()->pMethods->xRead(file(), text.data(), amount, at);
    return std::to_string(code) + " " + text;
  }
  sqlite3_int64 size() {
    sqlite3_int64 bytes = -1;
    REQUIRE(file()->pMethods->xFileSize(file(), &bytes) == SQLITE_OK);
    return bytes;
  }
  void truncate(sqlite3_int64 bytes) { REQUIRE(file()->pMethods->xTruncate(file(), bytes) == SQLITE_OK); }
  void sync() { REQUIRE(file()->pMethods->xSync(file(), SQLITE_SYNC_NORMAL) == SQLITE_OK); }

 private:
  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(room_.data()); }

  std::vector<std::uint64_t> room_;
  std::string path_;
};

}  // namespace

TEST_CASE("What is appended to a log is in the file after a sync, at once, and not before") {
  const tests::TemporaryDirectory directory;
  const std::string path = directory.file("a-wal");
  OpenFile log(gathered_log(), path, kLogFlags);
  log.write("head", 0);
  log.write("page", 4);
  CHECK(tests::read_text(path).empty());
  log.sync();
  CHECK(tests::read_text(path) == "headpage");
  log.write("more", 8);
  CHECK(log.size() == 12);
  CHECK(tests::read_text(path) == "headpagemore");
}

TEST_CASE("A file that is not a log is written as it comes") {
  const tests::TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  OpenFile file(gathered_log(), path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB);
  file.write("page", 0);
  CHECK(tests::read_text(path) == "page");
}

TEST_CASE("However it is written, read, cut and synced, a gathered log is the file that it would be without") {
  constexpr std::uint64_t seed = 20250920;
  INFO("seed " << seed);
  property::Random random(seed);
  for (int round = 0; round < 200; ++round) {
    const tests::TemporaryDirectory directory;
    OpenFile plain(nullptr, directory.file("plain-wal"), kLogFlags);
    {
      OpenFile log(gathered_log(), directory.file("gathered-wal"), kLogFlags);
      sqlite3_int64 end = 0;
      for (int step = 0; step < 40; ++step) {
        const auto anywhere = random.between(0, end);
        switch (random.below(10)) {
          case 0:
            plain.sync();
            log.sync();
            break;
          case 1:
            CHECK(log.read(16, anywhere) == plain.read(16, anywhere));
            break;
          case 2:
            plain.truncate(anywhere);
            log.truncate(anywhere);
            end = anywhere;
            break;
          case 3:
            CHECK(log.size() == plain.size());
            break;
          default: {
            // Mostly at the end, in large pieces now and then so that more than is gathered comes together.
            const sqlite3_int64 at = random.below(5) == 0 ? anywhere : end;
            const std::size_t size = random.below(20) == 0 ? 50'000U : 1 + random.index(4'096);
            const std::string text(size, static_cast<char>('a' + random.below(26)));
            plain.write(text, at);
            log.write(text, at);
            end = std::max(end, at + static_cast<sqlite3_int64>(size));
          }
        }
      }
    }
    plain.sync();
    REQUIRE(tests::read_text(directory.file("gathered-wal")) == tests::read_text(directory.file("plain-wal")));
  }
}

}  // namespace wildclaims::store
