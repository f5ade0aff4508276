#include "rules/shelf.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

namespace wildclaims::rules {
namespace {

std::string name_of(const Rulebook& rulebook) { return rulebook.id() + " " + rulebook.version(); }

std::string dates_of(const Rulebook& rulebook) {
  return rulebook.in_force_from().to_string() + " .. " + rulebook.in_force_to().to_string();
}

Fault overlap(const Rulebook& earlier, const Rulebook& later) {
  return {
      later.file_name(),
      "time_overlap",
      {name_of(later) + "（" + dates_of(later) + "）与 " + name_of(earlier) + "（" + dates_of(earlier) +
           "）生效日期重叠，" + later.in_force_from().to_string() + " 的损失有两套规则。请修改其中一个的 in_force。",
       name_of(later) + " (" + dates_of(later) + ") and " + name_of(earlier) + " (" + dates_of(earlier) +
           ") are both in force on " + later.in_force_from().to_string() + "; change in_force of one of them"}};
}

Fault hole(const Rulebook& earlier, const Rulebook& later) {
  const std::string from = earlier.in_force_to().plus_days(1).to_string();
  const std::string to = later.in_force_from().plus_days(-1).to_string();
  return {later.file_name(),
          "time_hole",
          {name_of(earlier) + " 与 " + name_of(later) + " 之间 " + from + " 至 " + to +
               " 没有任何规则生效。请补齐日期或增加一个规则文件。",
           "no rulebook is in force from " + from + " to " + to + ", between " + name_of(earlier) + " and " +
               name_of(later) + "; extend in_force of one of them or add a rulebook"}};
}

// Both belong to one id; `later` begins no earlier than `earlier`.
void prove_neighbours(const Rulebook& earlier, const Rulebook& later, Faults& faults) {
  if (later.in_force_from() <= earlier.in_force_to()) {
    faults.push_back(overlap(earlier, later));
  } else if (later.in_force_from() != earlier.in_force_to().plus_days(1)) {
    faults.push_back(hole(earlier, later));
  }
  if (!(earlier.loss_date_rule() == later.loss_date_rule())) {
    faults.push_back(
        {later.file_name(),
         "loss_date_rule_differs",
         {name_of(later) + " 与 " + name_of(earlier) + " 的 loss_date 规定不同，同一损失可能落入两套规则。",
          name_of(later) + " and " + name_of(earlier) +
              " state different loss_date rules, so both or neither could claim one loss; use one rule"}});
  }
}

using Books = std::vector<std::shared_ptr<const Rulebook>>;

const Rulebook* superseded_by(const Rulebook& book, const Books& books) {
  if (book.supersedes().empty()) return nullptr;
  const auto found = std::find_if(books.begin(), books.end(), [&book](const auto& other) {
    return other->id() == book.id() && other->version() == book.supersedes();
  });
  return found == books.end() ? nullptr : found->get();
}

bool supersedes_itself(const Rulebook& book, const Books& books) {
  const Rulebook* at = superseded_by(book, books);
  for (std::size_t step = 0; at != nullptr && step < books.size(); ++step) {
    if (at == &book) return true;
    at = superseded_by(*at, books);
  }
  return false;
}

void prove_supersedes(const Rulebook& book, const Books& books, Faults& faults) {
  if (book.supersedes().empty()) return;
  const Rulebook* other = superseded_by(book, books);
  if (other == nullptr) {
    faults.push_back(
        {book.file_name(),
         "supersedes_unknown",
         {name_of(book) + " 所取代的版本 " + book.supersedes() + " 不存在。请保留旧文件，或更正 supersedes。",
          name_of(book) + " supersedes version " + book.supersedes() +
              ", which is not here; keep the old file, or correct supersedes"}});
  } else if (supersedes_itself(book, books)) {
    faults.push_back(
        {book.file_name(),
         "supersedes_cycle",
         {name_of(book) + " 与 " + name_of(*other) + " 互相取代，没有一个有效。请去掉其中一个的 supersedes。",
          name_of(book) + " and " + name_of(*other) +
              " supersede each other, so that none is left; remove supersedes from one of them"}});
  } else if (other->in_force_from() != book.in_force_from() || other->in_force_to() != book.in_force_to()) {
    faults.push_back({book.file_name(),
                      "supersedes_other_dates",
                      {name_of(book) + "（" + dates_of(book) + "）与所取代的 " + name_of(*other) + "（" +
                           dates_of(*other) + "）生效日期不同。请使用相同的 in_force。",
                       name_of(book) + " (" + dates_of(book) + ") supersedes " + name_of(*other) + " (" +
                           dates_of(*other) + "), which is in force on other dates; give both the same in_force"}});
  }
}

}  // namespace

std::variant<Shelf, Faults> Shelf::make(std::vector<std::shared_ptr<const Rulebook>> rulebooks) {
  std::stable_sort(rulebooks.begin(), rulebooks.end(), [](const auto& left, const auto& right) {
    return std::tuple(left->id(), left->in_force_from(), left->in_force_to()) <
           std::tuple(right->id(), right->in_force_from(), right->in_force_to());
  });
  Faults faults;
  std::vector<const Rulebook*> superseded;
  for (const auto& book : rulebooks) {
    prove_supersedes(*book, rulebooks, faults);
    superseded.push_back(superseded_by(*book, rulebooks));
  }
  Shelf shelf;
  const Rulebook* furthest = nullptr;  // of the current id: the one in force longest so far
  for (std::size_t i = 0; i < rulebooks.size(); ++i) {
    const Rulebook& book = *rulebooks[i];
    for (std::size_t j = 0; j < i; ++j) {
      if (rulebooks[j]->id() == book.id() && rulebooks[j]->version() == book.version()) {
        faults.push_back(
            {book.file_name(),
             "duplicate_version",
             {name_of(book) + " 已存在于 " + rulebooks[j]->file_name() + "，请改用新的 version。",
              name_of(book) + " is already in " + rulebooks[j]->file_name() + "; give it another version"}});
      }
    }
    if (std::find(superseded.begin(), superseded.end(), &book) != superseded.end()) continue;
    shelf.in_place_.push_back(rulebooks[i]);
    if (furthest == nullptr || furthest->id() != book.id()) {
      furthest = &book;
      continue;
    }
    prove_neighbours(*furthest, book, faults);
    if (book.in_force_to() > furthest->in_force_to()) furthest = &book;
  }
  if (!faults.empty()) return faults;
  shelf.rulebooks_ = std::move(rulebooks);
  return shelf;
}

std::shared_ptr<const Rulebook> Shelf::in_force_on(std::string_view id, Date day) const {
  for (const auto& book : in_place_) {
    if (book->id() == id && book->in_force_on(day)) return book;
  }
  return nullptr;
}

std::shared_ptr<const Rulebook> Shelf::find(std::string_view id, std::string_view version) const {
  for (const auto& book : rulebooks_) {
    if (book->id() == id && book->version() == version) return book;
  }
  return nullptr;
}

std::shared_ptr<const Rulebook> Shelf::governing(std::string_view id, const FactTexts& claim) const {
  for (const auto& book : in_place_) {
    if (book->id() != id) continue;
    // One rule for all of the id: the first rulebook's tells the day.
    const LossDateRule& rule = book->loss_date_rule();
    const std::string& name = rule.day == LossDay::first_day  ? rule.first_day
                              : rule.day == LossDay::last_day ? rule.last_day
                                                              : rule.discovered;
    const auto text = claim.find(name);
    if (text == claim.end()) return nullptr;
    std::optional<Date> day = Date::parse(text->second);
    if (const auto instant = Instant::parse(text->second, book->offset()); !day && instant) {
      day = instant->date_at(book->offset());
    }
    return day ? in_force_on(id, *day) : nullptr;
  }
  return nullptr;
}

}  // namespace wildclaims::rules
