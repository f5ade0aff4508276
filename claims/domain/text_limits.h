// How long free texts may be, in characters, and what may not be in them. One place for every command's texts.
#pragma once

#include <cstddef>
#include <string_view>

#include "rules/fault.h"

namespace wildclaims::domain {

enum class Presence { required, optional };
enum class Lines { one, many };

struct TextLimit {
  std::size_t characters;
  Presence presence = Presence::required;
  Lines lines = Lines::one;  // many: line feeds and tabs are allowed
};

// The longest registered organisation names stay below 60 characters.
inline constexpr TextLimit kNameText{80};
inline constexpr TextLimit kPlotText{80};
// One line on a phone screen and in a printed list.
inline constexpr TextLimit kPlaceText{200, Presence::optional};
inline constexpr TextLimit kNoticePlaceText{200};
inline constexpr TextLimit kToldByText{80, Presence::optional};
// A reason is a sentence or two.
inline constexpr TextLimit kReasonText{500};
// A survey note is up to a printed page.
inline constexpr TextLimit kNoteText{2000, Presence::optional, Lines::many};
// Code of a species, crop, stage, village or fact; a longer one cannot be in any rulebook.
inline constexpr std::size_t kMaxCodeBytes = 64;
// A bank's reference; interbank ones have 35 characters at most (ISO 20022 Max35Text), with room for spaces.
inline constexpr TextLimit kBankReferenceText{40};

// Appends at most one fault: "not_utf8", "missing" (required and blank), "too_long" or "control_character".
// The fault does not repeat the text. True when there was none.
bool check_text(std::string_view text, const TextLimit& limit, std::string_view pointer, rules::Faults& faults);

}  // namespace wildclaims::domain
