// Units of measure and the dimensions they belong to. Conversions are exact fractions: 1 mu is 2000/3 m2.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/bilingual.h"
#include "rules/ratio.h"

namespace wildclaims::rules::language {

// A base quantity: one of these, or, from kDeclaredBases on, one that the rulebook's own units measure.
enum class Base : std::uint8_t { money, area, mass, length, time, trees, plants, animals };
constexpr std::size_t kDeclaredBases = 8;
constexpr std::size_t kBases = 16;

// Powers of the base quantities: money per area is {money: 1, area: -1}. A pure number is all zeros.
struct Dimension {
  std::array<std::int8_t, kBases> powers{};

  int power(Base base) const { return powers[static_cast<std::size_t>(base)]; }
  bool is_number() const { return *this == Dimension{}; }
  bool is_money() const;     // exactly money to the power of one
  bool is_duration() const;  // exactly time to the power of one
  Dimension times(const Dimension& other) const;
  Dimension over(const Dimension& other) const;
  bool operator==(const Dimension&) const = default;
};

struct Unit {
  std::string symbol;  // as rulebooks write it
  std::string plural;  // also accepted ("hours"); may be empty
  Base base = Base::money;
  Ratio in_base;  // how many base units (yuan, m2, kg, m, second, one) this unit is
  Bilingual label;
  Bilingual plural_label;
};

// The built-in units, the rulebook's currency and its own units. Its currency is unit 0.
class UnitTable {
 public:
  explicit UnitTable(std::string_view currency = "CNY");

  const Unit& at(std::size_t index) const { return units_[index]; }
  std::size_t count() const { return units_.size(); }
  std::optional<std::size_t> find(std::string_view symbol) const;
  std::vector<std::string> symbols() const;

  // A unit of the rulebook's own, worth `in_base` of a known quantity.
  void add(std::string symbol, Base base, const Ratio& in_base, const Bilingual& label);
  // The quantity of that name, made when it is new; nothing once there are kBases.
  std::optional<Base> base_named(std::string_view name);
  // "money", "money per area", "area", "a number": for diagnostics.
  std::string describe(const Dimension& dimension) const;

  static constexpr std::size_t kCurrency = 0;

 private:
  std::vector<Unit> units_;
  std::vector<std::string> base_names_;
};

// A product of powers of units, at most one unit for each base: what a number is shown in ("CNY/mu").
class UnitProduct {
 public:
  struct Power {
    std::size_t unit = 0;
    int exponent = 1;
    bool operator==(const Power&) const = default;
  };

  UnitProduct() = default;
  explicit UnitProduct(std::size_t unit) : powers_{{unit, 1}} {}

  const std::vector<Power>& powers() const { return powers_; }
  // Where both hold a unit of one base, the left one's is kept.
  UnitProduct times(const UnitProduct& other, const UnitTable& table, int sign = 1) const;
  Dimension dimension(const UnitTable& table) const;
  // One of this product in base units; nothing when it leaves 128 bits.
  std::optional<Ratio> in_base(const UnitTable& table) const;
  std::string symbol(const UnitTable& table) const;  // "CNY/mu"
  Bilingual label(const UnitTable& table) const;     // "元/亩", "yuan/mu"

  bool operator==(const UnitProduct&) const = default;

 private:
  std::vector<Power> powers_;
};

// "mu", "CNY/mu", "hours"; nothing when a part is unknown.
std::optional<UnitProduct> parse_unit(std::string_view text, const UnitTable& table);

}  // namespace wildclaims::rules::language
