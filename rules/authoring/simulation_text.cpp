#include "rules/authoring/simulation_text.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/authoring/wording.h"

namespace wildclaims::rules::authoring {
namespace {

using Row = std::vector<std::string>;

struct Table {
  Row head;
  std::vector<Row> rows;
};

struct Section {
  std::string heading;  // empty: none
  std::vector<std::string> lines;
  std::optional<Table> table;
};

constexpr const char* kUnknown = "—";

std::string signed_money(Money amount) { return (amount > Money() ? "+" : "") + amount.to_grouped_string(); }

std::string signed_count(std::size_t was, std::size_t now) {
  if (now >= was) return (now > was ? "+" : "") + std::to_string(now - was);
  return "-" + std::to_string(was - now);
}

// The report as sections, whatever they are printed as.
class Page {
 public:
  Page(const SimulationReport& report, Language language) : report_(report), language_(language) {}

  std::vector<Section> write() {
    head();
    claims();
    money();
    limit();
    changes();
    months();
    years();
    codes({"拒赔", "Denials"}, report_.denials);
    codes({"提示", "Flags"}, report_.flags);
    chance();
    notes();
    return std::move(sections_);
  }

 private:
  std::string in(const Bilingual& text) const {
    if (language_ == Language::en || text.zh == text.en) return text.en;
    return text.zh + " " + text.en;
  }
  std::string named(const std::string& code, const Bilingual& label) const {
    return label.en.empty() ? code : in(label);
  }
  bool past() const { return report_.without_past < report_.determined; }

  Section& section(const Bilingual& heading) {
    sections_.push_back({in(heading), {}, std::nullopt});
    return sections_.back();
  }
  Table& table(const Bilingual& heading, Row head) {
    Section& added = section(heading);
    added.table = Table{std::move(head), {}};
    return *added.table;
  }
  Row columns(const Bilingual& first) const {
    return {in(first), in({"原", "was"}), in({"草案", "draft"}), in({"差额", "difference"})};
  }

  Row amounts(const std::string& label, const BeforeAfter& sides, bool known) const {
    const std::string now = sides.now.to_grouped_string();
    if (!known) return {label, kUnknown, now, kUnknown};
    return {label, sides.was.to_grouped_string(), now, signed_money(sides.difference())};
  }
  Row counts(const std::string& label, const CountBeforeAfter& sides, bool known) const {
    const std::string now = std::to_string(sides.now);
    if (!known) return {label, kUnknown, now, kUnknown};
    return {label, std::to_string(sides.was), now, signed_count(sides.was, sides.now)};
  }

  std::string rulebook(const RulebookName& name) const {
    return in(name.title) + ", " + name.id + " " + name.version + " (" + in(to_label(name.status)) + ")";
  }

  void head() {
    Section& top = section({"草案试算", "Simulation of a draft rulebook"});
    top.lines.push_back(in({"草案", "draft"}) + ": " + rulebook(report_.draft));
    top.lines.push_back(in({"对照", "compared with"}) + ": " +
                        (report_.baseline ? rulebook(*report_.baseline) : in({"当时的核定", "what was decided then"})));
  }

  void claims() {
    Table& rows = table({"赔案", "Claims"}, columns({"件数", "number"}));
    const auto line = [&](const Bilingual& label, std::size_t count) {
      rows.rows.push_back({in(label), "", std::to_string(count), ""});
    };
    line({"读入", "read"}, report_.read);
    line({"已试算", "determined"}, report_.determined);
    if (report_.left_out > 0) line({"未能试算，不计入下列各数", "left out of all that follows"}, report_.left_out);
    rows.rows.push_back(counts(in({"拒赔", "denied"}), report_.denied, past()));
    if (!past()) return;
    line({"增加赔款", "gain"}, report_.winners.count);
    line({"减少赔款", "lose"}, report_.losers.count);
    line({"不变", "unchanged"}, report_.unchanged);
  }

  void money() {
    Table& rows = table({"应赔金额（元）", "Owed"}, columns({"分担", "funder"}));
    rows.rows.push_back(amounts(in({"合计", "total"}), report_.entitlement, past()));
    const bool parts = past() && report_.parts_unknown == 0;
    for (const FunderTotals& each : report_.funders) {
      rows.rows.push_back(amounts("  " + named(each.code, each.label), each.entitlement, parts));
    }
    if (report_.limit_was.unpaid.is_zero() && report_.limit_now.unpaid.is_zero()) return;
    Table& paid = table({"年度限额内赔付（元）", "Paid within the aggregate limit"}, columns({"分担", "funder"}));
    const BeforeAfter approved{report_.limit_was.approved, report_.limit_now.approved};
    paid.rows.push_back(amounts(in({"合计", "total"}), approved, past()));
    const bool at_end = report_.when_exhausted == Exhaustion::prorate || report_.when_exhausted == Exhaustion::priority;
    if (at_end) return;  // a settlement has no parts by funder
    for (const FunderTotals& each : report_.funders) {
      paid.rows.push_back(amounts("  " + named(each.code, each.label), each.approved, parts));
    }
  }

  void limit_row(Table& rows, const Bilingual& label, Money was, Money now) const {
    rows.rows.push_back(amounts(in(label), {was, now}, past()));
  }

  Row limit_days(const LimitUse& was, const LimitUse& now) const {
    const auto day = [&](const LimitUse& use) {
      return use.exhausted_on ? use.exhausted_on->to_string() : in({"未用尽", "never"});
    };
    return {in({"用尽之日", "exhausted on"}), past() ? day(was) : kUnknown, day(now), ""};
  }

  void limit() {
    const LimitUse& was = report_.limit_was;
    const LimitUse& now = report_.limit_now;
    Table& rows = table({"年度累计赔偿限额（元）", "Aggregate limit"}, columns({"", ""}));
    const auto limit_of = [](const LimitUse& use) { return use.limit ? use.limit->to_grouped_string() : kUnknown; };
    const bool both = was.limit && now.limit;
    rows.rows.push_back(
        {in({"限额", "limit"}), limit_of(was), limit_of(now), both ? signed_money(*now.limit - *was.limit) : kUnknown});
    limit_row(rows, {"限额内赔付", "paid from it"}, was.approved, now.approved);
    limit_row(rows, {"未能赔付", "left unpaid"}, was.unpaid, now.unpaid);
    if (!was.waiting.is_zero() || !now.waiting.is_zero()) {
      limit_row(rows, {"未核定或不详", "not approved, or not known"}, was.waiting, now.waiting);
    }
    rows.rows.push_back(
        counts(in({"未足额赔付件数", "claims not paid in full"}), {was.claims_unpaid, now.claims_unpaid}, past()));
    rows.rows.push_back(limit_days(was, now));
  }

  void changed(const Bilingual& heading, const ChangedClaims& side) {
    if (side.count == 0) return;
    const std::string sum = signed_money(side.sum);
    Bilingual full{heading.zh + std::to_string(side.count) + "件，合计" + sum + "元，变动最大者",
                   heading.en + ": " + std::to_string(side.count) + " claims, together " + sum + "; the largest"};
    Table& rows = table(full, columns({"赔案", "claim"}));
    for (const ChangedClaim& each : side.largest) rows.rows.push_back(amounts(each.id, each.entitlement, true));
  }

  void changes() {
    changed({"增加", "Gain"}, report_.winners);
    changed({"减少", "Lose"}, report_.losers);
  }

  void months() {
    Row head = columns({"月份", "month"});
    head.insert(head.begin() + 1, in({"件数", "claims"}));
    Table& rows = table({"按核定月份（元）", "Owed, by month of decision"}, std::move(head));
    for (const MonthTotals& each : report_.months) {
      const std::string month = std::to_string(each.year) + (each.month < 10 ? "-0" : "-") + std::to_string(each.month);
      Row row = amounts(month, each.entitlement, past());
      row.insert(row.begin() + 1, std::to_string(each.claims));
      rows.rows.push_back(std::move(row));
    }
  }

  void years() {
    if (report_.years.size() < 2) return;
    Row head = columns({"年度", "year"});
    head.insert(head.begin() + 1, in({"件数", "claims"}));
    head.push_back(in({"草案未付", "unpaid under the draft"}));
    head.push_back(in({"用尽之日", "exhausted on"}));
    Table& rows = table({"按保险年度（元）", "Owed, by policy year"}, std::move(head));
    for (const YearTotals& each : report_.years) {
      Row row = amounts(std::to_string(each.year), each.entitlement, past());
      row.insert(row.begin() + 1, std::to_string(each.claims));
      row.push_back(each.limit_now.unpaid.to_grouped_string());
      row.push_back(limit_days(each.limit_was, each.limit_now)[2]);
      rows.rows.push_back(std::move(row));
    }
  }

  void codes(const Bilingual& heading, const std::vector<CodeCount>& all) {
    const auto met = [](const CodeCount& each) { return each.claims.was + each.claims.now > 0; };
    if (std::none_of(all.begin(), all.end(), met)) return;
    Table& rows = table(heading, columns({"件数", "claims"}));
    for (const CodeCount& each : all) {
      const std::string label = each.say.en.empty() ? each.code : each.code + " " + in(each.say);
      if (met(each)) rows.rows.push_back(counts(label, each.claims, past() && report_.codes_unknown == 0));
    }
  }

  void chance() {
    if (report_.replicates == 0) return;
    const std::string count = std::to_string(report_.replicates);
    Table& rows = table({"按户重抽样的波动范围（" + count + "次，元）",
                         "Range over " + count + " resampled seasons (households drawn again)"},
                        {"", "5%", "50%", "95%"});
    const auto line = [&](const Bilingual& label, const MoneyRange& range, bool sign) {
      const auto text = [&](Money amount) { return sign ? signed_money(amount) : amount.to_grouped_string(); };
      rows.rows.push_back({in(label), text(range.low), text(range.middle), text(range.high)});
    };
    if (past()) line({"原应赔", "owed, was"}, report_.resampled_was, false);
    line({"草案应赔", "owed, draft"}, report_.resampled_now, false);
    if (past()) line({"差额", "difference"}, report_.resampled_difference, true);
    for (const YearTotals& year : report_.years) {
      const auto text = [&](const std::optional<Date>& day) {
        return day ? day->to_string() : in({"未用尽", "never"});
      };
      const DayRange& range = year.exhausted_on;
      const std::string which = std::to_string(year.year);
      rows.rows.push_back({in({"限额用尽 " + which, "limit exhausted " + which}), text(range.low), text(range.middle),
                           text(range.high)});
    }
  }

  void notes() {
    Section& notes = section({"说明", "Notes"});
    const auto note = [&](const Bilingual& text) { notes.lines.push_back(in(text)); };
    const auto number = [](std::size_t count) { return std::to_string(count); };
    if (report_.left_out > 0) {
      note({number(report_.left_out) + "件未能试算，原应赔" + report_.left_out_was.to_grouped_string() +
                "元，不在上列各数内。",
            number(report_.left_out) + " claims could not be computed under the draft; " +
                report_.left_out_was.to_grouped_string() + " was owed for them, and they are in no figure above."});
      for (const FaultCount& each : report_.faults)
        notes.lines.push_back("  " + each.code + ": " + number(each.claims));
      for (const FaultyClaim& each : report_.faulty_claims) {
        notes.lines.push_back("  " + each.id + " " + each.pointer + ": " + in(each.say));
      }
    }
    if (past() && report_.without_past > 0) {
      note({number(report_.without_past) + "件没有原结论，只计入草案一栏，合计" +
                report_.without_past_now.to_grouped_string() + "元。",
            number(report_.without_past) +
                " claims have no earlier answer and stand in the draft's column alone, with " +
                report_.without_past_now.to_grouped_string() + "."});
    }
    if (report_.moved > 0) {
      note({number(report_.moved) + "件的日期整年平移到草案的适用期内。",
            number(report_.moved) + " claims were moved by whole years into the dates of the draft."});
    }
    if (report_.outside > 0) {
      note({number(report_.outside) + "件的出险日期不在草案的适用期内。",
            number(report_.outside) + " claims have a date of loss outside the dates of the draft."});
    }
    if (report_.parts_unknown > 0) {
      note({number(report_.parts_unknown) + "件的原分担不详。",
            "How " + number(report_.parts_unknown) + " claims were shared by funder then is not known."});
    }
    if (report_.codes_unknown > 0) {
      note({number(report_.codes_unknown) + "件的原拒赔、提示代码不详。",
            "The codes that " + number(report_.codes_unknown) + " claims were given then are not known."});
    }
    for (const ReplayedTotal& each : report_.totals) {
      if (each.as_stored == 0) continue;
      note({"累计值“" + each.label.zh + "”有" + number(each.as_stored) + "件沿用原值，未按草案重新累计。",
            "The running total " + each.name + " was taken as stored for " + number(each.as_stored) +
                " claims, not summed up anew under the draft."});
    }
    if (report_.shares_between_claims) {
      note({"同一事件各赔案共享的限额按核定顺序逐件试算。",
            "Limits that the claims of an event share were applied claim by claim, in order of decision."});
    }
    if (!report_.settled) {
      note({"赔案过多，未作年度结算，只列应赔金额。",
            "There are too many claims to settle the year; what is owed is shown, not what would be paid."});
    }
    if (!report_.residual_to.empty() && !report_.limit_now.unpaid.is_zero()) {
      note({"草案下限额未能赔付的部分由 " + report_.residual_to + " 承担。",
            "What the limit leaves unpaid under the draft is borne by " + report_.residual_to + "."});
    }
    note({"试算将每件结论视为当日即获批准。", "Every determination counts as approved on the day it was decided."});
  }

  const SimulationReport& report_;
  const Language language_;
  std::vector<Section> sections_;
};

std::string right(const std::string& text, std::size_t width) {
  const std::size_t own = width_of(text);
  return std::string(own < width ? width - own : 0, ' ') + text;
}

void print(const Table& table, std::string& text) {
  std::vector<std::size_t> widths(table.head.size());
  const auto measure = [&](const Row& row) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  };
  measure(table.head);
  for (const Row& row : table.rows) measure(row);
  const auto line = [&](const Row& row) {
    std::string printed = "  " + padded(row.front(), widths.front());
    for (std::size_t i = 1; i < row.size(); ++i) printed += "  " + right(row[i], widths[i]);
    printed.erase(printed.find_last_not_of(' ') + 1);
    text += printed + "\n";
  };
  line(table.head);
  for (const Row& row : table.rows) line(row);
}

void print_markdown(const Table& table, std::string& text) {
  const auto line = [&](const Row& row) {
    text += "|";
    for (const std::string& cell : row) {
      std::string escaped;
      for (const char c : cell) {
        if (c == '|') escaped += '\\';
        escaped += c;
      }
      text += " " + escaped + " |";
    }
    text += "\n";
  };
  line(table.head);
  text += "|---|";
  for (std::size_t i = 1; i < table.head.size(); ++i) text += "---:|";
  text += "\n";
  for (const Row& row : table.rows) line(row);
}

}  // namespace

std::string to_text(const SimulationReport& report, Language language) {
  std::string text;
  for (const Section& section : Page(report, language).write()) {
    if (!text.empty()) text += "\n";
    text += section.heading + "\n";
    for (const std::string& line : section.lines) text += "  " + line + "\n";
    if (section.table) print(*section.table, text);
  }
  return text;
}

std::string to_markdown(const SimulationReport& report, Language language) {
  std::string text;
  for (const Section& section : Page(report, language).write()) {
    text += text.empty() ? "# " : "\n## ";
    text += section.heading + "\n\n";
    for (const std::string& line : section.lines) text += "- " + line + "\n";
    if (section.table) print_markdown(*section.table, text);
  }
  return text;
}

}  // namespace wildclaims::rules::authoring
