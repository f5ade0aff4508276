#include "tests/journey/road.h"

#include <array>
#include <cstdio>

namespace wildclaims::tests {

namespace {

using nlohmann::json;

constexpr int kPeoplePerDay = 1000;
constexpr int kDaysUsed = 28;
constexpr int kMonths = 12;

std::string padded(int number, int width) {
  std::string digits = std::to_string(number);
  return std::string(static_cast<std::size_t>(width) - digits.size(), '0') + digits;
}

// GB 11643-1999: ISO 7064 MOD 11-2.
char check_character(const std::string& first_seventeen) {
  constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (first_seventeen[i] - '0') * kWeights.at(i);
  return "10X98765432"[sum % 11];
}

}  // namespace

std::string identity_number(int number) {
  const int day = number / kPeoplePerDay;
  const std::string text = "1408291900" + padded(day / kDaysUsed % kMonths + 1, 2) + padded(day % kDaysUsed + 1, 2) +
                           padded(number % kPeoplePerDay, 3);
  return text + check_character(text);
}

json household(int number, const std::string& area) {
  return {{"name", "甲" + std::to_string(number)},
          {"kind", "person"},
          {"identity", identity_number(number)},
          {"phone", "1300000" + padded(number % 10'000, 4)},
          {"account", "6200" + padded(number, 12)},
          {"items", json::array({{{"plot", std::to_string(number)}, {"crop", "maize"}, {"area", area}}})}};
}

json damage_report(const std::vector<json>& households, const std::string& place) {
  return {{"programme", "PL"},
          {"species", "wild_boar"},
          {"damage_from", "2025-09-18"},
          {"damage_to", "2025-09-20"},
          {"discovered_at", "2025-09-20T07:30"},
          {"village", "zhangcun-yaotou"},
          {"place", place},
          {"told_by", "村委会"},
          {"households", households}};
}

Reported reported_from(const json& answer) {
  Reported reported;
  reported.report = answer.at("report");
  for (const auto& claim : answer.at("claims")) reported.claims.push_back(claim.at("claim"));
  return reported;
}

Reported walk_to_notice(Service& service, const json& report, const SignIn& determiner) {
  Person clerk(service, "clerk");
  Person adjuster(service, "adjuster");
  Reported reported = reported_from(clerk.done("/damage-reports", report));
  const std::string path = "/damage-reports/" + reported.report;
  adjuster.done(path + "/acceptance", json::object());
  json claims = json::array();
  for (std::size_t i = 0; i < reported.claims.size(); ++i) {
    claims.push_back({{"claim", reported.claims[i]},
                      {"items", json::array({{{"item", 1},
                                              {"crop", "maize"},
                                              {"stage", "mature"},
                                              {"area", report["households"][i]["items"][0]["area"]},
                                              {"loss_rate", "100%"}}})}});
  }
  adjuster.done(path + "/survey", {{"visited_on", "2025-09-21"},
                                   {"kind", "discovery"},
                                   {"species", "wild_boar"},
                                   {"attribution", "confirmed"},
                                   {"note", ""},
                                   {"claims", claims}});
  Person(service, determiner.name, determiner.password).done(path + "/determination", json::object());
  clerk.done(path + "/notice", {{"place", "村务公开栏"}});
  return reported;
}

}  // namespace wildclaims::tests
