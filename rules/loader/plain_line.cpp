#include "rules/loader/plain_line.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "rules/loader/fact_members.h"
#include "rules/loader/json_tree.h"
#include "rules/loader/name_index.h"
#include "rules/loader/plain_value.h"

namespace wildclaims::rules {
namespace {

namespace ondemand = simdjson::ondemand;

// Members of a line; those asked for follow behind.
enum Top : std::uint32_t {
  kClaim,
  kItems,
  kEvent,
  kRunning,
  kAdjustments,
  kOverride,
  kStage,
  kPaid,
  kFacts,
  kReceipt,
  kEngine,
  kRulebook,
  kResult,
  kAlso
};
constexpr std::array<const char*, kAlso> kTopNames{"claim",    "items",    "event", "running", "adjustments",
                                                   "override", "stage",    "paid",  "facts",   "receipt",
                                                   "engine",   "rulebook", "result"};

// A text without its quotes, or a number, true, false or null as written.
struct Token {
  std::string_view text;
  bool quoted = false;
  bool is_null() const { return !quoted && text == "null"; }
};

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// False: a list or object, an escape inside, or no JSON.
bool plain_token(ondemand::value value, Token& token) {
  std::string_view raw = value.raw_json_token();
  while (!raw.empty() && is_space(raw.back())) raw.remove_suffix(1);
  if (raw.empty()) return false;
  token.quoted = raw.front() == '"';
  if (!token.quoted) {
    token.text = raw;
    return raw.front() != '{' && raw.front() != '[';
  }
  if (raw.size() < 2 || raw.back() != '"') return false;
  token.text = raw.substr(1, raw.size() - 2);
  if (std::memchr(token.text.data(), '\\', token.text.size()) != nullptr) return false;
  // Taken, not skipped: skipping passes over a colon behind a text.
  return value.get_raw_json_string().error() == simdjson::SUCCESS;
}

// The key itself, if no escape stands in it. JSON ends a text at its first quote, so there is one.
bool plain_key(ondemand::field& field, std::string_view& key) {
  const char* begin = field.key().raw();
  const char* end = begin;
  while (*end != '"') {
    if (*end == '\\') return false;
    ++end;
  }
  key = {begin, static_cast<std::size_t>(end - begin)};
  return true;
}

// Whether a value nobody reads is JSON all the same.
bool is_json(ondemand::value value, std::size_t depth) {
  if (depth > json::kMostDepth) return false;
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  switch (type) {
    case ondemand::json_type::object: {
      ondemand::object object;
      if (value.get_object().get(object) != simdjson::SUCCESS) return false;
      for (simdjson::simdjson_result<ondemand::field> each : object) {
        ondemand::field field;
        std::string_view key;
        if (std::move(each).get(field) != simdjson::SUCCESS || !plain_key(field, key)) return false;
        if (!is_json(field.value(), depth + 1)) return false;
      }
      return true;
    }
    case ondemand::json_type::array: {
      ondemand::array array;
      if (value.get_array().get(array) != simdjson::SUCCESS) return false;
      for (simdjson::simdjson_result<ondemand::value> each : array) {
        if (each.error() != simdjson::SUCCESS || !is_json(each.value_unsafe(), depth + 1)) return false;
      }
      return true;
    }
    case ondemand::json_type::string: {
      Token token;
      std::string_view unescaped;
      return plain_token(value, token) || value.get_string().get(unescaped) == simdjson::SUCCESS;
    }
    case ondemand::json_type::number:
    case ondemand::json_type::boolean:
    case ondemand::json_type::null: {
      Token token;
      return plain_token(value, token) &&
             (token.is_null() || token.text == "true" || token.text == "false" || json::is_number(token.text));
    }
  }
  return false;
}

}  // namespace

struct PlainLine::Inside {
  Inside(std::shared_ptr<const FactLayout> of, UnknownFacts to_unknown)
      : layout(*of),
        unknown(to_unknown),
        values(layout),
        event(layout, {Scope::event}, {Origin::established}),
        claim(layout, {Scope::claim}, {Origin::established}),
        running(layout, {Scope::event, Scope::claim}, {Origin::running}),
        adjustments(layout, {Scope::claim}, {Origin::adjustment}),
        item(layout, {Scope::item}, {Origin::established, Origin::running}),
        facts(std::move(of), 0) {
    also_read({});
  }

  void also_read(const std::vector<std::string>& names) {
    also.assign(names.size(), std::nullopt);
    std::vector<NameIndex::Entry> entries;
    for (const char* name : kTopNames) entries.push_back({name, static_cast<std::uint32_t>(entries.size())});
    for (const std::string& name : names) entries.push_back({name, static_cast<std::uint32_t>(entries.size())});
    top = NameIndex(entries);
    top_seen_in.assign(entries.size(), 0);
  }

  bool read(std::string_view text) {
    if (text.size() > FactsStream::kMostBytes) return false;
    const std::size_t room = text.size() + simdjson::SIMDJSON_PADDING;
    if (buffer.size() < room) {
      buffer.resize(2 * room);
      if (parser.allocate(buffer.size()) != simdjson::SUCCESS) return false;
    }
    std::memcpy(buffer.data(), text.data(), text.size());
    std::memset(buffer.data() + text.size(), ' ', simdjson::SIMDJSON_PADDING);
    ondemand::document document;
    if (parser.iterate(buffer.data(), text.size(), buffer.size()).get(document) != simdjson::SUCCESS) return false;
    ondemand::json_type type{};
    if (document.type().get(type) != simdjson::SUCCESS || type != ondemand::json_type::object) return false;
    ondemand::object object;
    if (document.get_object().get(object) != simdjson::SUCCESS) return false;
    facts.reset(0);
    skipped = 0;
    std::fill(also.begin(), also.end(), std::nullopt);
    started = objects;
    receipt_members = false;
    facts_inside = false;
    facts_outside = false;
    const std::uint64_t number = ++objects;
    for (simdjson::simdjson_result<ondemand::field> each : object) {
      ondemand::field field;
      std::string_view key;
      if (std::move(each).get(field) != simdjson::SUCCESS || !plain_key(field, key)) return false;
      const auto member = top.find(key);
      if (!member || top_seen_in[*member] == number) return false;
      top_seen_in[*member] = number;
      if (!read_top(*member, field.value())) return false;
    }
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) return false;
    if (facts_inside ? facts_outside : receipt_members) return false;
    return facts.complete();
  }

  bool read_top(std::size_t member, ondemand::value value) {
    Token token;
    switch (member) {
      case kClaim:
      case kItems:
      case kEvent:
        facts_outside = true;
        return read_of_facts(member, value);
      case kRunning:
        return read_object(value, running, 0, 3);
      case kFacts: {
        facts_inside = true;
        ondemand::object object;
        if (!open(value, object)) return false;
        for (simdjson::simdjson_result<ondemand::field> each : object) {
          ondemand::field field;
          std::string_view key;
          if (std::move(each).get(field) != simdjson::SUCCESS || !plain_key(field, key)) return false;
          const auto inner = top.find(key);
          if (!inner || *inner > kEvent || facts_seen(*inner)) return false;
          if (!read_of_facts(*inner, field.value())) return false;
        }
        return true;
      }
      case kStage: {
        if (!plain_token(value, token)) return false;
        if (token.is_null()) return true;
        if (!token.quoted) return false;
        const auto found = std::find(layout.stages.begin(), layout.stages.end(), token.text);
        if (found == layout.stages.end()) return false;
        facts.set_stage(static_cast<std::size_t>(found - layout.stages.begin()));
        return true;
      }
      case kPaid: {
        if (!plain_token(value, token)) return false;
        if (token.is_null()) return true;
        if (!token.quoted && !json::is_number(token.text)) return false;
        const auto paid = Money::parse(token.text);
        if (!paid || paid->is_negative()) return false;
        facts.set_paid(*paid);
        return true;
      }
      case kReceipt:
      case kEngine:
      case kRulebook:
      case kResult:
        receipt_members = true;
        return is_json(value, 2);
      case kAdjustments:
        return read_adjustments(value);
      case kOverride: {
        Token amount;
        if (!read_adjustment(value, amount) || (!amount.quoted && !json::is_number(amount.text))) return false;
        const auto delta = Money::parse(amount.text);
        if (delta) facts.set_result_override({*delta, std::string(reason)});
        return delta.has_value();
      }
      default:
        return read_also(member - kAlso, value);
    }
  }

  bool read_of_facts(std::size_t member, ondemand::value value) {
    if (member == kClaim) return read_object(value, claim, 0, 3);
    if (member == kEvent) return read_object(value, event, 0, 3);
    ondemand::json_type type{};
    ondemand::array array;
    if (value.type().get(type) != simdjson::SUCCESS || type != ondemand::json_type::array) return false;
    if (value.get_array().get(array) != simdjson::SUCCESS) return false;
    for (simdjson::simdjson_result<ondemand::value> each : array) {
      if (each.error() != simdjson::SUCCESS) return false;
      const std::size_t number = facts.item_count();
      if (number == kMostItems) return false;
      facts.add_item();
      if (!read_object(each.value_unsafe(), item, number, 4)) return false;
    }
    return true;
  }

  // The texts inside stand `depth` deep, or one deeper below "facts".
  bool read_object(ondemand::value value, FactMembers& members, std::size_t item_number, std::size_t depth) {
    ondemand::object object;
    if (!open(value, object)) return false;
    const std::uint64_t number = ++objects;
    strangers.clear();
    for (simdjson::simdjson_result<ondemand::field> each : object) {
      ondemand::field field;
      std::string_view key;
      if (std::move(each).get(field) != simdjson::SUCCESS || !plain_key(field, key)) return false;
      const auto member = members.index.find(key);
      if (!member) {
        if (!skip(key, field.value(), facts_inside ? depth + 1 : depth)) return false;
        continue;
      }
      if (!members.take(*member, number)) return false;
      if (!read_fact(members.places[*member], field.value(), item_number)) return false;
    }
    return true;
  }

  bool read_fact(const FactPlace& place, ondemand::value value, std::size_t item_number) {
    Token token;
    if (!plain_token(value, token)) return false;
    if (token.is_null()) return true;
    const auto stored = values.read(layout.of(place.scope)[place.position], token.text, token.quoted);
    if (!stored) return false;
    if (place.scope == Scope::item) {
      facts.set_item_value(item_number, place.position, *stored);
    } else if (place.scope == Scope::claim) {
      facts.set_claim_value(place.position, *stored);
    } else {
      facts.set_event_value(place.position, *stored);
    }
    return true;
  }

  bool read_adjustments(ondemand::value value) {
    ondemand::object object;
    if (!open(value, object)) return false;
    const std::uint64_t number = ++objects;
    for (simdjson::simdjson_result<ondemand::field> each : object) {
      ondemand::field field;
      std::string_view key;
      if (std::move(each).get(field) != simdjson::SUCCESS || !plain_key(field, key)) return false;
      const auto member = adjustments.index.find(key);
      if (!member || !adjustments.take(*member, number)) return false;
      Token amount;
      if (!read_adjustment(field.value(), amount)) return false;
      const std::size_t fact = adjustments.places[*member].position;
      const auto stored = values.read(layout.claim[fact], amount.text, amount.quoted);
      if (!stored) return false;
      facts.set_claim_value(fact, *stored);
      facts.set_reason(layout.claim[fact].name, std::string(reason));
    }
    return true;
  }

  // {"amount": …, "reason": …}, each once; the reason is then in `reason`.
  bool read_adjustment(ondemand::value value, Token& amount) {
    ondemand::object object;
    if (!open(value, object)) return false;
    bool has_amount = false;
    bool has_reason = false;
    for (simdjson::simdjson_result<ondemand::field> each : object) {
      ondemand::field field;
      std::string_view key;
      if (std::move(each).get(field) != simdjson::SUCCESS || !plain_key(field, key)) return false;
      if (key == "amount" && !has_amount) {
        has_amount = plain_token(field.value(), amount) && !amount.is_null();
        if (!has_amount) return false;
      } else if (key == "reason" && !has_reason) {
        has_reason = read_text(field.value(), reason) && reason.find_first_not_of(" \t\r\n") != std::string_view::npos;
        if (!has_reason) return false;
      } else {
        return false;
      }
    }
    return has_amount && has_reason;
  }

  // A text, without its escapes.
  static bool read_text(ondemand::value value, std::string_view& text) {
    Token token;
    if (plain_token(value, token)) {
      text = token.text;
      return token.quoted;
    }
    return token.quoted && value.get_string().get(text) == simdjson::SUCCESS;
  }

  // A fact nobody asks for, once in its object.
  bool skip(std::string_view key, ondemand::value value, std::size_t depth) {
    if (unknown == UnknownFacts::refuse) return false;
    if (strangers.size() >= kMostStrangers) return false;
    if (std::find(strangers.begin(), strangers.end(), key) != strangers.end()) return false;
    strangers.push_back(key);
    ++skipped;
    return is_json(value, depth);
  }

  bool read_also(std::size_t index, ondemand::value value) {
    Token token;
    if (plain_token(value, token)) {
      if (token.is_null()) return true;
      const bool known = token.quoted || token.text == "true" || token.text == "false" || json::is_number(token.text);
      if (known) also[index] = token.text;
      return known;
    }
    std::string_view unescaped;
    if (!token.quoted || value.get_string().get(unescaped) != simdjson::SUCCESS) return false;
    also[index] = unescaped;
    return true;
  }

  static bool open(ondemand::value value, ondemand::object& object) {
    ondemand::json_type type{};
    return value.type().get(type) == simdjson::SUCCESS && type == ondemand::json_type::object &&
           value.get_object().get(object) == simdjson::SUCCESS;
  }

  // Whether this member of "facts" stood there already: numbered behind the line's own.
  bool facts_seen(std::size_t member) {
    const bool seen = inside_seen_in[member] > started;
    inside_seen_in[member] = objects;
    return seen;
  }

  // More facts nobody asks for than this in one object are looked at with care, where it costs no square.
  static constexpr std::size_t kMostStrangers = 64;

  const FactLayout& layout;
  const UnknownFacts unknown;
  const PlainValues values;
  FactMembers event;
  FactMembers claim;
  FactMembers running;
  FactMembers adjustments;
  FactMembers item;
  NameIndex top;
  std::vector<std::uint64_t> top_seen_in;
  std::array<std::uint64_t, kEvent + 1> inside_seen_in{};
  std::uint64_t objects = 0;  // counted, so that marks of earlier objects need no clearing
  std::uint64_t started = 0;  // objects before this line
  bool receipt_members = false;
  bool facts_inside = false;
  bool facts_outside = false;

  ondemand::parser parser;
  std::vector<char> buffer;
  Facts facts;
  std::vector<std::optional<std::string_view>> also;
  std::vector<std::string_view> strangers;  // of the object at hand
  std::string_view reason;                  // of the adjustment at hand
  std::size_t skipped = 0;
};

PlainLine::PlainLine(std::shared_ptr<const FactLayout> layout, UnknownFacts unknown)
    : inside_(std::make_unique<Inside>(std::move(layout), unknown)) {}
PlainLine::~PlainLine() = default;

void PlainLine::also_read(const std::vector<std::string>& names) { inside_->also_read(names); }
bool PlainLine::read(std::string_view json) { return inside_->read(json); }
const Facts& PlainLine::facts() const { return inside_->facts; }
std::optional<std::string_view> PlainLine::also(std::size_t index) const { return inside_->also[index]; }
std::size_t PlainLine::skipped() const { return inside_->skipped; }

}  // namespace wildclaims::rules
