// Writes expressions down.
#include <algorithm>
#include <array>
#include <utility>

#include "tests/property/words.h"

namespace wildclaims::property {
namespace {

std::string sign(Op op) {
  static constexpr std::array<std::pair<Op, const char*>, 15> kSigns = {{
      {Op::add, " + "},
      {Op::subtract, " - "},
      {Op::multiply, " * "},
      {Op::divide, " / "},
      {Op::days_between, " - "},
      {Op::seconds_between, " - "},
      {Op::days_later, " + "},
      {Op::less, " < "},
      {Op::less_equal, " <= "},
      {Op::greater, " > "},
      {Op::greater_equal, " >= "},
      {Op::equal, " == "},
      {Op::not_equal, " != "},
      {Op::logical_and, " and "},
      {Op::logical_or, " or "},
  }};
  const auto at = std::find_if(kSigns.begin(), kSigns.end(), [&](const auto& each) { return each.first == op; });
  return at->second;
}

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string month_day_text(int month_day) { return two(month_day / 100) + "-" + two(month_day % 100); }

class Writer {
 public:
  explicit Writer(const Model& model) : model_(model) {}

  void write(const Expr& e, std::string& text) {
    switch (e.op) {
      case Op::number:
      case Op::code:
      case Op::day:
        text += e.text;
        return;
      case Op::truth:
        text += e.index != 0 ? "true" : "false";
        return;
      case Op::fact:
        return named(model_.facts(e.scope)[e.index].name, member(e.scope), text);
      case Op::step:
        return named(model_.steps[e.index].name, member(model_.steps[e.index].scope()), text);
      case Op::named_value:
        text += model_.values[e.index].name;
        return;
      case Op::running_total:
        return named(model_.running[e.index].name,
                     member(model_.running[e.index].per == Per::plot_year ? Scope::item : Scope::event), text);
      case Op::adjustment:
        return named(model_.adjustments[e.index], member(Scope::claim), text);
      case Op::loss_date:
        text += "loss_date";
        return;
      case Op::item_count:
        text += "count(items)";
        return;
      case Op::negate:
        text += "(-";
        write(e.parts[0], text);
        text += ")";
        return;
      case Op::logical_not:
        text += "(not ";
        write(e.parts[0], text);
        text += ")";
        return;
      case Op::conditional:
        text += "(if ";
        write(e.parts[0], text);
        text += " then ";
        write(e.parts[1], text);
        text += " else ";
        write(e.parts[2], text);
        text += ")";
        return;
      case Op::minimum:
        return call("min", e, text);
      case Op::maximum:
        return call("max", e, text);
      case Op::round_to:
        text += "round_" + word(e.round) + "(";
        write(e.parts[0], text);
        text += ", " + e.text + ")";
        return;
      case Op::day_of:
        return call("day", e, text);
      case Op::month_day:
        return call("month_day", e, text);
      case Op::within:
        text += "(";
        write(e.parts[0], text);
        text += " within " + month_day_text(e.from) + " to " + month_day_text(e.to) + ")";
        return;
      case Op::table:
        call(model_.tables[e.index].name, e, text);
        if (!model_.tables[e.index].outputs.front().name.empty()) {
          text += "." + model_.tables[e.index].outputs[e.output].name;
        }
        return;
      case Op::bracket:
        return call(model_.brackets[e.index].name, e, text);
      case Op::gathered:
        return gathered(e, text);
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide:
      case Op::days_between:
      case Op::seconds_between:
      case Op::days_later:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
      case Op::equal:
      case Op::not_equal:
      case Op::logical_and:
      case Op::logical_or:
        text += "(";
        write(e.parts[0], text);
        text += sign(e.op);
        write(e.parts[1], text);
        text += ")";
        return;
    }
  }

 private:
  void named(const std::string& name, bool of_item, std::string& text) const {
    text += (of_item ? prefix_ : "") + name;
  }

  void call(const std::string& name, const Expr& e, std::string& text) {
    text += name + "(";
    for (std::size_t i = 0; i < e.parts.size(); ++i) {
      if (i > 0) text += ", ";
      write(e.parts[i], text);
    }
    text += ")";
  }

  void gathered(const Expr& e, std::string& text) {
    text += word(e.gather) + "(";
    const std::string before = prefix_;
    if (e.over == Over::items) prefix_ = "item.";
    if (e.over == Over::claims) prefix_ = "claim.";
    write(e.parts[0], text);
    if (e.where) {
      text += " where ";
      write(e.parts[1], text);
    }
    prefix_ = before;
    if (e.by) text += " by " + model_.item_facts[e.index].name;
    text += ")";
  }

  // Inside sum(item.…) the values of an item carry the prefix, inside sum(claim.…) those of a claim.
  bool member(Scope scope) const {
    return prefix_ == "item." ? scope == Scope::item : prefix_ == "claim." && scope == Scope::claim;
  }

  const Model& model_;
  std::string prefix_;
};

}  // namespace

std::string expression_text(const Model& model, const Expr& expression) {
  std::string text;
  Writer(model).write(expression, text);
  return text;
}

}  // namespace wildclaims::property
