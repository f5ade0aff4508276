// What a program takes from its surroundings besides the disk, made to depend on a seed alone: the system's clock,
// libsodium's random numbers, and the order in which threads come to a queue.
//
// The clock and the waiting of threads are taken over when the program is linked (--wrap in CMakeLists.txt): the code
// under test is compiled as it is.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace wildclaims::simulation {

// The system's clock stands at this second until it is set again.
void set_system_seconds(std::int64_t seconds);
std::int64_t system_seconds();

// libsodium's random numbers are a sequence of this seed from here on.
void seed_random_numbers(std::uint64_t seed);

// Runs each of the works in a thread of its own; the next one starts only when the one before waits for something (or
// is done), so that they come to a queue in their order. Then `queued` is called, and the works are waited for.
void queue_in_order(const std::vector<std::function<void()>>& works, const std::function<void()>& queued);

}  // namespace wildclaims::simulation
