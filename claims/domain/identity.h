// Numbers that identify a person, an organisation, a telephone or an account: valid by construction, masked on
// request. All of it is sensitive personal information: faults never repeat a value, and nothing here prints one
// except text(), which is for encryption and for the roles that need it.
//
// Each parse accepts full-width digits and letters, lower case, and spaces around or between; the text kept is the
// normal one. The two-argument form appends one fault at `pointer` when it gives nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/date.h"
#include "rules/fault.h"

namespace wildclaims::domain {

// Citizen identification number, GB 11643-1999: 17 digits and a check character (ISO 7064 MOD 11-2, '0'-'9' or
// 'X'); digits 7 to 14 are a day that exists, from 1900 on.
class IdentityNumber {
 public:
  static std::optional<IdentityNumber> parse(std::string_view text);
  // Fault codes: "identity_format", "identity_date", "identity_check".
  static std::optional<IdentityNumber> parse(std::string_view text, std::string_view pointer, rules::Faults& faults);

  const std::string& text() const { return text_; }
  rules::Date birth_date() const;
  std::string masked() const;  // "1408**********1234"
  bool operator==(const IdentityNumber&) const = default;

 private:
  explicit IdentityNumber(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// Unified social credit code of an organisation, GB 32100-2015: 18 characters of digits and upper-case letters
// without I, O, S, V, Z; characters 3 to 8 are digits; the last is the check character (weights 3^n mod 31).
class CreditCode {
 public:
  static std::optional<CreditCode> parse(std::string_view text);
  // Fault codes: "credit_code_format", "credit_code_check".
  static std::optional<CreditCode> parse(std::string_view text, std::string_view pointer, rules::Faults& faults);

  const std::string& text() const { return text_; }
  std::string masked() const;  // "9114**********0001"
  bool operator==(const CreditCode&) const = default;

 private:
  explicit CreditCode(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// A mainland telephone number: a mobile one (11 digits from 13 to 19), or a landline with its area code
// (0 and 2 or 3 digits, then 7 or 8). "+86", "0086" before it and '-' in it are accepted and dropped.
class PhoneNumber {
 public:
  static std::optional<PhoneNumber> parse(std::string_view text);
  // Fault code: "phone_format".
  static std::optional<PhoneNumber> parse(std::string_view text, std::string_view pointer, rules::Faults& faults);

  const std::string& text() const { return text_; }  // digits only: "13000000012", "03590000012"
  std::string last_four() const;                     // the public status page's second secret
  std::string masked() const;                        // "130****0012", "0359****0012"
  bool operator==(const PhoneNumber&) const = default;

 private:
  explicit PhoneNumber(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// A bank account or card: 8 to 30 digits; spaces and '-' are dropped. Cards carry a Luhn digit but passbooks and
// company accounts do not, so none is required.
class AccountNumber {
 public:
  static std::optional<AccountNumber> parse(std::string_view text);
  // Fault code: "account_format".
  static std::optional<AccountNumber> parse(std::string_view text, std::string_view pointer, rules::Faults& faults);

  const std::string& text() const { return text_; }
  std::string masked() const;  // "****1234"
  bool operator==(const AccountNumber&) const = default;

 private:
  explicit AccountNumber(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// "段**": the first character and always two stars, so the length of the name is not told.
std::string masked_person_name(std::string_view name);
// "平陆****有限公司": the first two characters and the form of organisation, or the last two characters. Names of
// four characters or fewer are masked as a person's.
std::string masked_organisation_name(std::string_view name);

}  // namespace wildclaims::domain
