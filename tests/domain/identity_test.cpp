#include "claims/domain/identity.h"

#include <array>
#include <string>

#include "claims/domain/characters.h"
#include "claims/domain/text_limits.h"
#include "tests/support/catch.h"

using namespace wildclaims::domain;
namespace rules = wildclaims::rules;

namespace {

// The check character by another road than the code's: a full sum with powers of two modulo 11 (ISO 7064).
std::string with_identity_check(const std::string& seventeen) {
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) {
    int weight = 1;
    for (std::size_t power = 0; power < 17 - i; ++power) weight = weight * 2 % 11;
    sum += (seventeen[i] - '0') * weight;
  }
  const int check = (12 - sum % 11) % 11;
  return seventeen + (check == 10 ? "X" : std::to_string(check));
}

std::string code_of_fault(const rules::Faults& faults) { return faults.empty() ? "none" : faults.front().code; }

}  // namespace

TEST_CASE("A published identity number of the standard is valid") {
  // The two examples printed in GB 11643-1999. The second one's holder was born before 1900, which this program takes
  // for a mistyped year.
  CHECK(IdentityNumber::parse("11010519491231002X"));
  rules::Faults faults;
  CHECK_FALSE(IdentityNumber::parse("440524188001010014", "", faults));
  CHECK(code_of_fault(faults) == "identity_date");
  const auto number = IdentityNumber::parse("１１０１０５ １９４９１２３１ ００２ｘ");
  REQUIRE(number);
  CHECK(number->text() == "11010519491231002X");
  CHECK(number->birth_date() == rules::Date::parse("1949-12-31"));
  CHECK(number->masked() == "1101**********002X");
}

TEST_CASE("Identity numbers are refused by form, by date and by check character") {
  struct Row {
    std::string text;
    const char* code;
  };
  const Row rows[] = {
      {"", "identity_format"},
      {"1408291970010100", "identity_format"},
      {"14082919700101001", "identity_format"},
      {"1408291970010100123", "identity_format"},
      {"14082919700101001Y", "identity_format"},
      {"X40829197001010012", "identity_format"},
      {"04082919700101001X", "identity_format"},
      {with_identity_check("14082919700231001"), "identity_date"},
      {with_identity_check("14082919701301001"), "identity_date"},
      {with_identity_check("14082918990101001"), "identity_date"},
      {with_identity_check("14082919700229001"), "identity_date"},
      {with_identity_check("14082919720229001"), "none"},
      {with_identity_check("14082919700101001"), "none"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    rules::Faults faults;
    const auto number = IdentityNumber::parse(row.text, "/households/3/identity", faults);
    CHECK(code_of_fault(faults) == row.code);
    CHECK(number.has_value() == faults.empty());
    if (!faults.empty()) {
      CHECK(faults.front().pointer == "/households/3/identity");
      if (!row.text.empty()) CHECK(faults.front().say.en.find(row.text) == std::string::npos);
    }
  }
}

TEST_CASE("Every wrong digit and every swap in an identity number is caught by the check character") {
  const std::string right = with_identity_check("14082919850607123");
  REQUIRE(IdentityNumber::parse(right));
  for (std::size_t at = 0; at < 17; ++at) {
    for (char wrong = '0'; wrong <= '9'; ++wrong) {
      if (wrong == right[at]) continue;
      std::string text = right;
      text[at] = wrong;
      CHECK_FALSE(IdentityNumber::parse(text));
    }
    std::string swapped = right;
    std::swap(swapped[at], swapped[at + 1]);
    if (swapped != right) CHECK_FALSE(IdentityNumber::parse(swapped));
  }
}

TEST_CASE("A published credit code is valid and every wrong character is caught") {
  // The standard's own example and a published code of a large enterprise.
  CHECK(CreditCode::parse("91350100M000100Y43"));
  CHECK(CreditCode::parse("91440300708461136T"));
  const std::string right = "91350100M000100Y43";
  REQUIRE(CreditCode::parse(right));
  CHECK(CreditCode::parse("91350100m000100y43")->text() == right);
  CHECK(CreditCode::parse(right)->masked() == "9135**********0Y43");
  const std::string characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  for (std::size_t at = 0; at < right.size(); ++at) {
    for (char wrong : characters) {
      if (wrong == right[at]) continue;
      std::string text = right;
      text[at] = wrong;
      CHECK_FALSE(CreditCode::parse(text));
    }
  }
}

TEST_CASE("Credit codes of a wrong form are told so") {
  for (const char* text : {"", "91350100M000100Y4", "91350100M000100Y431", "91350100I000100Y43", "9135A100M000100Y43",
                           "91350100-000100Y43"}) {
    CAPTURE(text);
    rules::Faults faults;
    CHECK_FALSE(CreditCode::parse(text, "/x", faults));
    CHECK(code_of_fault(faults) == "credit_code_format");
  }
}

TEST_CASE("Telephone numbers are mobile or landline, and are masked but for their end") {
  struct Row {
    const char* typed;
    const char* text;
    const char* masked;
  };
  const Row rows[] = {
      {"13000000012", "13000000012", "130****0012"},
      {"130-0000-0012", "13000000012", "130****0012"},
      {"+86 130 0000 0012", "13000000012", "130****0012"},
      {"008613000000012", "13000000012", "130****0012"},
      {"１３０００００００１２", "13000000012", "130****0012"},
      {"0359-6020012", "03596020012", "0359****0012"},
      {"(0359)6020012", "03596020012", "0359****0012"},
      {"010-60000012", "01060000012", "010****0012"},
      {"021 6000 0012", "02160000012", "021****0012"},
      {"0311-86000012", "031186000012", "0311****0012"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    const auto phone = PhoneNumber::parse(row.typed);
    REQUIRE(phone.has_value() == (row.text != nullptr));
    if (!phone) continue;
    CHECK(phone->text() == row.text);
    CHECK(phone->masked() == row.masked);
    CHECK(phone->last_four() == "0012");
  }
  for (const char* text : {"", "12000000012", "1300000001", "130000000123", "6020012", "0109000001", "00359602001",
                           "010-600000123", "011-60000012", "phone", "+1 650 000 0012"}) {
    CAPTURE(text);
    rules::Faults faults;
    CHECK_FALSE(PhoneNumber::parse(text, "/phone", faults));
    CHECK(code_of_fault(faults) == "phone_format");
  }
}

TEST_CASE("Bank accounts are 8 to 30 digits and show only their end") {
  CHECK(AccountNumber::parse("6228 4800 1234 5671 234")->text() == "6228480012345671234");
  CHECK(AccountNumber::parse("6228480012345671234")->masked() == "****1234");
  CHECK(AccountNumber::parse("04-123456-01")->text() == "0412345601");
  CHECK(AccountNumber::parse(std::string(30, '7')));
  for (const std::string& text : {std::string(), std::string("1234567"), std::string(31, '7'), std::string("62284800A"),
                                  std::string(10'000, '7')}) {
    rules::Faults faults;
    CHECK_FALSE(AccountNumber::parse(text, "/account", faults));
    CHECK(code_of_fault(faults) == "account_format");
  }
}

TEST_CASE("Names are masked without telling their length") {
  CHECK(masked_person_name("段三") == "段**");
  CHECK(masked_person_name("欧阳三四") == "欧**");
  CHECK(masked_person_name("Duan San") == "D**");
  CHECK(masked_person_name("　段三 ") == "段**");
  CHECK(masked_person_name("") == "**");
  CHECK(masked_organisation_name("平陆县示例农业有限公司") == "平陆****有限公司");
  CHECK(masked_organisation_name("平陆示例农业股份有限公司") == "平陆****股份有限公司");
  CHECK(masked_organisation_name("窑头村蔬菜专业合作社") == "窑头****专业合作社");
  CHECK(masked_organisation_name("某某农技服务站") == "某某****务站");
  CHECK(masked_organisation_name("公司") == "公**");
  CHECK(masked_organisation_name("有限公司") == "有**");
}

TEST_CASE("Characters are counted and cut as people see them, and broken UTF-8 is no text") {
  CHECK(character_count("段三a") == 3U);
  CHECK(character_count("") == 0U);
  CHECK(first_characters("段三a", 2) == "段三");
  CHECK(last_characters("段三a", 2) == "三a");
  CHECK(last_characters("段", 5) == "段");
  for (const char* broken : {"\xFF", "\xE6\xAE", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\x80", "a\xE6"}) {
    CHECK_FALSE(character_count(broken));
  }
  CHECK(to_half_width("ＡＢ１２－％　段") == "AB12-% 段");
  CHECK(to_half_width("\xFF\xEF\xBC") == "\xFF\xEF\xBC");
  CHECK(trimmed(" \t　段 三　 ") == "段 三");
  CHECK(trimmed("　").empty());
}

TEST_CASE("Free texts are refused when missing, too long, broken or holding hidden characters") {
  struct Row {
    std::string text;
    TextLimit limit;
    const char* code;
  };
  std::string eighty_one;
  for (int i = 0; i < 81; ++i) eighty_one += "段";
  const Row rows[] = {
      {"段三", kNameText, "none"},
      {"", kNameText, "missing"},
      {" 　", kNameText, "missing"},
      {"", kPlaceText, "none"},
      {eighty_one, kNameText, "too_long"},
      {eighty_one.substr(3), kNameText, "none"},
      {"段\xFF", kNameText, "not_utf8"},
      {"段\n三", kNameText, "control_character"},
      {"一\n二\t三", kNoteText, "none"},
      {"一\r\n", kNoteText, "control_character"},
      {std::string("a\0b", 3), kNameText, "control_character"},
      {"abc\u202Ecba", kNameText, "control_character"},
      {"a\u200Bb", kNameText, "control_character"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text, row.code);
    rules::Faults faults;
    const bool right = check_text(row.text, row.limit, "/name", faults);
    CHECK(right == faults.empty());
    CHECK(code_of_fault(faults) == row.code);
    CHECK(faults.size() <= 1);
  }
}
