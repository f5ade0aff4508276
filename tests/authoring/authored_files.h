// Real rulebook files, whole or with a small change.
#pragma once

#include <string>
#include <string_view>

#include "rules/loader/load_draft.h"

namespace wildclaims::rules::test {

std::string text_of(const std::string& path_in_project);

// `text` with the one occurrence of `find` replaced; fails the test when there is none or more than one.
std::string changed(std::string text, std::string_view find, std::string_view replacement);

// Fails the test, and shows the diagnostics, when it does not load.
DraftResult draft_of(const std::string& text);

}  // namespace wildclaims::rules::test
