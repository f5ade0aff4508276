#include "claims/ledger/chain.h"

#include <functional>
#include <string>
#include <vector>

#include "claims/ledger/ledger_violation.h"
#include "tests/ledger/sample_book.h"
#include "tests/support/catch.h"

using namespace wildclaims::ledger;
using namespace wildclaims::ledger::sample;
namespace rules = wildclaims::rules;

namespace {

rules::Instant at(const char* text) { return rules::Instant::parse(text, {}).value(); }

// Four entries whose hashes were computed by another program from the text of chain.h.
std::vector<RecordedEntry> golden_book() {
  const Entry entries[] = {
      opening(yuan("8000000.00")),
      indemnity_approved({day("2025-12-20"), kSwanClaim, 5, receipt_of(kSwanClaim), yuan("150000.00"),
                          yuan("8000000.00"), shares(yuan("150000.00")), "county", yuan("0")}),
      payment_sent({day("2026-01-05"), kSwanClaim, "2026-01-A", yuan("150000.00")}),
      payment_returned({day("2026-01-07"), kSwanClaim, "2026-01-A", yuan("150000.00"), 3, BankResult::not_confirmed}),
  };
  const char* recorded[] = {"2025-01-01T00:00:00Z", "2025-12-20T01:02:03Z", "2026-01-05T01:00:00Z",
                            "2026-01-07T01:00:00Z"};
  std::vector<RecordedEntry> book;
  ChainHead head;
  for (std::size_t i = 0; i < 4; ++i) {
    book.push_back(record(entries[i], "PL-2025", at(recorded[i]), head));
    head = head_of(book.back());
  }
  return book;
}

// The golden book goes on: a residual of its approval is restored, which adjusts that approval, and paid.
std::vector<RecordedEntry> adjusted_book() {
  auto book = golden_book();
  const Entry restored = residual_restored({day("2026-01-20"),
                                            kSwanClaim,
                                            5,
                                            receipt_of(kSwanClaim),
                                            2,
                                            yuan("10000.00"),
                                            shares(yuan("10000.00")),
                                            "county",
                                            {}});
  book.push_back(record(restored, "PL-2025", at("2026-01-20T01:00:00Z"), head_of(book.back())));
  const Entry sent = payment_sent({day("2026-01-21"), kSwanClaim, "2026-01-B", yuan("10000.00")});
  book.push_back(record(sent, "PL-2025", at("2026-01-21T01:00:00Z"), head_of(book.back())));
  return book;
}

std::string hex_of(const std::string& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return hex;
}

}  // namespace

TEST_CASE("The hashes of a known book are those another program computes from the written format") {
  const auto book = golden_book();
  const struct {
    std::size_t bytes;
    const char* hash;
  } golden[] = {
      {274, "fa38f5c635e664ddb461f6a409f5ecaefea1da2b37b1c9ed57d6d2d7ef3f9667"},
      {334, "5779c180421eaa3872d967fae24f30623244990fb9d1376293bd62eaf87512e1"},
      {213, "58bc72f33c682c80edd36b245abc1ad7294b5d4ef66e0e403144ab4663490cfd"},
      {225, "1a923b684c68d104521b8e16a68571dcc5c837571403680ccedde96d3f231d9b"},
  };
  for (std::size_t i = 0; i < 4; ++i) {
    CAPTURE(i);
    CHECK(canonical_bytes(book[i]).size() == golden[i].bytes);
    CHECK(book[i].hash.to_hex() == golden[i].hash);
  }
  CHECK(hex_of(canonical_bytes(book[3])) ==
        "000000000000001277696c64636c61696d7320656e74727920310000000000000007504c2d32303235"
        "000000000000000400000000000000107061796d656e745f72657475726e65640000000000004fec00000000695db010"
        "010000000000000010504c2d323032352d3030303033332d30010000000000000009323032362d30312d41"
        "00000100000000000000030000000000000002"
        "0000000000000012636c656172696e673a323032362d30312d410000000000e4e1c0"
        "000000000000001870617961626c653a504c2d323032352d3030303033332d30ffffffffff1b1e40");
}

TEST_CASE("An entry that adjusts another is hashed in the second format, which another program computes as well") {
  const auto book = adjusted_book();
  const RecordedEntry& adjusting = book[4];
  CHECK(adjusting.entry.adjusts == 2);
  CHECK(canonical_bytes(adjusting).size() == 418);
  CHECK(adjusting.hash.to_hex() == "320f54b8f8049454ba71c9679ec419d424de0d63468d66baf345e5e499f43b40");
  CHECK(hex_of(canonical_bytes(adjusting)) ==
        "000000000000001277696c64636c61696d7320656e74727920320000000000000007504c2d32303235"
        "00000000000000050000000000000011726573696475616c5f726573746f7265640000000000004ff900000000696ed390"
        "010000000000000010504c2d323032352d3030303033332d3000"
        "0100000000000000050191c68d735a4cbbde54d8a53c0e0ff23c8e9f87faef7db460a1862d5f72ff92f900"
        "00000000000000020000000000000007"
        "0000000000000011696e6375727265643a70726f76696e63650000000000061a80"
        "000000000000000f696e6375727265643a636f756e747900000000000927c0"
        "000000000000001870617961626c653a504c2d323032352d3030303033332d30fffffffffff0bdc0"
        "000000000000000f6c696d69743a636f6d6d697474656400000000000f4240"
        "000000000000000f6c696d69743a617661696c61626c65fffffffffff0bdc0"
        "000000000000001e726573696475616c3a6f7765643a504c2d323032352d3030303033332d3000000000000f4240"
        "000000000000000f726573696475616c3a636f756e7479fffffffffff0bdc0");
  // The next entry adjusts nothing: it is of the first format again, and chained to this one.
  CHECK(canonical_bytes(book[5]).find("wildclaims entry 1") == 8);
  CHECK(canonical_bytes(book[5]).size() == 213);
  CHECK(book[5].hash.to_hex() == "d1a99d7916611d860bbbdbf4c4369e4cdb433371485c72577ff0eb671ba428c3");
}

TEST_CASE("Entries of both formats are verified beside each other") {
  const auto book = adjusted_book();
  ChainVerifier verifier("PL-2025");
  for (const RecordedEntry& entry : book) CHECK_FALSE(verifier.next(entry));
  CHECK(verifier.head() == head_of(book.back()));
  EntryHasher hasher;  // one buffer for entries of either format
  for (const RecordedEntry& entry : book) CHECK(hasher.hash(entry) == entry.hash);
}

TEST_CASE("What an entry adjusts cannot be changed, taken away, added or passed off as a reversal") {
  const std::function<void(RecordedEntry&)> of_adjusting[] = {
      [](RecordedEntry& r) { r.entry.adjusts = 3; },
      [](RecordedEntry& r) { r.entry.adjusts.reset(); },
      [](RecordedEntry& r) { r.entry.reverses = r.entry.adjusts; },
      [](RecordedEntry& r) { std::swap(r.entry.reverses, r.entry.adjusts); },
      [](RecordedEntry& r) { r.entry.kind = EntryKind::indemnity_approved; },
      [](RecordedEntry& r) { r.entry.effective = r.entry.effective.plus_days(-1); },
      [](RecordedEntry& r) { r.entry.claim = kBoarClaim; },
      [](RecordedEntry& r) { r.entry.claim.reset(); },
      [](RecordedEntry& r) { r.entry.batch = ""; },
      [](RecordedEntry& r) { r.entry.determination = 2; },
      [](RecordedEntry& r) { r.entry.determination.reset(); },
      [](RecordedEntry& r) { r.entry.receipt->bytes[0] ^= 1; },
      [](RecordedEntry& r) { r.entry.receipt.reset(); },
      [](RecordedEntry& r) { r.entry.postings[6].amount += yuan("0.01"); },
      [](RecordedEntry& r) { r.entry.postings[6].account = residual("province"); },
      [](RecordedEntry& r) { std::swap(r.entry.postings[3], r.entry.postings[4]); },
      [](RecordedEntry& r) { r.entry.postings.pop_back(); },
      [](RecordedEntry& r) { r.recorded = r.recorded.plus_seconds(-1); },
  };
  const auto book = adjusted_book();
  const auto fault_of = [&](std::size_t i, const RecordedEntry& entry) {
    return ChainVerifier("PL-2025", head_of(book[i - 1])).next(entry);
  };
  REQUIRE_FALSE(fault_of(4, book[4]));
  for (const auto& change : of_adjusting) {
    RecordedEntry entry = book[4];
    change(entry);
    CHECK(fault_of(4, entry) == ChainFault::bytes_not_as_hashed);
  }
  // One of the first format that pretends to adjust.
  for (const std::int64_t adjusts : {1, 2, 0}) {
    RecordedEntry entry = book[5];
    entry.entry.adjusts = adjusts;
    CHECK(fault_of(5, entry) == ChainFault::bytes_not_as_hashed);
  }
}

TEST_CASE("Each entry takes its place after the head") {
  const auto book = golden_book();
  CHECK(book[0].sequence == 1);
  CHECK(book[0].previous == rules::Digest{});
  for (std::size_t i = 1; i < book.size(); ++i) {
    CHECK(book[i].sequence == book[i - 1].sequence + 1);
    CHECK(book[i].previous == book[i - 1].hash);
  }
  ChainVerifier verifier("PL-2025");
  for (const RecordedEntry& entry : book) CHECK_FALSE(verifier.next(entry));
  CHECK(verifier.head() == head_of(book.back()));
  ChainVerifier from_the_middle("PL-2025", head_of(book[1]));
  CHECK_FALSE(from_the_middle.next(book[2]));
  CHECK_THROWS_AS(record(Entry{}, "PL-2025", {}, {-1, {}}), LedgerViolation);
  CHECK_THROWS_AS(record(Entry{}, "PL-2025", {}, {0, book[0].hash}), LedgerViolation);
}

TEST_CASE("A change of any field of an entry is found") {
  const std::function<void(RecordedEntry&)> changes[] = {
      [](RecordedEntry& r) { r.entry.kind = EntryKind::residual_recorded; },
      [](RecordedEntry& r) { r.entry.effective = r.entry.effective.plus_days(1); },
      [](RecordedEntry& r) { r.entry.claim = kBoarClaim; },
      [](RecordedEntry& r) { r.entry.claim.reset(); },
      [](RecordedEntry& r) { r.entry.batch = "A"; },
      [](RecordedEntry& r) { r.entry.batch = ""; },
      [](RecordedEntry& r) { r.entry.determination = 6; },
      [](RecordedEntry& r) { r.entry.determination.reset(); },
      [](RecordedEntry& r) { r.entry.receipt->bytes[31] ^= 1; },
      [](RecordedEntry& r) { r.entry.receipt.reset(); },
      [](RecordedEntry& r) { r.entry.reverses = 1; },
      [](RecordedEntry& r) { r.entry.postings[0].amount += yuan("0.01"); },
      [](RecordedEntry& r) { r.entry.postings[1].account = incurred("town"); },
      [](RecordedEntry& r) { std::swap(r.entry.postings[0], r.entry.postings[1]); },
      [](RecordedEntry& r) { r.entry.postings.pop_back(); },
      [](RecordedEntry& r) { r.recorded = r.recorded.plus_seconds(1); },
      [](RecordedEntry& r) { r.hash.bytes[0] ^= 0x80; },
  };
  const auto book = golden_book();
  for (const auto& change : changes) {
    RecordedEntry entry = book[1];
    change(entry);
    ChainVerifier verifier("PL-2025", head_of(book[0]));
    CHECK(verifier.next(entry) == ChainFault::bytes_not_as_hashed);
  }
}

TEST_CASE("Texts that run into each other have different bytes") {
  RecordedEntry left = golden_book()[2];
  RecordedEntry right = left;
  left.entry.claim = "PL";
  left.entry.batch = "-2025";
  right.entry.claim = "PL-";
  right.entry.batch = "2025";
  CHECK(canonical_bytes(left) != canonical_bytes(right));
  left.entry.claim.reset();
  right.entry.claim = "";
  right.entry.batch = left.entry.batch;
  CHECK(canonical_bytes(left) != canonical_bytes(right));
}

TEST_CASE("What breaks a chain has its own name each") {
  const auto book = golden_book();
  const auto fault_of = [&](const RecordedEntry& entry) {
    return ChainVerifier("PL-2025", head_of(book[0])).next(entry);
  };
  RecordedEntry another = book[1];
  another.book = "PL-2024";
  CHECK(fault_of(another) == ChainFault::another_book);
  CHECK(fault_of(book[2]) == ChainFault::gap);
  CHECK(fault_of(book[0]) == ChainFault::gap);
  RecordedEntry unchained = book[1];
  unchained.previous.bytes[3] ^= 1;
  CHECK(fault_of(unchained) == ChainFault::not_chained);
  for (ChainFault fault :
       {ChainFault::another_book, ChainFault::gap, ChainFault::not_chained, ChainFault::bytes_not_as_hashed}) {
    CHECK_FALSE(sentence_of(fault).zh.empty());
    CHECK_FALSE(sentence_of(fault).en.empty());
  }
}

TEST_CASE("Entry kinds are read back from their codes") {
  for (EntryKind kind : kEntryKinds) {
    CHECK(parse_entry_kind(code_of(kind)) == kind);
    CHECK_FALSE(label_of(kind).zh.empty());
    CHECK_FALSE(label_of(kind).en.empty());
  }
  CHECK_FALSE(parse_entry_kind("no_such_kind"));
}
