#include "rules/authoring/wording.h"

#include <array>

#include "rules/authoring/number_text.h"
#include "rules/language/compile.h"
#include "rules/language/token.h"

namespace wildclaims::rules::authoring {
namespace {

using language::Token;
using language::TokenKind;

struct Said {
  std::string_view word;
  const char* zh;
  const char* en;
};

// Words of expressions and cells.
constexpr std::array<Said, 36> kWords = {{
    {"if", "若", "if"},
    {"then", "则", "then"},
    {"else", "否则", "else"},
    {"and", "且", "and"},
    {"or", "或", "or"},
    {"not", "非", "not"},
    {"true", "是", "yes"},
    {"false", "否", "no"},
    {"within", "在每年", "within"},
    {"to", "至", "to"},
    {"where", "其中", "where"},
    {"by", "按", "by"},
    {"items", "项目", "items"},
    {"claims", "索赔", "claims"},
    {"loss_date", "出险日期", "date of loss"},
    {"sum", "合计", "the sum of "},
    {"min", "取最小", "the smallest of "},
    {"max", "取最大", "the largest of "},
    {"count", "个数", "the number of "},
    {"any", "任一", "any of "},
    {"all", "全部", "all of "},
    {"first", "第一个", "the first of "},
    {"last", "最后一个", "the last of "},
    {"*", "×", "×"},
    {"/", "÷", "÷"},
    {"<=", "≤", "≤"},
    {">=", "≥", "≥"},
    {"==", "是", "is"},
    {"!=", "不是", "is not"},
    {"money", "金额", "money"},
    {"percent", "百分比", "per cent"},
    {"number", "数", "number"},
    {"date", "日期", "date"},
    {"datetime", "时间", "date and time"},
    {"boolean", "是或否", "yes or no"},
    {"-", "任意", "any"},
}};

const Said* said(std::string_view word) {
  for (const Said& each : kWords) {
    if (each.word == word) return &each;
  }
  return nullptr;
}

constexpr std::array<Said, 7> kScopes = {{
    {"item", "每项", "for every item"},
    {"claim", "每件索赔", "for every claim"},
    {"household_event", "每户每次事故", "for every household and event"},
    {"household_year", "每户每年", "for every household and year"},
    {"plot_year", "每地块每年", "for every plot and year"},
    {"event", "每次事故", "for every event"},
    {"policy_year", "每保险年度", "for every policy year"},
}};

}  // namespace

Wording::Wording(const language::RulebookDraft& draft, Language language)
    : language_(language), units_(draft.currency) {
  language::Reporter reporter("");  // the draft was judged before
  language::declare_units(draft, units_, reporter);
  for (const auto& unit : draft.units) labels_.try_emplace(unit.name.text, unit.label);
  for (const auto& type : draft.types) {
    labels_.try_emplace(type.name.text, type.label);
  }
  for (const auto& fact : draft.facts) labels_.insert_or_assign(fact.name.text, fact.label);
  for (const auto& running : draft.running) labels_.try_emplace(running.name.text, running.label);
  for (const auto& adjustment : draft.adjustments) labels_.try_emplace(adjustment.name.text, adjustment.label);
  for (const auto& table : draft.tables) labels_.try_emplace(table.name.text, table.label);
  for (const auto& bracket : draft.brackets) labels_.try_emplace(bracket.name.text, bracket.label);
  for (const auto& step : draft.steps) labels_.try_emplace(step.name.text, step.label);
  for (const auto& funder : draft.funding.funders) labels_.try_emplace(funder.name.text, funder.label);
  for (const auto& type : draft.types) {
    for (const auto& code : type.codes) labels_.try_emplace(code.name.text, code.label);
  }
}

std::string Wording::name(std::string_view name) const {
  const auto label = labels_.find(name);
  return label == labels_.end() ? std::string(name) : label->second.in(language_);
}

std::string Wording::type(std::string_view type) const {
  if (const auto unit = language::parse_unit(type, units_)) return unit->label(units_).in(language_);
  if (type == "money") return units_.at(language::UnitTable::kCurrency).label.in(language_);
  if (const Said* word = said(type)) return pick(word->zh, word->en);
  return name(type);
}

std::string Wording::expression(std::string_view text) const {
  const std::vector<Token> tokens = language::tokens_of(text);
  std::string result;
  std::size_t end = 0;  // of the token before, in the text
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const std::string& word = token.text;
    const bool member = (word == "item" || word == "claim") && tokens[i + 1].text == ".";
    if (token.offset > end && !result.empty() && result.back() != ' ') result += ' ';
    end = token.offset + word.size();
    if (member) {
      end = tokens[++i].offset + 1;
      continue;
    }
    if (token.kind == TokenKind::number) {
      result += grouped(word);
    } else if (token.kind == TokenKind::word || (token.kind == TokenKind::mark && word != "-")) {
      const Said* known = labels_.contains(word) ? nullptr : said(word);
      const bool call = tokens[i + 1].text == "(";
      std::string spoken = known != nullptr ? pick(known->zh, known->en) : name(word);
      if (known == nullptr && !labels_.contains(word) && token.kind == TokenKind::word) spoken = type(word);
      // Between units it belongs to the unit: 元/亩.
      if (word == "/" && i > 0 && units_.find(tokens[i - 1].text) && units_.find(tokens[i + 1].text)) spoken = word;
      if (!call && !spoken.empty() && spoken.back() == ' ') spoken.pop_back();
      result += spoken;
    } else {
      result += word;
    }
  }
  return result;
}

std::string Wording::cell(const language::CellDraft& cell) const {
  std::vector<std::string> parts;
  for (const auto& alternative : cell.alternatives) {
    const Said* word = said(alternative.text);
    const bool known = labels_.contains(alternative.text);
    parts.push_back(word != nullptr && !known ? pick(word->zh, word->en) : name(alternative.text));
  }
  return list(parts);
}

std::string Wording::per(LimitScope scope) const {
  std::string word = to_string(scope);
  for (const Said& each : kScopes) {
    if (each.word == word) return pick(each.zh, each.en);
  }
  return word;
}

std::string Wording::list(const std::vector<std::string>& parts) const {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : pick("，", ", ")) + part;
  return text;
}

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80U) continue;  // inside a character
    width += byte >= 0xE3U ? 2 : 1;         // from U+3000 on: Chinese and full-width
  }
  return width;
}

std::string padded(std::string text, std::size_t width) {
  const std::size_t have = width_of(text);
  if (have < width) text.append(width - have, ' ');
  return text;
}

}  // namespace wildclaims::rules::authoring
