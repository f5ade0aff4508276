// Takes the chunked transfer coding (RFC 9112, 7.1) off a body that arrives in any pieces. Strict: CRLF only, sizes in
// at most eight hexadecimal digits, lines of bounded length. Chunk extensions and trailers are read and ignored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wildclaims::http {

class ChunkDecoder {
 public:
  enum class State : std::uint8_t { more, done, malformed, too_large };

  // Reads from `bytes`, appends what it decodes to `body`, and says in `used` how many bytes it took; bytes after the
  // last chunk are left to the next request. The body never grows beyond `body_limit`: too_large instead.
  State feed(std::string_view bytes, std::size_t body_limit, std::string& body, std::size_t& used);

 private:
  enum class Part : std::uint8_t { size_line, data, data_end, trailer };

  State end_of_line();

  Part part_ = Part::size_line;
  std::string line_;  // the size or trailer line so far
  std::size_t trailer_bytes_ = 0;
  std::uint64_t left_ = 0;  // of the chunk's data
};

}  // namespace wildclaims::http
