#include "tests/bench/made_book.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "claims/domain/claim_number.h"
#include "claims/domain/identity.h"
#include "claims/ledger/account.h"
#include "claims/ledger/chain.h"
#include "claims/ledger/recipes.h"
#include "claims/store/approvals.h"
#include "claims/store/claimants.h"
#include "claims/store/claims.h"
#include "claims/store/connection.h"
#include "claims/store/damage_reports.h"
#include "claims/store/determinations.h"
#include "claims/store/happenings.h"
#include "claims/store/idempotency.h"
#include "claims/store/journal.h"
#include "claims/store/payments.h"
#include "claims/store/policies.h"
#include "claims/store/surveys.h"
#include "claims/store/users.h"
#include "claims/store/vault.h"
#include "claims/workflow/evaluation.h"
#include "rules/loader/load.h"
#include "rules/loader/sha256.h"
#include "rules/sub_limit.h"
#include "tests/bench/made_reports.h"
#include "tests/bench/quick_fill.h"

namespace wildclaims::bench {
namespace {

using domain::ClaimState;
using rules::Money;

constexpr std::int64_t kClaimsOfClaimant = 2;
constexpr std::int64_t kKinds = 100;
constexpr std::array kYears{2025, 2026};
constexpr std::size_t kShapes = 50;  // different determinations of a year
constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr std::int64_t kVersion = 8;  // of a claim that is paid, and of its report

// Where claim `place` of all ends up.
ClaimState state_of(std::int64_t place) {
  const std::int64_t kind = place % kKinds;
  if (kind < 94) return ClaimState::paid;
  if (kind < 95) return ClaimState::approved;
  return kind < 98 ? ClaimState::noticed : ClaimState::denied;
}

// The first half of the claims is of the first year.
struct Place {
  int year;
  std::int32_t sequence;
};
Place place_of(std::int64_t place, std::int64_t claims) {
  const std::int64_t first = (claims + 1) / 2;
  if (place < first) return {kYears[0], static_cast<std::int32_t>(place + 1)};
  return {kYears[1], static_cast<std::int32_t>(place - first + 1)};
}

template <class Number>
std::string number_text(const Place& place) {
  return Number::from(domain::ProgrammeLetters::parse("PL").value(), place.year, place.sequence).value().to_string();
}

// One damaged plot as the rulebook determines it.
struct Shape {
  rules::FactTexts item;
  workflow::Evaluation evaluation;
};

// A policy year while it is being filled.
struct Book {
  std::string policy;
  std::int64_t rulebook_id = 0;
  std::shared_ptr<const rules::Rulebook> rulebook;
  std::string total;         // the running total that each claim of a household's event counts in
  Money total_limit;         // of each of them
  rules::Date day;           // of every damage
  rules::Instant posted_at;  // what is in the ledger: after everything was done, not before the policy was opened
  std::vector<Shape> shapes;
  ledger::ChainHead head;
  Money available;
  std::map<std::string, Money> balances;  // of accounts that are not one claim's
};

std::vector<Shape> shapes_of(const rules::Rulebook& rulebook, rules::Date day) {
  std::vector<Shape> shapes;
  for (std::size_t i = 0; i < kShapes; ++i) {
    Shape shape;
    shape.item = {
        {"crop", "maize"}, {"stage", "mature"}, {"area", "0." + std::to_string(4 * kShapes + i)}, {"loss_rate", "60%"}};
    rules::FactSheet sheet;
    sheet.claim = {{"species", "wild_boar"},
                   {"damage_from", day.to_string()},
                   {"damage_to", day.to_string()},
                   {"discovered_at", day.to_string() + "T07:30:00+08:00"},
                   {"reported_at", day.to_string() + "T09:00:00+08:00"}};
    sheet.items.push_back(shape.item);
    for (const rules::RunningTotal& total : rulebook.running_totals()) sheet.running[total.name] = "0.00";
    auto evaluation = workflow::evaluate(rulebook, sheet);
    if (!evaluation || evaluation->determination.denied) throw std::runtime_error("a shape that is not paid");
    shape.evaluation = std::move(*evaluation);
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

class Filler {
 public:
  Filler(store::Connection& db, const store::Vault& vault, std::int64_t claims)
      : db_(db), vault_(vault), claims_(claims) {
    for (const domain::Role role : domain::kRoles) {
      users_[role] = store::find_user(db_, std::string(domain::code_of(role))).value().id;
    }
    for (const int year : kYears) books_.push_back(book_of(year));
  }

  void fill() {
    for (std::int64_t place = 0; place < claims_; ++place) file(place);
    for (Book& book : books_) {
      for (const auto& [account, balance] : book.balances) put_balance(book, account, balance);
    }
  }

 private:
  Book book_of(int year) {
    Book book;
    book.policy = "PL-" + std::to_string(year);
    const store::PolicyRow policy = store::find_policy(db_, book.policy).value();
    book.rulebook_id = policy.rulebook_id;
    store::RulebookRow stored = store::find_rulebook(db_, policy.rulebook_id).value();
    book.rulebook = rules::load_rulebook(std::move(stored.text), "stored").rulebook;
    const rules::RunningTotal& total = book.rulebook->running_totals().at(0);
    if (total.per != rules::LimitScope::household_event) throw std::runtime_error("another running total");
    book.total = total.name;
    book.total_limit = rules::sub_limit(*book.rulebook, total).value();
    book.day = *rules::Date::from_civil(year, 9, 1);
    book.posted_at = std::max(at(book, 10), policy.opened_at);
    book.shapes = shapes_of(*book.rulebook, book.day);
    book.head = store::book_head(db_, book.policy);
    for (const auto& [account, balance] : store::balances_of(db_, book.policy).sorted()) {
      book.balances[account] = balance;
    }
    book.available = book.balances.at(ledger::limit_available());
    return book;
  }

  rules::Instant at(const Book& book, int days, int hour = 2) const {
    return rules::Instant::from_seconds((std::int64_t{book.day.days()} + days) * kSecondsOfDay + hour * 3'600);
  }

  void put_balance(const Book& book, const std::string& account, Money balance) {
    db_.run(
        "INSERT INTO account_balances (policy_id, account, balance_fen) VALUES (?, ?, ?) "
        "ON CONFLICT (policy_id, account) DO UPDATE SET balance_fen = excluded.balance_fen",
        book.policy, account, balance);
  }

  // Chains and stores an entry; balances of the claim and of its scope are kept apart, for a moment.
  std::int64_t post(Book& book, const ledger::Entry& entry) {
    for (const ledger::Posting& posting : entry.postings) {
      const auto kind = ledger::parse_account(posting.account).value().kind;
      const ledger::Owner owner = ledger::owner_of(kind);
      const bool own = owner == ledger::Owner::claim || owner == ledger::Owner::scope;
      auto& balances = own ? of_claim_ : book.balances;
      balances[posting.account] += posting.amount;
    }
    const ledger::RecordedEntry recorded = ledger::record(entry, book.policy, book.posted_at, book.head);
    store::append(db_, recorded);
    book.head = ledger::head_of(recorded);
    return recorded.sequence;
  }

  store::ClaimantRow claimant_of(std::int64_t place) {
    if (place % kClaimsOfClaimant != 0 && claimant_) return *claimant_;
    const domain::Household told = made_report(place).households.front();
    store::ClaimantRow claimant;
    claimant.programme = "PL";
    claimant.household_id = store::insert_household(db_, "PL", "zhangcun-yaotou");
    claimant.name = told.name;
    const rules::Instant now = at(books_.front(), 0, 1);
    claimant.id = store::insert_claimant(db_, claimant, now);
    const auto keep = [&](store::PersonalKind kind, const auto& number) {
      return store::add_personal(db_, vault_, claimant,
                                 store::personal_value(vault_, kind, number->text(), number->masked()), now);
    };
    keep(store::PersonalKind::identity, domain::IdentityNumber::parse(told.identity));
    phone_ = keep(store::PersonalKind::phone, domain::PhoneNumber::parse(told.phone));
    account_ = keep(store::PersonalKind::account, domain::AccountNumber::parse(told.account));
    claimant_ = claimant;
    return claimant;
  }

  // A happening and the answer that its request got.
  void happened(const Book& book, const store::ClaimRow& claim, const char* kind, domain::Role role,
                rules::Instant when) {
    store::HappeningRow row;
    row.command = made_key(++commands_);
    row.kind = kind;
    row.programme = claim.programme;
    row.policy_id = book.policy;
    row.report_id = claim.report_id;
    row.claim_id = claim.id;
    row.user_id = users_.at(role);
    row.recorded_at = when;
    row.business_date = when.date_at(rules::UtcOffset());
    store::insert_happening(db_, row);
    const bool report = kind == std::string_view("report");
    const std::string route =
        report ? "POST /api/v1/damage-reports" : "POST /api/v1/claims/" + claim.number + "/" + kind;
    const std::string body = R"({"claim":")" + claim.number + R"(","state":"accepted","version":2,"report":")" +
                             report_ + R"(","report_version":2})";
    store::keep_answer(db_, {row.user_id, route, row.command, rules::sha256(row.command), when},
                       {report ? 201 : 200, "\"1\"", body});
  }

  store::ClaimRow file_report(Book& book, std::int64_t place, const Shape& shape) {
    const store::ClaimantRow claimant = claimant_of(place);
    store::ReportRow report;
    report.programme = "PL";
    report.policy_id = book.policy;
    report.event_id = store::insert_event(db_, "PL", at(book, 0));
    report.number = number_text<domain::ReportNumber>(place_of(place, claims_));
    report.species = "wild_boar";
    report.damage_from = book.day;
    report.damage_to = book.day;
    report.discovered_at = at(book, -1, 23).plus_seconds(1'800);
    report.reported_at = at(book, 0, 1);
    report.village = "zhangcun-yaotou";
    report.place = "河边";
    report.told_by = "村委会";
    report.version = kVersion;
    report.recorded_by = users_.at(domain::Role::clerk);
    report.recorded_at = at(book, 0);
    report.id = store::insert_report(db_, report);
    report_ = report.number;
    scope_ = book.total + ".h" + std::to_string(claimant.household_id) + ".e" + std::to_string(report.event_id);
    store::ClaimRow claim;
    claim.number = number_text<domain::ClaimNumber>(place_of(place, claims_));
    claim.programme = "PL";
    claim.policy_id = book.policy;
    claim.report_id = report.id;
    claim.claimant_id = claimant.id;
    claim.phone_id = phone_;
    claim.account_id = account_;
    claim.account_holder = claimant.name;
    claim.state = state_of(place);
    claim.version = kVersion;
    claim.id = store::insert_claim(db_, claim);
    store::insert_loss_item(db_, claim.id, {1, "一号地", shape.item});
    happened(book, claim, "report", domain::Role::clerk, at(book, 0));
    return claim;
  }

  std::int64_t survey(const Book& book, const store::ClaimRow& claim, const Shape& shape) {
    store::SurveyRow row;
    row.claim_id = claim.id;
    row.kind = "discovery";
    row.visited_on = book.day;
    row.species = "wild_boar";
    row.attribution = "confirmed";
    row.surveyed_by = users_.at(domain::Role::adjuster);
    row.recorded_at = at(book, 1);
    row.assessments[1] = shape.item;
    happened(book, claim, "survey", domain::Role::adjuster, row.recorded_at);
    return store::insert_survey(db_, row);
  }

  std::int64_t determine(const Book& book, const store::ClaimRow& claim, const Shape& shape, std::int64_t survey) {
    const rules::Determination& result = shape.evaluation.determination;
    store::DeterminationRow row;
    row.claim_id = claim.id;
    row.survey_id = survey;
    row.rulebook_id = book.rulebook_id;
    row.judged = claim.state == ClaimState::denied;
    row.denied = row.judged;
    if (!row.denied) row.entitlement = result.entitlement;
    if (!row.denied) row.funding = result.funding;
    row.receipt = row.judged ? R"({"judged":{"reason":"not wildlife"}})" : shape.evaluation.receipt;
    row.receipt_sha256 = row.judged ? rules::sha256(row.receipt) : shape.evaluation.receipt_sha256;
    row.determined_by = users_.at(domain::Role::adjuster);
    row.recorded_at = at(book, 2);
    happened(book, claim, row.denied ? "deny" : "determine_indemnity", domain::Role::adjuster, row.recorded_at);
    return store::insert_determination(db_, row);
  }

  std::int64_t approve(Book& book, const store::ClaimRow& claim, const Shape& shape, std::int64_t determination) {
    const rules::Determination& result = shape.evaluation.determination;
    ledger::FunderParts parts;
    for (const rules::FundingPart& part : result.funding) parts.push_back({part.funder, part.amount});
    const rules::Date day = book.day.plus_days(8);
    post(book, ledger::sub_limit_opened({day, scope_, book.total_limit}));
    store::ApprovalRow row;
    row.claim_id = claim.id;
    row.determination_id = determination;
    row.entitlement = result.entitlement;
    row.approved = result.entitlement;
    row.receipt = shape.evaluation.receipt;
    row.receipt_sha256 = shape.evaluation.receipt_sha256;
    row.funding = result.funding;
    row.approved_by = users_.at(domain::Role::approver);
    row.recorded_at = book.posted_at;
    row.sequence = post(book, ledger::indemnity_approved({day,
                                                          claim.number,
                                                          determination,
                                                          row.receipt_sha256,
                                                          row.entitlement,
                                                          book.available,
                                                          std::move(parts),
                                                          "county",
                                                          row.entitlement,
                                                          {scope_}}));
    row.scopes = {scope_};
    db_.run("INSERT INTO entitled_by_scope (policy_id, scope, before_fen, entitled_fen) VALUES (?, ?, 0, ?)",
            book.policy, scope_, row.entitlement);
    book.available -= row.approved;
    happened(book, claim, "approve", domain::Role::approver, book.posted_at);
    return store::insert_approval(db_, row);
  }

  void pay(Book& book, const store::ClaimRow& claim, Money amount, std::int64_t approval) {
    const std::string batch = book.policy + "-" + std::to_string(claim.id / 1'000);
    const rules::Date day = book.day.plus_days(9);
    const std::int64_t sent = post(book, ledger::payment_sent({day, claim.number, batch, amount}));
    const std::int64_t cashier = users_.at(domain::Role::cashier);
    const std::int64_t payment = store::insert_payment(
        db_, {0, claim.id, approval, claim.account_id, amount, batch, sent, cashier, book.posted_at, {}});
    happened(book, claim, "send_payment", domain::Role::cashier, book.posted_at);
    post(book, ledger::payment_confirmed({day, claim.number, batch, amount, {scope_}}));
    store::insert_payment_result(db_, payment, {true, "REF-1", cashier, book.posted_at});
    happened(book, claim, "confirm_payment", domain::Role::cashier, book.posted_at);
  }

  void file(std::int64_t place) {
    Book& book = books_[place_of(place, claims_).year == kYears[0] ? 0 : 1];
    const Shape& shape = book.shapes[static_cast<std::size_t>(place) % kShapes];
    const Money amount = shape.evaluation.determination.entitlement;
    const store::ClaimRow claim = file_report(book, place, shape);
    of_claim_.clear();
    post(book, ledger::reserve_changed({book.day.plus_days(1), claim.number, Money(), amount}));
    happened(book, claim, "accept", domain::Role::adjuster, at(book, 1));
    const std::int64_t determination = determine(book, claim, shape, survey(book, claim, shape));
    if (claim.state == ClaimState::denied) {
      post(book, ledger::reserve_changed({book.day.plus_days(2), claim.number, amount, Money()}));
    } else {
      store::insert_notice(db_, {0, claim.id, determination, book.day.plus_days(3), 3, "村务公开栏",
                                 users_.at(domain::Role::clerk), at(book, 3)});
      happened(book, claim, "post_notice", domain::Role::clerk, at(book, 3));
    }
    if (claim.state == ClaimState::paid || claim.state == ClaimState::approved) {
      const std::int64_t approval = approve(book, claim, shape, determination);
      if (claim.state == ClaimState::paid) pay(book, claim, amount, approval);
    }
    for (const auto& [account, balance] : of_claim_) put_balance(book, account, balance);
  }

  store::Connection& db_;
  const store::Vault& vault_;
  const std::int64_t claims_;
  std::map<domain::Role, std::int64_t> users_;
  std::vector<Book> books_;
  std::optional<store::ClaimantRow> claimant_;
  std::string report_;                     // of the claim that is filed
  std::string scope_;                      // that it counts in
  std::map<std::string, Money> of_claim_;  // balances of accounts that are its own or its scope's
  std::int64_t phone_ = 0;
  std::int64_t account_ = 0;
  std::int64_t commands_ = 100'000'000;  // beyond what reports use as keys
};

}  // namespace

void make_book(const std::string& data, std::int64_t claims) {
  const store::Vault vault = store::Vault::open(data + "/secret.key", false);
  store::Connection db(data + "/wildclaims.db", store::Connection::Access::read_write);
  // A determination looks for the one that it replaces.
  fill_quickly(db, {"determinations_by_claim"}, [&] { Filler(db, vault, claims).fill(); });
}

std::string made_claim_number(std::int64_t place, std::int64_t claims) {
  return number_text<domain::ClaimNumber>(place_of(place, claims));
}

std::string made_claim_secret(std::int64_t place) {
  const std::int64_t claimant = place - place % kClaimsOfClaimant;
  return domain::PhoneNumber::parse(made_report(claimant).households.front().phone).value().last_four();
}

}  // namespace wildclaims::bench
