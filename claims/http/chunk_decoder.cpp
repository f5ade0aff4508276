#include "claims/http/chunk_decoder.h"

#include <algorithm>
#include <charconv>

#include "claims/http/limits.h"

namespace wildclaims::http {

namespace {

// A size line with an extension, or one trailer; nobody we know sends either.
constexpr std::size_t kLineBytes = 256;
constexpr std::size_t kTrailerBytes = 4 * kKiB;
// Eight digits are 4 GiB: far above every body limit, far below an overflow.
constexpr std::size_t kSizeDigits = 8;

}  // namespace

ChunkDecoder::State ChunkDecoder::feed(std::string_view bytes, std::size_t body_limit, std::string& body,
                                       std::size_t& used) {
  used = 0;
  while (used < bytes.size()) {
    if (part_ == Part::data) {
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - used));
      if (count > body_limit - std::min(body_limit, body.size())) return State::too_large;
      body.append(bytes.substr(used, count));
      used += count;
      left_ -= count;
      if (left_ == 0) part_ = Part::data_end;
      continue;
    }
    line_.push_back(bytes[used++]);
    if (line_.ends_with('\n')) {
      const State state = end_of_line();
      if (state != State::more) return state;
      if (part_ == Part::data && left_ > body_limit - std::min(body_limit, body.size())) return State::too_large;
    } else if (line_.size() > kLineBytes || (part_ == Part::data_end && line_ != "\r")) {
      return State::malformed;
    }
  }
  return State::more;
}

// line_ is whole, with its line end.
ChunkDecoder::State ChunkDecoder::end_of_line() {
  if (!line_.ends_with("\r\n")) return State::malformed;
  line_.resize(line_.size() - 2);
  if (line_.find_first_of(std::string_view("\r\0", 2)) != std::string::npos) return State::malformed;
  if (part_ == Part::data_end) {
    part_ = Part::size_line;
  } else if (part_ == Part::trailer) {
    if (line_.empty()) return State::done;
    trailer_bytes_ += line_.size();
    if (trailer_bytes_ > kTrailerBytes) return State::malformed;
  } else {
    const char* const end = line_.data() + std::min(line_.find_first_of("; \t"), line_.size());
    const auto digits = static_cast<std::size_t>(end - line_.data());
    const auto [stop, error] = std::from_chars(line_.data(), end, left_, 16);
    if (digits == 0 || digits > kSizeDigits || line_[0] == '-' || error != std::errc() || stop != end) {
      return State::malformed;
    }
    part_ = left_ == 0 ? Part::trailer : Part::data;
  }
  line_.clear();
  return State::more;
}

}  // namespace wildclaims::http
