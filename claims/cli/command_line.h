// The wildclaims program: one file per command, joined here.
#pragma once

namespace wildclaims::cli {

// Parses the arguments, runs the one command they name and returns its exit code:
//   0  done, and what was asked about is in order
//   1  the thing examined is not in order (a rulebook with faults, a ledger that does not verify)
//   2  the command line is wrong, or a file it names cannot be read
//   3  the world failed (disk, port, database); the message says what
int run(int argc, char** argv);

}  // namespace wildclaims::cli
