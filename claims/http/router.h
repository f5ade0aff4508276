// The one routing table: every path and method the service answers, who may call it, and what a call must carry. A
// value that a reader, a listing or a test can walk; the handlers stand in the resource files (*_routes.cpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "claims/domain/role.h"
#include "claims/http/message.h"
#include "claims/http/problem.h"

namespace wildclaims::http {

struct Call;        // call.h
struct KeyedWrite;  // keyed_write.h

// What is known at once, and what is known only once it is written.
using Settled = std::variant<Response, Problem>;
using Reply = std::variant<Response, Problem, std::shared_ptr<KeyedWrite>>;
using Handler = Reply (*)(Call&);

// Who may call. Staff rights on one claim are the workflow's to judge; the table turns away whom no claim would admit.
struct Access {
  bool signed_in = false;
  domain::RoleSet roles;  // any one of these; of no meaning unless signed_in

  static constexpr Access anyone() { return {}; }
  static constexpr Access staff() { return {true, domain::RoleSet::all()}; }
  static constexpr Access only(domain::RoleSet roles) { return {true, roles}; }
};

// draft: a rulebook file, by itself as application/yaml or in a member of a JSON object.
enum class BodyKind : std::uint8_t { none, json, draft };
// keyed: needs an Idempotency-Key, and the answer is remembered with it.
enum class WriteKind : std::uint8_t { none, keyed };
enum class VersionKind : std::uint8_t { none, required };  // required: needs If-Match
// gate: answered before any worker is asked for, so it must be immediate; only without body and sign-in.
enum class Place : std::uint8_t { worker, gate };

struct Route {
  Method method = Method::get;
  std::string_view pattern{};  // "/api/v1/claims/{claim}"; a name in braces stands for one whole segment
  Access access{};
  BodyKind body = BodyKind::none;
  WriteKind write = WriteKind::none;
  VersionKind version = VersionKind::none;
  Place place = Place::worker;
  Handler handler = nullptr;
  std::string_view says{};  // one line: what it does
};

// The values of a pattern's names, decoded.
class PathParameters {
 public:
  void add(std::string_view name, std::string value) { values_.push_back({name, std::move(value)}); }
  // The pattern has the name.
  const std::string& operator[](std::string_view name) const;

 private:
  struct Value {
    std::string_view name;
    std::string text;
  };
  std::vector<Value> values_;
};

struct Match {
  const Route* route;
  PathParameters parameters;
};
struct NoSuchPath {};
struct MethodNotAllowed {
  std::string allow;  // "GET, HEAD, POST"
};

class Router {
 public:
  // Two routes of one pattern and method, or a route without a handler, are a defect (std::logic_error). The methods of
  // one path write its pattern alike.
  explicit Router(std::vector<Route> routes);

  // HEAD is answered where GET is. A literal segment is preferred to a name.
  std::variant<Match, NoSuchPath, MethodNotAllowed> match(Method method, std::string_view path) const;

  std::span<const Route> routes() const { return routes_; }

 private:
  struct Shape {
    std::vector<std::string_view> segments;
    std::vector<const Route*> routes;  // one for each method
  };
  std::vector<Route> routes_;
  std::vector<Shape> shapes_;
};

}  // namespace wildclaims::http
