#include "rules/authoring/explain.h"

#include <algorithm>
#include <vector>

#include "rules/authoring/number_text.h"
#include "rules/authoring/wording.h"

namespace wildclaims::rules::authoring {
namespace {

using language::BracketDraft;
using language::FactDraft;
using language::FindingDraft;
using language::RowDraft;
using language::RulebookDraft;
using language::SharingDraft;
using language::StepDraft;
using language::StepKind;
using language::TableDraft;
using language::Word;

using Line = std::vector<std::string>;  // the cells of one line of a text table

class Reading {
 public:
  Reading(const Rulebook& rulebook, const RulebookDraft& draft, Language language)
      : book_(rulebook), draft_(draft), say_(draft, language) {}

  std::string run() {
    header();
    policy();
    funding();
    facts();
    for (const TableDraft& table : draft_.tables) this->table(table);
    for (const BracketDraft& bracket : draft_.brackets) this->bracket(bracket);
    steps();
    findings(draft_.denials, pick("拒赔情形", "Denied when"));
    findings(draft_.flags, pick("提示情形", "Flagged when"));
    rest();
    return std::move(text_);
  }

 private:
  const char* pick(const char* zh, const char* en) const { return say_.pick(zh, en); }
  void line(const std::string& text) { text_ += text + "\n"; }
  void heading(const std::string& text) { text_ += "\n" + text + "\n"; }
  std::string colon() const { return pick("：", ": "); }
  std::string in(const Bilingual& text) const { return text.in(say_.language()); }
  std::string source(const Source& source) const { return pick("【", " [") + in(to_text(source)) + pick("】", "]"); }
  std::string money(Money amount) const { return amount.to_grouped_string() + " " + say_.type("money"); }

  void header() {
    line(in(book_.title()));
    line(book_.id() + " " + book_.version() + pick("，", ", ") + in(to_label(book_.status())));
    line(pick("适用于出险日期 ", "For dates of loss from ") + book_.in_force_from().to_string() + pick(" 至 ", " to ") +
         book_.in_force_to().to_string());
    if (!book_.supersedes().empty()) line(pick("取代版本 ", "Takes the place of version ") + book_.supersedes());
  }

  void policy() {
    const PolicyTerms& terms = book_.policy_terms();
    heading(pick("保单条款", "Terms of the policy"));
    line("  " + std::string(pick("年保费", "Premium of the year")) + colon() + money(terms.premium) +
         source(terms.premium_source));
    line("  " + std::string(pick("年度累计限额", "Aggregate limit of the year")) + colon() +
         money(terms.aggregate_limit) + source(terms.aggregate_limit_source));
    line("  " + exhausted(terms));
  }

  std::string exhausted(const PolicyTerms& terms) const {
    std::string text = pick("限额用尽后", "When it is used up");
    switch (terms.when_exhausted) {
      case Exhaustion::truncate:
        text += pick("：余额付完为止，不足部分记为缺额", ": what is left is paid, the rest is a residual");
        break;
      case Exhaustion::hold:
        text += pick("：放不下的索赔等候", ": a claim that does not fit waits");
        break;
      case Exhaustion::prorate:
        text += pick("：年末所有索赔按同一比例支付", ": at the year's end every claim is cut by one factor");
        break;
      case Exhaustion::priority:
        text += pick("：年末按优先次序支付", ": at the year's end claims are paid by priority");
        break;
    }
    if (!terms.residual_to.empty()) {
      text += pick("，由", ", borne by ") + say_.name(terms.residual_to) + pick("承担", "");
    }
    return text;
  }

  void funding() {
    heading(std::string(pick("由谁出资", "Who pays")) + source(draft_.funding.source));
    if (draft_.premium_shares_at.line > 0) {
      line("  " + std::string(pick("保费", "the premium")) + colon() + shares(draft_.premium_shares));
    }
    for (const auto& layer : draft_.funding.layers) {
      std::string part;
      if (draft_.funding.layers.size() > 1) {
        part = layer.up_to.text.empty()
                   ? std::string(pick("其余部分", "the rest"))
                   : pick("至 ", "up to ") + say_.expression(layer.up_to.text) + pick(" 的部分", "");
        part += colon();
      }
      for (const auto& each : layer.cases) {
        std::string when;
        if (layer.cases.size() > 1) {
          when = each.when.text.empty() ? std::string(pick("否则", "otherwise"))
                                        : pick("若 ", "if ") + say_.expression(each.when.text);
          when += colon();
        }
        std::vector<std::string> weights;
        for (const auto& [funder, weight] : each.weights) {
          std::string says = say_.name(funder.text);
          says += pick("按 ", " by ");
          says += say_.expression(weight.text);
          weights.push_back(std::move(says));
        }
        std::string says = "  " + part;
        says += when;
        says += weights.empty() ? shares(each.shares) : say_.list(weights);
        line(says);
      }
    }
    line("  " + (draft_.funding.odd_to
                     ? pick("零头由", "odd cents: ") + say_.name(draft_.funding.odd_to->text) + pick("承担", "")
                     : std::string(pick("零头归余数最大者", "odd cents: to the largest remainders"))));
  }

  std::string shares(const language::ShareDrafts& shares) const {
    std::vector<std::string> parts;
    for (const auto& [funder, share] : shares) parts.push_back(say_.name(funder.text) + " " + share.text);
    return say_.list(parts);
  }

  void facts() {
    heading(pick("需要的事实", "What is asked"));
    const std::pair<Scope, const char*> scopes[] = {{Scope::event, pick("每次事故", "of the event")},
                                                    {Scope::claim, pick("每件索赔", "of a claim")},
                                                    {Scope::item, pick("每项损失", "of every loss item")}};
    for (const auto& [scope, title] : scopes) {
      std::vector<std::string> names;
      for (const FactDraft& fact : draft_.facts) {
        if (fact.scope == scope) names.push_back(in(fact.label) + pick("（", " (") + type_of(fact) + pick("）", ")"));
      }
      if (!names.empty()) line("  " + std::string(title) + colon() + say_.list(names));
    }
    for (const auto& running : draft_.running) {
      line("  " + std::string(pick("此前", "from before")) + colon() + in(running.label) + pick("（", " (") +
           say_.per(running.per) + pick("）", ")"));
    }
  }

  // A code fact is told by its codes.
  std::string type_of(const FactDraft& fact) const {
    for (const auto& type : draft_.types) {
      if (type.name.text != fact.type.text) continue;
      std::vector<std::string> codes;
      for (const auto& code : type.codes) codes.push_back(in(code.label));
      return say_.list(codes);
    }
    return say_.type(fact.type.text);
  }

  void table(const TableDraft& table) {
    heading(in(table.label) + pick("（", " (") + table.name.text + pick("）", ")") + source(table.source));
    const bool dated =
        std::any_of(table.rows.begin(), table.rows.end(), [](const RowDraft& row) { return row.from || row.to; });
    std::vector<Line> lines(1);
    for (const auto& column : table.in) lines[0].push_back(say_.name(column.name.text));
    if (dated) lines[0].emplace_back(pick("出险日期", "date of loss"));
    for (const auto& output : table.out) {
      const std::string unit = say_.type(output.type.text);
      lines[0].push_back(output.name.text.empty() ? unit : say_.name(output.name.text) + pick("，", ", ") + unit);
    }
    for (const RowDraft& row : table.rows) {
      Line& cells = lines.emplace_back();
      for (const auto& cell : row.cells) cells.push_back(say_.cell(cell));
      if (dated) cells.push_back(dates_of(row));
      for (const Word& value : row.values) cells.push_back(value_of(value));
    }
    if (!table.otherwise.empty()) {
      Line& cells = lines.emplace_back();
      cells.resize(table.in.size() + (dated ? 1 : 0));
      if (cells.empty()) cells.emplace_back();
      cells.front() = pick("其他", "otherwise");
      for (const Word& value : table.otherwise) cells.push_back(value_of(value));
    }
    aligned(lines);
  }

  std::string value_of(const Word& value) const {
    const std::string number = grouped(value.text);
    return number == value.text ? say_.cell({{value}, value.at}) : number;
  }

  std::string dates_of(const RowDraft& row) const {
    if (!row.from && !row.to) return pick("任意", "any");
    return (row.from ? row.from->text : "") + pick(" 至 ", " to ") + (row.to ? row.to->text : "");
  }

  void aligned(const std::vector<Line>& lines) {
    std::vector<std::size_t> widths;
    for (const Line& cells : lines) {
      widths.resize(std::max(widths.size(), cells.size()));
      for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], width_of(cells[i]));
    }
    for (const Line& cells : lines) {
      std::string text = " ";
      for (std::size_t i = 0; i < cells.size(); ++i) text += " " + padded(cells[i], widths[i] + 1);
      text.erase(text.find_last_not_of(' ') + 1);
      line(text);
    }
  }

  void bracket(const BracketDraft& bracket) {
    heading(in(bracket.label) + pick("（", " (") + bracket.name.text + pick("）", ")") + source(bracket.source));
    std::string from = "0";
    for (const auto& band : bracket.bands) {
      const std::string unit = say_.type(bracket.of.text);
      const std::string part = band.up_to ? pick("", "from ") + from + pick(" 至 ", " to ") + grouped(band.up_to->text)
                                          : pick("", "above ") + from + pick(" 以上", "");
      std::string says = "  " + part;
      says += " ";
      says += unit;
      says += pick(" 的部分：", ": ");
      says += band.rate.text;
      line(says);
      if (band.up_to) from = grouped(band.up_to->text);
    }
  }

  void steps() {
    heading(pick("计算步骤", "How it is computed"));
    int number = 0;
    for (const StepDraft& step : draft_.steps) {
      std::string text = "  " + std::to_string(++number) + ". " + in(step.label) + pick("（", " (") + scope_of(step) +
                         pick("）", ")") + colon();
      text += step.kind == StepKind::limit ? limit(step) : say_.expression(step.is.text);
      if (step.round) {
        text +=
            pick("，", ", ") + in(to_label(step.round->rounding)) + pick("到 ", " to ") + step.round->increment.text;
      }
      line(text + source(step.source));
    }
    line("  " + std::string(pick("赔款", "The indemnity")) + colon() + say_.name(draft_.result.text) +
         pick("，", ", ") + in(to_label(draft_.result_rounding)) + pick("到 0.01", " to 0.01"));
    for (const auto& payment : draft_.payments) {
      line("  " + std::string(pick("付款", "payment ")) + payment.stage.text + colon() + say_.name(payment.pays.text));
    }
  }

  std::string scope_of(const StepDraft& step) const {
    switch (step.kind) {
      case StepKind::item:
        return pick("每项", "every item");
      case StepKind::claim:
        return pick("每件索赔", "the claim");
      case StepKind::event:
        return pick("每次事故", "the event");
      case StepKind::limit:
        return pick("限额", "a limit");
      case StepKind::fee:
        return pick("费用，不计入赔款", "a fee, beside the indemnity");
    }
    return "";
  }

  std::string limit(const StepDraft& step) const {
    std::string text = say_.expression(step.is.text) + pick("，", ", ") + say_.per(step.limit.per);
    if (step.limit.by) text += pick("按", " by ") + say_.name(step.limit.by->text);
    text += pick("不超过 ", " at most ") + say_.expression(step.limit.amount.text);
    if (step.limit.used)
      text += pick("，此前已用：", ", of which was used before: ") + say_.name(step.limit.used->text);
    if (step.limit.allocate) text += pick("，", ", shared ") + in(to_label(*step.limit.allocate));
    return text + sharing(step.limit.sharing);
  }

  std::string sharing(const SharingDraft& sharing) const {
    std::string text;
    if (!sharing.priority.text.empty()) {
      text += pick("，先后按 ", ", in the order of ") + say_.expression(sharing.priority.text);
    }
    if (sharing.reserved_share) {
      text += pick("，其中 ", ", ") + sharing.reserved_share->text + pick(" 先留给 ", " of it first for ") +
              say_.expression(sharing.reserved_for.text);
    }
    if (!sharing.exempt.text.empty()) text += pick("，不受限：", ", exempt: ") + say_.expression(sharing.exempt.text);
    return text;
  }

  void findings(const std::vector<FindingDraft>& findings, const char* title) {
    if (findings.empty()) return;
    heading(title);
    for (const FindingDraft& finding : findings) {
      line("  " + say_.expression(finding.when.text) + colon() + in(finding.say) + source(finding.source));
    }
  }

  void rest() {
    if (draft_.reserve) {
      heading(in(draft_.reserve->label) + source(draft_.reserve->source));
      line("  " + std::string(pick("每项：", "for every item: ")) + say_.expression(draft_.reserve->item.text));
    }
    if (draft_.not_encoded.empty()) return;
    heading(pick("不在此计算的条款", "Clauses that are not computed here"));
    for (const NotEncoded& clause : draft_.not_encoded) line("  " + clause.clause + colon() + clause.why);
  }

  const Rulebook& book_;
  const RulebookDraft& draft_;
  const Wording say_;
  std::string text_;
};

}  // namespace

std::string explain(const Rulebook& rulebook, const RulebookDraft& draft, Language language) {
  return Reading(rulebook, draft, language).run();
}

}  // namespace wildclaims::rules::authoring
