// Positions of names, prepared once and looked up for every key and code of a stream.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wildclaims::rules {

class NameIndex {
 public:
  // Each name with what it stands for; a name stands once.
  struct Entry {
    std::string name;
    std::uint32_t position = 0;
  };

  NameIndex() : NameIndex(std::vector<Entry>()) {}
  explicit NameIndex(const std::vector<Entry>& entries) {
    std::size_t size = 4;
    while (size < 4 * entries.size()) size *= 2;
    places_.resize(size);
    for (const Entry& entry : entries) {
      std::size_t at = start(entry.name);
      while (places_[at].taken) at = next(at);
      places_[at] = {entry.name, entry.position, true};
    }
  }

  std::optional<std::size_t> find(std::string_view name) const {
    for (std::size_t at = start(name); places_[at].taken; at = next(at)) {
      if (places_[at].name == name) return places_[at].position;
    }
    return std::nullopt;
  }

 private:
  struct Place {
    std::string name;
    std::uint32_t position = 0;
    bool taken = false;
  };

  // From the length and the first and last eight bytes, which tell names of one list apart.
  std::size_t start(std::string_view name) const {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    if (name.size() >= sizeof first) {
      std::memcpy(&first, name.data(), sizeof first);
      std::memcpy(&last, name.data() + name.size() - sizeof last, sizeof last);
    } else {
      for (const char c : name) first = first << 8 | static_cast<unsigned char>(c);
    }
    const std::uint64_t mixed = (first ^ (last * 0x9E3779B97F4A7C15U) ^ name.size()) * 0xD6E8FEB86659FD93U;
    return static_cast<std::size_t>(mixed >> 32) & (places_.size() - 1);
  }
  std::size_t next(std::size_t at) const { return (at + 1) & (places_.size() - 1); }

  std::vector<Place> places_;  // a power of two, at most a quarter of them taken
};

}  // namespace wildclaims::rules
