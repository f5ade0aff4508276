#include "claims/http/query.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace wildclaims::http {

namespace {

// Names shown in a fault are cut to this; ours are far shorter.
constexpr std::size_t kNameShown = 64;

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = hex_digit(text[i + 1]);
    const auto low = hex_digit(text[i + 2]);
    if (!high || !low || (*high == 0 && *low == 0)) return std::nullopt;
    decoded.push_back(static_cast<char>(*high * 16 + *low));
    i += 2;
  }
  return decoded;
}

QueryReader::QueryReader(std::string_view query) {
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = percent_decoded(pair.substr(0, equals), true);
    auto value = percent_decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!name || !value) {
      fault("", "malformed_escape", {"查询参数的百分号编码有误。", "A percent-escape in the query is broken."});
      continue;
    }
    const bool known =
        std::any_of(parameters_.begin(), parameters_.end(), [&](const auto& p) { return p.name == *name; });
    if (known) {
      fault(*name, "twice", {"此参数出现了两次，请只写一次。", "This parameter appears twice; give it once."});
      continue;
    }
    parameters_.push_back({std::move(*name), std::move(*value)});
  }
}

std::optional<std::string> QueryReader::text(std::string_view name) {
  for (Parameter& parameter : parameters_) {
    if (parameter.name != name) continue;
    parameter.asked = true;
    if (!parameter.value.empty()) return parameter.value;
  }
  return std::nullopt;
}

std::optional<std::int64_t> QueryReader::whole(std::string_view name, std::int64_t least, std::int64_t most) {
  const std::optional<std::string> given = text(name);
  if (!given) return std::nullopt;
  std::int64_t number = 0;
  const char* const end = given->data() + given->size();
  const auto [stop, error] = std::from_chars(given->data(), end, number);
  if (stop != end || error == std::errc::invalid_argument) {
    fault(name, "not_whole_number", {"此参数须为整数。", "This parameter has to be a whole number."});
    return std::nullopt;
  }
  if (error != std::errc() || number < least || number > most) {
    const std::string low = std::to_string(least);
    const std::string high = std::to_string(most);
    fault(name, "out_of_range",
          {"此参数须在 " + low + " 到 " + high + " 之间。",
           "This parameter has to be from " + low + " to " + high + "."});
    return std::nullopt;
  }
  return number;
}

void QueryReader::fault(std::string_view name, std::string code, rules::Bilingual say) {
  faults_.push_back({"?" + std::string(name.substr(0, kNameShown)), std::move(code), std::move(say)});
}

rules::Faults QueryReader::finish() {
  for (const Parameter& parameter : parameters_) {
    if (parameter.asked) continue;
    fault(parameter.name, "unknown_parameter",
          {"此地址没有这个查询参数，请删除。", "This path has no such query parameter; leave it out."});
  }
  return std::exchange(faults_, {});
}

}  // namespace wildclaims::http
