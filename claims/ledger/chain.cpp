#include "claims/ledger/chain.h"

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "claims/ledger/ledger_violation.h"
#include "rules/loader/sha256.h"

namespace wildclaims::ledger {
namespace {

constexpr std::string_view kFormat = "wildclaims entry 1";
constexpr std::string_view kAdjustingFormat = "wildclaims entry 2";

// Appends values in the forms that chain.h names.
class Bytes {
 public:
  explicit Bytes(std::string& out) : out_(&out) {}

  void integer(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    std::array<char, 8> big_endian{};
    for (std::size_t i = 0; i < big_endian.size(); ++i) {
      big_endian[i] = static_cast<char>((bits >> (56 - 8 * i)) & 0xFFU);
    }
    out_->append(big_endian.data(), big_endian.size());
  }
  void text(std::string_view value) {
    integer(static_cast<std::int64_t>(value.size()));
    out_->append(value);
  }
  void digest(const rules::Digest& value) {
    out_->append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
  }
  // One byte that says whether a value follows.
  bool presence(bool present) {
    out_->push_back(present ? '\1' : '\0');
    return present;
  }

 private:
  std::string* out_;
};

// Appends, so that the previous hash can stand before it without a copy.
void append_canonical(std::string& out, const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  Bytes bytes(out);
  bytes.text(entry.adjusts ? kAdjustingFormat : kFormat);
  bytes.text(recorded.book);
  bytes.integer(recorded.sequence);
  bytes.text(code_of(entry.kind));
  bytes.integer(entry.effective.days());
  bytes.integer(recorded.recorded.seconds());
  if (bytes.presence(entry.claim.has_value())) bytes.text(*entry.claim);
  if (bytes.presence(entry.batch.has_value())) bytes.text(*entry.batch);
  if (bytes.presence(entry.determination.has_value())) bytes.integer(*entry.determination);
  if (bytes.presence(entry.receipt.has_value())) bytes.digest(*entry.receipt);
  if (bytes.presence(entry.reverses.has_value())) bytes.integer(*entry.reverses);
  if (entry.adjusts) bytes.integer(*entry.adjusts);
  bytes.integer(static_cast<std::int64_t>(entry.postings.size()));
  for (const Posting& posting : entry.postings) {
    bytes.text(posting.account);
    bytes.integer(posting.amount.fen());
  }
}

// Most entries take less; a longer one only grows the string.
constexpr std::size_t kUsualBytes = 512;

}  // namespace

std::string canonical_bytes(const RecordedEntry& recorded) {
  std::string bytes;
  bytes.reserve(kUsualBytes);
  append_canonical(bytes, recorded);
  return bytes;
}

rules::Digest EntryHasher::hash(const RecordedEntry& recorded) {
  bytes_.clear();
  bytes_.reserve(kUsualBytes);
  Bytes(bytes_).digest(recorded.previous);
  append_canonical(bytes_, recorded);
  return rules::sha256(bytes_);
}

rules::Digest entry_hash(const RecordedEntry& recorded) { return EntryHasher().hash(recorded); }

RecordedEntry record(Entry entry, std::string book, rules::Instant recorded, const ChainHead& head) {
  if (head.sequence < 0 || (head.sequence == 0 && head.hash != rules::Digest{})) {
    throw LedgerViolation("a chain head that no book can have");
  }
  RecordedEntry placed{std::move(entry), std::move(book), head.sequence + 1, recorded, head.hash, {}};
  placed.hash = entry_hash(placed);
  return placed;
}

ChainHead head_of(const RecordedEntry& recorded) { return {recorded.sequence, recorded.hash}; }

rules::Bilingual sentence_of(ChainFault fault) {
  switch (fault) {
    case ChainFault::another_book:
      return {"分录属于另一账簿。", "The entry belongs to another book."};
    case ChainFault::gap:
      return {"分录序号不连续，有分录缺失或多出。", "The sequence has a gap: an entry is missing or one too many."};
    case ChainFault::not_chained:
      return {"分录未与前一分录相连，前面的分录被改动或替换。",
              "The entry is not chained to the one before: an earlier entry was changed or replaced."};
    case ChainFault::bytes_not_as_hashed:
      return {"分录内容与其哈希不符，分录被改动。",
              "The entry's content does not fit its hash: it was changed after it was recorded."};
  }
  throw LedgerViolation("no such chain fault");
}

rules::Bilingual sentence_of(ChainFault fault, const RecordedEntry& recorded, const ChainHead& before,
                             const rules::Digest& computed) {
  std::string stored;
  std::string should;
  switch (fault) {
    case ChainFault::another_book:
      return sentence_of(fault);
    case ChainFault::gap:
      stored = std::to_string(recorded.sequence);
      should = std::to_string(before.sequence + 1);
      break;
    case ChainFault::not_chained:
      stored = recorded.previous.to_hex();
      should = before.hash.to_hex();
      break;
    case ChainFault::bytes_not_as_hashed:
      stored = recorded.hash.to_hex();
      should = computed.to_hex();
      break;
  }
  rules::Bilingual sentence = sentence_of(fault);
  sentence.zh += "存为 " + stored + "，应为 " + should + "。";
  sentence.en += " Stored is " + stored + ", it should be " + should + ".";
  return sentence;
}

std::optional<ChainFault> ChainVerifier::next(const RecordedEntry& recorded) {
  return next(recorded, entry_hash(recorded));
}

std::optional<ChainFault> ChainVerifier::next(const RecordedEntry& recorded, const rules::Digest& computed) {
  const ChainHead before = std::exchange(head_, head_of(recorded));
  if (recorded.book != book_) return ChainFault::another_book;
  if (recorded.sequence != before.sequence + 1) return ChainFault::gap;
  if (recorded.previous != before.hash) return ChainFault::not_chained;
  if (computed != recorded.hash) return ChainFault::bytes_not_as_hashed;
  return std::nullopt;
}

}  // namespace wildclaims::ledger
