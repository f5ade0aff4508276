// Bodies of the acts on claims and reports, as commands. The target and the version that was seen come from the path
// and If-Match.
#pragma once

#include "claims/http/object_reader.h"
#include "claims/workflow/appeal.h"
#include "claims/workflow/approve.h"
#include "claims/workflow/correct_claim.h"
#include "claims/workflow/deny.h"
#include "claims/workflow/pay.h"
#include "claims/workflow/post_notice.h"
#include "claims/workflow/record_recovery.h"
#include "claims/workflow/reopen.h"
#include "claims/workflow/send_back.h"
#include "claims/workflow/survey.h"
#include "claims/workflow/undo_approval.h"
#include "claims/workflow/withdraw.h"

namespace wildclaims::http {

workflow::Target read_nothing(ObjectReader& reader, workflow::Target target);  // {}
workflow::CorrectClaim read_claim_correction(ObjectReader& reader, workflow::Target target);
workflow::Survey read_survey(ObjectReader& reader, workflow::Target target);
workflow::Denial read_denial(ObjectReader& reader, workflow::Target target);
workflow::PostNotice read_notice(ObjectReader& reader, workflow::Target target);
workflow::Approve read_approval(ObjectReader& reader, workflow::Target target);
workflow::UndoApproval read_approval_undo(ObjectReader& reader, workflow::Target target);
workflow::SendBack read_return_to_survey(ObjectReader& reader, workflow::Target target);
workflow::SendPayment read_payment(ObjectReader& reader, workflow::Target target);
workflow::ConfirmPayment read_payment_confirmation(ObjectReader& reader, workflow::Target target);
workflow::ReturnPayment read_payment_return(ObjectReader& reader, workflow::Target target);
workflow::RecordRecovery read_recovery(ObjectReader& reader, workflow::Target target);
workflow::Withdraw read_withdrawal(ObjectReader& reader, workflow::Target target);
workflow::Appeal read_appeal(ObjectReader& reader, workflow::Target target);
workflow::Reopen read_reopening(ObjectReader& reader, workflow::Target target);

}  // namespace wildclaims::http
