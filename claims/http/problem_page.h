// The pages behind the "type" of a problem document, for people: one for each code, and a list of all. Chinese first,
// English beside it; HTML without scripts, or plain text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "claims/http/problem.h"

namespace wildclaims::http {

enum class PageForm : std::uint8_t { html, text };

std::string problem_page(const ProblemKind& kind, PageForm form);
std::string problem_list_page(PageForm form);

// What a page of ours may load and do: its own style, nothing else.
inline constexpr std::string_view kPagePolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

}  // namespace wildclaims::http
