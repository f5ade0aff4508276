#include "claims/workflow/worksheet_view.h"

#include <stdexcept>
#include <utility>

#include "claims/store/approvals.h"
#include "claims/store/determinations.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/evaluation.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {

namespace {

// An approval computes again with the running totals of its moment, and that is what is paid.
std::string last_receipt(store::Connection& db, const store::DeterminationRow& determination) {
  std::string receipt = determination.receipt;
  for (const store::ApprovalRow& approval : store::approvals_of(db, determination.claim_id)) {
    if (approval.stands() && !approval.restores && approval.determination_id == determination.id)
      receipt = approval.receipt;
  }
  return receipt;
}

}  // namespace

domain::Outcome<rules::Worksheet> view_worksheet(const Reading& reading, const std::string& claim) {
  auto opened = open_file(reading, {Target::Kind::claim, claim, std::nullopt});
  if (!opened) return std::move(opened).failure<rules::Worksheet>();
  const store::ClaimRow& row = opened.value().claims.front();
  const auto determinations = store::determinations_of(reading.db, row.id);
  for (auto latest = determinations.rbegin(); latest != determinations.rend(); ++latest) {
    const auto input = read_receipt(last_receipt(reading.db, *latest));
    if (!input) continue;
    const auto rulebook = pinned_rulebook(reading, latest->rulebook_id);
    const auto read = rules::read_facts(*rulebook, *input, rules::Completeness::complete);
    if (const auto* facts = std::get_if<rules::Facts>(&read)) {
      auto worksheet = rules::make_worksheet(*rulebook, *facts);
      if (auto* made = std::get_if<rules::Worksheet>(&worksheet)) return std::move(*made);
    }
    throw std::runtime_error("the receipt of determination " + std::to_string(latest->id) + " no longer evaluates");
  }
  return domain::refuse(domain::RefusalCode::survey_missing, row.number,
                        {"该赔案尚未核赔，还没有计算书", "nothing has been determined yet: there is no worksheet"});
}

}  // namespace wildclaims::workflow
