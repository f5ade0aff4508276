#include "claims/ledger/statement_text.h"

#include <algorithm>

namespace wildclaims::ledger {
namespace {

using rules::Language;
using rules::Money;

constexpr std::size_t kNameWidth = 30;
constexpr std::size_t kMoneyWidth = 20;

// Columns a text takes on paper: a Chinese character takes two.
std::size_t width_of(const std::string& text) {
  constexpr unsigned char kContinued = 0x80;
  constexpr unsigned char kLead = 0xC0;
  constexpr unsigned char kThreeBytes = 0xE0;
  std::size_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & kLead) != kContinued) width += byte >= kThreeBytes ? 2 : 1;
  }
  return width;
}

std::string left(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, width_of(text)), ' ');
}
std::string right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, width_of(text)), ' ') + text;
}

class Paper {
 public:
  explicit Paper(Language language) : language_(language) {}

  void blank() { text_ += "\n"; }
  std::string in(const rules::Bilingual& text) const { return text.in(language_); }
  void say(const rules::Bilingual& text) { text_ += text.in(language_) + "\n"; }
  void amounts(const std::string& name, const std::vector<Money>& amounts) {
    text_ += left(name, kNameWidth);
    for (const Money amount : amounts) text_ += right(amount.to_grouped_string(), kMoneyWidth);
    text_ += "\n";
  }
  void heading(const rules::Bilingual& name, const std::vector<rules::Bilingual>& columns) {
    text_ += left(name.in(language_), kNameWidth);
    for (const rules::Bilingual& column : columns) text_ += right(column.in(language_), kMoneyWidth);
    text_ += "\n";
  }
  std::string take() { return std::move(text_); }

 private:
  Language language_;
  std::string text_;
};

void write_receivables(Paper& paper, const std::vector<FunderReceivable>& receivables, rules::Date as_of) {
  const std::string day = as_of.to_string();
  const auto name_of = [&](const FunderReceivable& row) {
    return row.funder + (row.reimbursement ? paper.in({" 奖补", " to reimburse"}) : "");
  };
  paper.say(
      {"应收保费与奖补资金（截至 " + day + "，元）", "Premium and reimbursements receivable as of " + day + " (yuan)"});
  paper.heading({"出资方", "funder"}, {{"已请拨", "called"}, {"已收到", "received"}, {"未收", "outstanding"}});
  for (const FunderReceivable& row : receivables) {
    paper.amounts(name_of(row), {row.called, row.received, row.outstanding});
  }
  paper.heading(
      {"其中未收账龄", "outstanding by age"},
      {{"0-30天", "0-30 days"}, {"31-60天", "31-60 days"}, {"61-90天", "61-90 days"}, {"90天以上", "over 90"}});
  for (const FunderReceivable& row : receivables) {
    paper.amounts(name_of(row), {row.by_age.begin(), row.by_age.end()});
    if (!row.since) continue;
    const std::string since = row.since->to_string();
    const std::string days = std::to_string(row.days);
    rules::Bilingual oldest{"  最早未收自 ", "  oldest outstanding since "};
    oldest.zh += since;
    oldest.zh += "，" + days + " 天";
    oldest.en += since;
    oldest.en += ", " + days + " days";
    paper.say(oldest);
  }
}

void write_count(Paper& paper, const rules::Bilingual& what, const CountAndSum& value) {
  const std::string count = std::to_string(value.count);
  const std::string sum = value.sum.to_grouped_string();
  paper.say({what.zh + "：" + count + " 笔，" + sum + " 元", what.en + ": " + count + ", " + sum + " yuan"});
}

}  // namespace

rules::Bilingual how_to_check(const Statement& statement) {
  const std::string command =
      "wildclaims ledger verify --against-head " + statement.policy + "=" + statement.head.hash.to_hex();
  return {"核验：运行 " + command + " ；若此哈希已不在账簿中，则本对账单之前的分录被改写。",
          "To check it: run " + command +
              " ; if the book no longer has this hash, entries up to this statement were rewritten."};
}

std::string to_text(const Statement& statement, Language language) {
  Paper paper(language);
  const std::string month = statement.month.to_string();
  paper.say({"保单 " + statement.policy + " 对账单 " + month + "（元；借方为正，贷方为负）",
             "Policy " + statement.policy + ", statement of " + month + " (yuan; debits positive, credits negative)"});
  paper.blank();
  paper.heading({"账户", "account"},
                {{"期初", "opening"}, {"借方", "debits"}, {"贷方", "credits"}, {"期末", "closing"}});
  for (const StatementLine& line : statement.lines) {
    paper.amounts(line.group, {line.opening, line.debits, line.credits, line.closing});
  }
  paper.amounts(language == Language::zh ? "合计" : "total",
                {statement.opening, statement.debits, statement.credits, statement.closing});
  paper.blank();
  write_count(paper, {"本月批准", "approved in the month"}, statement.approved);
  if (statement.residual.count > 0)
    write_count(paper, {"其中未偿余额", "left unpaid by the limit"}, statement.residual);
  if (statement.pending.count > 0) {
    write_count(paper, {"本月批准、待年度结算", "approved in the month, to wait for the year's settlement"},
                statement.pending);
  }
  if (statement.settled.count > 0) {
    write_count(paper, {"本月年度结算的应赔金额", "entitlements settled in the month"}, statement.settled);
  }
  write_count(paper, {"本月付讫", "paid in the month"}, statement.paid);
  if (statement.returned.count > 0) write_count(paper, {"本月退回", "returned in the month"}, statement.returned);
  if (statement.taken_back.count > 0) {
    write_count(paper, {"本月撤销与核减", "undone and lowered in the month"}, statement.taken_back);
  }
  if (statement.recovered.count > 0) {
    write_count(paper, {"本月收回赔款", "paid back in the month"}, statement.recovered);
  }
  paper.blank();
  write_receivables(paper, statement.receivables, statement.month.last_day());
  paper.blank();
  if (statement.first == 0) {
    paper.say({"本月没有分录", "No entries in this month"});
  } else {
    const std::string range = std::to_string(statement.first) + " - " + std::to_string(statement.last);
    paper.say({"本月分录：" + range, "Entries of this month: " + range});
  }
  if (statement.effective_elsewhere > 0) {
    const std::string count = std::to_string(statement.effective_elsewhere);
    paper.say({"其中 " + count + " 笔在其他月份生效", count + " of them take effect in another month"});
  }
  const std::string head = statement.policy + "#" + std::to_string(statement.head.sequence);
  paper.say({"月末末条 " + head + " 的哈希：" + statement.head.hash.to_hex(),
             "Hash of the last entry by the end of the month, " + head + ": " + statement.head.hash.to_hex()});
  paper.say(how_to_check(statement));
  return paper.take();
}

std::string to_text(const std::vector<FunderReceivable>& receivables, rules::Date as_of, Language language) {
  Paper paper(language);
  write_receivables(paper, receivables, as_of);
  return paper.take();
}

}  // namespace wildclaims::ledger
