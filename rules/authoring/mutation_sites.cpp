#include "rules/authoring/mutation_sites.h"

#include <optional>
#include <string_view>

#include "rules/authoring/number_text.h"
#include "rules/language/token.h"

namespace wildclaims::rules::authoring {
namespace {

using language::CellDraft;
using language::ExpressionText;
using language::FindingDraft;
using language::FundingCaseDraft;
using language::RowDraft;
using language::RulebookDraft;
using language::SharingDraft;
using language::StepDraft;
using language::TableDraft;
using language::Token;
using language::TokenKind;
using language::Word;

class SiteCollector {
 public:
  // A piece of a text, [begin, begin + length), and what it could say instead.
  void put(std::string& text, Position at, const std::string& where, std::size_t begin, std::size_t length,
           const std::string& instead, const std::string& change) {
    std::string mutated = text;
    mutated.replace(begin, length, instead);
    sites_.push_back({at, where, change, &text, std::move(mutated)});
  }

  void number(std::string& text, Position at, const std::string& where, std::size_t begin, std::size_t length) {
    const std::string piece = text.substr(begin, length);
    for (const auto& next : {next_up(piece), next_down(piece)}) {
      if (next) put(text, at, where, begin, length, *next, piece + " -> " + *next);
    }
  }

  // A single value; a code or a truth value has no neighbour.
  void word(Word& word, const std::string& where) { number(word.text, word.at, where, 0, word.text.size()); }
  void word(std::optional<Word>& given, const std::string& where) {
    if (given) word(*given, where);
  }

  void expression(ExpressionText& expression, const std::string& where) {
    const std::vector<Token> tokens = language::tokens_of(expression.text);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const Token& token = tokens[i];
      Position at = expression.at;
      if (expression.one_line) at.column += static_cast<int>(token.offset);
      if (token.kind == TokenKind::number || token.kind == TokenKind::date) {
        number(expression.text, at, where, token.offset, token.text.size());
      } else if (token.kind == TokenKind::mark) {
        const std::string_view other = boundary_of(token.text);
        if (other.empty()) continue;
        put(expression.text, at, where, token.offset, token.text.size(), std::string(other),
            token.text + " -> " + std::string(other));
      } else if (token.text == "within" && i + 7 < tokens.size()) {
        // within MM-DD to MM-DD: two days of three words each.
        for (const std::size_t day : {i + 1, i + 5}) {
          const std::size_t begin = tokens[day].offset;
          const std::size_t end = tokens[day + 2].offset + tokens[day + 2].text.size();
          Position where_day = expression.at;
          if (expression.one_line) where_day.column += static_cast<int>(begin);
          number(expression.text, where_day, where, begin, end - begin);
        }
        i += 7;
      }
    }
  }

  // A value, or a range in words: "from 10% to below 50%".
  void cell(CellDraft& cell, const std::string& where) {
    for (Word& alternative : cell.alternatives) range(alternative, where);
  }

  std::vector<MutationSite> take() { return std::move(sites_); }

 private:
  static std::string_view boundary_of(std::string_view mark) {
    if (mark == "<") return "<=";
    if (mark == "<=") return "<";
    if (mark == ">") return ">=";
    if (mark == ">=") return ">";
    return "";
  }

  void range(Word& word, const std::string& where) {
    std::string& text = word.text;
    std::string_view before;
    std::size_t before_at = 0;
    for (std::size_t begin = text.find_first_not_of(' '); begin != std::string::npos;) {
      const std::size_t end = std::min(text.find(' ', begin), text.size());
      const std::string_view piece = std::string_view(text).substr(begin, end - begin);
      const auto other_word = [&](const char* instead) {
        put(text, word.at, where, begin, end - begin, instead, std::string(piece) + " -> " + instead);
      };
      if (piece == "from") other_word("above");
      if (piece == "above") other_word("from");
      if (piece == "to" && before == "up") {
        put(text, word.at, where, before_at, end - before_at, "below", "up to -> below");
      } else if (piece == "to" && text.compare(end, 7, " below ") != 0) {
        put(text, word.at, where, begin, end - begin, "to below", "to -> to below");
      }
      if (piece == "below" && before == "to") {
        put(text, word.at, where, before_at, end - before_at, "to", "to below -> to");
      } else if (piece == "below") {
        other_word("up to");
      }
      number(text, word.at, where, begin, end - begin);
      before = piece;
      before_at = begin;
      begin = text.find_first_not_of(' ', end);
    }
  }

  std::vector<MutationSite> sites_;
};

void add_table(TableDraft& table, SiteCollector& sites) {
  const std::string name = (table.named_value ? "values." : "tables.") + table.name.text;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    RowDraft& row = table.rows[i];
    const std::string where = name + " row " + std::to_string(i + 1);
    for (CellDraft& cell : row.cells) sites.cell(cell, where);
    for (Word& value : row.values) sites.word(value, where);
    sites.word(row.from, where);
    sites.word(row.to, where);
  }
  for (Word& value : table.otherwise) sites.word(value, name + " otherwise");
}

void add_sharing(SharingDraft& sharing, const std::string& where, SiteCollector& sites) {
  sites.expression(sharing.priority, where);
  sites.word(sharing.reserved_share, where);
  sites.expression(sharing.reserved_for, where);
  sites.expression(sharing.exempt, where);
}

void add_funding(RulebookDraft& draft, SiteCollector& sites) {
  for (std::size_t i = 0; i < draft.funding.layers.size(); ++i) {
    language::FundingLayerDraft& layer = draft.funding.layers[i];
    const std::string of_layer =
        draft.funding.layers.size() == 1 ? "funding" : "funding layer " + std::to_string(i + 1);
    sites.expression(layer.up_to, of_layer);
    for (std::size_t j = 0; j < layer.cases.size(); ++j) {
      FundingCaseDraft& each = layer.cases[j];
      const std::string where = of_layer + (layer.cases.size() == 1 ? "" : " case " + std::to_string(j + 1));
      sites.expression(each.when, where);
      for (auto& [funder, share] : each.shares) sites.word(share, where + " " + funder.text);
      for (auto& [funder, weight] : each.weights) sites.expression(weight, where + " " + funder.text);
    }
  }
}

}  // namespace

std::vector<MutationSite> mutation_sites(RulebookDraft& draft) {
  SiteCollector sites;
  for (language::UnitDraft& unit : draft.units) {
    if (!unit.is) continue;
    const std::size_t space = unit.is->text.find(' ');
    sites.number(unit.is->text, unit.is->at, "units." + unit.name.text, 0, std::min(space, unit.is->text.size()));
  }
  for (language::FactDraft& fact : draft.facts) sites.word(fact.fallback, "facts." + fact.name.text + " default");
  for (TableDraft& table : draft.tables) add_table(table, sites);
  for (language::BracketDraft& bracket : draft.brackets) {
    for (std::size_t i = 0; i < bracket.bands.size(); ++i) {
      const std::string where = "brackets." + bracket.name.text + " band " + std::to_string(i + 1);
      sites.word(bracket.bands[i].up_to, where);
      sites.word(bracket.bands[i].rate, where);
    }
  }
  for (FindingDraft& denial : draft.denials) sites.expression(denial.when, "deny." + denial.code.text);
  for (FindingDraft& flag : draft.flags) sites.expression(flag.when, "flag." + flag.code.text);
  for (StepDraft& step : draft.steps) {
    const std::string where = "steps." + step.name.text;
    sites.expression(step.is, where);
    if (step.round) sites.word(step.round->increment, where + " round");
    sites.expression(step.limit.amount, where + " amount");
    add_sharing(step.limit.sharing, where, sites);
  }
  add_funding(draft, sites);
  sites.word(draft.exhaustion.carry_over, "policy.aggregate_limit carry_over");
  sites.word(draft.exhaustion.sharing.reserved_share, "policy.aggregate_limit reserved");
  return sites.take();
}

std::vector<Bilingual> left_alone() {
  return {
      {"保费及其分担、累计限额：属于保单条款，算例中看不到",
       "premium, its shares and the aggregate limit: terms of the policy, which no example sees"},
      {"生效日期与时区：由 rules check 与相邻年度一起证明",
       "dates in force and offset: rules check proves them against the neighbouring years"},
      {"事实和表列的上下限、小数位数：超出者被拒绝，而算例中的事实必须有效",
       "bounds and decimals of facts and columns: what lies beyond is refused, and the facts of an example must be "
       "valid"},
      {"年度结算的次序、预留和不受限条件：年度算例直接给出它们的结果",
       "who comes first, is reserved for or exempt when a year is settled: an example of a year states it outright"},
      {"未决赔款估计：算例不预期它", "the reserve estimate: no example expects it"},
  };
}

}  // namespace wildclaims::rules::authoring
