#include "claims/http/negotiation.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace wildclaims::http {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool same_word(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

// Takes the part before the next separator off the text.
std::string_view next_part(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const std::string_view part = trimmed(text.substr(0, end));
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return part;
}

// "0.8" in thousandths; what is no weight counts as 1, as if it had not been there.
int weight_of(std::string_view parameters) {
  while (!parameters.empty()) {
    std::string_view value = next_part(parameters, ';');
    if (!same_word(next_part(value, '='), "q")) continue;
    if (value.empty() || (value[0] != '0' && value[0] != '1')) return 1000;
    int thousandths = (value[0] - '0') * 1000;
    int unit = 100;
    for (std::size_t i = 2; i < value.size() && unit > 0 && value[i] >= '0' && value[i] <= '9'; ++i, unit /= 10) {
      thousandths += (value[i] - '0') * unit;
    }
    return std::min(thousandths, 1000);
  }
  return 1000;
}

// How closely a range names a type: 3 itself, 2 "text/*", 1 "*/*", 0 not at all.
int closeness(std::string_view range, std::string_view type) {
  if (same_word(range, type)) return 3;
  if (range == "*/*") return 1;
  const auto slash = type.find('/');
  const bool family = range.ends_with("/*") && same_word(range.substr(0, range.size() - 2), type.substr(0, slash));
  return family ? 2 : 0;
}

// The weight of the closest range; 0 when none names the type.
int accepted(std::string_view accept, std::string_view type) {
  int closest = 0;
  int weight = 0;
  while (!accept.empty()) {
    std::string_view entry = next_part(accept, ',');
    const std::string_view range = next_part(entry, ';');
    const int close = closeness(range, type);
    if (close > closest) {
      closest = close;
      weight = weight_of(entry);
    }
  }
  return weight;
}

bool sends(const RequestHead& head, std::string_view type) {
  const std::string* value = head.header("content-type");
  if (value == nullptr) return false;
  std::string_view rest = *value;
  if (!same_word(next_part(rest, ';'), type)) return false;
  while (!rest.empty()) {
    std::string_view charset = next_part(rest, ';');
    if (!same_word(next_part(charset, '='), "charset")) continue;
    if (!same_word(charset, "utf-8") && !same_word(charset, "\"utf-8\"")) return false;
  }
  return true;
}

}  // namespace

bool sends_json(const RequestHead& head) { return sends(head, kJsonType); }
bool sends_yaml(const RequestHead& head) { return sends(head, "application/yaml"); }

std::optional<std::size_t> preferred_form(const RequestHead& head, std::span<const std::string_view> offered) {
  const std::string* accept = head.header("accept");
  if (accept == nullptr || trimmed(*accept).empty()) return 0;
  std::optional<std::size_t> best;
  int most = 0;
  for (std::size_t i = 0; i < offered.size(); ++i) {
    const int weight = accepted(*accept, offered[i]);
    if (weight > most) {
      most = weight;
      best = i;
    }
  }
  return best;
}

}  // namespace wildclaims::http
