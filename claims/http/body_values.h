// Members of a body that are dates, times or money: text in one form, or a fault that shows the form.
#pragma once

#include <optional>
#include <string_view>

#include "claims/http/object_reader.h"
#include "rules/date.h"
#include "rules/facts.h"
#include "rules/money.h"

namespace wildclaims::http {

// "2025-09-20". date_format, no_such_day.
std::optional<rules::Date> required_date(ObjectReader& reader, std::string_view key);
std::optional<rules::Date> optional_date(ObjectReader& reader, std::string_view key);

// "2025-09-20T07:30", at `assumed` unless it carries an offset of its own. time_format.
std::optional<rules::Instant> required_instant(ObjectReader& reader, std::string_view key, rules::UtcOffset assumed);
std::optional<rules::Instant> optional_instant(ObjectReader& reader, std::string_view key, rules::UtcOffset assumed);

// "150000.00", not below zero. money_format.
rules::Money required_money(ObjectReader& reader, std::string_view key);

// The members as fact texts.
rules::FactTexts as_facts(std::vector<ObjectReader::Member> members);

}  // namespace wildclaims::http
