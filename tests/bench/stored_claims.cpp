#include "tests/bench/stored_claims.h"

#include <random>
#include <stdexcept>
#include <variant>
#include <vector>

#include "claims/store/connection.h"
#include "claims/store/migrations.h"
#include "rules/determine.h"
#include "rules/loader/load.h"
#include "rules/loader/sha256.h"
#include "rules/receipt.h"
#include "tests/bench/quick_fill.h"

namespace wildclaims::bench {
namespace {

using rules::Money;

constexpr std::int64_t kHouseholdsOfReport = 30;
constexpr std::int64_t kClaimsOfHousehold = 5;
constexpr std::int64_t kReports = 136;  // different ones, with a receipt for each household
constexpr std::size_t kDenied = 64;     // different receipts

struct Decided {
  bool denied = false;
  Money entitlement;
  std::vector<rules::FundingPart> parts;
  std::string receipt;
  rules::Digest sha256;
};

int pick(std::mt19937& random, int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); }

// What the claims of one report share.
rules::FactSheet report(std::mt19937& random, const std::string& species) {
  const rules::Date from = rules::Date::from_civil(2025, 1, 3)->plus_days(pick(random, 0, 360));
  const std::string to = from.plus_days(1).to_string();
  rules::FactSheet sheet;
  sheet.claim = {{"species", species},
                 {"damage_from", from.to_string()},
                 {"damage_to", to},
                 {"discovered_at", to + "T07:30:00+08:00"},
                 {"reported_at", to + "T09:10:00+08:00"}};
  return sheet;
}

Decided decide(const rules::Rulebook& book, std::mt19937& random, rules::FactSheet sheet) {
  const std::vector<std::string> crops = {"maize", "vegetable", "lotus_root", "melon"};
  const std::vector<std::string> stages = {"seedling", "growing", "mature"};
  const int items = pick(random, 1, 3);
  for (int i = 0; i < items; ++i) {
    sheet.items.push_back({{"crop", crops[static_cast<std::size_t>(pick(random, 0, 3))]},
                           {"stage", stages[static_cast<std::size_t>(pick(random, 0, 2))]},
                           {"area", std::to_string(pick(random, 2, 30)) + "." + std::to_string(pick(random, 1, 9))},
                           {"loss_rate", std::to_string(pick(random, 40, 100)) + "%"}});
  }
  const auto read = rules::read_facts(book, sheet, rules::Completeness::complete);
  const auto& facts = std::get<rules::Facts>(read);
  const auto result = rules::determine(book, facts);
  const auto& determination = std::get<rules::Determination>(result);
  Decided decided{determination.denied,
                  determination.entitlement,
                  determination.funding,
                  rules::make_receipt(book, facts, determination),
                  {}};
  decided.sha256 = rules::sha256(decided.receipt);
  return decided;
}

std::shared_ptr<const rules::Rulebook> shipped() {
  auto loaded = rules::load_rulebook_file(std::string(WILDCLAIMS_SOURCE_DIR) + "/config/rulebooks/pinglu-2025.yaml");
  if (!loaded.rulebook) throw std::runtime_error("the shipped rulebook does not load");
  return loaded.rulebook;
}

std::string instant(std::int64_t seconds) { return rules::Instant::from_seconds(seconds).to_string(); }

std::string number_of(std::int64_t claim) { return "PL-2025-" + std::to_string(1'000'000 + claim); }

class Filler {
 public:
  Filler(store::Connection& db, std::int64_t claims)
      : db_(db), claims_(claims), book_(shipped()), random_(20251209), latest_(static_cast<std::size_t>(claims) + 1) {
    for (std::int64_t i = 0; i < kReports; ++i) {
      const rules::FactSheet shared = report(random_, i % 2 == 0 ? "wild_boar" : "pheasant");
      for (std::int64_t k = 0; k < kHouseholdsOfReport; ++k) paid_.push_back(decide(*book_, random_, shared));
    }
    for (std::size_t i = 0; i < kDenied; ++i) denied_.push_back(decide(*book_, random_, report(random_, "other")));
  }

  void fill() {
    people();
    for (std::int64_t claim = 1; claim <= claims_; ++claim) file_claim(claim);
    // Decided report by report, though not in the order they came in.
    const std::int64_t reports = (claims_ + kHouseholdsOfReport - 1) / kHouseholdsOfReport;
    constexpr std::int64_t kSeconds = std::int64_t{350} * 86'400;
    const std::int64_t begin = rules::Date::from_civil(2025, 1, 10)->days() * std::int64_t{86'400};
    for (std::int64_t i = 0; i < reports; ++i) {
      const std::int64_t report = (i ^ 5) < reports ? (i ^ 5) : i;
      decide_report(report, begin + i * kSeconds / reports);
    }
  }

 private:
  void people() {
    db_.script(R"(
      INSERT INTO programmes VALUES ('PL', '140829', 'insurer', 480);
      INSERT INTO users (id, name, display_zh, display_en, password_hash, created_at)
      VALUES (1, 'd', '', '', '', ''), (2, 'a', '', '', '', ''), (3, 'b', '', '', '', ''), (4, 'c', '', '', '', '');
    )");
    db_.run("INSERT INTO rulebooks (id, code, version, sha256, text) VALUES (1, ?, ?, ?, ?)", book_->id(),
            book_->version(), book_->sha256(), book_->text());
    db_.run(
        "INSERT INTO policies VALUES (?, 'PL', 2025, '2025-01-01', '2025-12-31', 50000000, ?, 1, 1, "
        "'2025-01-02T01:00:00Z')",
        kStoredPolicy, Money::from_fen(800'000'000));
    households_ = claims_ / kClaimsOfHousehold + kHouseholdsOfReport;
    for (std::int64_t id = 1; id <= households_; ++id) {
      db_.run("INSERT INTO households VALUES (?, 'PL', '140829100201')", id);
      db_.run("INSERT INTO claimants VALUES (?, 'PL', ?, 'person', '某某某', '2025-01-02T01:00:00Z')", id, id);
      db_.run(
          "INSERT INTO personal_data VALUES (?, ?, 'PL', 'phone', x'00112233445566778899', zeroblob(32), '138****', "
          "'')",
          2 * id, id);
      db_.run(
          "INSERT INTO personal_data VALUES (?, ?, 'PL', 'account', x'00112233445566778899', zeroblob(32), '6222****', "
          "'')",
          2 * id + 1, id);
    }
  }

  // Claim 1 is the first household's of report 1.
  void file_claim(std::int64_t claim) {
    const std::int64_t report = (claim - 1) / kHouseholdsOfReport + 1;
    if ((claim - 1) % kHouseholdsOfReport == 0) {
      first_household_ = std::uniform_int_distribution<std::int64_t>(1, households_ - kHouseholdsOfReport)(random_);
      db_.run("INSERT INTO damage_events VALUES (?, 'PL', '2025-01-02T01:00:00Z')", report);
      db_.run(
          "INSERT INTO damage_reports VALUES (?, ?, 'PL', 'PL-2025', ?, 'wild_boar', '2025-02-01', '2025-02-02', "
          "'2025-02-02T01:00:00Z', '2025-02-02T02:00:00Z', '140829100201', 'by the river', '', '{}', 1, 1, "
          "'2025-02-02T02:00:00Z')",
          report, "PLR-2025-" + std::to_string(report), report);
    }
    const std::int64_t claimant = first_household_ + (claim - 1) % kHouseholdsOfReport;
    db_.run("INSERT INTO claims VALUES (?, ?, 'PL', 'PL-2025', ?, ?, ?, ?, '某某某', ?, 7)", claim, number_of(claim),
            report, claimant, 2 * claimant, 2 * claimant + 1, state_of(claim));
    db_.run(
        "INSERT INTO surveys VALUES (?, ?, 'discovery', '2025-02-03', 'wild_boar', 'confirmed', '', '{}', 1, "
        "'2025-02-03T02:00:00Z')",
        claim, claim);
  }

  static const char* state_of(std::int64_t claim) {
    const std::int64_t kind = claim % 100;
    if (kind < 94) return "paid";
    if (kind < 97) return "noticed";
    return kind < 99 ? "denied" : "determined";
  }

  const Decided& answer_of(std::int64_t claim) const {
    const bool denied = claim % 100 == 97 || claim % 100 == 98;
    const auto& from = denied ? denied_ : paid_;
    return from[static_cast<std::size_t>(claim - 1) % from.size()];
  }

  void decide_report(std::int64_t report, std::int64_t at) {
    const std::int64_t first = report * kHouseholdsOfReport + 1;
    for (std::int64_t claim = first; claim < first + kHouseholdsOfReport && claim <= claims_; ++claim) {
      determine(claim, at);
    }
    for (std::int64_t claim = first; claim < first + kHouseholdsOfReport && claim <= claims_; ++claim) {
      const std::int64_t kind = claim % 100;
      if (kind < 2) approve(claim, at + 300, "first");
      if (kind < 94 || kind == 99) approve(claim, at + 600, "final");
      if (kind == 99) determine(claim, at + 900);
    }
  }

  void determine(std::int64_t claim, std::int64_t at) {
    const Decided& answer = answer_of(claim);
    db_.run(
        "INSERT INTO determinations (claim_id, survey_id, rulebook_id, kind, denied, entitlement_fen, receipt, "
        "receipt_sha256, determined_by, recorded_at, replaces) VALUES (?, ?, 1, 'rulebook', ?, ?, ?, ?, 1, ?, ?)",
        claim, claim, answer.denied, answer.entitlement, answer.receipt, answer.sha256, instant(at),
        latest_[static_cast<std::size_t>(claim)]);
    const std::int64_t id = db_.last_insert_id();
    latest_[static_cast<std::size_t>(claim)] = id;
    fund("INSERT INTO determination_funding VALUES (?, ?, ?, ?)", id, answer.parts);
  }

  void approve(std::int64_t claim, std::int64_t at, const std::string& step) {
    const Decided& answer = answer_of(claim);
    const bool final = step == "final";
    if (final) ++sequence_;
    db_.run("INSERT INTO approvals VALUES (NULL, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, NULL)", claim,
            latest_[static_cast<std::size_t>(claim)], step, answer.entitlement, final ? answer.entitlement : Money(),
            answer.receipt, answer.sha256, final ? std::optional(sequence_) : std::nullopt, final ? 3 : 2, instant(at));
    if (final) fund("INSERT INTO approval_funding VALUES (?, ?, ?, ?)", db_.last_insert_id(), answer.parts);
  }

  void fund(const char* sql, std::int64_t id, const std::vector<rules::FundingPart>& parts) {
    std::int64_t position = 0;
    for (const rules::FundingPart& part : parts) db_.run(sql, id, ++position, part.funder, part.amount);
  }

  store::Connection& db_;
  const std::int64_t claims_;
  std::shared_ptr<const rules::Rulebook> book_;
  std::mt19937 random_;
  std::vector<Decided> paid_;
  std::vector<Decided> denied_;
  std::vector<std::optional<std::int64_t>> latest_;  // determination of each claim
  std::int64_t households_ = 0;
  std::int64_t first_household_ = 0;
  std::int64_t sequence_ = 0;
};

}  // namespace

void store_claims(const std::string& file, std::int64_t claims) {
  store::Connection db(file, store::Connection::Access::read_write);
  store::migrate(db);
  fill_quickly(db, {}, [&] { Filler(db, claims).fill(); });
}

}  // namespace wildclaims::bench
