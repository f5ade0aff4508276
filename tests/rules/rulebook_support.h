// Rulebooks for tests: the shipped one, small ones made of a few steps, and small changes to either.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rules/determine.h"
#include "rules/loader/load.h"
#include "tests/rules/small_rulebook.h"

namespace wildclaims::rules::test {

std::string read_source_file(const std::string& path_in_project);

// config/rulebooks/pinglu-2025.yaml.
const std::string& shipped_text();
std::shared_ptr<const Rulebook> shipped();

// `text` with the one occurrence of `find` replaced; fails the test when there is none or more than one.
std::string with(std::string text, std::string_view find, std::string_view replacement);

std::shared_ptr<const Rulebook> load_or_fail(const std::string& text);

// "area=3.5 rate=60% …" for each item, "…" for the claim; what is not given takes a plain default.
FactSheet small_facts(std::string_view claim, const std::vector<std::string>& items);

Facts read_or_fail(const Rulebook& rulebook, const FactSheet& sheet);
Determination determine_or_fail(const Rulebook& rulebook, const FactSheet& sheet);

// The seed of a property test: from WILDCLAIMS_SEED, else from the clock; always printed when a test fails.
unsigned test_seed();

}  // namespace wildclaims::rules::test
