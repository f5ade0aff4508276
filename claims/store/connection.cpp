#include "claims/store/connection.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <unordered_map>

#include "claims/store/failure.h"

namespace wildclaims::store {
namespace {

// Another process (a command line beside the service) may hold the write lock for one short transaction.
constexpr int kBusyMilliseconds = 5'000;

// Checkpoints keep the write-ahead log near this many pages (4 MiB); it is cut back to this size afterwards.
constexpr const char* kPragmas =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
    "PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 4194304; PRAGMA cache_size = -16384;";

[[noreturn]] void raise(const SQLite::Exception& error) {
  const std::string what = error.what();
  switch (error.getErrorCode() & 0xff) {
    case SQLITE_CONSTRAINT:
      throw InvariantViolated("the database refused a row: " + what);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      throw DatabaseRefused("the database file is not readable as one: " + what);
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_MISMATCH:
      throw std::logic_error("statement: " + what);
    default:
      throw StoreUnavailable("the database cannot do this now: " + what);
  }
}

template <typename Work>
auto translated(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    raise(error);
  }
}

[[noreturn]] void damaged(const char* what) {
  throw StoreUnavailable(std::string("a stored value is not ") + what + ": the file is damaged");
}

}  // namespace

struct Statement::Prepared {
  SQLite::Statement statement;
  sqlite3_stmt* raw = nullptr;  // the same: columns are read straight from it, millions at a time
  bool in_use = false;
};

struct Connection::Inside {
  SQLite::Database database;
  // Statements of one text may be in use more than once at a time, hence the list.
  std::unordered_map<const char*, std::vector<std::unique_ptr<Statement::Prepared>>> cache;

  // The one statement of the connection that is not in the cache yet with its handle, which the library keeps to
  // itself.
  sqlite3_stmt* unknown_statement() {
    const auto known = [&](const sqlite3_stmt* raw) {
      return std::any_of(cache.begin(), cache.end(), [&](const auto& alike) {
        return std::any_of(alike.second.begin(), alike.second.end(),
                           [&](const auto& each) { return each->raw == raw; });
      });
    };
    sqlite3_stmt* raw = sqlite3_next_stmt(database.getHandle(), nullptr);
    while (raw != nullptr && known(raw)) raw = sqlite3_next_stmt(database.getHandle(), raw);
    return raw;
  }
};

Statement::Statement(Prepared& prepared) : prepared_(&prepared) { prepared_->in_use = true; }

Statement::Statement(Statement&& other) noexcept
    : prepared_(std::exchange(other.prepared_, nullptr)), bound_(other.bound_), read_(other.read_) {}

Statement::~Statement() {
  if (prepared_ == nullptr) return;
  // The result of the last step was already reported; resetting only repeats it.
  prepared_->statement.tryReset();
  prepared_->statement.clearBindings();
  prepared_->in_use = false;
}

Statement& Statement::bind(std::int64_t value) {
  translated([&] { prepared_->statement.bind(++bound_, value); });
  return *this;
}

Statement& Statement::bind(const std::string& text) {
  translated([&] { prepared_->statement.bind(++bound_, text); });
  return *this;
}

Statement& Statement::bind(const Bytes& bytes) {
  translated([&] { prepared_->statement.bind(++bound_, bytes.data(), static_cast<int>(bytes.size())); });
  return *this;
}

Statement& Statement::bind(const rules::Digest& digest) {
  translated([&] { prepared_->statement.bind(++bound_, digest.bytes.data(), static_cast<int>(digest.bytes.size())); });
  return *this;
}

Statement& Statement::bind(std::nullopt_t) {
  translated([&] { prepared_->statement.bind(++bound_); });
  return *this;
}

bool Statement::step() {
  read_ = 0;
  return translated([&] { return prepared_->statement.executeStep(); });
}

int Statement::run() {
  return translated([&] { return prepared_->statement.exec(); });
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
    inside_ = std::make_unique<Inside>(Inside{SQLite::Database(path, flags, kBusyMilliseconds), {}});
    sqlite3_db_config(inside_->database.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    inside_->database.exec(access == Access::read_write ? kPragmas : "PRAGMA query_only = ON;");
  });
}

Connection::~Connection() = default;

Statement::Prepared& Connection::prepared(const char* sql) {
  auto& alike = inside_->cache[sql];
  for (const auto& each : alike) {
    if (!each->in_use) return *each;
  }
  translated([&] {
    alike.push_back(
        std::make_unique<Statement::Prepared>(Statement::Prepared{SQLite::Statement(inside_->database, sql)}));
  });
  alike.back()->raw = inside_->unknown_statement();
  return *alike.back();
}

void Connection::script(const std::string& sql) {
  translated([&] { inside_->database.exec(sql); });
}

std::int64_t Connection::last_insert_id() const { return inside_->database.getLastInsertRowid(); }

bool Connection::in_autocommit() const { return sqlite3_get_autocommit(inside_->database.getHandle()) != 0; }

}  // namespace wildclaims::store
