#include "claims/store/connection.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "claims/store/failure.h"
#include "claims/store/gathered_log.h"
#include "claims/store/log_bound.h"
#include "claims/store/sqlite_error.h"

namespace wildclaims::store {
namespace {

// Another process (a command line beside the service) may hold the write lock for one short transaction.
constexpr int kBusyMilliseconds = 5'000;

// How often a statement with an end asks the clock, in steps of SQLite's machine: about every tenth of a millisecond.
constexpr int kStepsBetweenLooks = 10'000;

// Pages of the file that a writing connection keeps: of a million claims every inner page, and the leaves of the last
// ones, which commands go back to.
constexpr int kKeptKibibytes = 48 * 1024;

// What a savepoint would put back is kept in memory: in files it is a write for every page that a command touches.
std::string pragmas() {
  return "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit "
         "= " +
         std::to_string(kLogKeptBytes) + "; PRAGMA cache_size = -" + std::to_string(kKeptKibibytes) +
         "; PRAGMA temp_store = MEMORY;";
}

template <typename Work>
auto translated(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    raise_sqlite_error(error.getErrorCode(), error.what());
  }
}

// The library counts what it allocates under a lock of the whole process; nobody asks for that count.
void count_no_memory() {
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(configured);
}

struct Finalizing {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

[[noreturn]] void damaged(const char* what) { throw StoredDamage(std::string("a stored value is not ") + what); }

}  // namespace

// The statement's own handle, asked and told directly: commands bind and read dozens of values, reports millions.
struct Statement::Prepared {
  sqlite3* database = nullptr;
  std::unique_ptr<sqlite3_stmt, Finalizing> owned;
  sqlite3_stmt* raw = nullptr;
  bool in_use = false;

  void check(int code) const {
    if (code != SQLITE_OK) raise_sqlite_error(code, sqlite3_errmsg(database));
  }
};

struct Connection::Inside {
  explicit Inside(SQLite::Database opened) : database(std::move(opened)) {}

  SQLite::Database database;
  std::chrono::steady_clock::time_point end;  // of run_until
  int log_pages = 0;
  bool moves_log = true;
  // Statements of one text may be in use more than once at a time, hence the list.
  std::unordered_map<const char*, std::vector<std::unique_ptr<Statement::Prepared>>> cache;

  // SQLite calls it after each commit: what it holds itself to, log_bound.h says.
  static int committed(void* inside, sqlite3* database, const char* name, int pages) {
    auto& self = *static_cast<Inside*>(inside);
    self.log_pages = pages;
    // Best effort: what could not be moved now stays in the log, which is durable, and is moved at a later commit.
    if (self.moves_log && pages >= kLogMovedPages) {
      sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    }
    return SQLITE_OK;
  }

  // Looks again each millisecond, as often as it is told: readings are short, and SQLite's own way to wait sleeps
  // longer each time.
  static int waits(void* times, int looks) {
    if (looks >= *static_cast<const int*>(times)) return 0;
    sqlite3_sleep(1);
    return 1;
  }

  static int is_over(void* inside) {
    return std::chrono::steady_clock::now() >= static_cast<const Inside*>(inside)->end ? 1 : 0;
  }
};

Statement::Statement(Prepared& prepared) : prepared_(&prepared) { prepared_->in_use = true; }

Statement::Statement(Statement&& other) noexcept
    : prepared_(std::exchange(other.prepared_, nullptr)),
      borrows_(other.borrows_),
      bound_(other.bound_),
      read_(other.read_) {}

Statement::~Statement() {
  if (prepared_ == nullptr) return;
  // The result of the last step was already reported; resetting only repeats it.
  sqlite3_reset(prepared_->raw);
  sqlite3_clear_bindings(prepared_->raw);
  prepared_->in_use = false;
}

Statement& Statement::bind(std::int64_t value) {
  prepared_->check(sqlite3_bind_int64(prepared_->raw, ++bound_, value));
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  const char* const start = text.empty() ? "" : text.data();  // no address would be no text: NULL
  prepared_->check(sqlite3_bind_text(prepared_->raw, ++bound_, start, static_cast<int>(text.size()),
                                     borrows_ ? SQLITE_STATIC : SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind_copy(std::string_view text) {
  prepared_->check(
      sqlite3_bind_text(prepared_->raw, ++bound_, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind(const Bytes& bytes) {
  prepared_->check(sqlite3_bind_blob(prepared_->raw, ++bound_, bytes.data(), static_cast<int>(bytes.size()),
                                     borrows_ ? SQLITE_STATIC : SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind(const rules::Digest& digest) {
  prepared_->check(sqlite3_bind_blob(prepared_->raw, ++bound_, digest.bytes.data(),
                                     static_cast<int>(digest.bytes.size()),
                                     borrows_ ? SQLITE_STATIC : SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind(std::nullopt_t) {
  prepared_->check(sqlite3_bind_null(prepared_->raw, ++bound_));
  return *this;
}

bool Statement::step() {
  read_ = 0;
  const int code = sqlite3_step(prepared_->raw);
  if (code != SQLITE_ROW && code != SQLITE_DONE) prepared_->check(code);
  return code == SQLITE_ROW;
}

int Statement::run() {
  if (step()) throw std::logic_error("statement: it returns rows");
  return sqlite3_changes(prepared_->database);
}

// Without a row every column is NULL, so damaged() meets that as well. Values are taken once and asked without the
// connection's lock, which it does not have: one thread at a time uses it.
std::int64_t Statement::integer() {
  sqlite3_value* const value = sqlite3_column_value(prepared_->raw, read_++);
  if (sqlite3_value_type(value) != SQLITE_INTEGER) damaged("a whole number");
  return sqlite3_value_int64(value);
}

std::string_view Statement::text_view() {
  sqlite3_value* const value = sqlite3_column_value(prepared_->raw, read_++);
  if (sqlite3_value_type(value) != SQLITE_TEXT) damaged("text");
  const void* start = sqlite3_value_text(value);
  if (start == nullptr) throw StoreUnavailable("not enough memory for a stored text");
  return {static_cast<const char*>(start), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

Bytes Statement::bytes() {
  sqlite3_value* const value = sqlite3_column_value(prepared_->raw, read_++);
  if (sqlite3_value_type(value) != SQLITE_BLOB) damaged("bytes");
  const auto* start = static_cast<const std::uint8_t*>(sqlite3_value_blob(value));
  return Bytes(start, start + sqlite3_value_bytes(value));
}

rules::Date Statement::date() {
  const auto date = rules::Date::parse(text_view());
  if (!date) damaged("a date");
  return *date;
}

rules::Instant Statement::instant() {
  const auto instant = rules::Instant::parse(text_view(), rules::UtcOffset());
  if (!instant) damaged("an instant");
  return *instant;
}

rules::Digest Statement::digest() {
  const Bytes raw = bytes();
  rules::Digest digest;
  if (raw.size() != digest.bytes.size()) damaged("a digest");
  std::copy(raw.begin(), raw.end(), digest.bytes.begin());
  return digest;
}

StoredValue Statement::value() {
  using Type = StoredValue::Type;
  sqlite3_value* const value = sqlite3_column_value(prepared_->raw, read_++);
  const auto data = [&](const void* start) {
    if (start == nullptr) return std::string_view();
    return std::string_view(static_cast<const char*>(start), static_cast<std::size_t>(sqlite3_value_bytes(value)));
  };
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
      return {Type::integer, sqlite3_value_int64(value), {}};
    case SQLITE_TEXT:
      return {Type::text, 0, data(sqlite3_value_text(value))};
    case SQLITE_BLOB:
      return {Type::bytes, 0, data(sqlite3_value_blob(value))};
    case SQLITE_FLOAT:
      return {Type::real, 0, data(sqlite3_value_text(value))};
    default:
      return {};
  }
}

bool Statement::skip_null() {
  if (sqlite3_column_type(prepared_->raw, read_) != SQLITE_NULL) return false;
  ++read_;
  return true;
}

Connection::Connection(const std::string& path, Access access) {
  translated([&] {
    const int flags = access == Access::read_write ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX
                                                   : SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX;
    count_no_memory();
    inside_ = std::make_unique<Inside>(SQLite::Database(path, flags, kBusyMilliseconds, gathered_log()));
    sqlite3* const handle = inside_->database.getHandle();
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (access == Access::read_write && sqlite3_db_readonly(handle, "main") == 1) {
      throw DatabaseRefused(
          "数据文件只读，无法写入；请检查其权限和磁盘的挂载方式：" + path +
          " / the database file is read-only; check its permissions and how its disk is mounted: " + path);
    }
    inside_->database.exec(access == Access::read_write ? pragmas() : "PRAGMA query_only = ON;");
    if (access == Access::read_write) sqlite3_wal_hook(handle, &Inside::committed, inside_.get());
  });
}

Connection::~Connection() = default;

Statement::Prepared& Connection::prepared(const char* sql) {
  auto& alike = inside_->cache[sql];
  for (const auto& each : alike) {
    if (!each->in_use) return *each;
  }
  auto made = std::make_unique<Statement::Prepared>();
  made->database = inside_->database.getHandle();
  const int code = sqlite3_prepare_v3(made->database, sql, -1, SQLITE_PREPARE_PERSISTENT, &made->raw, nullptr);
  made->owned.reset(made->raw);
  made->check(code);
  alike.push_back(std::move(made));
  return *alike.back();
}

void Connection::script(const std::string& sql) {
  translated([&] { inside_->database.exec(sql); });
}

void Connection::schema_script(const std::string& sql) {
  sqlite3* const handle = inside_->database.getHandle();
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
  const int code = sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr);
  const std::string what = sqlite3_errmsg(handle);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (code != SQLITE_OK) raise_sqlite_error(code, what);
}

std::int64_t Connection::changes() const { return sqlite3_total_changes64(inside_->database.getHandle()); }

std::int64_t Connection::last_insert_id() const { return inside_->database.getLastInsertRowid(); }

void Connection::run_until(std::optional<std::chrono::steady_clock::time_point> end) {
  sqlite3* const handle = inside_->database.getHandle();
  if (end) inside_->end = *end;
  sqlite3_progress_handler(handle, end ? kStepsBetweenLooks : 0, end ? &Inside::is_over : nullptr, inside_.get());
}

int Connection::log_pages() const { return inside_->log_pages; }

void Connection::leave_log() { inside_->moves_log = false; }

std::optional<Connection::LogMoved> Connection::move_log() {
  LogMoved log;
  const int code = sqlite3_wal_checkpoint_v2(inside_->database.getHandle(), "main", SQLITE_CHECKPOINT_PASSIVE,
                                             &log.pages, &log.moved);
  return code == SQLITE_OK ? std::optional(log) : std::nullopt;
}

bool Connection::restart_log(std::chrono::milliseconds patience) {
  sqlite3* const handle = inside_->database.getHandle();
  auto times = static_cast<int>(patience.count());
  sqlite3_busy_handler(handle, &Inside::waits, &times);
  // A file beyond the bound gives its room back at once; a shorter one is better overwritten than grown anew.
  const bool beyond = inside_->log_pages > kLogBoundBytes / kLogPageBytes;
  const int code = sqlite3_wal_checkpoint_v2(
      handle, "main", beyond ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) return false;
  if (code != SQLITE_OK) raise_sqlite_error(code, sqlite3_errmsg(handle));
  inside_->log_pages = 0;
  return true;
}

bool Connection::in_autocommit() const { return sqlite3_get_autocommit(inside_->database.getHandle()) != 0; }

}  // namespace wildclaims::store
