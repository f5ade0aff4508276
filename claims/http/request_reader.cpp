#include "claims/http/request_reader.h"

#include <algorithm>
#include <utility>

namespace wildclaims::http {

RequestReader::State RequestReader::feed(std::string_view bytes) {
  kept_.append(bytes);
  return advance();
}

RequestReader::State RequestReader::advance() {
  if (state_ == State::idle || state_ == State::head) {
    kept_.erase(0, parser_.feed(kept_));
    if (parser_.problem()) return fail(*parser_.problem());
    if (parser_.done()) return state_ = State::admission;
    return state_ = parser_.started() ? State::head : State::idle;
  }
  return state_ == State::body ? read_body() : state_;
}

RequestReader::State RequestReader::allow_body(std::size_t limit) {
  body_limit_ = limit;
  if (parser_.head().has_body) {
    if (limit == 0) return fail(http::problem(ProblemCode::unexpected_body));
    if (!parser_.framing().chunked && parser_.framing().length > limit) {
      return fail(http::problem(ProblemCode::body_too_large));
    }
  }
  state_ = State::body;
  return read_body();
}

RequestReader::State RequestReader::read_body() {
  if (!parser_.framing().chunked) {
    const auto length = static_cast<std::size_t>(parser_.framing().length);
    const std::size_t count = std::min(length - body_.size(), kept_.size());
    if (count == kept_.size() && body_.empty()) {
      body_.swap(kept_);
    } else {
      body_.append(kept_, 0, count);
      kept_.erase(0, count);
    }
    return state_ = body_.size() == length ? State::complete : State::body;
  }
  std::size_t used = 0;
  const ChunkDecoder::State decoded = chunks_.feed(kept_, body_limit_, body_, used);
  kept_.erase(0, used);
  switch (decoded) {
    case ChunkDecoder::State::more:
      return state_ = State::body;
    case ChunkDecoder::State::done:
      return state_ = State::complete;
    case ChunkDecoder::State::too_large:
      return fail(http::problem(ProblemCode::body_too_large));
    case ChunkDecoder::State::malformed:
      break;
  }
  return fail(
      http::problem(ProblemCode::malformed_request, {"分块传输编码有误。", "The chunked coding is malformed."}));
}

RequestReader::Taken RequestReader::take() {
  Taken taken{std::move(parser_.head()), std::move(body_)};
  parser_ = HeadParser(*limits_);
  chunks_ = ChunkDecoder();
  body_.clear();
  state_ = State::idle;
  advance();
  return taken;
}

RequestReader::State RequestReader::fail(Problem problem) {
  problem.close = true;
  problem_ = std::move(problem);
  kept_.clear();
  body_.clear();
  return state_ = State::failed;
}

}  // namespace wildclaims::http
