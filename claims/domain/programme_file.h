// Programmes from config/programmes/*.yaml, each with its villages from config/divisions/<division>.yaml.
//
// Everything wrong is told at once, each with file, line and column; unknown and repeated keys are refused, and so are
// anchors and aliases, invalid UTF-8 and files over the size limit. The keys are shown in
// config/programmes/pinglu.yaml.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "claims/domain/programme.h"
#include "rules/diagnostic.h"

namespace wildclaims::domain {

// A county with every village is below 40 KB; ten times that is a mistake.
inline constexpr std::size_t kMaxProgrammeFileBytes = 512 * 1024;
// The largest counties have about a thousand villages.
inline constexpr std::size_t kMaxVillages = 5000;
// No public notice runs longer than a quarter.
inline constexpr int kMaxNoticeDays = 90;

// One division file: the villages of a county.
struct Division {
  std::string county_code;
  rules::Bilingual county;
  std::vector<Village> villages;
};

// From texts already read; `file` is only for the faults.
std::variant<Division, rules::Diagnostics> parse_division(std::string_view yaml, const std::string& file);
std::variant<Programme, rules::Diagnostics> parse_programme(std::string_view yaml, const std::string& file,
                                                            const Division& division);

// Every programme under `config` (the directory that has programmes/ and divisions/), in order of letters. No
// programme at all, two with the same letters, or a division that is not there are faults like any other.
std::variant<std::vector<Programme>, rules::Diagnostics> load_programmes(const std::filesystem::path& config);

}  // namespace wildclaims::domain
