// A worksheet as plain text.
#include <algorithm>
#include <string>
#include <utility>

#include "rules/worksheet.h"

namespace wildclaims::rules {
namespace {

class Printer {
 public:
  Printer(const Worksheet& sheet, Language language) : sheet_(sheet), language_(language) {}

  std::string run() {
    heading();
    findings({"不予赔付的理由", "Reasons for denial"}, sheet_.denials);
    findings({"提示", "Flags"}, sheet_.flags);
    for (std::size_t i = 0; i < sheet_.items.size(); ++i) item(i);
    put(say({"合计与限额", "Claim"}));
    for (const WorksheetLine& each : sheet_.lines) {
      if (each.kind != LineKind::item && each.kind != LineKind::fee && each.kind != LineKind::funding) line(each);
    }
    const auto fee = [](const WorksheetLine& each) { return each.kind == LineKind::fee; };
    if (std::any_of(sheet_.lines.begin(), sheet_.lines.end(), fee))
      put(say({"费用（不计入赔款）", "Fees (apart from the indemnity)"}));
    for (const WorksheetLine& each : sheet_.lines) {
      if (fee(each)) line(each);
    }
    put(say({"资金分担", "Funding"}));
    for (const WorksheetLine& each : sheet_.lines) {
      if (each.kind == LineKind::funding) line(each);
    }
    return std::move(text_);
  }

 private:
  const std::string& say(const Bilingual& both) const { return language_ == Language::zh ? both.zh : both.en; }
  void put(const std::string& line) { text_ += line + "\n"; }

  void heading() {
    const bool zh = language_ == Language::zh;
    put((zh ? "计算书　" : "Worksheet: ") + say(sheet_.title));
    put((zh ? "【" : "[") + say(to_label(sheet_.status)) + (zh ? "】" : "]"));
    put((zh ? "规则　" : "Rulebook: ") + sheet_.rulebook + " " + sheet_.version);
    put((zh ? "出险日期　" : "Date of loss: ") + sheet_.loss_date.to_string());
    put((zh ? "案情　" : "Facts: ") + say(sheet_.claim_facts));
  }

  void findings(const Bilingual& title, const std::vector<Finding>& list) {
    if (list.empty()) return;
    put(say(title));
    for (const Finding& finding : list) {
      const bool zh = language_ == Language::zh;
      put("  - " + say(finding.say) + (zh ? "【" : " [") + say(to_text(finding.source)) + (zh ? "】" : "]"));
    }
  }

  void item(std::size_t index) {
    const bool zh = language_ == Language::zh;
    put((zh ? "损失项 " : "Item ") + std::to_string(index + 1) + (zh ? "：" : ": ") + say(sheet_.items[index].facts));
    for (const WorksheetLine& each : sheet_.lines) {
      if (each.kind == LineKind::item && each.item == index + 1) line(each);
    }
  }

  void line(const WorksheetLine& each) {
    const bool zh = language_ == Language::zh;
    std::string row = "  " + say(each.label) + (zh ? "：" : ": ");
    if (!say(each.calculation).empty()) row += say(each.calculation) + (each.rounded ? " ≈ " : " = ");
    put(row + say(each.result));
    if (!say(each.because).empty()) put((zh ? "    依据：" : "    because: ") + say(each.because));
  }

  const Worksheet& sheet_;
  const Language language_;
  std::string text_;
};

}  // namespace

std::string to_text(const Worksheet& worksheet, Language language) { return Printer(worksheet, language).run(); }

}  // namespace wildclaims::rules
