#include "tests/simulation/failing_memory.h"

#include <sqlite3.h>

#include <atomic>
#include <stdexcept>

namespace wildclaims::simulation {
namespace {

struct Memory {
  sqlite3_mem_methods real{};
  std::atomic<std::int64_t> rest{0};
  std::atomic<bool> refused{false};

  bool refuses_now() {
    if (rest == 0 || --rest > 0) return false;
    refused = true;
    return true;
  }
};

Memory& memory() {
  static Memory it;
  return it;
}

void* allocate(int size) { return memory().refuses_now() ? nullptr : memory().real.xMalloc(size); }
void* reallocate(void* block, int size) {
  return memory().refuses_now() ? nullptr : memory().real.xRealloc(block, size);
}

void require(int result) {
  if (result != SQLITE_OK) throw std::runtime_error("SQLite does not take its memory from here");
}

}  // namespace

FailingMemory::FailingMemory() {
  require(sqlite3_shutdown());
  require(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory().real));
  sqlite3_mem_methods failing = memory().real;
  failing.xMalloc = allocate;
  failing.xRealloc = reallocate;
  require(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing));
  // Small requests would be met from blocks that are there already.
  require(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0));
}

FailingMemory::~FailingMemory() {
  refuse(0);
  sqlite3_shutdown();
  sqlite3_config(SQLITE_CONFIG_MALLOC, &memory().real);
}

void FailingMemory::refuse(std::int64_t n) {
  memory().refused = false;
  memory().rest = n;
}

bool FailingMemory::refused() const { return memory().refused; }

}  // namespace wildclaims::simulation
