#include "rules/receipt.h"

#include "rules/loader/facts_stream.h"
#include "rules/loader/receipt_facts.h"
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

namespace {

std::string receipt_of(const Rulebook& book, const FactSheet& sheet) {
  return make_receipt(book, read_or_fail(book, sheet), determine_or_fail(book, sheet));
}

}  // namespace

TEST_CASE("Facts read straight from a receipt are those that went in, whatever was read before") {
  const auto book = load_or_fail(small_text("  - {claim: out, label: {zh: 出, en: out}, is: sum(item.cost)}\n"));
  ReceiptFacts receipts(book);
  Facts facts(book->fact_layout(), 0);
  FactsStream stream(book, UnknownFacts::skip);
  for (const std::vector<std::string>& items : {std::vector<std::string>{"area=3.5 cost=10.00"},
                                                {"crop_of=rice rate=62.5% planted=12", "n=3 cost=0.01", "weight=7"},
                                                {"area=1 cost=5.00"}}) {
    FactSheet sheet = small_facts("kind_of=swan near=true", items);
    if (items.size() == 1) sheet.running["approved_before"] = "12.50";
    const std::string receipt = receipt_of(*book, sheet);
    REQUIRE(receipts.read(receipt, facts));
    CHECK(to_texts(facts) == to_texts(read_or_fail(*book, sheet)));
    const Facts* streamed = stream.read(receipt);
    REQUIRE(streamed != nullptr);
    CHECK(to_texts(facts) == to_texts(*streamed));
  }
}

TEST_CASE("A receipt that is not plainly right is left to the careful reader") {
  const auto book = load_or_fail(small_text("  - {claim: out, label: {zh: 出, en: out}, is: sum(item.cost)}\n"));
  ReceiptFacts receipts(book);
  Facts facts(book->fact_layout(), 0);
  const std::string good = receipt_of(*book, small_facts("", {"cost=10.00"}));
  REQUIRE(receipts.read(good, facts));
  CHECK_FALSE(receipts.read("", facts));
  CHECK_FALSE(receipts.read("{}", facts));
  for (std::size_t size = 0; size < good.find(",\"result\":"); ++size) {
    if (receipts.read(good.substr(0, size), facts)) FAIL("cut after " << size);
  }
  struct Case {
    const char* find;
    const char* replacement;
    bool read;
  };
  for (const Case& each :
       {Case{"\"cost\":\"10.00\"", "\"cost\":\"ten\"", false}, Case{"\"cost\":\"10.00\"", "\"cost\":10.00", false},
        Case{"\"kind_of\":\"boar\"", "\"kind_of\":\"wolf\"", false},
        Case{"\"kind_of\":\"boar\"", "\"was_of\":\"boar\"", false},
        Case{"\"kind_of\":\"boar\"", "\"kind_of\":\"boar\",\"new\":\"fact\"", true},
        Case{"\"kind_of\":\"boar\"", "\"kind_of\":\"boar\",\"new\":\"a \\\"b\\\"\"", false},
        Case{"},\"running\"", "},\"adjustments\":{},\"running\"", false},
        Case{",\"result\":", ",\"override\":{},\"result\":", false}, Case{"{\"receipt\":2", "{\"receipt\":3", false},
        Case{"\"items\":[{", "\"items\": [{", false}}) {
    INFO(each.find << " -> " << each.replacement);
    CHECK(receipts.read(with(good, each.find, each.replacement), facts) == each.read);
  }
}
