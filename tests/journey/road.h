// The road from report to approval, walked quickly: for tests that begin somewhere on it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/journey/service.h"

namespace wildclaims::tests {

// An identity number with a valid check character, of nobody: born in 1900, told apart by the number (0 to 335,999).
std::string identity_number(int number);

// A household of one plot of mature maize at the demo's rate of 1,000.00 a mu, told apart by its number.
nlohmann::json household(int number, const std::string& area);

// A report of wild boar in Yaotou on 18 to 20 September 2025, discovered that morning. Valid from 21 September on.
nlohmann::json damage_report(const std::vector<nlohmann::json>& households, const std::string& place);

// What a clerk's report came to.
struct Reported {
  std::string report;
  std::vector<std::string> claims;
};
Reported reported_from(const nlohmann::json& answer);

// The report made, accepted, surveyed on 21 September (every plot lost whole, area as reported), determined, its
// notice posted; the clock is left as it is.
Reported walk_to_notice(Service& service, const nlohmann::json& report, const SignIn& determiner = {"adjuster", ""});

}  // namespace wildclaims::tests
