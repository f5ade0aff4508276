// Fills a database at the speed of the processor: for books that benchmarks are measured on, which nobody misses.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "claims/store/connection.h"

namespace wildclaims::bench {

// Runs `fill` in one transaction without write-ahead log, triggers, checks of foreign keys and of values, and without
// the indexes that are no key; then all of them are put back, the indexes built anew. What `fill` writes has to be in
// order by itself, and the indexes that it reads by are named in `kept`. Its rows are durable some time after the
// return; a power cut meanwhile leaves a broken file.
void fill_quickly(store::Connection& db, const std::vector<std::string>& kept, const std::function<void()>& fill);

}  // namespace wildclaims::bench
