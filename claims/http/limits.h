// Every limit of the HTTP floor, each with its reason. A value: the service starts with the defaults, tests start a
// server with small ones. Times are durations of the monotonic clock; sizes are bytes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wildclaims::http {

inline constexpr std::size_t kKiB = 1024;
inline constexpr std::size_t kMiB = 1024 * kKiB;

struct Limits {
  // --- one request's head -----------------------------------------------------------------------------------------
  // Our longest path is under 100 bytes and a list's cursor under 400; 4 KiB leaves room for filters.
  std::size_t request_line_bytes = 4 * kKiB;
  // What browsers and proxies keep to as well; a bearer token and a few cookies of other services fit.
  std::size_t header_bytes = 16 * kKiB;
  std::size_t header_count = 100;
  // A total, not a pause: a client that trickles a byte a second is cut as surely as a silent one. Three packet
  // retransmissions on a bad rural line still fit.
  std::chrono::milliseconds head_time{5'000};

  // --- one request's body -----------------------------------------------------------------------------------------
  // A whole village: 60 households with 20 items each come to about 200 KiB of JSON; ten times that.
  std::size_t body_bytes = 2 * kMiB;
  // A total: 2 MiB over a 1 Mbit/s line take 17 s.
  std::chrono::milliseconds body_time{30'000};
  // Bodies of all connections together while they arrive, so that many slow uploads cannot fill the memory.
  std::size_t arriving_bytes = 64 * kMiB;

  // --- answering --------------------------------------------------------------------------------------------------
  // A total for one answer to be taken by the client once it no longer fits the kernel's buffer.
  std::chrono::milliseconds write_time{30'000};
  // After an early refusal the rest of the request is read and thrown away for a moment, so that the client sees the
  // answer and not a reset connection; then the connection is closed whatever still comes.
  std::chrono::milliseconds drain_time{2'000};
  std::size_t drain_bytes = 32 * kMiB;

  // --- connections ------------------------------------------------------------------------------------------------
  // Fits a process's usual 1,024 file descriptors beside the database, its readers and the logs.
  std::size_t connections = 768;
  // A browser's next click; longer than the 60 s at which common proxies drop their side.
  std::chrono::milliseconds idle_time{75'000};
  // Bounds what one connection can pile up by a leak or a counter; far above any session at a desk.
  std::size_t requests_per_connection = 100'000;
  // Waiting in the kernel until we accept them.
  int backlog = 512;

  // --- working ----------------------------------------------------------------------------------------------------
  // Requests answered at once that may wait: mostly for one of the store's readers.
  std::size_t workers = 32;
  // And that never do: they are read, judged and handed to the one writer, whose groups grow with their number, and
  // their answers are sent. More than a small machine has processors would only take turns.
  std::size_t quick_workers = 2;
  // Complete requests of each kind waiting for a worker; above that the answer is 503 with Retry-After. At the slowest
  // measured command this is under two seconds of work.
  std::size_t queue = 512;
  // What a stop grants the requests in hand.
  std::chrono::milliseconds stop_time{10'000};
};

// What Retry-After says, in seconds, when the service is full: the queue empties faster than this.
inline constexpr int kRetryWhenFullSeconds = 2;

// And when the same request is in hand: commands take milliseconds.
inline constexpr int kRetryWhenInProgressSeconds = 1;

// And when another rulebook file is being checked: most take a moment.
inline constexpr int kRetryWhenCheckingSeconds = 5;

// Diagnostics listed in one answer; a file with more is the wrong file.
inline constexpr std::size_t kDiagnosticsShown = 200;

// Rows of one table in one answer, about 400 bytes each; whoever needs more takes the file's text.
inline constexpr std::size_t kTableRowsShown = 5'000;

// A rulebook file sent to be checked: 20,000 rows of a table. Whoever has more checks it where the file is, with
// `wildclaims rules check`; a larger body would let strangers fill Limits::arriving_bytes, as its sender is asked for
// only when it is here.
inline constexpr std::size_t kDraftBytes = 2 * kMiB;

// Of one simulation: a million claims of an ordinary draft take a few seconds.
inline constexpr std::chrono::seconds kSimulationTime{20};
// Seasons drawn again for its ranges; more is for the command line.
inline constexpr std::int64_t kResamples = 1'000;

// JSON nests at most this deep. Our deepest body has 6 levels.
inline constexpr std::size_t kJsonDepth = 32;

// Faults named in one problem document; one wrong spreadsheet column gives one fault for each of 1,200 items, and a
// reader who has fixed 100 asks again.
inline constexpr std::size_t kFaultsShown = 100;

}  // namespace wildclaims::http
