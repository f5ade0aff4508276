// Facts as the text of a JSON object of strings, the form they are stored in: keys in byte order, same facts same text.
#pragma once

#include <string>

#include "rules/facts.h"

namespace wildclaims::store {

std::string to_json_text(const rules::FactTexts& facts);
// Throws StoreUnavailable when the stored text is not such an object.
rules::FactTexts from_json_text(const std::string& text);

}  // namespace wildclaims::store
