// Bytes to requests: what is understood, what is refused and as what, whatever pieces the bytes arrive in.
#include "claims/http/request_reader.h"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "claims/http/limits.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

namespace {

using namespace wildclaims::http;
using State = RequestReader::State;

Limits small_limits() {
  Limits limits;
  limits.request_line_bytes = 200;
  limits.header_bytes = 400;
  limits.header_count = 10;
  return limits;
}
const Limits kLimits = small_limits();
constexpr std::size_t kBodyLimit = 64;

// Everything a connection's bytes come to, as text to compare.
struct Outcome {
  std::vector<std::string> requests;  // "POST /path?query [body]"
  std::string failure;                // a problem's code
  State state = State::idle;
  bool operator==(const Outcome&) const = default;
};

void settle(RequestReader& reader, Outcome& outcome) {
  for (;;) {
    if (reader.state() == State::admission) {
      reader.allow_body(reader.head().method == Method::get ? 0 : kBodyLimit);
    } else if (reader.state() == State::complete) {
      const auto taken = reader.take();
      std::string text = taken.head.method_name + " " + taken.head.path;
      if (!taken.head.query.empty()) text += "?" + taken.head.query;
      outcome.requests.push_back(text + " [" + taken.body + "]");
    } else {
      return;
    }
  }
}

Outcome read_pieces(const std::vector<std::string_view>& pieces) {
  RequestReader reader(kLimits);
  Outcome outcome;
  for (const std::string_view piece : pieces) {
    reader.feed(piece);
    settle(reader, outcome);
    if (reader.state() == State::failed) break;
  }
  outcome.state = reader.state();
  if (reader.problem()) outcome.failure = reader.problem()->kind->code;
  return outcome;
}

Outcome read_whole(std::string_view bytes) { return read_pieces({bytes}); }

std::string with(std::string_view headers) {
  return std::string("POST /p HTTP/1.1\r\nHost: h\r\n").append(headers).append("\r\n");
}

struct Good {
  const char* about;
  std::string bytes;
  std::vector<std::string> requests;
};

const std::vector<Good>& good_requests() {
  static const std::vector<Good> rows{
      {"a plain request", "GET /a HTTP/1.1\r\nHost: h\r\n\r\n", {"GET /a []"}},
      {"a query", "GET /a?b=c?d HTTP/1.1\r\nHost: h\r\n\r\n", {"GET /a?b=c?d []"}},
      {"the absolute form", "GET http://h:80/a?b HTTP/1.1\r\nHost: h\r\n\r\n", {"GET /a?b []"}},
      {"the absolute form without a path", "GET http://h HTTP/1.1\r\nHost: h\r\n\r\n", {"GET / []"}},
      {"HTTP/1.0 without a Host", "GET /a HTTP/1.0\r\n\r\n", {"GET /a []"}},
      {"an unknown method", "BREW /pot HTTP/1.1\r\nHost: h\r\n\r\n", {"BREW /pot []"}},
      {"an empty line before the request", "\r\nGET /a HTTP/1.1\r\nHost: h\r\n\r\n", {"GET /a []"}},
      {"a body by length", with("Content-Length: 5\r\n") + "12345", {"POST /p [12345]"}},
      {"a length of zero", with("Content-Length: 0\r\n"), {"POST /p []"}},
      {"a header with spaces around its value", with("Content-Length: \t 2 \t\r\n") + "ab", {"POST /p [ab]"}},
      {"a body in chunks",
       with("Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n",
       {"POST /p [abc0123456789]"}},
      {"chunks in other letters, with extension and trailer",
       with("transfer-encoding: Chunked\r\n") + "1;x=y\r\na\r\n000\r\nT: v\r\n\r\n",
       {"POST /p [a]"}},
      {"two requests in one breath",
       "GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n",
       {"GET /a []", "GET /b []"}},
      {"a body and the next request",
       with("Content-Length: 2\r\n") + "ab" + with("Content-Length: 1\r\n") + "c",
       {"POST /p [ab]", "POST /p [c]"}},
      {"chunks and the next request",
       with("Transfer-Encoding: chunked\r\n") + "1\r\na\r\n0\r\n\r\n" + "GET /n HTTP/1.1\r\nHost: h\r\n\r\n",
       {"POST /p [a]", "GET /n []"}},
  };
  return rows;
}

struct Bad {
  const char* about;
  std::string bytes;
  const char* code;
};

const std::vector<Bad>& bad_requests() {
  const std::string nul(1, '\0');
  static const std::vector<Bad> rows{
      {"a TLS hello", "\x16\x03\x01\x02" + nul, "malformed_request"},
      {"a line that ends with LF alone", "GET /a HTTP/1.1\nHost: h\n\n", "malformed_request"},
      {"a header that ends with LF alone", "GET /a HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", "malformed_request"},
      {"two spaces in the request line", "GET  /a HTTP/1.1\r\n", "malformed_request"},
      {"a space at the end of the request line", "GET /a HTTP/1.1 \r\n", "malformed_request"},
      {"no version", "GET /a\r\n", "malformed_request"},
      {"a tab for a space", "GET\t/a HTTP/1.1\r\n", "malformed_request"},
      {"HTTP/2", "PRI * HTTP/2.0\r\n", "unsupported_http_version"},
      {"HTTP/0.9 by name", "GET /a HTTP/0.9\r\n", "unsupported_http_version"},
      {"a made-up protocol", "GET /a FTP/1.1\r\n", "malformed_request"},
      {"a lower-case version", "GET /a http/1.1\r\n", "malformed_request"},
      {"a target without a slash", "GET a HTTP/1.1\r\n", "malformed_request"},
      {"the asterisk form", "OPTIONS * HTTP/1.1\r\n", "malformed_request"},
      {"the authority form", "CONNECT h:80 HTTP/1.1\r\n", "malformed_request"},
      {"a fragment", "GET /a#b HTTP/1.1\r\n", "malformed_request"},
      {"raw bytes above ASCII in the target", "GET /\xE8\xB5\x94 HTTP/1.1\r\n", "malformed_request"},
      {"a NUL in the target", "GET /a" + nul + " HTTP/1.1\r\n", "malformed_request"},
      {"a NUL in a header", with("X: a" + nul + "b\r\n"), "malformed_request"},
      {"a lone CR in a header", with("X: a\rb\r\n"), "malformed_request"},
      {"a folded header", with("X: a\r\n b\r\n"), "malformed_request"},
      {"a space before the colon", with("X : a\r\n"), "malformed_request"},
      {"no colon", with("X\r\n"), "malformed_request"},
      {"an empty header name", with(": a\r\n"), "malformed_request"},
      {"no Host", "GET /a HTTP/1.1\r\n\r\n", "malformed_request"},
      {"two Hosts", with("Host: i\r\n"), "malformed_request"},
      {"two equal lengths", with("Content-Length: 1\r\nContent-Length: 1\r\n"), "malformed_request"},
      {"two different lengths", with("Content-Length: 1\r\nContent-Length: 2\r\n"), "malformed_request"},
      {"two lengths in one header", with("Content-Length: 1, 1\r\n"), "malformed_request"},
      {"a negative length", with("Content-Length: -1\r\n"), "malformed_request"},
      {"a length with a plus", with("Content-Length: +1\r\n"), "malformed_request"},
      {"a hexadecimal length", with("Content-Length: 0x1\r\n"), "malformed_request"},
      {"an empty length", with("Content-Length:\r\n"), "malformed_request"},
      {"a length beyond 64 bits", with("Content-Length: 99999999999999999999\r\n"), "malformed_request"},
      {"length and chunks", with("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), "malformed_request"},
      {"an unknown coding", with("Transfer-Encoding: gzip\r\n"), "malformed_request"},
      {"a coding before chunked", with("Transfer-Encoding: gzip, chunked\r\n"), "malformed_request"},
      {"chunked twice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), "malformed_request"},
      {"chunks in HTTP/1.0", "POST /p HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "malformed_request"},
      {"a second Authorization", with("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), "malformed_request"},
      {"an expectation we do not know", with("Expect: the-unexpected\r\n"), "expectation_failed"},
      {"a request line without end", "GET /" + std::string(300, 'a'), "uri_too_long"},
      {"a long request line", "GET /" + std::string(300, 'a') + " HTTP/1.1\r\n", "uri_too_long"},
      {"a method without end", std::string(100, 'A'), "malformed_request"},
      {"a header without end", with("X: " + std::string(500, 'a')), "headers_too_large"},
      {"headers too large together", with("A: " + std::string(300, 'a') + "\r\nB: " + std::string(300, 'b') + "\r\n"),
       "headers_too_large"},
      {"too many headers", with("a:\r\nb:\r\nc:\r\nd:\r\ne:\r\nf:\r\ng:\r\nh:\r\ni:\r\nj:\r\n"), "headers_too_large"},
      {"empty lines without end", "\r\n\r\n\r\n\r\n\r\n\r\n", "malformed_request"},
      {"an announced body too large", with("Content-Length: 65\r\n"), "body_too_large"},
      {"a chunk too large", with("Transfer-Encoding: chunked\r\n") + "41\r\n", "body_too_large"},
      {"a chunk far too large", with("Transfer-Encoding: chunked\r\n") + "FFFFFFFF\r\n", "body_too_large"},
      {"chunks too large together",
       with("Transfer-Encoding: chunked\r\n") + "20\r\n" + std::string(32, 'a') + "\r\n21\r\n", "body_too_large"},
      {"a chunk size of nine digits", with("Transfer-Encoding: chunked\r\n") + "000000001\r\n", "malformed_request"},
      {"a chunk size that is none", with("Transfer-Encoding: chunked\r\n") + "x\r\n", "malformed_request"},
      {"an empty chunk size", with("Transfer-Encoding: chunked\r\n") + "\r\n", "malformed_request"},
      {"a negative chunk size", with("Transfer-Encoding: chunked\r\n") + "-1\r\n", "malformed_request"},
      {"a chunk size that ends with LF alone", with("Transfer-Encoding: chunked\r\n") + "1\na\r\n",
       "malformed_request"},
      {"a chunk longer than it said", with("Transfer-Encoding: chunked\r\n") + "1\r\nab\r\n", "malformed_request"},
      {"a chunk line without end", with("Transfer-Encoding: chunked\r\n") + "1;" + std::string(300, 'x'),
       "malformed_request"},
      {"a body where none is taken", "GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx", "unexpected_body"},
      {"chunks where none are taken", "GET /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       "unexpected_body"},
  };
  return rows;
}

TEST_CASE("Well-formed bytes become requests") {
  for (const Good& row : good_requests()) {
    INFO(row.about);
    const Outcome outcome = read_whole(row.bytes);
    CHECK(outcome.requests == row.requests);
    CHECK(outcome.failure.empty());
    CHECK(outcome.state == State::idle);
  }
}

TEST_CASE("Malformed bytes are refused with the code of what is wrong") {
  for (const Bad& row : bad_requests()) {
    INFO(row.about);
    const Outcome outcome = read_whole(row.bytes);
    CHECK(outcome.requests.empty());
    CHECK(outcome.failure == row.code);
    CHECK(outcome.state == State::failed);
  }
}

TEST_CASE("The pieces in which bytes arrive change nothing") {
  std::vector<std::string> texts;
  for (const Good& row : good_requests()) texts.push_back(row.bytes);
  for (const Bad& row : bad_requests()) texts.push_back(row.bytes);
  for (const std::string& text : texts) {
    const Outcome whole = read_whole(text);
    INFO(text.substr(0, 120));
    const std::string_view bytes = text;
    for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
      CHECK(read_pieces({bytes.substr(0, cut), bytes.substr(cut)}) == whole);
    }
    std::vector<std::string_view> single;
    for (std::size_t i = 0; i < bytes.size(); ++i) single.push_back(bytes.substr(i, 1));
    CHECK(read_pieces(single) == whole);
  }
}

TEST_CASE("Keep-alive is what the client and its version say") {
  struct Row {
    const char* line;
    const char* header;
    bool keep_alive;
  };
  const std::vector<Row> rows{
      {"GET / HTTP/1.1\r\nHost: h\r\n", "", true},
      {"GET / HTTP/1.1\r\nHost: h\r\n", "Connection: close\r\n", false},
      {"GET / HTTP/1.1\r\nHost: h\r\n", "Connection: Upgrade, Close\r\n", false},
      {"GET / HTTP/1.0\r\n", "", false},
      {"GET / HTTP/1.0\r\n", "Connection: Keep-Alive\r\n", true},
  };
  for (const Row& row : rows) {
    RequestReader reader(kLimits);
    REQUIRE(reader.feed(std::string(row.line) + row.header + "\r\n") == State::admission);
    CHECK(reader.head().keep_alive == row.keep_alive);
  }
}

// Mutated and random bytes: whatever they come to, it is one of the known ends, and the same in any pieces.
TEST_CASE("Garbage never confuses the reader") {
  const auto seed = std::random_device()();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  std::vector<std::string> texts;
  for (const Good& row : good_requests()) texts.push_back(row.bytes);
  constexpr std::string_view nasty("\0\r\n :;0aF-+\t\x7F\xFF/?", 16);
  for (int round = 0; round < wildclaims::tests::scaled(5'000); ++round) {
    std::string text = texts[below(texts.size())];
    for (std::size_t i = 0; i < 1 + below(4); ++i) {
      const std::size_t at = below(text.size());
      switch (below(4)) {
        case 0:
          text[at] = nasty[below(nasty.size())];
          break;
        case 1:
          text[at] = static_cast<char>(below(256));
          break;
        case 2:
          text.erase(at, 1 + below(5));
          break;
        default:
          text.insert(at, 1, nasty[below(nasty.size())]);
          break;
      }
      if (text.empty()) text = "x";
    }
    const std::string_view bytes = text;
    const Outcome whole = read_whole(bytes);
    const std::size_t cut = below(bytes.size());
    const std::size_t second = cut + below(bytes.size() - cut);
    REQUIRE(read_pieces({bytes.substr(0, cut), bytes.substr(cut, second - cut), bytes.substr(second)}) == whole);
    REQUIRE((whole.state == State::failed) == !whole.failure.empty());
  }
}

}  // namespace
