#include "claims/domain/damage_report.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "claims/domain/characters.h"
#include "claims/domain/identity.h"
#include "claims/domain/text_limits.h"

namespace wildclaims::domain {
namespace {

using rules::Bilingual;
using rules::Fault;
using rules::Faults;

void add(Faults& faults, std::string pointer, const char* code, Bilingual say) {
  faults.push_back({std::move(pointer), code, std::move(say)});
}

std::string at(std::string_view base, std::string_view key) { return std::string(base) + "/" + std::string(key); }
std::string at(std::string_view base, std::size_t index) { return std::string(base) + "/" + std::to_string(index); }

// A key inside a JSON pointer (RFC 6901): '~' and '/' are written ~0 and ~1.
std::string escaped_key(std::string_view key) {
  std::string escaped;
  for (char c : key) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A plain decimal taken apart: "12.50" is 12 and 50. Nothing for anything else.
struct Decimal {
  std::string_view whole;
  std::string_view decimals;
  bool is_zero() const {
    return whole.find_first_not_of('0') == std::string_view::npos &&
           decimals.find_first_not_of('0') == std::string_view::npos;
  }
};

std::optional<Decimal> take_apart(std::string_view text) {
  const std::size_t point = text.find('.');
  Decimal decimal{text.substr(0, point), {}};
  if (point != std::string_view::npos) {
    decimal.decimals = text.substr(point + 1);
    if (decimal.decimals.empty()) return std::nullopt;
  }
  const bool digits = std::all_of(decimal.whole.begin(), decimal.whole.end(), is_digit) &&
                      std::all_of(decimal.decimals.begin(), decimal.decimals.end(), is_digit);
  if (decimal.whole.empty() || !digits) return std::nullopt;
  return decimal;
}

// Leading zeros are no digits of size: "007" has one.
std::int64_t whole_number(std::string_view digits, std::int64_t most) {
  std::int64_t number = 0;
  for (char digit : digits) {
    number = number * 10 + (digit - '0');
    if (number > most) return most + 1;
  }
  return number;
}

// --- parts of a report ---

void check_items(const Household& household, const std::string& base, Faults& faults) {
  const std::string items = at(base, "items");
  if (household.items.empty()) {
    add(faults, items, "no_items", {"请至少填写一个受损地块。", "Name at least one damaged plot."});
  }
  if (household.items.size() > kMaxItems) {
    const std::string most = std::to_string(kMaxItems);
    add(faults, items, "too_many_items",
        {"每户最多" + most + "个受损地块，请合并或分开报案。",
         "At most " + most + " damaged plots for one household; merge some or make another report."});
    return;
  }
  for (std::size_t i = 0; i < household.items.size(); ++i) {
    const LossItem& item = household.items[i];
    const std::string here = at(items, i);
    check_text(item.plot, kPlotText, at(here, "plot"), faults);
    check_code(item.crop, at(here, "crop"), faults);
    if (item.stage) check_code(*item.stage, at(here, "stage"), faults);
    check_area(item.area, at(here, "area"), faults);
    if (item.loss_rate) check_loss_rate(*item.loss_rate, at(here, "loss_rate"), faults);
  }
}

// The identity in its normal form, so that two writings of one number are found; nothing when it is not valid.
std::optional<std::string> check_identity(const Household& household, const std::string& base, rules::Date today,
                                          Faults& faults) {
  const std::string pointer = at(base, "identity");
  if (household.kind == ClaimantKind::organisation) {
    const auto code = CreditCode::parse(household.identity, pointer, faults);
    return code ? std::optional(code->text()) : std::nullopt;
  }
  const auto number = IdentityNumber::parse(household.identity, pointer, faults);
  if (!number) return std::nullopt;
  if (number->birth_date() > today) {
    add(faults, pointer, "born_later",
        {"身份证号中的出生日期晚于今天，请对照证件核对。",
         "The date of birth in the identity number is after today; compare it with the card."});
  }
  return number->text();
}

void check_households(const DamageReport& report, rules::Date today, Faults& faults) {
  if (report.households.empty()) {
    add(faults, "/households", "no_households", {"请至少填写一户。", "Name at least one household."});
  }
  if (report.households.size() > kMaxHouseholds) {
    const std::string most = std::to_string(kMaxHouseholds);
    add(faults, "/households", "too_many_households",
        {"一次报案最多" + most + "户，请分成几次报案，并入同一事件。",
         "At most " + most + " households in one report; make several reports of one event."});
    return;
  }
  std::unordered_map<std::string, std::size_t> first_with;  // identity -> household
  for (std::size_t i = 0; i < report.households.size(); ++i) {
    const Household& household = report.households[i];
    const std::string base = at("/households", i);
    check_text(household.name, kNameText, at(base, "name"), faults);
    const auto identity = check_identity(household, base, today, faults);
    if (identity) {
      const auto [entry, is_new] = first_with.emplace(*identity, i);
      if (!is_new) {
        const std::string first = std::to_string(entry->second + 1);
        add(faults, at(base, "identity"), "duplicate_identity",
            {"与第" + first + "户的证件号码相同，请核对，同一人的地块请填在一户内。",
             "The same identity number as household " + first +
                 "; check it, and put all plots of one claimant into one household."});
      }
    }
    PhoneNumber::parse(household.phone, at(base, "phone"), faults);
    AccountNumber::parse(household.account, at(base, "account"), faults);
    if (household.account_holder) check_text(*household.account_holder, kNameText, at(base, "account_holder"), faults);
    check_items(household, base, faults);
  }
}

void check_place(const DamageReport& report, const Programme& programme, Faults& faults) {
  const std::size_t before = faults.size();
  check_code(report.village, "/village", faults);
  if (faults.size() == before && programme.find_village(report.village) == nullptr) {
    add(faults, "/village", "village_unknown",
        {"没有这个村的代码，请从" + programme.county.zh + "的村名单中选择。",
         "No village of this code; choose one of " + programme.county.en + "'s."});
  }
  check_text(report.place, kPlaceText, "/place", faults);
  check_text(report.told_by, kToldByText, "/told_by", faults);
}

void check_facts(const DamageReport& report, Faults& faults) {
  if (report.facts.size() > kMaxFacts) {
    const std::string most = std::to_string(kMaxFacts);
    add(faults, "/facts", "too_many_facts", {"其他案情最多" + most + "项。", "At most " + most + " further facts."});
    return;
  }
  constexpr TextLimit kFactText{200, Presence::optional};
  for (const auto& [name, value] : report.facts) {
    const std::string pointer = at("/facts", escaped_key(name));
    check_code(name, pointer, faults);
    check_text(value, kFactText, pointer, faults);
  }
}

// --- normal forms ---

std::string trim(const std::string& text) { return std::string(trimmed(text)); }
std::string tidy_code(const std::string& text) { return std::string(trimmed(to_half_width(text))); }

template <class Number>
std::string tidy_number(const std::string& text) {
  const auto number = Number::parse(text);
  return number ? number->text() : text;
}

void tidy(LossItem& item) {
  item.plot = trim(item.plot);
  item.crop = tidy_code(item.crop);
  if (item.stage) item.stage = tidy_code(*item.stage);
  item.area = tidy_code(item.area);
  if (item.loss_rate) item.loss_rate = tidy_code(*item.loss_rate);
}

void tidy(Household& household) {
  household.name = trim(household.name);
  household.identity = household.kind == ClaimantKind::person ? tidy_number<IdentityNumber>(household.identity)
                                                              : tidy_number<CreditCode>(household.identity);
  household.phone = tidy_number<PhoneNumber>(household.phone);
  household.account = tidy_number<AccountNumber>(household.account);
  if (household.account_holder) household.account_holder = trim(*household.account_holder);
  for (LossItem& item : household.items) tidy(item);
}

}  // namespace

std::string_view code_of(ClaimantKind kind) { return kind == ClaimantKind::person ? "person" : "organisation"; }

std::optional<ClaimantKind> parse_claimant_kind(std::string_view code) {
  if (code == "person") return ClaimantKind::person;
  if (code == "organisation") return ClaimantKind::organisation;
  return std::nullopt;
}

DamageReport normalised(DamageReport report) {
  report.species = tidy_code(report.species);
  report.village = tidy_code(report.village);
  report.place = trim(report.place);
  report.told_by = trim(report.told_by);
  for (Household& household : report.households) tidy(household);
  return report;
}

Faults check(const DamageReport& given, const Programme& programme, rules::Instant now) {
  const DamageReport report = normalised(given);
  Faults faults;
  check_code(report.species, "/species", faults);
  Faults times = check_times(report, programme, now);
  faults.insert(faults.end(), std::make_move_iterator(times.begin()), std::make_move_iterator(times.end()));
  check_place(report, programme, faults);
  if (report.event && *report.event < 1) {
    add(faults, "/event", "event_format", {"事件编号为正整数。", "An event's number is a whole number above zero."});
  }
  check_facts(report, faults);
  check_households(report, now.date_at(programme.offset), faults);
  return faults;
}

Faults check_times(const DamageReport& report, const Programme& programme, rules::Instant now) {
  Faults faults;
  const rules::Date today = now.date_at(programme.offset);
  const Bilingual in_the_future = {"晚于现在，请核对。", "This is in the future; check it."};
  const bool from_is_past = report.damage_from <= today;
  if (!from_is_past) add(faults, "/damage_from", "in_the_future", in_the_future);
  if (report.damage_to < report.damage_from) {
    add(faults, "/damage_to", "ends_before_it_begins",
        {"受损结束日早于开始日，请核对。", "The damage ends before it begins; check both dates."});
  } else if (report.damage_to > today) {
    add(faults, "/damage_to", "in_the_future", in_the_future);
  }
  if (report.discovered_at > now) {
    add(faults, "/discovered_at", "in_the_future", in_the_future);
  } else if (from_is_past && report.discovered_at < rules::Instant::start_of(report.damage_from, programme.offset)) {
    add(faults, "/discovered_at", "discovered_before_damage",
        {"发现时间早于受损开始日，请核对。", "It was discovered before the damage began; check both."});
  }
  if (report.reported_at && *report.reported_at > now) {
    add(faults, "/reported_at", "in_the_future", in_the_future);
  } else if (report.reported_at && report.discovered_at <= now && *report.reported_at < report.discovered_at) {
    add(faults, "/reported_at", "reported_before_discovered",
        {"报案时间早于发现时间，请核对。", "It was reported before it was discovered; check both times."});
  }
  return faults;
}

void check_area(std::string_view area, std::string_view pointer, Faults& faults) {
  const std::string here(pointer);
  if (area.starts_with('-') && take_apart(area.substr(1))) {
    return add(faults, here, "area_not_positive", {"面积必须大于零。", "The area has to be above zero."});
  }
  const auto decimal = take_apart(area);
  if (!decimal) {
    return add(faults, here, "area_format",
               {"面积应为以亩为单位的数字，例如 3.5。", "The area is a number of mu, for example 3.5."});
  }
  if (decimal->decimals.size() > kAreaDecimals) {
    const std::string most = std::to_string(kAreaDecimals);
    return add(faults, here, "area_decimals",
               {"面积最多" + most + "位小数。", "The area has at most " + most + " decimals."});
  }
  if (decimal->is_zero()) {
    return add(faults, here, "area_not_positive", {"面积必须大于零。", "The area has to be above zero."});
  }
  if (whole_number(decimal->whole, kMaxAreaMu) >= kMaxAreaMu) {
    const std::string most = std::to_string(kMaxAreaMu);
    add(faults, here, "area_too_large",
        {"面积须小于" + most + "亩，请核对单位。", "The area has to be below " + most + " mu; check the unit."});
  }
}

void check_loss_rate(std::string_view rate, std::string_view pointer, Faults& faults) {
  const std::string here(pointer);
  const bool has_sign = rate.ends_with('%');
  const auto decimal = has_sign ? take_apart(rate.substr(0, rate.size() - 1)) : std::nullopt;
  if (!decimal) {
    return add(faults, here, "rate_format",
               {"损失率应为带百分号的数字，例如 60%。", "The loss rate is a number with its sign, for example 60%."});
  }
  if (decimal->decimals.size() > kRateDecimals) {
    const std::string most = std::to_string(kRateDecimals);
    return add(faults, here, "rate_decimals",
               {"损失率最多" + most + "位小数。", "The loss rate has at most " + most + " decimals."});
  }
  const std::int64_t whole = whole_number(decimal->whole, 100);
  const bool fraction = decimal->decimals.find_first_not_of('0') != std::string_view::npos;
  if (whole > 100 || (whole == 100 && fraction)) {
    add(faults, here, "rate_out_of_range", {"损失率应在0%至100%之间。", "The loss rate is between 0% and 100%."});
  }
}

void check_code(std::string_view code, std::string_view pointer, Faults& faults) {
  if (code.empty()) {
    return add(faults, std::string(pointer), "missing", {"此项必填。", "This is required."});
  }
  const auto follows = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '-'; };
  const bool well_formed = code.size() <= kMaxCodeBytes && code.front() >= 'a' && code.front() <= 'z' &&
                           std::all_of(code.begin(), code.end(), follows);
  if (!well_formed) {
    add(faults, std::string(pointer), "code_format",
        {"代码由小写字母开头，后接小写字母、数字、下划线或连字符。",
         "A code is a lower-case letter, then lower-case letters, digits, '_' or '-'."});
  }
}

}  // namespace wildclaims::domain
