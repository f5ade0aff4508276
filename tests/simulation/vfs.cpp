#include "tests/simulation/vfs.h"

#include <sqlite3.h>

#include <cstring>
#include <mutex>
#include <new>
#include <stdexcept>

namespace wildclaims::simulation {

struct Vfs::Inside {
  explicit Inside(Disk& of) : disk(of) {}

  Disk& disk;
  std::mutex mutex;
  property::Random random{1};
  sqlite3_vfs* before = nullptr;  // the default until now
  sqlite3_vfs vfs{};
};

namespace {

constexpr int kPathBytes = 1024;

// 2025-01-01 as milliseconds of Julian days: no product code asks SQL for the time, so it may stand still.
constexpr sqlite3_int64 kNow = 212'602'536'000'000;

// What SQLite keeps of an open file: begins with its own part, and it copies nothing.
struct File {
  sqlite3_file base;
  Disk::Handle* handle;
  std::mutex* mutex;
};

File& file_of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

template <class Work>
int with(sqlite3_file* file, Work work) {
  const std::lock_guard lock(*file_of(file).mutex);
  return work(*file_of(file).handle);
}

int close_file(sqlite3_file* file) {
  File& it = file_of(file);
  const std::lock_guard lock(*it.mutex);
  const std::unique_ptr<Disk::Handle> ended(std::exchange(it.handle, nullptr));
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* to, int count, sqlite3_int64 at) {
  return with(file, [&](Disk::Handle& handle) { return handle.read(static_cast<std::uint8_t*>(to), count, at); });
}

int write_file(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) {
  return with(file,
              [&](Disk::Handle& handle) { return handle.write(static_cast<const std::uint8_t*>(from), count, at); });
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return with(file, [&](Disk::Handle& handle) { return handle.truncate(size); });
}

int sync_file(sqlite3_file* file, int) {
  return with(file, [](Disk::Handle& handle) { return handle.sync(); });
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return with(file, [&](Disk::Handle& handle) {
    std::int64_t found = 0;
    const int result = handle.size(found);
    *size = found;
    return result;
  });
}

int lock_file(sqlite3_file* file, int level) {
  return with(file, [&](Disk::Handle& handle) { return handle.lock(level); });
}

int unlock_file(sqlite3_file* file, int level) {
  return with(file, [&](Disk::Handle& handle) { return handle.unlock(level); });
}

int check_reserved(sqlite3_file* file, int* answer) {
  return with(file, [&](Disk::Handle& handle) {
    *answer = handle.is_reserved() ? 1 : 0;
    return SQLITE_OK;
  });
}

int control_file(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }

// As SQLite takes for granted of a disk under Linux.
int sector_size(sqlite3_file*) { return 4096; }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int map_memory(sqlite3_file* file, int region, int size, int make, volatile void** memory) {
  return with(file, [&](Disk::Handle& handle) { return handle.map(region, size, make != 0, memory); });
}

int lock_memory(sqlite3_file* file, int first, int count, int flags) {
  return with(file, [&](Disk::Handle& handle) {
    if ((flags & SQLITE_SHM_LOCK) != 0) return handle.lock_memory(first, count, (flags & SQLITE_SHM_EXCLUSIVE) != 0);
    handle.unlock_memory(first, count);
    return SQLITE_OK;
  });
}

void memory_barrier(sqlite3_file* file) { const std::lock_guard lock(*file_of(file).mutex); }

int unmap_memory(sqlite3_file* file, int) {
  return with(file, [](Disk::Handle& handle) {
    handle.unmap();
    return SQLITE_OK;
  });
}

const sqlite3_io_methods* methods() {
  static const sqlite3_io_methods kMethods = [] {
    sqlite3_io_methods m{};
    m.iVersion = 2;
    m.xClose = close_file;
    m.xRead = read_file;
    m.xWrite = write_file;
    m.xTruncate = truncate_file;
    m.xSync = sync_file;
    m.xFileSize = file_size;
    m.xLock = lock_file;
    m.xUnlock = unlock_file;
    m.xCheckReservedLock = check_reserved;
    m.xFileControl = control_file;
    m.xSectorSize = sector_size;
    m.xDeviceCharacteristics = characteristics;
    m.xShmMap = map_memory;
    m.xShmLock = lock_memory;
    m.xShmBarrier = memory_barrier;
    m.xShmUnmap = unmap_memory;
    return m;
  }();
  return &kMethods;
}

template <class Inside>
Inside& inside_of(sqlite3_vfs* vfs) {
  return *static_cast<Inside*>(vfs->pAppData);
}

template <class Inside>
int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  Inside& inside = inside_of<Inside>(vfs);
  const std::lock_guard lock(inside.mutex);
  file->pMethods = nullptr;
  std::unique_ptr<Disk::Handle> handle;
  constexpr int kJournals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL;
  const Disk::OpenMode mode{(flags & SQLITE_OPEN_CREATE) != 0, (flags & kJournals) != 0,
                            (flags & SQLITE_OPEN_DELETEONCLOSE) != 0};
  const int result = inside.disk.open(name == nullptr ? "" : name, mode, handle);
  if (result != SQLITE_OK) return result;
  File& it = file_of(file);
  it.base.pMethods = methods();
  it.handle = handle.release();
  it.mutex = &inside.mutex;
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

template <class Inside>
int remove_file(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  Inside& inside = inside_of<Inside>(vfs);
  const std::lock_guard lock(inside.mutex);
  return inside.disk.remove(name, sync_directory != 0);
}

template <class Inside>
int file_exists(sqlite3_vfs* vfs, const char* name, int, int* answer) {
  Inside& inside = inside_of<Inside>(vfs);
  const std::lock_guard lock(inside.mutex);
  bool found = false;
  const int result = inside.disk.exists(name, found);
  *answer = found ? 1 : 0;
  return result;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* to) {
  return sqlite3_snprintf(size, to, "%s", name) == to && std::strlen(name) < static_cast<std::size_t>(size)
             ? SQLITE_OK
             : SQLITE_CANTOPEN;
}

template <class Inside>
int random_bytes(sqlite3_vfs* vfs, int count, char* to) {
  Inside& inside = inside_of<Inside>(vfs);
  const std::lock_guard lock(inside.mutex);
  for (int i = 0; i < count; ++i) to[i] = static_cast<char>(inside.random.below(256) - 128);
  return count;
}

int sleep_nothing(sqlite3_vfs*, int microseconds) { return microseconds; }

int current_time(sqlite3_vfs*, double* day) {
  *day = static_cast<double>(kNow) / 86'400'000.0;
  return SQLITE_OK;
}

int current_milliseconds(sqlite3_vfs*, sqlite3_int64* milliseconds) {
  *milliseconds = kNow;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

Vfs::Vfs(Disk& disk) : inside_(std::make_unique<Inside>(disk)) {
  if (sqlite3_initialize() != SQLITE_OK) throw std::runtime_error("SQLite does not start");
  inside_->before = sqlite3_vfs_find(nullptr);
  sqlite3_vfs& vfs = inside_->vfs;
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(File);
  vfs.mxPathname = kPathBytes;
  vfs.zName = "simulated";
  vfs.pAppData = inside_.get();
  vfs.xOpen = open_file<Inside>;
  vfs.xDelete = remove_file<Inside>;
  vfs.xAccess = file_exists<Inside>;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = random_bytes<Inside>;
  vfs.xSleep = sleep_nothing;
  vfs.xCurrentTime = current_time;
  vfs.xGetLastError = last_error;
  vfs.xCurrentTimeInt64 = current_milliseconds;
  if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK) throw std::runtime_error("SQLite does not take the file system");
}

Vfs::~Vfs() {
  sqlite3_vfs_unregister(&inside_->vfs);
  if (inside_->before != nullptr) sqlite3_vfs_register(inside_->before, 1);
}

void Vfs::seed(std::uint64_t seed) {
  {
    const std::lock_guard lock(inside_->mutex);
    inside_->random = property::Random(seed);
  }
  sqlite3_randomness(0, nullptr);
}

}  // namespace wildclaims::simulation
