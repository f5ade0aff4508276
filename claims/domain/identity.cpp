#include "claims/domain/identity.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "claims/domain/characters.h"

namespace wildclaims::domain {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// Longest text worth reading as a number: 30 digits, full-width (3 bytes), each followed by a full-width blank.
constexpr std::size_t kMaxTypedBytes = 240;

// Half-width, upper case, without blanks and the characters of `dropped`.
std::string normal_form(std::string_view typed, std::string_view dropped) {
  if (typed.size() > kMaxTypedBytes) return {};
  std::string normal;
  for (char c : to_half_width(typed)) {
    if (c == ' ' || c == '\t' || dropped.find(c) != std::string_view::npos) continue;
    normal += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return normal;
}

void add(rules::Faults& faults, std::string_view pointer, const char* code, const char* zh, const char* en) {
  faults.push_back({std::string(pointer), code, {zh, en}});
}

// --- citizen identification number ---

constexpr std::size_t kIdentityLength = 18;

std::optional<rules::Date> birth_date_in(std::string_view number) {
  const std::string iso = std::string(number.substr(6, 4)) + "-" + std::string(number.substr(10, 2)) + "-" +
                          std::string(number.substr(12, 2));
  return rules::Date::parse(iso);
}

char identity_check_character(std::string_view number) {
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kCharacters = "10X98765432";
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (number[i] - '0') * kWeights[i];
  return kCharacters[static_cast<std::size_t>(sum % 11)];
}

enum class IdentityProblem { none, format, date, check };

IdentityProblem problem_of_identity(std::string_view number) {
  if (number.size() != kIdentityLength || !all_digits(number.substr(0, 17)) || number[0] == '0') {
    return IdentityProblem::format;
  }
  if (!is_digit(number[17]) && number[17] != 'X') return IdentityProblem::format;
  if (!birth_date_in(number)) return IdentityProblem::date;
  if (identity_check_character(number) != number[17]) return IdentityProblem::check;
  return IdentityProblem::none;
}

// --- unified social credit code ---

constexpr std::size_t kCreditCodeLength = 18;
constexpr std::string_view kCreditCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

bool is_credit_code_shaped(std::string_view code) {
  return code.size() == kCreditCodeLength && code.find_first_not_of(kCreditCharacters) == std::string_view::npos &&
         all_digits(code.substr(2, 6));
}

char credit_check_character(std::string_view code) {
  std::size_t sum = 0;
  std::size_t weight = 1;  // 3^(n-1) mod 31
  for (char c : code.substr(0, kCreditCodeLength - 1)) {
    sum += kCreditCharacters.find(c) * weight;
    weight = weight * 3 % 31;
  }
  return kCreditCharacters[(31 - sum % 31) % 31];
}

// --- telephone ---

bool is_mobile(std::string_view digits) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3' && digits[1] <= '9';
}

// 010 and 02x are the three-digit area codes; all others have four digits.
std::size_t area_code_length(std::string_view digits) { return digits[1] == '1' || digits[1] == '2' ? 3 : 4; }

bool is_landline(std::string_view digits) {
  if (digits.size() < 10 || digits[0] != '0' || digits[1] == '0') return false;
  if (digits[1] == '1' && digits[2] != '0') return false;
  const std::size_t own = digits.size() - area_code_length(digits);
  return own == 8 || (own == 7 && area_code_length(digits) == 4);
}

std::string without_country(std::string number) {
  for (std::string_view prefix : {"+86", "0086"}) {
    if (number.starts_with(prefix)) return number.substr(prefix.size());
  }
  return number;
}

std::string starred(std::string_view text, std::size_t head, std::string_view stars, std::size_t tail) {
  std::string masked(text.substr(0, head));
  masked += stars;
  masked += text.substr(text.size() - tail);
  return masked;
}

}  // namespace

std::optional<IdentityNumber> IdentityNumber::parse(std::string_view text) {
  rules::Faults ignored;
  return parse(text, "", ignored);
}

std::optional<IdentityNumber> IdentityNumber::parse(std::string_view text, std::string_view pointer,
                                                    rules::Faults& faults) {
  std::string number = normal_form(text, "");
  switch (problem_of_identity(number)) {
    case IdentityProblem::none:
      return IdentityNumber(std::move(number));
    case IdentityProblem::format:
      add(faults, pointer, "identity_format", "身份证号应为18位，末位可为X，请对照证件核对。",
          "An identity number has 18 digits, the last may be X; compare it with the card.");
      break;
    case IdentityProblem::date:
      add(faults, pointer, "identity_date", "身份证号中的出生日期不存在，请对照证件核对。",
          "The date of birth in the identity number does not exist; compare it with the card.");
      break;
    case IdentityProblem::check:
      add(faults, pointer, "identity_check", "身份证号校验不符，有数字写错或颠倒，请对照证件核对。",
          "The identity number's check character does not fit: a digit is wrong or two are swapped; compare it with "
          "the card.");
      break;
  }
  return std::nullopt;
}

rules::Date IdentityNumber::birth_date() const { return birth_date_in(text_).value(); }

std::string IdentityNumber::masked() const { return starred(text_, 4, "**********", 4); }

std::optional<CreditCode> CreditCode::parse(std::string_view text) {
  rules::Faults ignored;
  return parse(text, "", ignored);
}

std::optional<CreditCode> CreditCode::parse(std::string_view text, std::string_view pointer, rules::Faults& faults) {
  std::string code = normal_form(text, "");
  if (!is_credit_code_shaped(code)) {
    add(faults, pointer, "credit_code_format",
        "统一社会信用代码应为18位数字和大写字母（不含I、O、S、V、Z），第3至8位为数字，请对照营业执照核对。",
        "A unified social credit code has 18 digits and capital letters (no I, O, S, V, Z), digits in places 3 to 8; "
        "compare it with the business licence.");
    return std::nullopt;
  }
  if (credit_check_character(code) != code.back()) {
    add(faults, pointer, "credit_code_check", "统一社会信用代码校验不符，有字符写错或颠倒，请对照营业执照核对。",
        "The credit code's check character does not fit: a character is wrong or two are swapped; compare it with the "
        "business licence.");
    return std::nullopt;
  }
  return CreditCode(std::move(code));
}

std::string CreditCode::masked() const { return starred(text_, 4, "**********", 4); }

std::optional<PhoneNumber> PhoneNumber::parse(std::string_view text) {
  rules::Faults ignored;
  return parse(text, "", ignored);
}

std::optional<PhoneNumber> PhoneNumber::parse(std::string_view text, std::string_view pointer, rules::Faults& faults) {
  std::string number = without_country(normal_form(text, "-()"));
  if (!all_digits(number) || !(is_mobile(number) || is_landline(number))) {
    add(faults, pointer, "phone_format", "电话应为11位手机号，或带区号的固定电话，请核对。",
        "A telephone number is a mobile one of 11 digits or a landline with its area code; check it.");
    return std::nullopt;
  }
  return PhoneNumber(std::move(number));
}

std::string PhoneNumber::last_four() const { return text_.substr(text_.size() - 4); }

std::string PhoneNumber::masked() const {
  return starred(text_, is_mobile(text_) ? 3 : area_code_length(text_), "****", 4);
}

std::optional<AccountNumber> AccountNumber::parse(std::string_view text) {
  rules::Faults ignored;
  return parse(text, "", ignored);
}

std::optional<AccountNumber> AccountNumber::parse(std::string_view text, std::string_view pointer,
                                                  rules::Faults& faults) {
  std::string number = normal_form(text, "-");
  if (number.size() < 8 || number.size() > 30 || !all_digits(number)) {
    add(faults, pointer, "account_format", "银行账号应为8至30位数字，请对照存折或银行卡核对。",
        "A bank account has 8 to 30 digits; compare it with the passbook or card.");
    return std::nullopt;
  }
  return AccountNumber(std::move(number));
}

std::string AccountNumber::masked() const { return "****" + text_.substr(text_.size() - 4); }

std::string masked_person_name(std::string_view name) { return std::string(first_characters(trimmed(name), 1)) + "**"; }

std::string masked_organisation_name(std::string_view name) {
  // Longer forms before the shorter ones they end with.
  constexpr std::array<std::string_view, 8> kForms = {"股份有限公司", "有限责任公司", "有限公司", "专业合作社",
                                                      "合作社",       "家庭农场",     "村委会",   "公司"};
  const std::string_view own = trimmed(name);
  if (character_count(own).value_or(0) <= 4) return masked_person_name(own);
  std::string_view form = last_characters(own, 2);
  for (std::string_view known : kForms) {
    if (own.ends_with(known) && own.size() > known.size()) {
      form = known;
      break;
    }
  }
  const std::string_view rest = own.substr(0, own.size() - form.size());
  return std::string(first_characters(rest, 2)) + "****" + std::string(form);
}

}  // namespace wildclaims::domain
