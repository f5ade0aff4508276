// A rulebook around one table with many rows.
#pragma once

#include <string>

namespace wildclaims::bench {

// Three columns of codes and one of money intervals, ten to each combination of codes: complete, without overlap.
std::string wide_table_text(int rows);

}  // namespace wildclaims::bench
