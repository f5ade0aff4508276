#include "claims/http/message.h"

#include <algorithm>
#include <utility>

namespace wildclaims::http {

std::string_view to_string(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
    case Method::other:
      break;
  }
  return "other";
}

const std::string* RequestHead::header(std::string_view name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const Header& each) { return each.name == name; });
  return found == headers.end() ? nullptr : &found->value;
}

Response success(Success number, std::string_view content_type, std::string body) {
  Response response;
  response.status = static_cast<int>(number);
  response.content_type = content_type;
  response.body = std::move(body);
  return response;
}

}  // namespace wildclaims::http
