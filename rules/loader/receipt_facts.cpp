#include "rules/loader/receipt_facts.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "rules/canonical_cursor.h"
#include "rules/loader/name_index.h"
#include "rules/loader/plain_value.h"

namespace wildclaims::rules {
namespace {

// A fact that one object of a receipt may hold.
struct Target {
  Scope scope = Scope::claim;
  std::size_t fact = 0;
};

// The facts of one object, by name.
struct Names {
  NameIndex index;
  std::vector<Target> targets;
};

// The head: engine and rulebook, whose texts hold no braces.
bool skip_head(CanonicalCursor& cursor) {
  return cursor.take("{\"receipt\":2,\"engine\":") && cursor.skip_past("}") && cursor.take(",\"facts\":{");
}

}  // namespace

struct ReceiptFacts::Inside {
  explicit Inside(std::shared_ptr<const Rulebook> book)
      : rulebook(std::move(book)),
        layout(*rulebook->fact_layout()),
        values(layout),
        event(names({Scope::event}, Origin::established)),
        claim(names({Scope::claim}, Origin::established)),
        running(names({Scope::event, Scope::claim}, Origin::running)),
        item(names({Scope::item}, Origin::established, Origin::running)),
        facts(rulebook->fact_layout(), 0) {}

  Names names(std::initializer_list<Scope> scopes, Origin origin, std::optional<Origin> other = std::nullopt) const {
    Names known;
    std::vector<NameIndex::Entry> entries;
    for (const Scope scope : scopes) {
      const std::vector<FactDeclaration>& declared = layout.of(scope);
      for (std::size_t i = 0; i < declared.size(); ++i) {
        if (declared[i].origin != origin && declared[i].origin != other) continue;
        entries.push_back({declared[i].name, static_cast<std::uint32_t>(known.targets.size())});
        known.targets.push_back({scope, i});
      }
    }
    known.index = NameIndex(entries);
    return known;
  }

  bool read(std::string_view receipt) {
    CanonicalCursor cursor(receipt);
    const bool plain = read(cursor);
    end = receipt.size() - cursor.rest().size();
    return plain;
  }

  bool read(CanonicalCursor& cursor) {
    facts.reset(0);
    if (!layout.stages.empty() || !skip_head(cursor)) return false;
    if (cursor.take("\"event\":") && !(object(cursor, event, 0) && cursor.take(','))) return false;
    if (!cursor.take("\"claim\":") || !object(cursor, claim, 0) || !cursor.take(",\"items\":[")) return false;
    while (!cursor.take(']')) {
      const std::size_t number = facts.item_count();
      if (number == kMostItems || (number > 0 && !cursor.take(','))) return false;
      facts.add_item();
      if (!object(cursor, item, number)) return false;
    }
    if (!cursor.take("},\"running\":") || !object(cursor, running, 0)) return false;
    return cursor.stands_before(",\"result\":") && facts.complete();
  }

  // A canonical object has each key once; facts nobody asks for are passed over.
  bool object(CanonicalCursor& cursor, const Names& known, std::size_t item_number) {
    if (!cursor.take('{')) return false;
    if (cursor.take('}')) return true;
    do {
      const auto name = cursor.text();
      if (!name || !cursor.take(':')) return false;
      const auto text = cursor.text();
      if (!text) return false;
      const auto found = known.index.find(*name);
      if (found && !put(known.targets[*found], *text, item_number)) return false;
    } while (cursor.take(','));
    return cursor.take('}');
  }

  bool put(const Target& target, std::string_view text, std::size_t item_number) {
    const auto stored = values.read(layout.of(target.scope)[target.fact], text, true);
    if (!stored) return false;
    if (target.scope == Scope::item) {
      facts.set_item_value(item_number, target.fact, *stored);
    } else if (target.scope == Scope::claim) {
      facts.set_claim_value(target.fact, *stored);
    } else {
      facts.set_event_value(target.fact, *stored);
    }
    return true;
  }

  std::shared_ptr<const Rulebook> rulebook;
  const FactLayout& layout;
  PlainValues values;
  Names event;
  Names claim;
  Names running;
  Names item;
  Facts facts;
  std::size_t end = 0;
};

ReceiptFacts::ReceiptFacts(std::shared_ptr<const Rulebook> rulebook)
    : inside_(std::make_unique<Inside>(std::move(rulebook))) {}
ReceiptFacts::~ReceiptFacts() = default;

const Facts* ReceiptFacts::read(std::string_view receipt) { return inside_->read(receipt) ? &inside_->facts : nullptr; }
std::size_t ReceiptFacts::end() const { return inside_->end; }

}  // namespace wildclaims::rules
