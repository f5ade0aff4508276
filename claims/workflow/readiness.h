// Whether the store can be read and written at this moment.
#pragma once

#include <cstdint>

#include "claims/workflow/office.h"

namespace wildclaims::workflow {

// With less room than this on its disk an office is not ready: the write-ahead log may have to grow to its bound
// (store/log_bound.h) and be moved into the file.
inline constexpr std::uintmax_t kLeastRoomBytes = 16 * 1024 * 1024;

// Throws StoreUnavailable when it is not. After a command has failed for the store, nothing but a write that reaches
// the disk shows that it works again: then one is made.
void require_ready(Office& office);

}  // namespace wildclaims::workflow
