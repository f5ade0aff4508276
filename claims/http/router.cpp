#include "claims/http/router.h"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

#include "claims/http/query.h"

namespace wildclaims::http {

namespace {

// Our deepest pattern has 6 segments; a path with more than this matches nothing.
constexpr std::size_t kSegments = 12;

struct Segments {
  std::array<std::string_view, kSegments> parts{};
  std::size_t count = 0;
};

std::optional<Segments> segments_of(std::string_view path) {
  Segments all;
  path.remove_prefix(1);
  for (;;) {
    if (all.count == kSegments) return std::nullopt;
    const auto end = path.find('/');
    all.parts.at(all.count++) = path.substr(0, end);
    if (end == std::string_view::npos) return all;
    path.remove_prefix(end + 1);
  }
}

bool is_name(std::string_view segment) { return segment.starts_with('{'); }

// "{claim}" is named "claim".
std::string_view name_of(std::string_view segment) { return segment.substr(1, segment.size() - 2); }

bool fits(const std::vector<std::string_view>& shape, const Segments& path) {
  if (shape.size() != path.count) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (is_name(shape[i]) ? path.parts.at(i).empty() : shape[i] != path.parts.at(i)) return false;
  }
  return true;
}

bool same_shape(const std::vector<std::string_view>& left, const Segments& right) {
  return std::equal(left.begin(), left.end(), right.parts.begin(),
                    right.parts.begin() + static_cast<std::ptrdiff_t>(right.count));
}

std::string allowed(const std::vector<const Route*>& routes) {
  std::string all;
  for (const Route* route : routes) {
    if (!all.empty()) all += ", ";
    all += to_string(route->method);
    if (route->method == Method::get) all += ", HEAD";
  }
  return all;
}

}  // namespace

const std::string& PathParameters::operator[](std::string_view name) const {
  for (const Value& value : values_) {
    if (value.name == name) return value.text;
  }
  throw std::logic_error("the route's pattern has no such name");
}

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& route : routes_) {
    const auto segments = segments_of(route.pattern);
    if (!segments || route.handler == nullptr) throw std::logic_error("a route is not usable");
    auto shape = std::find_if(shapes_.begin(), shapes_.end(),
                              [&](const Shape& each) { return same_shape(each.segments, *segments); });
    if (shape == shapes_.end()) {
      const auto first = segments->parts.begin();
      shapes_.push_back({{first, first + static_cast<std::ptrdiff_t>(segments->count)}, {}});
      shape = std::prev(shapes_.end());
    }
    const bool taken = std::any_of(shape->routes.begin(), shape->routes.end(),
                                   [&](const Route* each) { return each->method == route.method; });
    if (taken) throw std::logic_error("two routes of one path and method");
    shape->routes.push_back(&route);
  }
  // Literal segments first: a path takes the most particular shape that fits.
  std::stable_sort(shapes_.begin(), shapes_.end(), [](const Shape& left, const Shape& right) {
    const auto names = [](const Shape& shape) {
      return std::count_if(shape.segments.begin(), shape.segments.end(), is_name);
    };
    return names(left) < names(right);
  });
}

std::variant<Match, NoSuchPath, MethodNotAllowed> Router::match(Method method, std::string_view path) const {
  const auto segments = segments_of(path);
  if (!segments) return NoSuchPath{};
  const auto shape =
      std::find_if(shapes_.begin(), shapes_.end(), [&](const Shape& each) { return fits(each.segments, *segments); });
  if (shape == shapes_.end()) return NoSuchPath{};
  const Method wanted = method == Method::head ? Method::get : method;
  for (const Route* route : shape->routes) {
    if (route->method != wanted) continue;
    Match match{route, {}};
    for (std::size_t i = 0; i < shape->segments.size(); ++i) {
      if (!is_name(shape->segments[i])) continue;
      auto value = percent_decoded(segments->parts.at(i), false);
      if (!value) return NoSuchPath{};
      match.parameters.add(name_of(shape->segments[i]), std::move(*value));
    }
    return match;
  }
  return MethodNotAllowed{allowed(shape->routes)};
}

}  // namespace wildclaims::http
