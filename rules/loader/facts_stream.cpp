#include "rules/loader/facts_stream.h"

#include <utility>
#include <variant>

#include "rules/loader/json_sheet.h"
#include "rules/loader/plain_line.h"

namespace wildclaims::rules {

struct FactsStream::Inside {
  Inside(std::shared_ptr<const Rulebook> book, UnknownFacts to_unknown)
      : rulebook(std::move(book)), unknown(to_unknown), plain(rulebook->fact_layout(), to_unknown) {}

  const Facts* read_carefully(std::string_view text) {
    json::JsonSheet line = json::read_sheet(text, *rulebook->fact_layout(), unknown, also_names);
    also = std::move(line.also);
    skipped = line.skipped;
    auto read = json::facts_of(*rulebook, std::move(line));
    if (auto* wrong = std::get_if<Faults>(&read)) {
      faults = std::move(*wrong);
      return nullptr;
    }
    return &facts.emplace(std::get<Facts>(std::move(read)));
  }

  const std::vector<Facts>* read_event(std::string_view text) {
    json::JsonEvent line = json::read_event(text, *rulebook->fact_layout(), unknown, also_names);
    also = std::move(line.also);
    skipped = line.skipped;
    auto read = json::facts_of(*rulebook, std::move(line));
    if (auto* wrong = std::get_if<Faults>(&read)) {
      faults = std::move(*wrong);
      return nullptr;
    }
    claims = std::get<std::vector<Facts>>(std::move(read));
    return &claims;
  }

  std::shared_ptr<const Rulebook> rulebook;
  const UnknownFacts unknown;
  PlainLine plain;
  bool is_plain = false;  // the last line: what was read is in `plain`, else below
  std::vector<std::string> also_names;
  std::optional<Facts> facts;
  std::vector<Facts> claims;  // of an event
  Faults faults;
  std::vector<std::optional<std::string>> also;
  std::size_t skipped = 0;
};

FactsStream::FactsStream(std::shared_ptr<const Rulebook> rulebook, UnknownFacts unknown)
    : inside_(std::make_unique<Inside>(std::move(rulebook), unknown)) {}
FactsStream::~FactsStream() = default;

void FactsStream::also_read(std::vector<std::string> names) {
  inside_->plain.also_read(names);
  inside_->also.assign(names.size(), std::nullopt);
  inside_->also_names = std::move(names);
}

const Facts* FactsStream::read(std::string_view json) {
  Inside& in = *inside_;
  in.faults.clear();
  in.is_plain = in.plain.read(json);
  return in.is_plain ? &in.plain.facts() : in.read_carefully(json);
}

const std::vector<Facts>* FactsStream::read_event(std::string_view json) {
  inside_->faults.clear();
  inside_->is_plain = false;
  return inside_->read_event(json);
}

const Faults& FactsStream::faults() const { return inside_->faults; }

std::optional<std::string_view> FactsStream::also(std::size_t index) const {
  if (inside_->is_plain) return inside_->plain.also(index);
  const auto& text = inside_->also[index];
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

std::size_t FactsStream::skipped() const { return inside_->is_plain ? inside_->plain.skipped() : inside_->skipped; }

}  // namespace wildclaims::rules
