// An act on one policy, and what such acts have in common.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "rules/date.h"
#include "tests/simulation/acts.h"

namespace wildclaims::simulation {

// An act on one policy.
class PolicyAct : public Act {
 public:
  PolicyAct(std::string kind, std::int64_t user, domain::Role role, std::string policy)
      : Act(std::move(kind), user), role_(role), policy_(std::move(policy)) {}

  std::string request() const override { return kind() + " " + policy_ + " " + details(); }
  bool allowed(const Auditor& auditor) const override {
    const auto book = auditor.books.find(policy_);
    return may(user(), role_) && book != auditor.books.end() && allowed_in(auditor, book->second);
  }
  std::string record(Auditor& auditor, const std::string&) const override {
    return record_in(auditor, auditor.books.at(policy_));
  }

 protected:
  const std::string& policy() const { return policy_; }
  virtual std::string details() const = 0;
  virtual bool allowed_in(const Auditor& auditor, const Book& book) const = 0;
  virtual std::string record_in(Auditor& auditor, Book& book) const = 0;
  void happened(Auditor& auditor, const char* kind) const {
    auditor.happenings.push_back(std::string(kind) + " " + policy_ + " " + std::to_string(user()));
  }

 private:
  domain::Role role_;
  std::string policy_;
};

// An entry's number, as these acts are answered.
Performed entry_answer(domain::Outcome<std::int64_t> sequence);

// Whether an entry may take effect on that day; nothing: today.
bool may_take_effect(const Auditor& auditor, const Book& book, std::optional<rules::Date> on);

// Mostly today; else a day that may be closed, too early or too late.
std::optional<rules::Date> some_day(Random& random, const Auditor& auditor);

// Now and then none.
std::string some_funder(Random& random);

// A policy of which something is on this account of a funder, the funder, and a part of it, all, or now and then a
// fen more.
struct Owed {
  std::string policy;
  std::string funder;
  Fen amount = 0;
};
std::optional<Owed> some_owed(Random& random, const Auditor& auditor, const std::string& account, Fen most);

}  // namespace wildclaims::simulation
