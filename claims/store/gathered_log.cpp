#include "claims/store/gathered_log.h"

#include <sqlite3.h>

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <utility>

namespace wildclaims::store {
namespace {

// What is gathered at most: sixteen pages, for SQLite's own file system takes no 128 KiB at once.
constexpr std::size_t kGatheredBytes = 64 * 1024;

// SQLite gives the room: this, and behind it the file of the system below.
struct LogFile {
  sqlite3_file base{};
  sqlite3_file* below = nullptr;
  sqlite3_int64 start = 0;  // where in the file `gathered` goes
  std::string gathered;
};

constexpr std::size_t kOwnBytes = sizeof(LogFile);
static_assert(alignof(LogFile) <= 8 && kOwnBytes % 8 == 0, "SQLite gives room at multiples of eight");

LogFile& log_of(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }

int write_out(LogFile& log) {
  if (log.gathered.empty()) return SQLITE_OK;
  const int code =
      log.below->pMethods->xWrite(log.below, log.gathered.data(), static_cast<int>(log.gathered.size()), log.start);
  log.gathered.clear();
  return code;
}

// Of the file as it would be: what is gathered is written first.
template <typename Call>
int written_first(sqlite3_file* file, Call call) {
  LogFile& log = log_of(file);
  const int code = write_out(log);
  return code == SQLITE_OK ? call(log.below) : code;
}

int close(sqlite3_file* file) {
  LogFile& log = log_of(file);
  const int written = write_out(log);
  const int closed = log.below->pMethods->xClose(log.below);
  log.~LogFile();
  return written == SQLITE_OK ? closed : written;
}

int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
  return written_first(file, [&](sqlite3_file* below) { return below->pMethods->xRead(below, to, amount, offset); });
}

int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  LogFile& log = log_of(file);
  const auto size = static_cast<std::size_t>(amount);
  const bool follows = offset == log.start + static_cast<sqlite3_int64>(log.gathered.size());
  if (!follows || log.gathered.size() + size > kGatheredBytes) {
    const int code = write_out(log);
    if (code != SQLITE_OK) return code;
  }
  if (log.gathered.empty()) log.start = offset;
  try {
    log.gathered.append(static_cast<const char*>(from), size);
  } catch (const std::bad_alloc&) {
    return SQLITE_IOERR_NOMEM;
  }
  return SQLITE_OK;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return written_first(file, [&](sqlite3_file* below) { return below->pMethods->xTruncate(below, size); });
}

int sync(sqlite3_file* file, int flags) {
  return written_first(file, [&](sqlite3_file* below) { return below->pMethods->xSync(below, flags); });
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return written_first(file, [&](sqlite3_file* below) { return below->pMethods->xFileSize(below, size); });
}

// A log is never locked: the database file is.
int lock(sqlite3_file* /*file*/, int /*level*/) { return SQLITE_OK; }
int is_reserved(sqlite3_file* /*file*/, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}

int control(sqlite3_file* file, int operation, void* argument) {
  return written_first(file,
                       [&](sqlite3_file* below) { return below->pMethods->xFileControl(below, operation, argument); });
}

int sector_size(sqlite3_file* file) {
  sqlite3_file* const below = log_of(file).below;
  return below->pMethods->xSectorSize(below);
}

int characteristics(sqlite3_file* file) {
  sqlite3_file* const below = log_of(file).below;
  return below->pMethods->xDeviceCharacteristics(below);
}

const sqlite3_io_methods& methods() {
  static const sqlite3_io_methods all = [] {
    sqlite3_io_methods made{};
    made.iVersion = 1;
    made.xClose = close;
    made.xRead = read;
    made.xWrite = write;
    made.xTruncate = truncate;
    made.xSync = sync;
    made.xFileSize = file_size;
    made.xLock = lock;
    made.xUnlock = lock;
    made.xCheckReservedLock = is_reserved;
    made.xFileControl = control;
    made.xSectorSize = sector_size;
    made.xDeviceCharacteristics = characteristics;
    return made;
  }();
  return all;
}

// The default file system with another way to open a log.
struct Gathering {
  Gathering(sqlite3_vfs& default_one, std::string its_name)
      : below(&default_one), vfs(default_one), name(std::move(its_name)) {
    vfs.zName = name.c_str();
    vfs.zName = name.c_str();
    vfs.pNext = nullptr;
    vfs.szOsFile = static_cast<int>(kOwnBytes) + below->szOsFile;
    vfs.xOpen = open;
    // The calls of the system below find their own state through its vfs, so each is made on that.
    vfs.pAppData = this;
    vfs.xDelete = [](sqlite3_vfs* self, const char* path, int sync_directory) {
      sqlite3_vfs* const to = of(self);
      return to->xDelete(to, path, sync_directory);
    };
    vfs.xAccess = [](sqlite3_vfs* self, const char* path, int flags, int* result) {
      sqlite3_vfs* const to = of(self);
      return to->xAccess(to, path, flags, result);
    };
    vfs.xFullPathname = [](sqlite3_vfs* self, const char* path, int room, char* full) {
      sqlite3_vfs* const to = of(self);
      return to->xFullPathname(to, path, room, full);
    };
    vfs.xRandomness = [](sqlite3_vfs* self, int count, char* bytes) {
      sqlite3_vfs* const to = of(self);
      return to->xRandomness(to, count, bytes);
    };
    vfs.xSleep = [](sqlite3_vfs* self, int microseconds) {
      sqlite3_vfs* const to = of(self);
      return to->xSleep(to, microseconds);
    };
    vfs.xCurrentTime = [](sqlite3_vfs* self, double* now) {
      sqlite3_vfs* const to = of(self);
      return to->xCurrentTime(to, now);
    };
    vfs.xGetLastError = [](sqlite3_vfs* self, int size, char* text) {
      sqlite3_vfs* const to = of(self);
      return to->xGetLastError != nullptr ? to->xGetLastError(to, size, text) : 0;
    };
    // Version 1 has all that SQLite needs; later ones only add what this program does not use.
    vfs.iVersion = 1;
  }

  static sqlite3_vfs* of(sqlite3_vfs* self) { return static_cast<Gathering*>(self->pAppData)->below; }

  static int open(sqlite3_vfs* self, const char* path, sqlite3_file* file, int flags, int* flags_out) {
    sqlite3_vfs* const to = of(self);
    if ((flags & SQLITE_OPEN_WAL) == 0) return to->xOpen(to, path, file, flags, flags_out);
    file->pMethods = nullptr;
    auto* const below = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + kOwnBytes);
    below->pMethods = nullptr;
    const int code = to->xOpen(to, path, below, flags, flags_out);
    if (code != SQLITE_OK) {
      if (below->pMethods != nullptr) below->pMethods->xClose(below);
      return code;
    }
    auto* const log = new (file) LogFile;
    log->below = below;
    log->base.pMethods = &methods();
    return SQLITE_OK;
  }

  sqlite3_vfs* below;
  sqlite3_vfs vfs;
  std::string name;
};

}  // namespace

const char* gathered_log() {
  // A file system stays registered for good: there is one for each default there has been.
  static std::mutex mutex;
  static std::map<sqlite3_vfs*, std::unique_ptr<Gathering>> made;
  sqlite3_vfs* const below = sqlite3_vfs_find(nullptr);
  const std::lock_guard lock(mutex);
  auto& gathering = made[below];
  if (!gathering) {
    gathering = std::make_unique<Gathering>(*below, "gathered-log-" + std::to_string(made.size()));
    sqlite3_vfs_register(&gathering->vfs, 0);
  }
  return gathering->name.c_str();
}

}  // namespace wildclaims::store
