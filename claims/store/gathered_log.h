// SQLite's own file system, but for one thing: what is appended to a write-ahead log is gathered in memory and goes to
// the file in large pieces, the last before each sync. SQLite writes each page of a commit in two pieces; a group of
// commands has hundreds.
//
// Nothing is seen, or said to be durable, earlier or later than before: under full durability SQLite syncs the log
// before it publishes a commit, a sync writes first, and so does everything else that looks at the file. A write that
// fails is told by the call that needed it; what was gathered is then gone, as what a failed write wrote is undone.
#pragma once

namespace wildclaims::store {

// The name of a file system as above, over the one that is SQLite's default at the moment.
const char* gathered_log();

}  // namespace wildclaims::store
