#include "rules/authoring/simulation_json.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace wildclaims::rules::authoring {
namespace {

// Writes one value after the other; commas see to themselves.
class Writer {
 public:
  Writer& open(char bracket) {
    separate();
    text_ += bracket;
    fresh_ = true;
    return *this;
  }
  Writer& close(char bracket) {
    text_ += bracket;
    fresh_ = false;
    return *this;
  }
  Writer& key(std::string_view name) {
    separate();
    quote(name);
    text_ += ':';
    fresh_ = true;
    return *this;
  }
  Writer& text(std::string_view value) {
    separate();
    quote(value);
    return *this;
  }
  Writer& raw(std::string_view value) {
    separate();
    text_ += value;
    return *this;
  }
  Writer& count(std::uint64_t value) { return raw(std::to_string(value)); }
  Writer& truth(bool value) { return raw(value ? "true" : "false"); }
  Writer& money(Money amount) { return text(amount.to_string()); }
  Writer& day(const std::optional<Date>& date) { return date ? text(date->to_string()) : raw("null"); }

  std::string take() { return std::move(text_); }

 private:
  void separate() {
    if (!fresh_) text_ += ',';
    fresh_ = false;
  }
  void quote(std::string_view value) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    text_ += '"';
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        text_ += '\\';
        text_ += c;
      } else if (byte < 0x20) {
        text_ += "\\u00";
        text_ += kDigits[byte >> 4U];
        text_ += kDigits[byte & 15U];
      } else {
        text_ += c;
      }
    }
    text_ += '"';
  }

  std::string text_;
  bool fresh_ = true;  // nothing stands before on this level
};

void write(Writer& json, const Bilingual& text) {
  json.open('{').key("zh").text(text.zh).key("en").text(text.en).close('}');
}

void write(Writer& json, const BeforeAfter& sides) {
  json.open('{').key("was").money(sides.was).key("now").money(sides.now);
  json.key("difference").money(sides.difference()).close('}');
}

void write(Writer& json, const CountBeforeAfter& counts) {
  json.open('{').key("was").count(counts.was).key("now").count(counts.now).close('}');
}

void write(Writer& json, const RulebookName& name) {
  json.open('{').key("id").text(name.id).key("version").text(name.version).key("title");
  write(json, name.title);
  json.key("status").text(to_string(name.status)).key("sha256").text(name.sha256).key("in_force").open('{');
  json.key("from").day(name.in_force_from).key("to").day(name.in_force_to).close('}').close('}');
}

void write(Writer& json, const LimitUse& use) {
  json.open('{').key("limit");
  if (use.limit) {
    json.money(*use.limit);
  } else {
    json.raw("null");
  }
  json.key("approved").money(use.approved).key("unpaid").money(use.unpaid).key("waiting").money(use.waiting);
  json.key("claims_unpaid").count(use.claims_unpaid).key("exhausted_on").day(use.exhausted_on).close('}');
}

void write(Writer& json, const ChangedClaims& changed) {
  json.open('{').key("count").count(changed.count).key("sum").money(changed.sum).key("largest").open('[');
  for (const ChangedClaim& each : changed.largest) {
    json.open('{').key("claim").text(each.id).key("was").money(each.entitlement.was).key("now");
    json.money(each.entitlement.now).key("difference").money(each.entitlement.difference()).close('}');
  }
  json.close(']').close('}');
}

void write(Writer& json, const MoneyRange& range) {
  json.open('{').key("p5").money(range.low).key("p50").money(range.middle).key("p95").money(range.high).close('}');
}

void write(Writer& json, const DayRange& range) {
  json.open('{').key("p5").day(range.low).key("p50").day(range.middle).key("p95").day(range.high);
  json.key("exhausted").count(range.exhausted).close('}');
}

template <class Each>
void member(Writer& json, std::string_view name, const Each& value) {
  json.key(name);
  write(json, value);
}

template <class Each, class Write>
void list(Writer& json, std::string_view name, const std::vector<Each>& all, Write&& one) {
  json.key(name).open('[');
  for (const Each& each : all) {
    json.open('{');
    one(each);
    json.close('}');
  }
  json.close(']');
}

void claims(Writer& json, const SimulationReport& report) {
  json.key("claims").open('{').key("read").count(report.read).key("determined").count(report.determined);
  json.key("left_out").count(report.left_out).key("left_out_was").money(report.left_out_was);
  json.key("without_past").count(report.without_past).key("without_past_now").money(report.without_past_now);
  json.key("moved").count(report.moved).key("outside_dates").count(report.outside);
  member(json, "denied", report.denied);
  json.key("newly_denied").count(report.newly_denied).key("no_longer_denied").count(report.no_longer_denied);
  json.key("winners").count(report.winners.count).key("losers").count(report.losers.count);
  json.key("unchanged").count(report.unchanged).close('}');
}

void money(Writer& json, const SimulationReport& report) {
  member(json, "entitlement", report.entitlement);
  list(json, "funders", report.funders, [&](const FunderTotals& each) {
    json.key("funder").text(each.code);
    member(json, "label", each.label);
    member(json, "entitlement", each.entitlement);
    member(json, "approved", each.approved);
  });
  json.key("parts_unknown").count(report.parts_unknown);
  json.key("aggregate_limit").open('{').key("when_exhausted").text(to_string(report.when_exhausted));
  json.key("residual_to").text(report.residual_to).key("settled").truth(report.settled);
  member(json, "was", report.limit_was);
  member(json, "now", report.limit_now);
  json.close('}');
  member(json, "winners", report.winners);
  member(json, "losers", report.losers);
}

void periods(Writer& json, const SimulationReport& report) {
  list(json, "months", report.months, [&](const MonthTotals& each) {
    const std::string month = (each.month < 10 ? "-0" : "-") + std::to_string(each.month);
    json.key("month").text(std::to_string(each.year) + month).key("claims").count(each.claims);
    member(json, "entitlement", each.entitlement);
  });
  list(json, "years", report.years, [&](const YearTotals& each) {
    json.key("year").raw(std::to_string(each.year)).key("claims").count(each.claims);
    member(json, "entitlement", each.entitlement);
    member(json, "was", each.limit_was);
    member(json, "now", each.limit_now);
    json.key("exhausted_on");
    if (report.replicates > 0) {
      write(json, each.exhausted_on);
    } else {
      json.raw("null");
    }
  });
}

void codes(Writer& json, const SimulationReport& report) {
  const auto one = [&](const CodeCount& each) {
    json.key("code").text(each.code);
    member(json, "say", each.say);
    member(json, "claims", each.claims);
  };
  list(json, "denials", report.denials, one);
  list(json, "flags", report.flags, one);
  json.key("codes_unknown").count(report.codes_unknown);
  list(json, "faults", report.faults,
       [&](const FaultCount& each) { json.key("code").text(each.code).key("claims").count(each.claims); });
  list(json, "faulty_claims", report.faulty_claims, [&](const FaultyClaim& each) {
    json.key("claim").text(each.id).key("pointer").text(each.pointer).key("code").text(each.code);
    member(json, "say", each.say);
  });
  list(json, "running", report.totals, [&](const ReplayedTotal& each) {
    json.key("name").text(each.name);
    member(json, "label", each.label);
    json.key("followed").truth(each.followed).key("as_stored").count(each.as_stored);
  });
  json.key("shares_between_claims").truth(report.shares_between_claims);
}

}  // namespace

std::string to_json(const SimulationReport& report) {
  Writer json;
  json.open('{').key("simulation").count(1);
  member(json, "draft", report.draft);
  json.key("baseline");
  if (report.baseline) {
    write(json, *report.baseline);
  } else {
    json.raw("null");
  }
  claims(json, report);
  money(json, report);
  periods(json, report);
  codes(json, report);
  json.key("resampled");
  if (report.replicates > 0) {
    json.open('{').key("replicates").count(report.replicates).key("seed").text(std::to_string(report.seed));
    member(json, "was", report.resampled_was);
    member(json, "now", report.resampled_now);
    member(json, "difference", report.resampled_difference);
    json.close('}');
  } else {
    json.raw("null");
  }
  return json.close('}').take();
}

}  // namespace wildclaims::rules::authoring
