#include "claims/http/head_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace wildclaims::http {

namespace {

// The longest method name in use is far shorter; a longer first word is not HTTP.
constexpr std::size_t kMethodBytes = 20;
// Empty lines some old clients send after a body (RFC 9112, 2.2); more than this is not a client.
constexpr std::size_t kEmptyLinesBefore = 4;
// 2^63 has 19 digits: what fits 18 digits fits every size type here.
constexpr std::size_t kLengthDigits = 18;

constexpr std::array<std::string_view, 8> kOnceOnly{
    "host",          "content-length", "transfer-encoding", "content-type",
    "authorization", "expect",         "idempotency-key",   "if-match"};

// tchar of RFC 9110, 5.6.2
bool is_token_character(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

// Visible ASCII, space, tab and bytes above ASCII; no control character.
bool is_field_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), [](char c) { return lower(c); });
  return lowered;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Method method_of(std::string_view name) {
  for (const Method each : {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del}) {
    if (name == to_string(each)) return each;
  }
  return Method::other;
}

// Whether a comma-separated header lists `word` (which is in lower case).
bool lists(std::string_view value, std::string_view word) {
  while (!value.empty()) {
    const auto comma = value.find(',');
    if (lower(trimmed(value.substr(0, comma))) == word) return true;
    if (comma == std::string_view::npos) break;
    value.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace

std::size_t HeadParser::feed(std::string_view bytes) {
  std::size_t used = 0;
  while (!done() && !problem_) {
    const std::string_view rest = bytes.substr(used);
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) {
      look_at_partial(rest);
      return used;
    }
    partial_ = false;
    if (end == 0 || rest[end - 1] != '\r') {
      look_at_partial(rest.substr(0, end));
      if (!problem_) {
        refuse(ProblemCode::malformed_request, "行须以 CRLF 结束。", "Every line of the head must end with CRLF.");
      }
      return used;
    }
    read_line(rest.substr(0, end - 1));
    used += end + 1;
  }
  return used;
}

void HeadParser::read_line(std::string_view line) {
  if (stage_ == Stage::start) {
    if (line.empty()) {
      if (++empty_lines_ > kEmptyLinesBefore) {
        refuse(ProblemCode::malformed_request, "请求行之前的空行过多。",
               "Too many empty lines before the request line.");
      }
      return;
    }
    return read_request_line(line);
  }
  if (line.empty()) return settle();
  read_header(line);
}

// A line whose end has not arrived: it may already be too long, or not HTTP at all (a TLS hello, say).
void HeadParser::look_at_partial(std::string_view line) {
  partial_ = !line.empty() && line != "\r";
  if (stage_ == Stage::headers) {
    if (header_bytes_ + line.size() > limits_->header_bytes) refuse(ProblemCode::headers_too_large, nullptr, nullptr);
    return;
  }
  const auto space = line.find(' ');
  const std::string_view method = line.substr(0, space);
  const bool plausible =
      method.size() <= kMethodBytes && (line.empty() || line == "\r" || is_token(method) ||
                                        (method.ends_with('\r') && is_token(method.substr(0, method.size() - 1))));
  if (!plausible) {
    return refuse(ProblemCode::malformed_request, "请求行须以方法名开头。", "A request line begins with a method.");
  }
  if (line.size() > limits_->request_line_bytes) refuse(ProblemCode::uri_too_long, nullptr, nullptr);
}

// method SP target SP version
void HeadParser::read_request_line(std::string_view line) {
  look_at_partial(line);
  partial_ = false;
  if (problem_) return;
  const auto first = line.find(' ');
  const auto second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos || !is_token(line.substr(0, first))) {
    return refuse(ProblemCode::malformed_request, "请求行须为：方法、空格、地址、空格、HTTP/1.1。",
                  "A request line is: method, one space, target, one space, HTTP/1.1.");
  }
  const std::string_view version = line.substr(second + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    const bool other_version = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.';
    return refuse(other_version ? ProblemCode::unsupported_http_version : ProblemCode::malformed_request, nullptr,
                  nullptr);
  }
  head_.http_1_0 = version == "HTTP/1.0";
  head_.method_name = line.substr(0, first);
  head_.method = method_of(head_.method_name);
  read_target(line.substr(first + 1, second - first - 1));
  stage_ = Stage::headers;
}

// Origin form ("/path?query") or absolute form ("http://host/path?query"), whose host is left to the Host header.
void HeadParser::read_target(std::string_view target) {
  const bool visible =
      std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.starts_with(scheme)) {
      const auto slash = target.find('/', scheme.size());
      target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
      break;
    }
  }
  if (!visible || !target.starts_with('/')) {
    return refuse(ProblemCode::malformed_request, "请求地址须以 / 开头，只含可见 ASCII 字符（其余须百分号编码）。",
                  "The target begins with / and holds visible ASCII only; percent-encode everything else.");
  }
  const auto mark = target.find('?');
  head_.path = target.substr(0, mark);
  if (mark != std::string_view::npos) head_.query = target.substr(mark + 1);
}

void HeadParser::read_header(std::string_view line) {
  header_bytes_ += line.size() + 2;
  if (header_bytes_ > limits_->header_bytes || head_.headers.size() >= limits_->header_count) {
    return refuse(ProblemCode::headers_too_large, nullptr, nullptr);
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return refuse(ProblemCode::malformed_request, "请求头须为“名称：值”，名称与冒号之间没有空格，不得折行。",
                  "A header is \"name: value\", without a space before the colon and not folded over lines.");
  }
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), is_field_character)) {
    return refuse(ProblemCode::malformed_request, "请求头的值含有控制字符。",
                  "A header's value holds a control character.");
  }
  std::string name = lower(line.substr(0, colon));
  if (std::find(kOnceOnly.begin(), kOnceOnly.end(), name) != kOnceOnly.end() && head_.header(name) != nullptr) {
    return refuse(ProblemCode::malformed_request, "某个只能出现一次的请求头出现了两次。",
                  "A header that may appear once appears twice.");
  }
  head_.headers.push_back({std::move(name), std::string(value)});
}

void HeadParser::settle() {
  const std::string* host = head_.header("host");
  if (host == nullptr && !head_.http_1_0) {
    return refuse(ProblemCode::malformed_request, "缺少 Host 请求头。", "The Host header is missing.");
  }
  settle_framing();
  if (problem_) return;
  const std::string* connection = head_.header("connection");
  head_.keep_alive = head_.http_1_0 ? connection != nullptr && lists(*connection, "keep-alive")
                                    : connection == nullptr || !lists(*connection, "close");
  if (const std::string* expect = head_.header("expect")) {
    if (lower(*expect) != "100-continue") return refuse(ProblemCode::expectation_failed, nullptr, nullptr);
    head_.expects_continue = !head_.http_1_0;
  }
  stage_ = Stage::done;
}

void HeadParser::settle_framing() {
  const std::string* length = head_.header("content-length");
  const std::string* coding = head_.header("transfer-encoding");
  if (coding != nullptr) {
    if (length != nullptr || head_.http_1_0 || lower(*coding) != "chunked") {
      return refuse(ProblemCode::malformed_request,
                    "Transfer-Encoding 只支持 chunked,且不得与 Content-Length 同时使用。",
                    "Transfer-Encoding may only be chunked, in HTTP/1.1, and never beside Content-Length.");
    }
    framing_.chunked = true;
  } else if (length != nullptr) {
    const char* const end = length->data() + length->size();
    const bool digits = !length->empty() && length->size() <= kLengthDigits &&
                        length->find_first_not_of("0123456789") == std::string::npos;
    if (!digits || std::from_chars(length->data(), end, framing_.length).ec != std::errc()) {
      return refuse(ProblemCode::malformed_request, "Content-Length 须为一个十进制整数。",
                    "Content-Length must be one decimal number.");
    }
  }
  head_.has_body = framing_.chunked || framing_.length > 0;
}

void HeadParser::refuse(ProblemCode code, const char* zh, const char* en) {
  problem_ = zh == nullptr ? http::problem(code) : http::problem(code, {zh, en});
  problem_->close = true;
}

}  // namespace wildclaims::http
