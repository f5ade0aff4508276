// Tamper evidence: each entry carries SHA-256 over the hash of the entry before it and its own canonical bytes.
//
// Canonical bytes, format 1; format 2 for an entry that adjusts another. Integers are 8 bytes, big-endian, two's
// complement; a text is its length as an integer and its bytes; an optional is one byte 0, or one byte 1 and the value;
// a digest is its 32 bytes:
//   text "wildclaims entry 1", text book, integer sequence, text kind code, integer effective (days since
//   1970-01-01), integer recorded (seconds since then, UTC), optional text claim, optional text batch, optional
//   integer determination, optional digest receipt, optional integer reverses, integer number of postings, and for
//   each, in order: text account, integer amount in fen.
// Format 2 begins with the text "wildclaims entry 2" and has the integer adjusts before the number of postings.
// So nothing is ambiguous, every stored field is covered, and no personal data is in it: scrubbing a person's data
// does not break the chain. The hash of an entry is SHA-256(previous hash, canonical bytes). The first previous hash
// is all zero.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "claims/ledger/entry.h"
#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/digest.h"

namespace wildclaims::ledger {

// The last entry of a book: what the next one is chained to, and what a statement prints.
struct ChainHead {
  std::int64_t sequence = 0;  // 0 and a zero hash: an empty book
  rules::Digest hash;
  bool operator==(const ChainHead&) const = default;
};

// `hash` and `previous` are not part of it.
std::string canonical_bytes(const RecordedEntry& recorded);
// From `previous` and the canonical bytes; the stored `hash` is not read.
rules::Digest entry_hash(const RecordedEntry& recorded);

// The same for many entries, one after another, without a new buffer for each.
class EntryHasher {
 public:
  rules::Digest hash(const RecordedEntry& recorded);

 private:
  std::string bytes_;
};

// Gives the entry its place after `head`: sequence, previous and hash.
RecordedEntry record(Entry entry, std::string book, rules::Instant recorded, const ChainHead& head);
ChainHead head_of(const RecordedEntry& recorded);

enum class ChainFault : std::uint8_t {
  another_book,
  gap,                  // the sequence is not one more than before
  not_chained,          // `previous` is not the hash of the entry before
  bytes_not_as_hashed,  // the entry's own fields are not those its hash was made of
};

rules::Bilingual sentence_of(ChainFault fault);
// The same with what is stored and what it should be. `before` is the entry before as stored, `computed` the hash of
// the entry's own bytes.
rules::Bilingual sentence_of(ChainFault fault, const RecordedEntry& recorded, const ChainHead& before,
                             const rules::Digest& computed);

// Verifies a run of entries from the start of a book, or from a head that is known to be right.
class ChainVerifier {
 public:
  explicit ChainVerifier(std::string book, ChainHead start = {}) : book_(std::move(book)), head_(start) {}

  // What is wrong with the next entry, first thing first in the order of ChainFault. Nothing when it is right. Goes on
  // from the entry as stored, so one tampered entry is one answer, not one for each after it.
  std::optional<ChainFault> next(const RecordedEntry& recorded);
  // The same with its entry_hash() computed elsewhere.
  std::optional<ChainFault> next(const RecordedEntry& recorded, const rules::Digest& computed);
  // Goes on from an entry that could not be read whole.
  void pass_over(const ChainHead& as_stored) { head_ = as_stored; }

  const ChainHead& head() const { return head_; }

 private:
  std::string book_;
  ChainHead head_;
};

}  // namespace wildclaims::ledger
