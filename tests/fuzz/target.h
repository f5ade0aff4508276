// A fuzz target: one function that takes any bytes. libFuzzer calls it with inputs it makes up; the replay calls it
// with every file of the corpus, in each test run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wildclaims::fuzz {

// Ends the program, which is what a fuzzer notices, when a promise does not hold.
void promise(bool holds, std::string_view what);

}  // namespace wildclaims::fuzz

// The name libFuzzer calls it by.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
