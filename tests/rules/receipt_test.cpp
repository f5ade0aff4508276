#include "rules/receipt.h"

#include "rules/loader/sha256.h"
#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

TEST_CASE("A receipt is the same bytes for the same input, and holds all that is needed to recompute it") {
  const auto book = shipped();
  FactSheet sheet{{{"species", "other"},
                   {"damage_from", "2025-09-11"},
                   {"damage_to", "2025-09-12"},
                   {"discovered_at", "2025-09-12T07:30"},
                   {"reported_at", "2025-09-12T09:00"}},
                  {{{"crop", "maize"}, {"stage", "mature"}, {"area", "3.50"}, {"loss_rate", "60%"}}}};
  sheet.running["approved_to_household"] = "1.5";
  const auto receipt = [&] {
    const Facts facts = read_or_fail(*book, sheet);
    return make_receipt(*book, facts, determine_or_fail(*book, sheet));
  };
  const std::string first = receipt();
  CHECK(
      first ==
      R"({"receipt":2,"engine":"2","rulebook":{"id":"pinglu-wildlife","version":"2025.1","sha256":")" +
          sha256(shipped_text()).to_hex() +
          R"("},"facts":{"claim":{"damage_from":"2025-09-11","damage_to":"2025-09-12",)"
          R"("discovered_at":"2025-09-12T07:30:00+08:00","reported_at":"2025-09-12T09:00:00+08:00","species":"other"},)"
          R"("items":[{"area":"3.5","crop":"maize","loss_rate":"60%","stage":"mature"}]},)"
          R"("running":{"approved_to_household":"1.50"},"result":{"denied":true,"loss_date":"2025-09-12",)"
          R"("entitlement":"0.00","funding":[{"funder":"province","amount":"0.00"},{"funder":"county","amount":"0.00"}],)"
          R"("steps":[{"step":"loss_total","amount":"2100.00"},{"step":"payable","amount":"2100.00"},)"
          R"({"step":"indemnity","amount":"2100.00"}],)"
          R"("denials":["species_not_covered"],"flags":[]}})");
  sheet.items[0]["area"] = "3.5";  // the same value, written otherwise
  CHECK(receipt() == first);
  sheet.items[0]["area"] = "3.5001";
  CHECK(receipt() != first);
}
