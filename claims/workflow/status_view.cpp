#include "claims/workflow/status_view.h"

#include <algorithm>
#include <utility>

#include "claims/domain/claim_number.h"
#include "claims/domain/lifecycle.h"
#include "claims/domain/public_notice.h"
#include "claims/store/approvals.h"
#include "claims/store/claimants.h"
#include "claims/store/claims.h"
#include "claims/store/connection.h"
#include "claims/store/determinations.h"
#include "claims/store/happenings.h"
#include "claims/workflow/claim_view.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {
namespace {

using domain::ClaimState;
using rules::Bilingual;

// What is looked up for a text that is no claim number, so that the same work is done.
constexpr const char* kNobodysNumber = "ZZ-2000-000001-0";

struct Words {
  Bilingual where;
  Bilingual next;
};

Words words_for(ClaimState state) {
  switch (state) {
    case ClaimState::reported:
      return {{"您的报案已登记", "Your report has been recorded"},
              {"保险公司受理后会派人查勘，请保留现场",
               "The insurer will take it on and visit; please leave the field as it is"}};
    case ClaimState::accepted:
      return {{"您的案件已受理", "Your claim has been taken on"},
              {"保险公司将到现场查勘", "The insurer will visit the field"}};
    case ClaimState::surveyed:
      return {{"您的地块已查勘", "Your field has been surveyed"},
              {"保险公司正在核定赔款", "The insurer is working out what is owed"}};
    case ClaimState::determined:
      return {{"您的赔款已核定", "What you are owed has been determined"},
              {"林业局将在村里公示核定结果", "The forestry office will post the result in the village"}};
    case ClaimState::noticed:
      return {{"您的案件已核定，正在公示", "The result is on public notice"},
              {"公示期满且无异议后由保险公司批准", "When the notice lapses without objection the insurer approves it"}};
    case ClaimState::approved:
      return {{"您的赔款已批准", "Your payment has been approved"},
              {"保险公司将把赔款打到您的账户", "The insurer will send the money to your account"}};
    case ClaimState::paying:
      return {{"您的赔款已交银行办理", "Your payment is with the bank"},
              {"到账后请查看账户", "Please check your account in the next days"}};
    case ClaimState::paid:
      return {{"您的赔款已支付", "You have been paid"}, {"您现在不需要做任何事", "You need to do nothing"}};
    case ClaimState::closed:
      return {{"您的案件已结案", "Your claim is closed"},
              {"如有疑问请联系县林业局", "If you have questions, please ask the county forestry office"}};
    case ClaimState::denied:
      return {{"您的案件未获赔付", "Your claim was not accepted for payment"},
              {"如不同意，请向保险公司提出复核或向县林业局反映",
               "If you disagree, ask the insurer for a review or speak to the county forestry office"}};
    case ClaimState::withdrawn:
      return {{"您的案件已撤回", "Your claim has been withdrawn"}, {"您现在不需要做任何事", "You need to do nothing"}};
  }
  throw std::logic_error("unknown claim state");
}

// Approved, and not to be paid yet.
Words words_for(store::Wait wait) {
  if (wait == store::Wait::funds) {
    return {{"您的赔款已批准，正在等待资金", "Your payment has been approved and waits for funds"},
            {"本年度限额暂不足；增加后按批准次序支付",
             "The year's limit does not reach at present; once it is topped up, payments follow in order"}};
  }
  return {{"您的赔款已批准，待年度统一结算", "Your payment has been approved and waits for the year's settlement"},
          {"保险年度结束、全部案件办结后统一结算；资金不足时实付金额会少于核定金额",
           "All claims are settled together after the year has ended; if the money does not reach, less than the "
           "determined amount is paid"}};
}

bool secret_fits(const std::string& phone, const std::string& slip, const std::string& secret) {
  const std::string last_four = phone.size() >= 4 ? phone.substr(phone.size() - 4) : phone;
  const bool by_phone = store::equal_in_constant_time(last_four, secret);
  const bool by_slip = store::equal_in_constant_time(slip, secret);
  return by_phone || by_slip;
}

// The claim when it is there and the secret is its own. For a number that is nobody's another claim's phone is read,
// opened and compared instead: the same statements and the same cryptography, and an answer that is thrown away.
std::optional<store::ClaimRow> claim_with_secret(store::Connection& db, const store::Vault& vault,
                                                 const std::string& number_text, const std::string& secret) {
  const auto number = domain::ClaimNumber::parse(number_text);
  const std::string canonical = number ? number->to_string() : kNobodysNumber;
  const auto stand_in = store::first_claim(db);
  auto claim = store::find_claim(db, canonical);
  if (!stand_in) return std::nullopt;  // there are no claims at all, which is no secret
  const std::string phone = store::reveal(db, vault, (claim ? *claim : *stand_in).phone_id);
  const bool fits = secret_fits(phone, vault.slip_code(canonical), secret);
  return claim && fits ? std::move(claim) : std::nullopt;
}

void add_answer(const Reading& reading, const store::ClaimRow& claim, StatusView& view) {
  const auto latest = store::latest_determination(reading.db, claim.id);
  if (!latest) return;
  view.illustrative = pinned_rulebook(reading, latest->rulebook_id)->status() == rules::Status::illustrative;
  if (!latest->denied) view.amount = latest->entitlement;
  const auto approvals = store::approvals_of(reading.db, claim.id);
  const auto stands = [](const store::ApprovalRow& approval) { return approval.stands(); };
  if (std::any_of(approvals.begin(), approvals.end(), stands)) view.amount = store::standing_approved(approvals);
  for (const store::FindingRow& finding : latest->findings) {
    if (finding.denial) view.reasons.push_back(finding.say);
  }
}

void add_steps(store::Connection& db, const store::ClaimRow& claim, StatusView& view) {
  for (const store::HappeningRow& row : store::happenings_of_claim(db, claim.id)) {
    const auto happening = domain::parse_happening(row.kind);
    if (happening && *happening != domain::Happening::approve_first) {
      view.steps.push_back({domain::label_of(*happening), row.business_date});
    }
  }
}

}  // namespace

std::optional<StatusView> view_status(Office& office, const std::string& claim_number, const std::string& secret) {
  const auto taken = office.readers().read();
  const auto claim = claim_with_secret(*taken, office.vault(), claim_number, secret);
  if (!claim) return std::nullopt;
  const Actor nobody;
  const Reading reading{*taken, office, nobody, office.now()};
  StatusView view;
  view.claim = claim->number;
  view.state = claim->state;
  Words words = words_for(claim->state);
  const auto waiting = waiting_of(*taken, *claim);
  if (waiting) words = words_for(waiting->wait);
  view.where = std::move(words.where);
  view.next = std::move(words.next);
  if (claim->state == ClaimState::noticed && !waiting) {
    const store::NoticeRow notice = store::notices_of(*taken, claim->id).back();
    view.next_from = domain::approvable_from({notice.posted_on, notice.days});
  }
  add_answer(reading, *claim, view);
  add_steps(*taken, *claim, view);
  return view;
}

}  // namespace wildclaims::workflow
