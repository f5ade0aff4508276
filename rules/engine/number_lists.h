// Lists of numbers, each kept once: equal lists have the same number, found by hash and proved by comparing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wildclaims::rules::engine {

class NumberLists {
 public:
  struct Found {
    std::uint32_t list = 0;
    bool is_new = false;
  };

  // A list is pushed item by item and then closed.
  void push(std::uint32_t item) { items_.push_back(item); }
  Found close();

  std::size_t size() const { return lists_.size(); }
  // Valid until the next push.
  std::span<const std::uint32_t> operator[](std::uint32_t list) const {
    const std::size_t begin = list == 0 ? 0 : lists_[list - 1].end;
    return std::span(items_).subspan(begin, lists_[list].end - begin);
  }

 private:
  struct List {
    std::uint32_t end = 0;  // in items_; begins where the list before it ends
    std::uint32_t hash = 0;
  };
  void grow();

  std::vector<std::uint32_t> items_;
  std::vector<List> lists_;
  std::vector<std::uint32_t> places_;  // by hash, linear probing: a list + 1, or 0 for a free place
};

}  // namespace wildclaims::rules::engine
