#include "rules/language/parse_expression.h"

#include <utility>

#include "rules/language/token.h"

namespace wildclaims::rules::language {
namespace {

// Unwinds to parse_expression after the error has been reported; never leaves this file.
struct SyntaxError {};

class Parser {
 public:
  Parser(const ExpressionText& text, const UnitTable& units, Reporter& reporter)
      : text_(text), units_(units), reporter_(reporter), tokens_(tokens_of(text.text)) {}

  Expression whole() {
    Expression expression = any();
    if (now().kind != TokenKind::end) unexpected("an operator or the end");
    return expression;
  }

 private:
  struct Depth {
    explicit Depth(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > kDeepestExpression) {
        parser_.fail("expression_too_deep", "this expression is nested too deeply",
                     "give inner parts a step and a name of their own");
      }
    }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    Parser& parser_;
  };

  const Token& now() const { return tokens_[at_]; }
  bool is_mark(std::string_view mark) const { return now().kind == TokenKind::mark && now().text == mark; }
  bool is_word(std::string_view word) const { return now().kind == TokenKind::word && now().text == word; }

  bool accept_mark(std::string_view mark) {
    if (!is_mark(mark)) return false;
    ++at_;
    return true;
  }

  bool accept_word(std::string_view word) {
    if (!is_word(word)) return false;
    ++at_;
    return true;
  }

  void expect_mark(std::string_view mark) {
    if (!accept_mark(mark)) unexpected("'" + std::string(mark) + "'");
  }

  void expect_word(std::string_view word) {
    if (!accept_word(word)) unexpected("'" + std::string(word) + "'");
  }

  Position here() const {
    if (!text_.one_line) return text_.at;
    return {text_.at.line, text_.at.column + static_cast<int>(now().offset)};
  }

  [[noreturn]] void fail(std::string code, std::string sentence, std::string help) {
    reporter_.error(here(), std::move(code), std::move(sentence), std::move(help));
    throw SyntaxError();
  }

  [[noreturn]] void unexpected(const std::string& wanted) {
    const Token& token = now();
    if (token.kind == TokenKind::bad && !token.text.empty()) {
      fail("expression_syntax", "a look-alike character stands here", "write '" + token.text + "' in plain ASCII");
    }
    if (token.kind == TokenKind::bad) {
      fail("expression_syntax", "this character has no meaning in an expression",
           "use ASCII letters, digits and + - * / % ( ) , . < <= > >= == !=");
    }
    if (token.kind == TokenKind::end)
      fail("expression_syntax", "the expression ends where " + wanted + " is expected", "");
    if (token.text == "=") fail("expression_syntax", "'=' alone compares nothing", "write '=='");
    fail("expression_syntax", "'" + shown(token.text) + "' stands where " + wanted + " is expected", "");
  }

  Expression node(Op op, Position at) const {
    Expression expression;
    expression.op = op;
    expression.at = at;
    return expression;
  }

  Expression binary(Op op, Position at, Expression left, Expression right) const {
    Expression expression = node(op, at);
    expression.parts.push_back(std::move(left));
    expression.parts.push_back(std::move(right));
    return expression;
  }

  Expression any() {
    const Depth depth(*this);
    if (!is_word("if")) return disjunction();
    Expression expression = node(Op::conditional, here());
    ++at_;
    expression.parts.push_back(any());
    expect_word("then");
    expression.parts.push_back(any());
    expect_word("else");
    expression.parts.push_back(any());
    return expression;
  }

  Expression disjunction() {
    Expression left = conjunction();
    for (int chained = 0; is_word("or"); ++chained) {
      left = next_of_chain(Op::logical_or, chained, std::move(left), &Parser::conjunction);
    }
    return left;
  }

  Expression conjunction() {
    Expression left = negation();
    for (int chained = 0; is_word("and"); ++chained) {
      left = next_of_chain(Op::logical_and, chained, std::move(left), &Parser::negation);
    }
    return left;
  }

  // The operator stands at now(). A chain deepens the tree by one a link, so it counts against the nesting.
  Expression next_of_chain(Op op, int chained, Expression left, Expression (Parser::*operand)()) {
    if (chained >= kDeepestExpression) {
      fail("expression_too_deep", "this chain of operators is too long",
           "give parts of it a step and a name of their own");
    }
    const Position at = here();
    ++at_;
    return binary(op, at, std::move(left), (this->*operand)());
  }

  Expression negation() {
    if (!is_word("not")) return comparison();
    const Depth depth(*this);
    Expression expression = node(Op::logical_not, here());
    ++at_;
    expression.parts.push_back(negation());
    return expression;
  }

  std::optional<Op> comparison_ahead() const {
    if (is_mark("<")) return Op::less;
    if (is_mark("<=")) return Op::less_equal;
    if (is_mark(">")) return Op::greater;
    if (is_mark(">=")) return Op::greater_equal;
    if (is_mark("==")) return Op::equal;
    if (is_mark("!=")) return Op::not_equal;
    return std::nullopt;
  }

  // "04-16" arrives as a number, a minus and a number.
  DayOfYear day_of_year() {
    std::string text = now().text;
    if (now().kind == TokenKind::number && tokens_[at_ + 1].text == "-") {
      text += "-" + tokens_[at_ + 2].text;
      if (const auto day = parse_day_of_year(text)) {
        at_ += 3;
        return *day;
      }
    }
    fail("no_such_day", "a day of the year is expected here", "write month and day, as in within 04-16 to 05-20");
  }

  Expression within(Expression left) {
    Expression expression = node(Op::within, here());
    ++at_;
    expression.parts.push_back(std::move(left));
    expression.first_day = day_of_year();
    expect_word("to");
    expression.last_day = day_of_year();
    return expression;
  }

  Expression comparison() {
    Expression left = sum();
    if (is_word("within")) return within(std::move(left));
    const auto op = comparison_ahead();
    if (!op) return left;
    const Position at = here();
    ++at_;
    Expression both = binary(*op, at, std::move(left), sum());
    if (comparison_ahead()) {
      fail("chained_comparison", "comparisons cannot be chained", "write 'a < b and b < c'");
    }
    return both;
  }

  Expression sum() {
    Expression left = product();
    for (int chained = 0; is_mark("+") || is_mark("-"); ++chained) {
      left = next_of_chain(is_mark("+") ? Op::add : Op::subtract, chained, std::move(left), &Parser::product);
    }
    return left;
  }

  Expression product() {
    Expression left = signed_value();
    for (int chained = 0; is_mark("*") || is_mark("/"); ++chained) {
      left = next_of_chain(is_mark("*") ? Op::multiply : Op::divide, chained, std::move(left), &Parser::signed_value);
    }
    return left;
  }

  Expression signed_value() {
    if (!is_mark("-")) return primary();
    const Depth depth(*this);
    Expression expression = node(Op::negate, here());
    ++at_;
    expression.parts.push_back(signed_value());
    return expression;
  }

  Expression primary() {
    switch (now().kind) {
      case TokenKind::number:
        return number();
      case TokenKind::date:
        return date();
      case TokenKind::word:
        return name();
      case TokenKind::mark:
        break;
      case TokenKind::bad:
      case TokenKind::end:
        unexpected("a value");
    }
    if (!accept_mark("(")) unexpected("a value");
    Expression inner = any();
    expect_mark(")");
    return inner;
  }

  Expression number() {
    Expression expression = node(Op::number, here());
    const auto decimal = Decimal::parse(now().text);
    if (!decimal) {
      fail("number_too_long", "this number cannot be read",
           "write one decimal point and at most " + std::to_string(Decimal::kMostDigits) + " digits");
    }
    expression.number = *decimal;
    ++at_;
    if (accept_mark("%")) {
      expression.percent = true;
      return expression;
    }
    if (now().kind != TokenKind::word || !units_.find(now().text)) return expression;
    expression.unit = now().text;
    ++at_;
    // "CNY / area" divides; "CNY/mu" is a unit, since names of units are never names of facts.
    while (is_mark("/") && tokens_[at_ + 1].kind == TokenKind::word && units_.find(tokens_[at_ + 1].text)) {
      expression.unit += "/" + tokens_[at_ + 1].text;
      at_ += 2;
    }
    if (!parse_unit(expression.unit, units_)) {
      fail("unknown_unit", "'" + expression.unit + "' is not a unit", "write one unit of each kind, as in CNY/mu");
    }
    return expression;
  }

  Expression date() {
    Expression expression = node(Op::date, here());
    const auto date = Date::parse(now().text);
    if (!date) fail("no_such_day", "'" + now().text + "' is not a day of the calendar", "");
    expression.date = *date;
    ++at_;
    return expression;
  }

  Expression name() {
    Expression expression = node(Op::name, here());
    expression.name = now().text;
    for (const char* reserved : {"then", "else", "and", "or", "not", "if", "where", "by", "within"}) {
      if (expression.name == reserved) unexpected("a value");
    }
    ++at_;
    if (expression.name == "true" || expression.name == "false") {
      expression.op = Op::truth;
      expression.truth = expression.name == "true";
      return expression;
    }
    if ((expression.name == "item" || expression.name == "claim") && accept_mark(".")) {
      expression.op = Op::member;
      expression.of_claim = expression.name == "claim";
      expression.name = word("the name of a fact or step");
      return expression;
    }
    if (!accept_mark("(")) return expression;
    call(expression);
    return expression;
  }

  std::string word(const std::string& wanted) {
    if (now().kind != TokenKind::word) unexpected(wanted);
    return tokens_[at_++].text;
  }

  void call(Expression& expression) {
    expression.op = Op::call;
    if (!accept_mark(")")) {
      do {
        expression.parts.push_back(any());
      } while (accept_mark(","));
      if (expression.parts.size() == 1 && accept_word("where")) {
        expression.filtered = true;
        expression.parts.push_back(any());
      } else if (expression.parts.size() == 1 && accept_word("by")) {
        expression.by = word("a code fact of the item");
      }
      expect_mark(")");
    }
    if (accept_mark(".")) expression.field = word("the name of an output");
  }

  const ExpressionText& text_;
  const UnitTable& units_;
  Reporter& reporter_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

std::optional<Expression> parse_expression(const ExpressionText& text, const UnitTable& units, Reporter& reporter) {
  if (text.text.empty()) return std::nullopt;  // missing: reported by whoever read the file
  if (text.text.size() > kLongestExpression) {
    reporter.error(text.at, "expression_too_long",
                   "this expression is longer than " + std::to_string(kLongestExpression) + " bytes",
                   "split it into steps with names");
    return std::nullopt;
  }
  try {
    return Parser(text, units, reporter).whole();
  } catch (const SyntaxError&) {
    return std::nullopt;
  }
}

}  // namespace wildclaims::rules::language
