// A text for people, in the two languages of every interface: Chinese first, English beside it.
#pragma once

#include <string>

namespace wildclaims::rules {

enum class Language { zh, en };

struct Bilingual {
  std::string zh;
  std::string en;

  const std::string& in(Language language) const { return language == Language::zh ? zh : en; }
  bool operator==(const Bilingual&) const = default;
};

}  // namespace wildclaims::rules
