#include "rules/loader/receipt_facts.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/canonical_cursor.h"
#include "rules/loader/name_index.h"
#include "rules/loader/plain_value.h"

namespace wildclaims::rules {
namespace {

// A fact that one object of a receipt may hold.
struct Target {
  std::string key;  // as it stands before the value: "area":"
  Scope scope = Scope::claim;
  std::size_t fact = 0;
  // What stood there last, for facts that claims of one report share.
  bool shared = false;
  std::string last_text;
  std::optional<std::int64_t> last;
};

// The facts of one object in the order of a receipt, that of their names.
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
        item(names({Scope::item}, Origin::established, Origin::running)) {}

  Names names(std::initializer_list<Scope> scopes, Origin origin, std::optional<Origin> other = std::nullopt) const {
    std::map<std::string, Target> by_name;
    for (const Scope scope : scopes) {
      const std::vector<FactDeclaration>& declared = layout.of(scope);
      for (std::size_t i = 0; i < declared.size(); ++i) {
        if (declared[i].origin != origin && declared[i].origin != other) continue;
        const bool day = declared[i].kind == FactKind::date || declared[i].kind == FactKind::datetime;
        by_name[declared[i].name] = {'"' + declared[i].name + "\":\"", scope, i, day, {}, std::nullopt};
      }
    }
    Names known;
    std::vector<NameIndex::Entry> entries;
    for (auto& [name, target] : by_name) {
      entries.push_back({name, static_cast<std::uint32_t>(entries.size())});
      known.targets.push_back(std::move(target));
    }
    known.index = NameIndex(entries);
    return known;
  }

  bool read(std::string_view receipt, Facts& facts) {
    CanonicalCursor cursor(receipt);
    const bool plain = read(cursor, facts);
    end = receipt.size() - cursor.rest().size();
    return plain;
  }

  bool read(CanonicalCursor& cursor, Facts& facts) {
    facts.reset(0);
    if (!layout.stages.empty() || !skip_head(cursor)) return false;
    if (cursor.take("\"event\":") && !(object(cursor, event, facts, 0) && cursor.take(','))) return false;
    if (!cursor.take("\"claim\":") || !object(cursor, claim, facts, 0) || !cursor.take(",\"items\":[")) return false;
    while (!cursor.take(']')) {
      const std::size_t number = facts.item_count();
      if (number == kMostItems || (number > 0 && !cursor.take(','))) return false;
      facts.add_item();
      if (!object(cursor, item, facts, number)) return false;
    }
    if (!cursor.take("},\"running\":") || !object(cursor, running, facts, 0)) return false;
    return cursor.stands_before(",\"result\":") && facts.complete();
  }

  // A canonical object has each key once, in order; facts nobody asks for are passed over.
  bool object(CanonicalCursor& cursor, Names& known, Facts& facts, std::size_t item_number) {
    if (!cursor.take('{')) return false;
    if (cursor.take('}')) return true;
    std::size_t expected = 0;
    do {
      Target* target = nullptr;
      if (expected < known.targets.size() && cursor.take(known.targets[expected].key)) {
        target = &known.targets[expected++];
      } else {
        const auto name = cursor.text();
        if (!name || !cursor.take(":\"")) return false;
        if (const auto found = known.index.find(*name)) {
          target = &known.targets[*found];
          expected = *found + 1;
        }
      }
      const auto text = cursor.text_begun();
      if (!text || (target != nullptr && !put(*target, *text, facts, item_number))) return false;
    } while (cursor.take(','));
    return cursor.take('}');
  }

  bool put(Target& target, std::string_view text, Facts& facts, std::size_t item_number) {
    const auto stored = value(target, text);
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

  std::optional<std::int64_t> value(Target& target, std::string_view text) const {
    const FactDeclaration& fact = layout.of(target.scope)[target.fact];
    if (!target.shared) return values.read(fact, text, true);
    if (target.last && target.last_text == text) return target.last;
    target.last = values.read(fact, text, true);
    target.last_text = text;
    return target.last;
  }

  std::shared_ptr<const Rulebook> rulebook;
  const FactLayout& layout;
  PlainValues values;
  Names event;
  Names claim;
  Names running;
  Names item;
  std::size_t end = 0;
};

ReceiptFacts::ReceiptFacts(std::shared_ptr<const Rulebook> rulebook)
    : inside_(std::make_unique<Inside>(std::move(rulebook))) {}
ReceiptFacts::~ReceiptFacts() = default;

bool ReceiptFacts::read(std::string_view receipt, Facts& facts) { return inside_->read(receipt, facts); }
std::size_t ReceiptFacts::end() const { return inside_->end; }

}  // namespace wildclaims::rules
