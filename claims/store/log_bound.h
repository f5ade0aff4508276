// How long SQLite's write-ahead log may become.
//
// Each commit that leaves the log longer than kLogMovedPages moves what no reading needs into the database file. When
// all of it is moved and nobody reads from the log, the next write begins it anew at its start. Under readings that
// overlap without end that moment never comes by itself: from kLogRestartPages on the writer (writer.h) waits for it a
// little between two groups of commands. Under a service a LogMover moves the log beside the writer, which begins it
// anew when little is left. Readings never wait; those that begin once the log is moved do not need it.
//
// So while readings are short the log's file stays below kLogBoundBytes. A long reading lets it grow by what is written
// meanwhile, under a service for Readers' limit at most, and gives that room back when it has ended.
#pragma once

#include <chrono>
#include <cstdint>

namespace wildclaims::store {

inline constexpr std::int64_t kLogPageBytes = 4'096;

// Sixteen times SQLite's own default: pages written again and again, as those of indexes are, are moved once for many
// commits, and the moments at which the log begins anew, for which every caller waits some milliseconds, are few.
inline constexpr int kLogMovedPages = 16'000;

// A quarter more: without readings in the way the log is begun anew before it comes here.
inline constexpr int kLogRestartPages = 20'000;

// Beside a LogMover: what is left when the writer begins the log anew itself, about what two groups of commands write.
// Every caller waits for it meanwhile.
inline constexpr int kLogRestPages = 150;

// 78 MiB until the writer steps in, and the largest group of commands on top: 256 of about ten pages each.
inline constexpr std::int64_t kLogBoundBytes = 96 * 1024 * 1024;

// What the file keeps when the log begins anew: overwriting it is faster than growing it.
inline constexpr std::int64_t kLogKeptBytes = 64 * 1024 * 1024;

// What the writer waits for readings to end; no command waits longer than this for the log. Then not again for a while,
// each time for longer: readings that come and go have soon left a gap, and one long reading costs the writer a tenth
// of its time at most.
inline constexpr std::chrono::milliseconds kLogPatience{50};
inline constexpr std::chrono::milliseconds kLogFirstRetry{20};
inline constexpr std::chrono::milliseconds kLogRetry{500};

}  // namespace wildclaims::store
