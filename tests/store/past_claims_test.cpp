// Claims of the past, in the order in which they were decided.
#include "claims/store/past_claims.h"

#include <string>
#include <vector>

#include "claims/store/connection.h"
#include "claims/store/failure.h"
#include "claims/store/migrations.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::store {
namespace {

// Six claims of four households in two events, and one of another policy.
struct Sample {
  tests::TemporaryDirectory directory;
  Connection db{directory.file("a.db"), Connection::Access::read_write};

  Sample() {
    migrate(db);
    db.script(R"(
      INSERT INTO programmes VALUES ('PL', '140829', 'insurer', 480);
      INSERT INTO users (id, name, display_zh, display_en, password_hash, created_at)
      VALUES (1, 'd', '', '', '', ''), (2, 'a', '', '', '', ''), (3, 'b', '', '', '', '');
      INSERT INTO rulebooks (id, code, version, sha256, text) VALUES (1, 'r', '1', zeroblob(32), '');
      INSERT INTO policies VALUES ('PL-2025', 'PL', 2025, '2025-01-01', '2025-12-31', 100, 100000, 1, 1, ''),
                                  ('PL-2026', 'PL', 2026, '2026-01-01', '2026-12-31', 100, 100000, 1, 1, '');
      INSERT INTO damage_events VALUES (7, 'PL', ''), (8, 'PL', '');
    )");
    for (int i = 1; i <= 7; ++i) claim(i);
  }

  void claim(int i) {
    const std::string id = std::to_string(i);
    const std::string policy = i == 7 ? "PL-2026" : "PL-2025";
    const std::string phone = std::to_string(2 * i);
    const std::string account = std::to_string(2 * i + 1);
    db.script("INSERT INTO households VALUES (" + std::to_string(100 + i) +
              ", 'PL', 'v');"
              "INSERT INTO claimants VALUES (" +
              id + ", 'PL', " + std::to_string(100 + i) +
              ", 'person', 'n', '');"
              "INSERT INTO personal_data VALUES (" +
              phone + ", " + id +
              ", 'PL', 'phone', x'00', zeroblob(32), '*', ''),"
              "(" +
              account + ", " + id +
              ", 'PL', 'account', x'00', zeroblob(32), '*', '');"
              "INSERT INTO damage_reports VALUES (" +
              id + ", 'R" + id + "', 'PL', '" + policy + "', " + (i % 2 == 0 ? "8" : "7") +
              ", 's', '2025-09-01', '2025-09-02', '', '', 'v', '', '', '{}', 1, 1, '');"
              "INSERT INTO claims VALUES (" +
              id + ", 'C" + id + "', 'PL', '" + policy + "', " + id + ", " + id + ", " + phone + ", " + account +
              ", '', 'surveyed', 1);"
              "INSERT INTO surveys VALUES (" +
              id + ", " + id +
              ", 'discovery', '2025-09-03', 's', 'confirmed', '', '{}', "
              "1, '');");
  }
  void determine(int claim, const std::string& at, int fen, const std::string& state) {
    db.run(
        "INSERT INTO determinations (claim_id, survey_id, rulebook_id, kind, denied, entitlement_fen, receipt, "
        "receipt_sha256, determined_by, recorded_at, replaces) VALUES (?, ?, 1, 'rulebook', ?, ?, ?, zeroblob(32), 1, "
        "?, (SELECT max(id) FROM determinations WHERE claim_id = ?))",
        claim, claim, fen == 0, fen, "{\"d\":" + std::to_string(fen) + "}", at, claim);
    move(claim, state);
  }
  void approve(int claim, const std::string& at, int fen, int approved, const std::string& step = "final") {
    const bool final = step == "final";
    db.run(
        "INSERT INTO approvals VALUES (NULL, ?, (SELECT max(id) FROM determinations WHERE claim_id = ?), ?, ?, ?, ?, "
        "?, zeroblob(32), ?, ?, ?, NULL)",
        claim, claim, step, fen, final ? approved : 0, final ? fen - approved : 0,
        "{\"a\":" + std::to_string(fen) + "}", final ? std::optional<std::int64_t>(++sequence_) : std::nullopt,
        final ? 2 : 3, at);
    if (final && approved > 0) {
      db.run("INSERT INTO approval_funding VALUES (?, 1, 'county', ?)", db.last_insert_id(), approved);
    }
    if (final) move(claim, approved > 0 ? "approved" : "closed");
  }
  void move(int claim, const std::string& state) { db.run("UPDATE claims SET state = ? WHERE id = ?", state, claim); }

  std::vector<PastClaimRow> rows(const std::string& policy = "PL-2025") {
    std::vector<PastClaimRow> all;
    for_each_past_claim(db, policy, rules::UtcOffset::parse("+08:00").value(), [&](const PastClaimRow& row) {
      all.push_back(row);
      return true;
    });
    return all;
  }

 private:
  std::int64_t sequence_ = 1;
};

std::string numbers(const std::vector<PastClaimRow>& rows) {
  std::string text;
  for (const PastClaimRow& row : rows) text += row.number + " ";
  return text;
}

}  // namespace

TEST_CASE("Claims come in the order they were decided: the final approval's moment, else the determination's") {
  Sample sample;
  sample.determine(1, "2025-10-01T02:00:00Z", 500, "noticed");
  sample.determine(2, "2025-10-02T02:00:00Z", 600, "noticed");
  sample.determine(3, "2025-10-03T02:00:00Z", 0, "denied");
  sample.approve(2, "2025-10-04T16:30:00Z", 600, 600);
  sample.determine(4, "2025-10-05T02:00:00Z", 700, "noticed");
  sample.approve(1, "2025-10-06T02:00:00Z", 500, 200);
  sample.determine(7, "2025-10-07T02:00:00Z", 900, "noticed");

  const auto rows = sample.rows();
  CHECK(numbers(rows) == "C3 C2 C4 C1 ");
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].denied);
  CHECK_FALSE(rows[0].approved);
  // 00:30 of the next day where the programme is.
  CHECK(rows[1].decided_on == rules::Date::parse("2025-10-05").value());
  CHECK(rows[1].household_id == 102);
  CHECK(rows[1].event_id == 8);
  CHECK(rows[1].receipt == "{\"a\":600}");
  CHECK(rows[1].approved_funding.empty());
  CHECK(rows[2].receipt == "{\"d\":700}");
  CHECK(rows[3].approved_amount == rules::Money::from_fen(200));
  CHECK(rows[3].residual == rules::Money::from_fen(300));
  REQUIRE(rows[3].approved_funding.size() == 1);
  CHECK(rows[3].approved_funding.front().amount == rules::Money::from_fen(200));
  CHECK(numbers(sample.rows("PL-2026")) == "C7 ");
  CHECK(count_claims(sample.db, "PL-2025") == 6);
}

TEST_CASE(
    "Of a claim determined again the latest counts, approved or not, and a first approval and a withdrawn claim do "
    "not") {
  Sample sample;
  sample.determine(1, "2025-10-01T02:00:00Z", 500, "noticed");
  sample.approve(1, "2025-10-02T02:00:00Z", 500, 500);
  sample.determine(2, "2025-10-03T02:00:00Z", 600, "noticed");
  sample.approve(2, "2025-10-03T03:00:00Z", 600, 0, "first");
  sample.determine(3, "2025-10-03T04:00:00Z", 100, "withdrawn");
  sample.determine(4, "2025-10-03T05:00:00Z", 100, "noticed");
  sample.determine(4, "2025-10-03T06:00:00Z", 200, "noticed");
  sample.approve(4, "2025-10-03T07:00:00Z", 200, 0);
  sample.determine(1, "2025-10-04T02:00:00Z", 550, "noticed");

  const auto rows = sample.rows();
  CHECK(numbers(rows) == "C2 C4 C1 ");
  REQUIRE(rows.size() == 3);
  CHECK_FALSE(rows[0].approved);
  CHECK(rows[1].approved);
  CHECK(rows[1].residual == rules::Money::from_fen(200));
  CHECK(rows[1].approved_funding.empty());
  CHECK(rows[2].entitlement == rules::Money::from_fen(550));
  CHECK_FALSE(rows[2].approved);
}

TEST_CASE("Who has seen enough is shown no more claims") {
  Sample sample;
  for (int i = 1; i <= 4; ++i) sample.determine(i, "2025-10-01T02:00:00Z", 500, "noticed");
  int seen = 0;
  for_each_past_claim(sample.db, "PL-2025", rules::UtcOffset(), [&](const PastClaimRow&) { return ++seen < 2; });
  CHECK(seen == 2);
}

TEST_CASE("A damaged moment is told as damage") {
  Sample sample;
  sample.determine(1, "some time", 500, "noticed");
  CHECK_THROWS_AS(sample.rows(), StoreUnavailable);
}

}  // namespace wildclaims::store
