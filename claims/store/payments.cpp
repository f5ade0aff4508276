#include "claims/store/payments.h"

#include <algorithm>

#include "claims/store/connection.h"

namespace wildclaims::store {

bool PaymentRow::is_confirmed() const {
  return std::any_of(results.begin(), results.end(), [](const PaymentResultRow& result) { return result.confirmed; });
}

bool PaymentRow::is_returned() const {
  return std::any_of(results.begin(), results.end(), [](const PaymentResultRow& result) { return !result.confirmed; });
}

std::int64_t insert_payment(Connection& connection, const PaymentRow& payment) {
  connection.run(
      "INSERT INTO payments (claim_id, approval_id, account_id, amount_fen, batch, sequence, sent_by, recorded_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      payment.claim_id, payment.approval_id, payment.account_id, payment.amount, payment.batch, payment.sequence,
      payment.sent_by, payment.recorded_at);
  return connection.last_insert_id();
}

void insert_payment_result(Connection& connection, std::int64_t payment_id, const PaymentResultRow& result) {
  connection.run(
      "INSERT INTO payment_results (payment_id, result, text, recorded_by, recorded_at) VALUES (?, ?, ?, ?, ?)",
      payment_id, result.confirmed ? "confirmed" : "returned", result.text, result.recorded_by, result.recorded_at);
}

std::vector<PaymentRow> payments_of(Connection& connection, std::int64_t claim_id) {
  Statement row = connection.query(
      "SELECT id, claim_id, approval_id, account_id, amount_fen, batch, sequence, sent_by, recorded_at FROM payments "
      "WHERE claim_id = ? ORDER BY id",
      claim_id);
  std::vector<PaymentRow> payments;
  while (row.step()) {
    PaymentRow payment;
    payment.id = row.integer();
    payment.claim_id = row.integer();
    payment.approval_id = row.integer();
    payment.account_id = row.integer();
    payment.amount = row.money();
    payment.batch = row.text();
    payment.sequence = row.integer();
    payment.sent_by = row.integer();
    payment.recorded_at = row.instant();
    Statement results = connection.query(
        "SELECT result, text, recorded_by, recorded_at FROM payment_results WHERE payment_id = ? ORDER BY result",
        payment.id);
    while (results.step()) {
      PaymentResultRow result;
      result.confirmed = results.text() == "confirmed";
      result.text = results.text();
      result.recorded_by = results.integer();
      result.recorded_at = results.instant();
      payment.results.push_back(std::move(result));
    }
    payments.push_back(std::move(payment));
  }
  return payments;
}

}  // namespace wildclaims::store
