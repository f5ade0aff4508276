// A claim's worksheet as JSON, in both languages; its plain text is the rules engine's own.
#pragma once

#include "claims/http/json_form.h"
#include "rules/worksheet.h"

namespace wildclaims::http {

Json worksheet_form(const std::string& claim, const rules::Worksheet& worksheet);

}  // namespace wildclaims::http
