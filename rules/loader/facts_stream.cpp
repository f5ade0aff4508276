#include "rules/loader/facts_stream.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "rules/loader/json_sheet.h"
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

// A fact of a scope, or of claim and event together for the running totals.
struct Target {
  Scope scope = Scope::claim;
  std::size_t position = 0;
};

// The facts one kind of object may hold, and which of them the object at hand held already.
struct Members {
  NameIndex index;  // into targets
  std::vector<Target> targets;
  std::vector<std::uint64_t> seen_in;  // the number of the object that held it last

  void add(const FactLayout& layout, Scope scope, std::initializer_list<Origin> origins,
           std::vector<NameIndex::Entry>& entries) {
    const std::vector<FactDeclaration>& declared = layout.of(scope);
    for (std::size_t i = 0; i < declared.size(); ++i) {
      if (std::find(origins.begin(), origins.end(), declared[i].origin) == origins.end()) continue;
      entries.push_back({declared[i].name, static_cast<std::uint32_t>(targets.size())});
      targets.push_back({scope, i});
    }
  }
  void finish(const std::vector<NameIndex::Entry>& entries) {
    index = NameIndex(entries);
    seen_in.assign(targets.size(), 0);
  }
};

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

struct FactsStream::Inside {
  Inside(std::shared_ptr<const Rulebook> book, UnknownFacts to_unknown)
      : rulebook(std::move(book)),
        layout(*rulebook->fact_layout()),
        unknown(to_unknown),
        values(layout),
        facts(rulebook->fact_layout(), 0) {
    const auto prepare = [&](Members& members, std::initializer_list<Scope> scopes,
                             std::initializer_list<Origin> origins) {
      std::vector<NameIndex::Entry> entries;
      for (const Scope scope : scopes) members.add(layout, scope, origins, entries);
      members.finish(entries);
    };
    prepare(event, {Scope::event}, {Origin::established});
    prepare(claim, {Scope::claim}, {Origin::established});
    prepare(running, {Scope::event, Scope::claim}, {Origin::running});
    prepare(item, {Scope::item}, {Origin::established, Origin::running});
    ask({});
  }

  void ask(std::vector<std::string> names) {
    also_names = std::move(names);
    also.assign(also_names.size(), std::nullopt);
    std::vector<NameIndex::Entry> entries;
    for (const char* name : kTopNames) entries.push_back({name, static_cast<std::uint32_t>(entries.size())});
    for (const std::string& name : also_names) {
      entries.push_back({name, static_cast<std::uint32_t>(entries.size())});
    }
    top = NameIndex(entries);
    top_seen_in.assign(entries.size(), 0);
  }

  // ---- the straight way: false when anything is not plainly right ----

  bool read_plain(std::string_view text) {
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
      case kOverride:
        return false;  // rare, and texts to keep
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
  bool read_object(ondemand::value value, Members& members, std::size_t item_number, std::size_t depth) {
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
      if (members.seen_in[*member] == number) return false;
      members.seen_in[*member] = number;
      if (!read_fact(members.targets[*member], field.value(), item_number)) return false;
    }
    return true;
  }

  bool read_fact(const Target& target, ondemand::value value, std::size_t item_number) {
    Token token;
    if (!plain_token(value, token)) return false;
    if (token.is_null()) return true;
    const auto stored = values.read(layout.of(target.scope)[target.position], token.text, token.quoted);
    if (!stored) return false;
    if (target.scope == Scope::item) {
      facts.set_item_value(item_number, target.position, *stored);
    } else if (target.scope == Scope::claim) {
      facts.set_claim_value(target.position, *stored);
    } else {
      facts.set_event_value(target.position, *stored);
    }
    return true;
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

  // ---- with care ----

  bool read_carefully(std::string_view text) {
    json::JsonSheet line = json::read_sheet(text, layout, unknown, also_names);
    keep(line.also, line.skipped);
    auto read = json::facts_of(*rulebook, std::move(line));
    if (auto* wrong = std::get_if<Faults>(&read)) {
      faults = std::move(*wrong);
      return false;
    }
    facts = std::get<Facts>(std::move(read));
    return true;
  }

  bool read_event(std::string_view text) {
    json::JsonEvent line = json::read_event(text, layout, unknown, also_names);
    keep(line.also, line.skipped);
    auto read = json::facts_of(*rulebook, std::move(line));
    if (auto* wrong = std::get_if<Faults>(&read)) {
      faults = std::move(*wrong);
      return false;
    }
    claims = std::get<std::vector<Facts>>(std::move(read));
    return true;
  }

  void keep(std::vector<std::optional<std::string>>& texts, std::size_t count) {
    skipped = count;
    also_texts = std::move(texts);
    for (std::size_t i = 0; i < also.size(); ++i) {
      also[i].reset();
      if (also_texts[i]) also[i] = *also_texts[i];
    }
  }

  // More facts nobody asks for than this in one object are looked at with care, where it costs no square.
  static constexpr std::size_t kMostStrangers = 64;

  std::shared_ptr<const Rulebook> rulebook;
  const FactLayout& layout;
  const UnknownFacts unknown;
  const PlainValues values;
  Members event;
  Members claim;
  Members running;
  Members item;
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
  std::vector<Facts> claims;  // of an event
  Faults faults;
  std::vector<std::string> also_names;
  std::vector<std::optional<std::string_view>> also;
  std::vector<std::optional<std::string>> also_texts;  // where `also` looks after a careful reading
  std::vector<std::string_view> strangers;             // of the object at hand
  std::size_t skipped = 0;
};

FactsStream::FactsStream(std::shared_ptr<const Rulebook> rulebook, UnknownFacts unknown)
    : inside_(std::make_unique<Inside>(std::move(rulebook), unknown)) {}
FactsStream::~FactsStream() = default;

void FactsStream::also_read(std::vector<std::string> names) { inside_->ask(std::move(names)); }

const Facts* FactsStream::read(std::string_view json) {
  Inside& in = *inside_;
  in.faults.clear();
  in.skipped = 0;
  std::fill(in.also.begin(), in.also.end(), std::nullopt);
  if (in.read_plain(json) || in.read_carefully(json)) return &in.facts;
  return nullptr;
}

const std::vector<Facts>* FactsStream::read_event(std::string_view json) {
  inside_->faults.clear();
  return inside_->read_event(json) ? &inside_->claims : nullptr;
}

const Faults& FactsStream::faults() const { return inside_->faults; }
std::optional<std::string_view> FactsStream::also(std::size_t index) const { return inside_->also[index]; }
std::size_t FactsStream::skipped() const { return inside_->skipped; }

}  // namespace wildclaims::rules
