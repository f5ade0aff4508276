// One SQLite connection and its prepared statements. SQLite itself is seen only in the .cpp files of this floor.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/date.h"
#include "rules/digest.h"
#include "rules/money.h"

namespace wildclaims::store {

using Bytes = std::vector<std::uint8_t>;

// A column as it is stored, whatever its type: for checks that must not stop at damage.
struct StoredValue {
  enum class Type : std::uint8_t { null, integer, real, text, bytes };
  Type type = Type::null;
  std::int64_t integer = 0;  // when an integer
  std::string_view data;     // text or bytes, where the database keeps them; a real as text
};

// A prepared statement borrowed from its connection's cache; reset and given back when it goes out of scope.
// Values are bound and columns read in their written order, each exactly once.
class Statement {
 public:
  struct Prepared;  // the statement and whether it is in use

  explicit Statement(Prepared& prepared);
  Statement(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(std::int64_t value);
  Statement& bind(int value) { return bind(std::int64_t{value}); }
  Statement& bind(bool value) { return bind(std::int64_t{value ? 1 : 0}); }
  // Texts and bytes are copied, so that nothing bound needs to live as long as the statement, unless it borrows.
  Statement& bind(std::string_view text);
  Statement& bind(const std::string& text) { return bind(std::string_view(text)); }
  Statement& bind(const char* text) { return bind(std::string_view(text)); }
  Statement& bind(const Bytes& bytes);
  Statement& bind(const rules::Digest& digest);
  Statement& bind(rules::Money money) { return bind(money.fen()); }
  Statement& bind(rules::Date date) { return bind_copy(date.to_string()); }
  Statement& bind(rules::Instant instant) { return bind_copy(instant.to_string()); }
  Statement& bind(std::nullopt_t);
  template <typename Value>
  Statement& bind(const std::optional<Value>& value) {
    return value ? bind(*value) : bind(std::nullopt);
  }

  // From here on what is bound is not copied: it must live until the statement has run.
  void borrow() { borrows_ = true; }

  // Moves to the next row; false when there is none.
  bool step();
  // For a statement that returns nothing: runs it and tells how many rows it changed.
  int run();

  // The next column of the current row. A NULL where none may stand, or text that is not of the asked form, is damage
  // in the file: StoreUnavailable.
  std::int64_t integer();
  bool boolean() { return integer() != 0; }
  std::string text() { return std::string(text_view()); }
  // Where the database keeps it: valid until the next step, and while the statement is in scope.
  std::string_view text_view();
  Bytes bytes();
  rules::Money money() { return rules::Money::from_fen(integer()); }
  rules::Date date();
  rules::Instant instant();
  rules::Digest digest();
  // The next column whatever it is; its data is valid as long as that of text_view().
  StoredValue value();
  // For columns that may be NULL: true and passes over the column when it is.
  bool skip_null();
  std::optional<std::int64_t> optional_integer() { return skip_null() ? std::nullopt : std::optional(integer()); }
  std::optional<std::string> optional_text() { return skip_null() ? std::nullopt : std::optional(text()); }
  std::optional<rules::Digest> optional_digest() { return skip_null() ? std::nullopt : std::optional(digest()); }

 private:
  Statement& bind_copy(std::string_view text);

  Prepared* prepared_;
  bool borrows_ = false;
  int bound_ = 0;
  int read_ = 0;
};

class Connection {
 public:
  enum class Access { read_write, read_only };

  // Opens the file (creating it when read_write), in WAL mode with full durability and foreign keys on.
  // Throws DatabaseRefused or StoreUnavailable with a sentence.
  Connection(const std::string& path, Access access);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // `sql` must be a string that lives as long as the program (a literal): it is the key of the cache.
  template <typename... Values>
  Statement query(const char* sql, const Values&... values) {
    Statement statement(prepared(sql));
    (statement.bind(values), ...);
    return statement;
  }
  // Runs a statement that returns nothing; tells how many rows it changed.
  template <typename... Values>
  int run(const char* sql, const Values&... values) {
    Statement statement(prepared(sql));
    statement.borrow();
    (statement.bind(values), ...);
    return statement.run();
  }
  // Runs a script of several statements (migrations, pragmas).
  void script(const std::string& sql);
  // Runs one that may also rewrite the stored text of the schema, which is refused otherwise. For migrations alone.
  void schema_script(const std::string& sql);

  std::int64_t last_insert_id() const;
  // Rows inserted, changed and deleted since the connection was opened, by triggers too; what was undone counts.
  std::int64_t changes() const;
  // True outside any transaction: SQLite rolls one back by itself when the disk fails.
  bool in_autocommit() const;

  // A statement that runs beyond that moment ends with ReadingCutOff; nothing: statements run as long as they take.
  void run_until(std::optional<std::chrono::steady_clock::time_point> end);

  // Pages in the write-ahead log after this connection's last commit (log_bound.h).
  int log_pages() const;
  // From here on this connection's commits do not move the log any more: somebody else does.
  void leave_log();
  // Moves what no reading needs of the log into the database file; what is appended meanwhile stays. Neither readings
  // nor writers wait for it. Nothing when somebody else moves it at this moment, or the world fails.
  struct LogMoved {
    int pages = 0;  // of the log, when this began
    int moved = 0;  // of them
  };
  std::optional<LogMoved> move_log();
  // Moves the whole log into the database file, so that the next write begins it anew. Waits so long for readings that
  // still need it; false when one still does. Readings never wait for this. Outside a transaction.
  bool restart_log(std::chrono::milliseconds patience);

 private:
  struct Inside;

  Statement::Prepared& prepared(const char* sql);

  std::unique_ptr<Inside> inside_;
};

}  // namespace wildclaims::store
