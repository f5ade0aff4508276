// The names of a rulebook in the words of its labels, and its expressions read aloud with them.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "rules/bilingual.h"
#include "rules/language/draft.h"
#include "rules/language/unit.h"
#include "rules/limit_scope.h"

namespace wildclaims::rules::authoring {

class Wording {
 public:
  Wording(const language::RulebookDraft& draft, Language language);

  Language language() const { return language_; }
  // One of two words.
  const char* pick(const char* zh, const char* en) const { return language_ == Language::zh ? zh : en; }

  // The label of a fact, step, table, bracket, code, type, unit or funder; the name itself when it has none.
  std::string name(std::string_view name) const;
  // "元/亩" for "CNY/mu", "金额" for "money": the word a type is known by.
  std::string type(std::string_view type) const;
  // "受害面积 × 每亩赔付标准(作物, 生长阶段) × 损失率".
  std::string expression(std::string_view text) const;
  // A cell of a table: "玉米, 蔬菜", "from 10% to below 50%", "any".
  std::string cell(const language::CellDraft& cell) const;
  std::string per(LimitScope scope) const;  // "每户每次事故"
  std::string list(const std::vector<std::string>& parts) const;

 private:
  Language language_;
  language::UnitTable units_;
  std::map<std::string, Bilingual, std::less<>> labels_;
};

// Columns a terminal gives a text: Chinese characters take two.
std::size_t width_of(std::string_view text);
std::string padded(std::string text, std::size_t width);

}  // namespace wildclaims::rules::authoring
