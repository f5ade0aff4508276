// Makes the n-th step of a statement fail, whatever statement it is, reads and BEGIN and COMMIT included: it is not run
// and SQLite's answer is an input or output error. Taken over when the program is linked (--wrap in CMakeLists.txt).
#pragma once

#include <cstdint>

namespace wildclaims::simulation {

// The n-th step from now (from 1) fails; 0: none.
void fail_statement(std::int64_t n);
// Whether one has failed since.
bool statement_failed();

}  // namespace wildclaims::simulation
