// Payments sent to the bank and what the bank answered. Only ever added.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::store {

class Connection;

struct PaymentResultRow {
  bool confirmed = false;  // else returned; a confirmed payment may still be returned later
  std::string text;        // the bank's reference, or why it came back
  std::int64_t recorded_by = 0;
  rules::Instant recorded_at;
};

struct PaymentRow {
  std::int64_t id = 0;
  std::int64_t claim_id = 0;
  std::int64_t approval_id = 0;
  std::int64_t account_id = 0;  // personal data: where the money went
  rules::Money amount;
  std::string batch;
  std::int64_t sequence = 0;  // its payment_sent entry in the policy's book
  std::int64_t sent_by = 0;
  rules::Instant recorded_at;
  std::vector<PaymentResultRow> results;  // confirmed before returned

  bool is_confirmed() const;
  bool is_returned() const;
};

// `payment.results` is ignored.
std::int64_t insert_payment(Connection& connection, const PaymentRow& payment);
void insert_payment_result(Connection& connection, std::int64_t payment_id, const PaymentResultRow& result);
// Oldest first, with their results.
std::vector<PaymentRow> payments_of(Connection& connection, std::int64_t claim_id);

}  // namespace wildclaims::store
