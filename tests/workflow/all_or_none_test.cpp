// A command happens wholly or not at all: one claim in the way, or any statement failing, leaves no trace.
#include <functional>
#include <string>
#include <vector>

#include "claims/store/failure.h"
#include "claims/workflow/accept.h"
#include "claims/workflow/approve.h"
#include "claims/workflow/correct_claim.h"
#include "claims/workflow/correct_report.h"
#include "claims/workflow/deny.h"
#include "claims/workflow/determine.h"
#include "claims/workflow/door.h"
#include "claims/workflow/open_policy.h"
#include "claims/workflow/pay.h"
#include "claims/workflow/post_notice.h"
#include "claims/workflow/receive_premium.h"
#include "claims/workflow/release_held.h"
#include "claims/workflow/report_damage.h"
#include "claims/workflow/send_back.h"
#include "claims/workflow/settle_year.h"
#include "claims/workflow/survey.h"
#include "claims/workflow/top_up.h"
#include "claims/workflow/withdraw.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

using domain::Outcome;
using domain::RefusalCode;
using workflow::Acted;
using workflow::Answer;
using workflow::Work;

// Makes the n-th row written from now on fail, in whatever table it is.
class FailingWrites {
 public:
  explicit FailingWrites(OfficeFixture& fixture) : fixture_(fixture) {
    std::string script = "CREATE TEMP TABLE countdown (rest INTEGER NOT NULL); INSERT INTO countdown VALUES (-1);";
    for (const std::string& table : tables()) {
      for (const char* act : {"INSERT", "UPDATE", "DELETE"}) {
        script += "CREATE TEMP TRIGGER fail_" + table;
        script += std::string("_") + act;
        script += std::string(" BEFORE ") + act;
        script += " ON main." + table;
        script +=
            " BEGIN UPDATE countdown SET rest = rest - 1 WHERE rest > 0; "
            "SELECT RAISE(ABORT, 'injected') FROM countdown WHERE rest = 0; END;";
      }
    }
    run(script);
  }

  // 0: none fails.
  void fail_at(int n) { run("UPDATE countdown SET rest = " + std::to_string(n > 0 ? n : -1)); }

 private:
  std::vector<std::string> tables() {
    std::vector<std::string> names;
    const auto reading = fixture_.office().readers().read();
    store::Statement row = (*reading).query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    while (row.step()) names.push_back(row.text());
    return names;
  }
  void run(const std::string& script) {
    workflow::write_unkeyed(fixture_.office(), [&](store::Connection& db) {
      db.script(script);
      return true;
    });
  }

  OfficeFixture& fixture_;
};

// Runs the command with its first, second, third … write failing until it has no more, and then for good.
void check_all_or_none(OfficeFixture& fixture, FailingWrites& writes, const char* what, const char* who,
                       const std::function<Outcome<Answer>(Work&)>& command) {
  CAPTURE(what);
  static int key = 0;
  const workflow::RequestKey request{"POST /test", std::to_string(++key), {}};
  const std::string before = fixture.dump();
  int failed = 0;
  while (true) {
    writes.fail_at(failed + 1);
    try {
      const auto written = workflow::write(fixture.office(), fixture.actor(who), request, command);
      writes.fail_at(0);
      REQUIRE(std::get<Outcome<Answer>>(written).ok());
      break;
    } catch (const store::InvariantViolated&) {
      ++failed;
      CAPTURE(failed);
      REQUIRE(fixture.dump() == before);
    }
  }
  CHECK(failed >= 3);
  CHECK(fixture.dump() != before);
}

template <class T>
Outcome<Answer> answered(Outcome<T> outcome) {
  if (!outcome) return std::move(outcome).template failure<Answer>();
  return Answer{200, "{}", "", false};
}

}  // namespace

TEST_CASE("Whichever write of a command fails, the database is as it was before") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  FailingWrites writes(fixture);
  const auto check = [&](const char* what, const char* who, const std::function<Outcome<Answer>(Work&)>& command) {
    check_all_or_none(fixture, writes, what, who, command);
  };
  check("open_policy", "admin", [](Work& work) { return answered(workflow::open_policy(work, {"PL", 2026})); });
  check("receive_premium", "cashier", [](Work& work) {
    return answered(workflow::receive_premium(work, {"PL-2025", "county", yuan("300000.00")}));
  });
  std::string number;
  check("report_damage", "clerk", [&](Work& work) {
    domain::DamageReport report = boar_report();
    for (int i = 0; i < 3; ++i) report.households.push_back(household(i, "maize", "mature", "40"));
    auto reported = workflow::report_damage(work, report);
    if (reported) number = reported->acted.report;
    return answered(std::move(reported));
  });
  const auto version = [&] { return report_of(fixture, number).report.version; };
  const auto target = [&] { return report_target(number); };
  const std::vector<std::string> claims = claims_of(fixture, number);
  check("accept", "adjuster", [&](Work& work) { return answered(workflow::accept(work, target())); });
  workflow::CorrectReport of_report{report_target(number, version()), "核实", {}, day("2025-09-17"), {}, {}, {}, {}};
  check("correct_report", "clerk", [&](Work& work) { return answered(workflow::correct_report(work, of_report)); });
  workflow::CorrectClaim of_claim{claim_target(claims[0], claim_of(fixture, claims[0]).claim.version),
                                  "核实",
                                  "王某",
                                  "13900005678",
                                  "622299990000",
                                  "李某",
                                  {{1, "东沟", {{"area", "41"}}}}};
  check("correct_claim", "clerk", [&](Work& work) { return answered(workflow::correct_claim(work, of_claim)); });
  check("withdraw", "clerk", [&](Work& work) {
    return answered(workflow::withdraw(work, {claim_target(claims[2]), "重复报案"}));
  });
  workflow::Survey survey{target(), "discovery", day("2025-09-21"), "wild_boar", "confirmed", "", {}, {}};
  for (std::size_t i = 0; i < 2; ++i) {
    survey.claims.push_back(
        {claims[i], {{1, {{"crop", "maize"}, {"stage", "mature"}, {"area", "60"}, {"loss_rate", "100%"}}}}});
  }
  check("survey", "adjuster", [&](Work& work) { return answered(workflow::survey(work, survey)); });
  check("determine", "adjuster", [&](Work& work) { return answered(workflow::determine(work, target())); });
  check("post_notice", "clerk", [&](Work& work) {
    return answered(workflow::post_notice(work, {target(), "村委会公示栏"}));
  });
  check("send_back", "approver", [&](Work& work) {
    return answered(workflow::send_back(work, {claim_target(claims[1]), "照片不清"}));
  });
  check("deny", "adjuster", [&](Work& work) {
    return answered(workflow::deny(work, {claim_target(claims[1]), {{"x", {"无", "none"}, "第一条"}}}));
  });
  fixture.advance("2025-09-25");
  const workflow::Approve approval{report_target(number, version()), std::nullopt, yuan("60000.00"), false};
  check("approve", "approver", [&](Work& work) { return answered(workflow::approve(work, approval)); });
  check("send_payment", "cashier", [&](Work& work) { return answered(workflow::send_payment(work, {target(), "A"})); });
  check("confirm_payment", "cashier", [&](Work& work) {
    return answered(workflow::confirm_payment(work, {target(), "REF"}));
  });
  check("return_payment", "cashier", [&](Work& work) {
    return answered(workflow::return_payment(work, {target(), "账户已注销"}));
  });
  CHECK(books_in_order(fixture));
}

TEST_CASE("Whichever write of a settlement, or of releasing what waits for funds, fails, nothing is done") {
  const auto noticed = [](OfficeFixture& fixture) {
    fixture.advance("2025-09-21");
    const std::string report = fixture.report_boar(2, "40");
    fixture.bring_to_notice(report_target(report), "100%");
    fixture.advance("2025-09-25");
    return report;
  };
  const auto approval = [](OfficeFixture& fixture, const std::string& report) {
    return workflow::Approve{report_target(report, report_of(fixture, report).report.version), std::nullopt,
                             yuan("80000.00"), false};
  };
  {
    OfficeFixture fixture("60000.00", {{"when_exhausted: truncate", "when_exhausted: prorate"}});
    const std::string report = noticed(fixture);
    FailingWrites writes(fixture);
    check_all_or_none(
        fixture, writes, "approve, pending", "approver",
        [command = approval(fixture, report)](Work& work) { return answered(workflow::approve(work, command)); });
    fixture.advance("2026-01-05");
    check_all_or_none(fixture, writes, "settle_year", "approver2", [](Work& work) {
      return answered(workflow::settle_year(work, {"PL-2025", "会议纪要", std::nullopt}));
    });
    CHECK(books_in_order(fixture));
  }
  OfficeFixture fixture("60000.00",
                        {{"when_exhausted: truncate\n    residual_to: county\n", "when_exhausted: hold\n"}});
  const std::string report = noticed(fixture);
  FailingWrites writes(fixture);
  check_all_or_none(
      fixture, writes, "approve, one held", "approver",
      [command = approval(fixture, report)](Work& work) { return answered(workflow::approve(work, command)); });
  REQUIRE(fixture
              .run<std::int64_t>("admin",
                                 [](Work& work) {
                                   return workflow::top_up(work, {"PL-2025", yuan("20000.00"), {}, "批单1号"});
                                 })
              .ok());
  check_all_or_none(fixture, writes, "release_held", "approver2",
                    [](Work& work) { return answered(workflow::release_held(work, {"PL-2025"})); });
  CHECK(books_in_order(fixture));
}

TEST_CASE("One claim in the way of a whole-report action stops all of it, and is named") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const std::string report = fixture.report_boar(3, "40");
  const std::vector<std::string> claims = claims_of(fixture, report);
  const auto accept = [&](const workflow::Target& target) {
    return fixture.run<Acted>("adjuster", [&](Work& work) { return workflow::accept(work, target); });
  };
  const auto unmoved = [&](const Outcome<Acted>& outcome, const std::string& before, RefusalCode code,
                           const std::string& claim) {
    REQUIRE(outcome.is_refused());
    REQUIRE(outcome.refusals().size() == 1);
    CHECK(outcome.refusals().front().code == code);
    CHECK(outcome.refusals().front().subject == claim);
    CHECK(fixture.dump() == before);
  };
  REQUIRE(accept(claim_target(claims[1])).ok());
  std::string before = fixture.dump();
  unmoved(accept(report_target(report)), before, RefusalCode::wrong_state, claims[1]);
  REQUIRE(accept(claim_target(claims[0])).ok());
  REQUIRE(accept(claim_target(claims[2])).ok());

  // Two of three assessed: nothing is surveyed.
  workflow::Survey survey{report_target(report), "discovery", day("2025-09-21"), "wild_boar", "confirmed", "", {}, {}};
  const rules::FactTexts facts = {{"crop", "maize"}, {"stage", "mature"}, {"area", "40"}, {"loss_rate", "50%"}};
  survey.claims = {{claims[0], {{1, facts}}}, {claims[2], {{1, facts}}}, {claims[0], {{1, facts}}}};
  before = fixture.dump();
  const auto partly = fixture.run<Acted>("adjuster", [&](Work& work) { return workflow::survey(work, survey); });
  CHECK(faults_of(partly) == std::vector<std::string>{"/claims/2/claim claim_twice", "/claims claim_missing"});
  CHECK(fixture.dump() == before);

  survey.claims[2].claim = claims[1];
  REQUIRE(fixture.run<Acted>("adjuster", [&](Work& work) { return workflow::survey(work, survey); }).ok());
  const auto determine = [&](const workflow::Target& target) {
    return fixture.run<Acted>("adjuster", [&](Work& work) { return workflow::determine(work, target); });
  };
  REQUIRE(determine(report_target(report)).ok());
  for (const std::size_t i : {0U, 1U}) {
    REQUIRE(fixture
                .run<Acted>("clerk",
                            [&](Work& work) {
                              return workflow::post_notice(work, {claim_target(claims[i]), "公示栏"});
                            })
                .ok());
  }
  fixture.advance("2025-09-25");
  before = fixture.dump();
  unmoved(approve_report(fixture, "approver", report), before, RefusalCode::wrong_state, claims[2]);
  REQUIRE(fixture
              .run<Acted>("clerk",
                          [&](Work& work) {
                            return workflow::post_notice(work, {claim_target(claims[2]), "公示栏"});
                          })
              .ok());
  before = fixture.dump();
  unmoved(approve_report(fixture, "approver", report), before, RefusalCode::notice_not_lapsed, claims[2]);
  fixture.advance("2025-09-29");
  REQUIRE(approve_report(fixture, "approver", report).ok());
  REQUIRE(send(fixture, "cashier", claim_target(claims[0]), "A").ok());
  before = fixture.dump();
  unmoved(send(fixture, "cashier", report_target(report), "A"), before, RefusalCode::wrong_state, claims[0]);
}

}  // namespace wildclaims::tests
