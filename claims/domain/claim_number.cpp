#include "claims/domain/claim_number.h"

#include <variant>

#include "claims/domain/characters.h"
#include "claims/domain/check_digit.h"

namespace wildclaims::domain {

// What follows the programme's letters, and the texts for people.
struct ClaimKind {
  static constexpr std::string_view kMark = "";
  static rules::Bilingual bad_shape() {
    return {"赔案号应为项目代码、四位年份、六位序号和一位校验码，例如 PL-2025-000017-6，请对照回执核对。",
            "A claim number is the programme's letters, four digits of the year, six of the sequence and a check "
            "digit, for example PL-2025-000017-6; compare it with the slip."};
  }
};

struct ReportKind {
  static constexpr std::string_view kMark = "R";
  static rules::Bilingual bad_shape() {
    return {"报案号应为项目代码加字母 R、四位年份、六位序号和一位校验码，例如 PLR-2025-000001-9，请对照回执核对。",
            "A report number is the programme's letters and R, four digits of the year, six of the sequence and a "
            "check digit, for example PLR-2025-000001-9; compare it with the slip."};
  }
};

namespace {

constexpr std::size_t kYearDigits = 4;
constexpr std::size_t kSequenceDigits = 6;
constexpr std::size_t kDigits = kYearDigits + kSequenceDigits + 1;

bool is_separator(char32_t c) {
  const bool blank = c == U' ' || c == U'\t' || c == 0x00A0 || c == 0x3000;
  // Hyphens and dashes as keyboards and spreadsheets make them, the minus sign, and the full-width hyphen.
  const bool dash = c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE63 || c == 0xFF0D;
  return blank || dash;
}

// Upper-case ASCII letters and digits without separators; nothing when there is any other character.
std::optional<std::string> compact(std::string_view text) {
  if (text.size() > kMaxNumberBytes) return std::nullopt;
  std::string compacted;
  while (!text.empty()) {
    auto character = next_character(text);
    if (!character) return std::nullopt;
    if (is_separator(*character)) continue;
    char32_t c = *character;
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c >= U'a' && c <= U'z') c -= U'a' - U'A';
    const bool letter_or_digit = (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
    if (!letter_or_digit) return std::nullopt;
    compacted += static_cast<char>(c);
  }
  return compacted;
}

std::int32_t to_number(std::string_view digits) {
  std::int32_t number = 0;
  for (char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

std::string padded(std::int32_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return std::string(text.size() < width ? width - text.size() : 0, '0') + text;
}

enum class Wrong { shape, check_digit };

struct Parts {
  ProgrammeLetters letters;
  int year;
  std::int32_t sequence;
};

std::variant<Parts, Wrong> take_apart(std::string_view text, std::string_view mark) {
  const auto compacted = compact(text);
  const std::size_t head = 2 + mark.size();
  if (!compacted || compacted->size() != head + kDigits) return Wrong::shape;
  const std::string_view all = *compacted;
  const auto letters = ProgrammeLetters::parse(all.substr(0, 2));
  const std::string_view digits = all.substr(head);
  const bool only_digits = digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!letters || all.substr(2, mark.size()) != mark || !only_digits) return Wrong::shape;
  if (!check_digit_fits(digits)) return Wrong::check_digit;
  return Parts{*letters, to_number(digits.substr(0, kYearDigits)),
               to_number(digits.substr(kYearDigits, kSequenceDigits))};
}

}  // namespace

template <class Kind>
std::optional<NumberOf<Kind>> NumberOf<Kind>::from(ProgrammeLetters letters, int year, std::int32_t sequence) {
  if (year < kFirstYear || year > kLastYear || sequence < 1 || sequence > kLastSequence) return std::nullopt;
  return NumberOf(letters, year, sequence);
}

template <class Kind>
std::optional<NumberOf<Kind>> NumberOf<Kind>::parse(std::string_view text) {
  const auto taken = take_apart(text, Kind::kMark);
  const Parts* parts = std::get_if<Parts>(&taken);
  if (parts == nullptr) return std::nullopt;
  return from(parts->letters, parts->year, parts->sequence);
}

template <class Kind>
rules::Bilingual NumberOf<Kind>::why_not(std::string_view text) {
  const auto taken = take_apart(text, Kind::kMark);
  const Wrong* wrong = std::get_if<Wrong>(&taken);
  if (wrong != nullptr && *wrong == Wrong::check_digit) {
    return {"校验码不符：有数字写错或相邻数字颠倒，请对照回执核对。",
            "The check digit does not fit: a digit is wrong or two are swapped; compare it with the slip."};
  }
  return Kind::bad_shape();
}

template <class Kind>
std::string NumberOf<Kind>::to_string() const {
  const std::string year = padded(year_, kYearDigits);
  const std::string sequence = padded(sequence_, kSequenceDigits);
  std::string text = letters_.to_string();
  text += Kind::kMark;
  text += '-' + year + '-' + sequence + '-';
  text += check_digit(year + sequence);
  return text;
}

template class NumberOf<ClaimKind>;
template class NumberOf<ReportKind>;

}  // namespace wildclaims::domain
