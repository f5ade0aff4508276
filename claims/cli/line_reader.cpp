#include "claims/cli/line_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace wildclaims::cli {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;

}  // namespace

LineReader::LineReader(const std::string& path) : buffer_(2 * kBlock) {
  file_ = path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat about {};
  if (file_ < 0 || fstat(file_, &about) != 0) return;
  plain_file_ = S_ISREG(about.st_mode);
  if (S_ISDIR(about.st_mode)) {
    close(file_);
    file_ = -1;
  }
}

LineReader::~LineReader() {
  if (file_ > STDIN_FILENO) close(file_);
}

std::optional<std::string_view> LineReader::next(std::size_t most) {
  if (in_long_line_) drop_rest_of_line();
  in_long_line_ = false;
  std::size_t looked = 0;
  while (true) {
    const char* from = buffer_.data() + begin_;
    const std::size_t there = end_ - begin_;
    const void* found = std::memchr(from + looked, '\n', there - looked);
    if (found != nullptr) {
      const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - from);
      begin_ += length + 1;
      return std::string_view(from, std::min(length, most + 1));
    }
    looked = there;
    if (there > most) {
      begin_ += most + 1;
      in_long_line_ = true;
      return std::string_view(from, most + 1);
    }
    if (fill()) continue;
    if (there == 0) return std::nullopt;
    const std::string_view last(buffer_.data() + begin_, end_ - begin_);
    begin_ = end_;
    return last;
  }
}

void LineReader::drop_rest_of_line() {
  do {
    const void* found = std::memchr(buffer_.data() + begin_, '\n', end_ - begin_);
    if (found != nullptr) {
      begin_ = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data()) + 1;
      return;
    }
    begin_ = end_;
  } while (fill());
}

bool LineReader::fill() {
  if (ended_) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - end_ < kBlock) buffer_.resize(buffer_.size() + kBlock);
  if (!plain_file_ && before_waiting_) before_waiting_();
  ssize_t count = 0;
  do {
    count = ::read(file_, buffer_.data() + end_, kBlock);
  } while (count < 0 && errno == EINTR);
  if (count < 0) throw std::runtime_error(std::string("cannot read the facts: ") + std::strerror(errno));
  ended_ = count == 0;
  end_ += static_cast<std::size_t>(count);
  return count > 0;
}

void write_out(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(STDOUT_FILENO, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw std::runtime_error(std::string("cannot write the answers: ") + std::strerror(errno));
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace wildclaims::cli
