// Lines of a file or of standard input through one large buffer, and bytes out through one as large.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wildclaims::cli {

class LineReader {
 public:
  // "-" is standard input. Throws nothing: see opened().
  explicit LineReader(const std::string& path);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  bool opened() const { return file_ >= 0; }
  // Called before waiting for more of what is no plain file, so that who writes there sees the answers so far.
  void before_waiting(std::function<void()> action) { before_waiting_ = std::move(action); }

  // Without its newline; valid until the next. Nothing at the end. Of a line longer than `most` only the first most + 1
  // bytes: too many for whoever reads it. Throws std::runtime_error when the disk or the pipe fails.
  std::optional<std::string_view> next(std::size_t most);

 private:
  bool fill();
  void drop_rest_of_line();

  int file_ = -1;
  bool plain_file_ = false;
  bool ended_ = false;
  bool in_long_line_ = false;  // whose first bytes were handed out
  std::function<void()> before_waiting_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what was read and not yet handed out
  std::size_t end_ = 0;
};

// Writes all of it to standard output. Throws std::runtime_error when that fails.
void write_out(std::string_view text);

}  // namespace wildclaims::cli
