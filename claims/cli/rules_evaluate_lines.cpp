#include "claims/cli/rules_evaluate_lines.h"

#include <algorithm>
#include <iostream>
#include <utility>
#include <vector>

#include "claims/cli/line_reader.h"
#include "claims/domain/json_buffer.h"
#include "rules/date_flag.h"
#include "rules/determine.h"
#include "rules/engine/compiled_rules.h"
#include "rules/evaluator.h"
#include "rules/loader/facts_stream.h"
#include "rules/worksheet.h"
#include "rules/worksheet_record.h"

namespace wildclaims::cli {
namespace {

using rules::Money;

constexpr std::size_t kOutBytes = std::size_t{1} << 20;

// What all lines came to. Sums in 128 bits: millions of the largest amounts fit.
struct Totals {
  std::uint64_t lines = 0;
  std::uint64_t claims = 0;
  std::uint64_t denied = 0;
  std::uint64_t faulty = 0;
  rules::Int128 indemnity = 0;
  std::vector<rules::Int128> parts;  // by funder
};

std::string yuan(rules::Int128 fen) {
  const bool negative = fen < 0;
  std::string text = rules::to_string(negative ? -fen : fen);
  if (text.size() < 3) text.insert(0, 3 - text.size(), '0');
  text.insert(text.size() - 2, ".");
  return negative ? "-" + text : text;
}

class LineEvaluator {
 public:
  LineEvaluator(const std::shared_ptr<const rules::Rulebook>& rulebook, LineReader& reader,
                std::optional<rules::Language> worksheet)
      : rulebook_(*rulebook),
        rules_(rulebook->compiled()),
        shared_(rulebook->shares_between_claims()),
        worksheet_(worksheet),
        reader_(reader),
        stream_(rulebook, rules::UnknownFacts::refuse),
        recorder_(rulebook),
        evaluator_(recorder_.evaluator()) {
    stream_.also_read({"id"});
    totals_.parts.resize(rulebook_.funders().size());
    for (const rules::CompiledFinding& denial : rules_.denials) denials_.push_back(domain::json_quoted(denial.code));
    for (const rules::CompiledFinding& flag : rules_.flags) flags_.push_back(domain::json_quoted(flag.code));
    for (const rules::StepFen& fee : rules_.fees) {
      fees_.push_back(domain::json_quoted(rules_.steps[fee.step].name) + ":");
    }
    for (const rules::Funder& funder : rulebook_.funders()) {
      funders_.push_back((funders_.empty() ? "" : ",") + domain::json_quoted(funder.code) + ":");
    }
    for (const rules::Payment& payment : rulebook_.payments()) stages_.push_back(domain::json_quoted(payment.stage));
  }

  const Totals& run() {
    reader_.before_waiting([this] { flush(); });
    while (const auto line = reader_.next(rules::FactsStream::kMostBytes)) {
      ++totals_.lines;
      answer(*line);
      if (out_.size() >= kOutBytes) flush();
    }
    flush();
    return totals_;
  }

 private:
  void flush() {
    write_out(out_.text());
    out_.clear();
  }

  void answer(std::string_view line) {
    const std::size_t before = out_.size();
    try {
      if (shared_) {
        event(line);
      } else {
        claim(line);
      }
    } catch (const rules::MoneyOverflow&) {
      // An override or what was paid before, near the largest amount there is.
      out_.cut(before);
      faulty({{"",
               "overflow",
               {"金额超出可表示的范围，请核对调整金额和已付金额。",
                "an amount is beyond what can be counted; check the override and what was paid before"}}});
    }
    out_.raw("\n");
  }

  void begin() {
    out_.raw("{\"line\":");
    out_.number(totals_.lines);
    if (const auto id = stream_.also(0)) {
      out_.raw(",\"id\":");
      out_.quoted(*id);
    }
  }

  void faulty(const rules::Faults& faults) {
    ++totals_.faulty;
    begin();
    out_.raw(",\"faults\":[");
    const char* comma = "";
    for (const rules::Fault& fault : faults) {
      out_.raw(comma);
      out_.raw("{\"pointer\":");
      out_.quoted(fault.pointer);
      out_.raw(",\"code\":");
      out_.quoted(fault.code);
      out_.raw(",\"zh\":");
      out_.quoted(fault.say.zh);
      out_.raw(",\"en\":");
      out_.quoted(fault.say.en);
      out_.raw("}");
      comma = ",";
    }
    out_.raw("]}");
  }

  // ---- a claim a line ----

  void claim(std::string_view line) {
    const rules::Facts* facts = stream_.read(line);
    if (facts == nullptr) return is_event() ? event(line) : faulty(stream_.faults());
    const rules::WorksheetRecord* record = worksheet_ ? recorder_.record(*facts) : nullptr;
    const rules::Answer* answer = worksheet_ ? recorder_.answer() : evaluator_.evaluate(*facts);
    if (answer == nullptr) return faulty({evaluator_.fault()});
    begin();
    out_.raw(answer->denied ? ",\"denied\":true,\"denials\":[" : ",\"denied\":false,\"denials\":[");
    if (answer->denied) holding(denials_, [&](std::size_t denial) { return evaluator_.denial_holds(denial); });
    out_.raw("],\"flags\":[");
    const bool any = holding(flags_, [&](std::size_t flag) { return evaluator_.flag_holds(flag); });
    date_flag(*facts, any);
    out_.raw("],\"indemnity\":");
    out_.money(answer->entitlement);
    if (!stages_.empty()) payment(stages_[facts->stage()], facts->paid(), answer->balance);
    fees();
    out_.raw(",\"funding\":{");
    for (std::size_t i = 0; i < funders_.size(); ++i) {
      out_.raw(funders_[i]);
      out_.money(Money::from_fen(answer->parts[i]));
      totals_.parts[i] += answer->parts[i];
    }
    out_.raw("}");
    if (record != nullptr) worksheet(to_worksheet(rulebook_, *record));
    out_.raw("}");
    count(answer->denied, answer->entitlement);
  }

  // A line that was no claim because it holds several.
  bool is_event() const {
    const rules::Faults& faults = stream_.faults();
    return std::any_of(faults.begin(), faults.end(), [](const rules::Fault& fault) {
      return fault.code == "unknown_key" && fault.pointer == "/claims";
    });
  }

  // Writes the codes that hold; whether there was one.
  template <class Holds>
  bool holding(const std::vector<std::string>& codes, Holds&& holds) {
    bool any = false;
    for (std::size_t i = 0; i < codes.size(); ++i) {
      if (!holds(i)) continue;
      if (any) out_.raw(",");
      out_.raw(codes[i]);
      any = true;
    }
    return any;
  }

  void date_flag(const rules::Facts& facts, bool any) {
    const auto loss = rules::loss_date(rulebook_, facts);
    const auto flag = loss ? rules::date_flag(rulebook_, facts, *loss) : std::nullopt;
    if (!flag) return;
    if (any) out_.raw(",");
    out_.quoted(to_string(*flag));
  }

  void payment(std::string_view stage, Money paid, Money balance) {
    out_.raw(",\"stage\":");
    out_.raw(stage);
    out_.raw(",\"paid\":");
    out_.money(paid);
    out_.raw(",\"balance\":");
    out_.money(balance);
  }

  void fees() {
    if (fees_.empty()) return;
    out_.raw(",\"fees\":{");
    const char* comma = "";
    for (std::size_t i = 0; i < fees_.size(); ++i) {
      const auto fee = evaluator_.fee(i);
      if (!fee) continue;
      out_.raw(comma);
      out_.raw(fees_[i]);
      out_.money(*fee);
      comma = ",";
    }
    out_.raw("}");
  }

  void count(bool denied, Money indemnity) {
    ++totals_.claims;
    totals_.denied += denied ? 1 : 0;
    totals_.indemnity += indemnity.fen();
  }

  // ---- an event a line ----

  void event(std::string_view line) {
    const std::vector<rules::Facts>* claims = stream_.read_event(line);
    if (claims == nullptr) return faulty(stream_.faults());
    const auto outcome = determine_event(rulebook_, *claims);
    if (const auto* fault = std::get_if<rules::Fault>(&outcome)) return faulty({*fault});
    std::vector<rules::Worksheet> worksheets;
    if (worksheet_) {
      auto made = make_worksheets(rulebook_, *claims);
      if (const auto* fault = std::get_if<rules::Fault>(&made)) return faulty({*fault});
      worksheets = std::get<std::vector<rules::Worksheet>>(std::move(made));
    }
    begin();
    out_.raw(",\"claims\":[");
    const auto& determinations = std::get<std::vector<rules::Determination>>(outcome);
    for (std::size_t i = 0; i < determinations.size(); ++i) {
      if (i > 0) out_.raw(",");
      determined(determinations[i]);
      if (worksheet_) worksheet(worksheets[i]);
      out_.raw("}");
    }
    out_.raw("]}");
  }

  // All but the closing bracket.
  void determined(const rules::Determination& determination) {
    out_.raw(determination.denied ? "{\"denied\":true,\"denials\":[" : "{\"denied\":false,\"denials\":[");
    codes(determination.denials);
    out_.raw("],\"flags\":[");
    codes(determination.flags);
    out_.raw("],\"indemnity\":");
    out_.money(determination.entitlement);
    if (!determination.stage.empty()) {
      payment(domain::json_quoted(determination.stage), determination.paid, determination.balance);
    }
    if (!fees_.empty()) {
      out_.raw(",\"fees\":{");
      const char* comma = "";
      for (const rules::StepAmount& fee : determination.fees) {
        out_.raw(comma);
        out_.quoted(fee.step);
        out_.raw(":");
        out_.money(fee.amount);
        comma = ",";
      }
      out_.raw("}");
    }
    out_.raw(",\"funding\":{");
    for (std::size_t i = 0; i < funders_.size(); ++i) {
      out_.raw(funders_[i]);
      out_.money(determination.funding[i].amount);
      totals_.parts[i] += determination.funding[i].amount.fen();
    }
    out_.raw("}");
    count(determination.denied, determination.entitlement);
  }

  void codes(const std::vector<rules::Finding>& findings) {
    const char* comma = "";
    for (const rules::Finding& finding : findings) {
      out_.raw(comma);
      out_.quoted(finding.code);
      comma = ",";
    }
  }

  // ---- the worksheet, in one language ----

  void worksheet(const rules::Worksheet& sheet) {
    out_.raw(",\"worksheet\":[");
    const char* begin = "{\"kind\":";
    for (const rules::WorksheetLine& line : sheet.lines) {
      out_.raw(begin);
      out_.quoted(to_string(line.kind));
      if (line.item > 0) {
        out_.raw(",\"item\":");
        out_.number(line.item);
      }
      out_.raw(",\"step\":");
      out_.quoted(line.step);
      text(",\"label\":", line.label);
      text(",\"calculation\":", line.calculation);
      text(",\"result\":", line.result);
      if (line.rounded) out_.raw(",\"rounded\":true");
      text(",\"because\":", line.because);
      out_.raw("}");
      begin = ",{\"kind\":";
    }
    out_.raw("]");
  }

  void text(std::string_view key, const rules::Bilingual& words) {
    const std::string& said = words.in(*worksheet_);
    if (said.empty()) return;
    out_.raw(key);
    out_.quoted(said);
  }

  const rules::Rulebook& rulebook_;
  const rules::CompiledRules& rules_;
  const bool shared_;
  const std::optional<rules::Language> worksheet_;
  LineReader& reader_;
  rules::FactsStream stream_;
  rules::WorksheetRecorder recorder_;
  rules::Evaluator& evaluator_;  // the recorder's
  domain::JsonBuffer out_;
  Totals totals_;
  // Pieces of JSON written over and over, by position in the rulebook.
  std::vector<std::string> denials_;
  std::vector<std::string> flags_;
  std::vector<std::string> fees_;
  std::vector<std::string> funders_;
  std::vector<std::string> stages_;
};

void print(const Totals& totals, const rules::Rulebook& rulebook) {
  const std::string lines = std::to_string(totals.lines);
  const std::string claims = std::to_string(totals.claims);
  const std::string denied = std::to_string(totals.denied);
  const std::string faulty = std::to_string(totals.faulty);
  std::cerr << "共 " << lines << " 行，有误 " << faulty << " 行；" << claims << " 个赔案，不予赔付 " << denied
            << " 个；赔款合计 " << yuan(totals.indemnity) << "\n"
            << lines << " lines, " << faulty << " faulty; " << claims << " claims, " << denied
            << " denied; total indemnity " << yuan(totals.indemnity) << "\n";
  for (std::size_t i = 0; i < totals.parts.size(); ++i) {
    const rules::Funder& funder = rulebook.funders()[i];
    std::cerr << "  " << funder.label.zh << " / " << funder.label.en << " (" << funder.code << ") "
              << yuan(totals.parts[i]) << "\n";
  }
}

}  // namespace

ExitCode evaluate_lines(const std::shared_ptr<const rules::Rulebook>& rulebook, const std::string& facts,
                        std::optional<rules::Language> worksheet) {
  LineReader reader(facts);
  if (!reader.opened()) {
    std::cerr << facts << ": error[unreadable]: the file of facts cannot be read\n";
    return ExitCode::usage;
  }
  LineEvaluator evaluator(rulebook, reader, worksheet);
  const Totals& totals = evaluator.run();
  print(totals, *rulebook);
  return totals.faulty == 0 ? ExitCode::in_order : ExitCode::not_in_order;
}

}  // namespace wildclaims::cli
