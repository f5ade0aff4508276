#include "tests/bench/made_reports.h"

#include <array>
#include <cstdio>

#include "rules/date.h"
#include "rules/loader/sha256.h"

namespace wildclaims::bench {
namespace {

constexpr std::int64_t kPeopleOfDay = 1'000;

std::string padded(std::int64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

// GB 11643-1999: ISO 7064 MOD 11-2.
char check_character(const std::string& first_seventeen) {
  constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (first_seventeen[i] - '0') * kWeights.at(i);
  return "10X98765432"[sum % 11];
}

std::string phone_of(std::int64_t number) { return "13" + padded(number, 9); }
std::string account_of(std::int64_t number) { return "6200" + padded(number, 15); }
std::string name_of(std::int64_t number) { return "甲" + std::to_string(number); }
std::string place_of(std::int64_t number) { return "地块 " + std::to_string(number); }

}  // namespace

std::string made_identity(std::int64_t number) {
  const rules::Date born =
      rules::Date::from_civil(1900, 1, 1)->plus_days(static_cast<std::int32_t>(number / kPeopleOfDay));
  const std::string day = born.to_string();
  const std::string text =
      "140829" + day.substr(0, 4) + day.substr(5, 2) + day.substr(8, 2) + padded(number % kPeopleOfDay, 3);
  return text + check_character(text);
}

std::string made_key(std::int64_t number) { return rules::sha256(std::to_string(number)).to_hex().substr(0, 32); }

domain::DamageReport made_report(std::int64_t number) {
  domain::DamageReport report;
  report.programme = "PL";
  report.species = "wild_boar";
  report.damage_from = *rules::Date::from_civil(2025, 9, 18);
  report.damage_to = *rules::Date::from_civil(2025, 9, 20);
  report.discovered_at = *rules::Instant::parse("2025-09-20T07:30:00+08:00", rules::UtcOffset());
  report.village = "zhangcun-yaotou";
  report.place = place_of(number);
  report.told_by = "村委会";
  domain::Household household;
  household.name = name_of(number);
  household.identity = made_identity(number);
  household.phone = phone_of(number);
  household.account = account_of(number);
  household.items.push_back({"一号地", "maize", "mature", "0.4", "60%"});
  report.households.push_back(household);
  return report;
}

std::string made_report_body(std::int64_t number) {
  return R"({"programme":"PL","species":"wild_boar","damage_from":"2025-09-18","damage_to":"2025-09-20",)"
         R"("discovered_at":"2025-09-20T07:30:00+08:00","village":"zhangcun-yaotou","place":")" +
         place_of(number) + R"(","told_by":"村委会","households":[{"name":")" + name_of(number) +
         R"(","kind":"person","identity":")" + made_identity(number) + R"(","phone":")" + phone_of(number) +
         R"(","account":")" + account_of(number) +
         R"(","items":[{"plot":"一号地","crop":"maize","stage":"mature","area":"0.4","loss_rate":"60%"}]}]})";
}

}  // namespace wildclaims::bench
