#include "claims/ledger/account.h"

#include <string>

#include "claims/ledger/ledger_violation.h"
#include "tests/support/catch.h"

using namespace wildclaims::ledger;

TEST_CASE("Each account is built, read back, and stands in its family and on its side") {
  struct Row {
    std::string name;
    const char* wanted;
    AccountKind kind;
    const char* owner;
    AccountFamily family;
    Side side;
  };
  const Row rows[] = {
      {limit_granted(), "limit:granted", AccountKind::limit_granted, "", AccountFamily::limit, Side::credit},
      {limit_available(), "limit:available", AccountKind::limit_available, "", AccountFamily::limit, Side::debit},
      {limit_committed(), "limit:committed", AccountKind::limit_committed, "", AccountFamily::limit, Side::debit},
      {limit_paid(), "limit:paid", AccountKind::limit_paid, "", AccountFamily::limit, Side::debit},
      {sub_limit_granted("approved.h7"), "limit:approved.h7:granted", AccountKind::sub_limit_granted, "approved.h7",
       AccountFamily::sub_limit, Side::credit},
      {sub_limit_available("available"), "limit:available:available", AccountKind::sub_limit_available, "available",
       AccountFamily::sub_limit, Side::debit},
      {sub_limit_committed("approved.h7"), "limit:approved.h7:committed", AccountKind::sub_limit_committed,
       "approved.h7", AccountFamily::sub_limit, Side::debit},
      {sub_limit_paid("approved.h7"), "limit:approved.h7:paid", AccountKind::sub_limit_paid, "approved.h7",
       AccountFamily::sub_limit, Side::debit},
      {recovery_receivable("PL-2025-000017-6"), "recovery:receivable:PL-2025-000017-6",
       AccountKind::recovery_receivable, "PL-2025-000017-6", AccountFamily::indemnity, Side::debit},
      {reimbursement_receivable("province"), "reimbursement:receivable:province", AccountKind::reimbursement_receivable,
       "province", AccountFamily::reimbursement, Side::debit},
      {reimbursement_owed_to("county"), "reimbursement:owed_to:county", AccountKind::reimbursement_owed_to, "county",
       AccountFamily::reimbursement, Side::credit},
      {entitlement_pending(), "entitlement:pending", AccountKind::entitlement_pending, "", AccountFamily::entitlement,
       Side::debit},
      {entitlement_owed("PL-2025-000017-6"), "entitlement:PL-2025-000017-6", AccountKind::entitlement_owed,
       "PL-2025-000017-6", AccountFamily::entitlement, Side::credit},
      {premium_receivable("county"), "premium:receivable:county", AccountKind::premium_receivable, "county",
       AccountFamily::premium, Side::debit},
      {premium_written(), "premium:written", AccountKind::premium_written, "", AccountFamily::premium, Side::credit},
      {bank_premium(), "bank:premium", AccountKind::bank_premium, "", AccountFamily::premium, Side::debit},
      {incurred("province"), "incurred:province", AccountKind::incurred, "province", AccountFamily::indemnity,
       Side::debit},
      {payable("PL-2025-000017-6"), "payable:PL-2025-000017-6", AccountKind::payable, "PL-2025-000017-6",
       AccountFamily::indemnity, Side::credit},
      {clearing("2026-01-A"), "clearing:2026-01-A", AccountKind::clearing, "2026-01-A", AccountFamily::indemnity,
       Side::credit},
      {bank_claims(), "bank:claims", AccountKind::bank_claims, "", AccountFamily::indemnity, Side::credit},
      {reserve_estimate(), "reserve:estimate", AccountKind::reserve_estimate, "", AccountFamily::reserve, Side::debit},
      {reserve_outstanding("PL-2025-000017-6"), "reserve:outstanding:PL-2025-000017-6",
       AccountKind::reserve_outstanding, "PL-2025-000017-6", AccountFamily::reserve, Side::credit},
      {residual("county"), "residual:county", AccountKind::residual, "county", AccountFamily::residual, Side::debit},
      {residual_owed("PL-2025-000017-6"), "residual:owed:PL-2025-000017-6", AccountKind::residual_owed,
       "PL-2025-000017-6", AccountFamily::residual, Side::credit},
  };
  for (const Row& row : rows) {
    CAPTURE(row.wanted);
    CHECK(row.name == row.wanted);
    const auto account = parse_account(row.name);
    REQUIRE(account);
    CHECK(account->kind == row.kind);
    CHECK(account->owner == row.owner);
    CHECK(family_of(row.kind) == row.family);
    CHECK(normal_side(row.kind) == row.side);
    CHECK((owner_of(row.kind) == Owner::none) == account->owner.empty());
  }
}

TEST_CASE("Names that are no accounts are not taken for any") {
  for (const char* name : {"",
                           "limit",
                           "limit:",
                           "limit:available:",
                           "limit:available ",
                           "Limit:available",
                           "payable",
                           "payable:",
                           "payable:a:b",
                           "payable:a b",
                           "payable:a  b",
                           "payable:-a",
                           "payable:段三",
                           "payable:a;b",
                           "residual:owed",
                           "residual:owed:",
                           "incurred:owed",
                           "bank",
                           "bank:other",
                           "payable:12345678901234567890123456789012345678901"}) {
    CAPTURE(name);
    CHECK_FALSE(parse_account(name));
  }
}

TEST_CASE("A segment that an outside tool could misread is never built into a name") {
  for (const char* segment : {"", " ", "a b", "a:b", "a;b", "a\nb", "(a)", "-a", "段三"}) {
    CAPTURE(segment);
    CHECK_FALSE(is_segment(segment));
    CHECK_THROWS_AS(payable(segment), LedgerViolation);
    CHECK_THROWS_AS(clearing(segment), LedgerViolation);
    CHECK_THROWS_AS(incurred(segment), LedgerViolation);
  }
  CHECK_THROWS_AS(residual("owed"), LedgerViolation);
  CHECK_FALSE(is_funder_segment("owed"));
  CHECK(is_segment("2026-01_A.2"));
}
