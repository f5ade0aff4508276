// How fast `wildclaims rules evaluate --jsonl` goes through a file, as a process of its own.
#pragma once

namespace wildclaims::bench {

// Prints its figures; not 0 when the sums are not those of the function written by hand.
int lines();

}  // namespace wildclaims::bench
