// Random choices that are the same on every machine for one seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace wildclaims::property {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t seed() { return engine_(); }
  std::int64_t between(std::int64_t low, std::int64_t high) {  // both inside
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  int below(int count) { return static_cast<int>(between(0, count - 1)); }
  std::size_t index(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  bool chance(int percent) { return below(100) < percent; }
  template <class Value>
  const Value& pick(const std::vector<Value>& values) {
    return values[index(values.size())];
  }
  template <class Value>
  void shuffle(std::vector<Value>& values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[index(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace wildclaims::property
