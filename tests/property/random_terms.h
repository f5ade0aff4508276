// The parts of a random model that come before its steps: code lists, facts, named values, brackets; and its funding.
#pragma once

#include "tests/property/features.h"
#include "tests/property/model.h"
#include "tests/property/random.h"
#include "tests/property/random_expression.h"

namespace wildclaims::property {

Fact number_fact(std::string name, Scope scope, const std::string& word, int decimals, std::int64_t most,
                 std::int64_t usually_to);
Fact code_fact(std::string name, Scope scope, const Model& model, std::size_t type);
Fact date_fact(std::string name, const Model& model);

void add_dates_in_force(Model& model, Random& random);
void add_code_types(Model& model, Random& random);
// Animal and crop codes, the date of loss, and a random choice of others; an item always has an area and a loss rate.
void add_facts(Model& model, const Features& features, Random& random);
void add_named_values(Model& model, const Features& features, Random& random);
void add_brackets(Model& model, const Features& features, Random& random);

// Needs the steps. Weights, conditions and layers are expressions of the claim.
void add_funding(Model& model, const Features& features, Random& random, ExpressionMaker& expressions);

}  // namespace wildclaims::property
