// Commands of the cashier: a payment is sent to the bank, confirmed by it, or comes back.
#pragma once

#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

struct SendPayment {
  Target target;
  std::string batch;  // an account segment: letters, digits, '-', '_' and '.'
};

// Sends all that is payable to the claim, to the account it is filed with.
// Faults: batch_format. Refused: open_file, the state table, cashier_is_determiner, cashier_is_approver,
// nothing_to_pay.
domain::Outcome<Acted> send_payment(Work& work, const SendPayment& command);

struct ConfirmPayment {
  Target target;
  std::string bank_reference;
};

// The bank has paid. Faults: the reference's text. Refused as send_payment.
domain::Outcome<Acted> confirm_payment(Work& work, const ConfirmPayment& command);

struct ReturnPayment {
  Target target;
  std::string reason;
  std::string batch = {};  // which came back; may be empty while only one is out
};

// The money came back, before or after confirmation; it is owed again and may be sent anew. A claim that is determined
// anew meanwhile stays where it is. A payment of which a later answer made something recoverable does not come back as
// a whole: what comes back of it is recorded as recovered. Faults: the reason's text. Refused as send_payment;
// payment_not_named, recovery_outstanding.
domain::Outcome<Acted> return_payment(Work& work, const ReturnPayment& command);

}  // namespace wildclaims::workflow
