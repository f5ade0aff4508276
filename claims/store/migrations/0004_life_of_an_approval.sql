-- What happens to cover and to approvals afterwards: endorsements, deltas, undoing, lowering, recovery, restored
-- residuals; closed periods; premium that one funder claims back from another.

ALTER TABLE journal_entries ADD COLUMN adjusts INTEGER CHECK (adjusts < sequence);
CREATE INDEX journal_entries_reversed ON journal_entries (policy_id, reverses) WHERE reverses IS NOT NULL;
CREATE INDEX journal_entries_adjusted ON journal_entries (policy_id, adjusts) WHERE adjusts IS NOT NULL;
-- Of the policy itself, beside those of its claims: few.
CREATE INDEX journal_entries_of_policy ON journal_entries (policy_id, kind, sequence) WHERE claim IS NULL;
CREATE INDEX journal_entries_recovered ON journal_entries (policy_id, sequence) WHERE kind = 'recovery_received';

CREATE TRIGGER entry_adjusts_its_claim BEFORE INSERT ON journal_entries
WHEN NEW.adjusts IS NOT NULL
  AND NEW.claim IS NOT (SELECT claim FROM journal_entries WHERE policy_id = NEW.policy_id AND sequence = NEW.adjusts)
BEGIN SELECT RAISE(ABORT, 'an entry adjusts an approval of its own claim'); END;

-- A reversal reverses once: both ways the link has one end.
CREATE TRIGGER entry_reversed_once BEFORE INSERT ON journal_entries
WHEN NEW.reverses IS NOT NULL
  AND EXISTS (SELECT 1 FROM journal_entries WHERE policy_id = NEW.policy_id AND reverses = NEW.reverses)
BEGIN SELECT RAISE(ABORT, 'an entry is reversed once'); END;

-- An approval that adds to an earlier one of its claim: after an appeal, or a residual restored (same determination).
ALTER TABLE approvals ADD COLUMN adjusts INTEGER REFERENCES approvals (id);
CREATE INDEX approvals_adjusting ON approvals (adjusts, claim_id) WHERE adjusts IS NOT NULL;

CREATE TABLE approval_undos (
  approval_id INTEGER PRIMARY KEY REFERENCES approvals (id),
  sequence INTEGER NOT NULL,
  reason TEXT NOT NULL,
  undone_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL
) STRICT;

-- What a later determination takes away from an approved amount, approval by approval.
CREATE TABLE reductions (
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  approval_id INTEGER NOT NULL REFERENCES approvals (id),
  determination_id INTEGER NOT NULL REFERENCES determinations (id),
  residual_fen INTEGER NOT NULL CHECK (residual_fen >= 0),
  unpaid_fen INTEGER NOT NULL CHECK (unpaid_fen >= 0),
  recoverable_fen INTEGER NOT NULL CHECK (recoverable_fen >= 0),
  sequence INTEGER NOT NULL,
  lowered_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL,
  CHECK (residual_fen + unpaid_fen + recoverable_fen > 0)
) STRICT;

CREATE INDEX reductions_by_claim ON reductions (claim_id, id);
CREATE INDEX reductions_by_approval ON reductions (approval_id);

-- What each approval that stands entitles to: what was lowered is taken off, and a restored residual adds nothing, for it
-- counted when it was left unpaid.
CREATE VIEW standing_approvals AS
SELECT a.id, a.claim_id, a.determination_id, a.receipt,
       iif(a.adjusts IS NOT NULL AND a.determination_id IS (SELECT determination_id FROM approvals WHERE id = a.adjusts),
           0, a.entitlement_fen)
       - coalesce((SELECT sum(residual_fen + unpaid_fen + recoverable_fen) FROM reductions WHERE approval_id = a.id), 0)
       AS entitled_fen
FROM approvals AS a
WHERE a.step = 'final' AND NOT EXISTS (SELECT 1 FROM approval_undos WHERE approval_id = a.id);

-- The sub-limits and running totals that an approval counts in, and what each has been entitled to in all: approved and
-- residual, what was undone or lowered taken off. `before_fen` is of approvals that name no scopes.
CREATE TABLE approval_scopes (
  approval_id INTEGER NOT NULL REFERENCES approvals (id),
  scope TEXT NOT NULL CHECK (length(scope) > 0),
  PRIMARY KEY (approval_id, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE entitled_by_scope (
  policy_id TEXT NOT NULL REFERENCES policies (id),
  scope TEXT NOT NULL,
  before_fen INTEGER NOT NULL CHECK (before_fen >= 0),
  entitled_fen INTEGER NOT NULL CHECK (entitled_fen >= 0),
  PRIMARY KEY (policy_id, scope)
) STRICT, WITHOUT ROWID;

CREATE INDEX entitled_by_scope_name ON entitled_by_scope (scope);
CREATE INDEX claimants_by_household ON claimants (household_id);

CREATE TABLE recoveries (
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  restored INTEGER NOT NULL CHECK (restored IN (0, 1)),
  bank_reference TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  received_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL
) STRICT;

CREATE INDEX recoveries_by_claim ON recoveries (claim_id, id);

-- Policies of which one funder pays the whole premium for all.
CREATE TABLE prepaid_policies (
  policy_id TEXT PRIMARY KEY REFERENCES policies (id),
  prepaid_by TEXT NOT NULL CHECK (length(prepaid_by) > 0)
) STRICT;

CREATE TABLE endorsements (
  id INTEGER PRIMARY KEY,
  policy_id TEXT NOT NULL REFERENCES policies (id),
  limit_fen INTEGER NOT NULL CHECK (limit_fen >= 0),
  premium_fen INTEGER NOT NULL CHECK (premium_fen >= 0),
  reason TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  endorsed_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL,
  CHECK (limit_fen + premium_fen > 0)
) STRICT;

CREATE INDEX endorsements_by_policy ON endorsements (policy_id, id);

-- Nothing becomes effective any more on a day up to `through`.
CREATE TABLE closed_periods (
  policy_id TEXT NOT NULL REFERENCES policies (id),
  through TEXT NOT NULL CHECK (date(through) IS through),
  head_sequence INTEGER NOT NULL,
  head_hash BLOB NOT NULL CHECK (length(head_hash) = 32),
  closed_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (policy_id, through)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER closed_period_refuses BEFORE INSERT ON journal_entries
WHEN NEW.effective_date <= (SELECT max(through) FROM closed_periods WHERE policy_id = NEW.policy_id)
BEGIN SELECT RAISE(ABORT, 'the period is closed'); END;
CREATE TRIGGER periods_close_in_order BEFORE INSERT ON closed_periods
WHEN NEW.through <= (SELECT max(through) FROM closed_periods WHERE policy_id = NEW.policy_id)
BEGIN SELECT RAISE(ABORT, 'periods are closed in order'); END;

-- What one funder asks of another that owes its part of a prepaid premium, with what proves it.
CREATE TABLE reimbursement_claims (
  id INTEGER PRIMARY KEY,
  policy_id TEXT NOT NULL REFERENCES policies (id),
  funder TEXT NOT NULL,
  prepaid_by TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  head_sequence INTEGER NOT NULL,
  head_hash BLOB NOT NULL CHECK (length(head_hash) = 32),
  made_on TEXT NOT NULL CHECK (date(made_on) IS made_on),
  made_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL
) STRICT;

CREATE INDEX reimbursement_claims_by_policy ON reimbursement_claims (policy_id, id);

CREATE TABLE reimbursement_evidence (
  reimbursement_claim_id INTEGER NOT NULL REFERENCES reimbursement_claims (id),
  position INTEGER NOT NULL CHECK (position >= 1),
  kind TEXT NOT NULL,
  reference TEXT NOT NULL,
  amount_fen INTEGER,
  PRIMARY KEY (reimbursement_claim_id, position)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER approval_undo_never_changed BEFORE UPDATE ON approval_undos
BEGIN SELECT RAISE(ABORT, 'undone approvals are never changed'); END;
CREATE TRIGGER approval_undo_never_deleted BEFORE DELETE ON approval_undos
BEGIN SELECT RAISE(ABORT, 'undone approvals are never deleted'); END;
CREATE TRIGGER reduction_never_changed BEFORE UPDATE ON reductions
BEGIN SELECT RAISE(ABORT, 'reductions are never changed'); END;
CREATE TRIGGER reduction_never_deleted BEFORE DELETE ON reductions
BEGIN SELECT RAISE(ABORT, 'reductions are never deleted'); END;
CREATE TRIGGER approval_scope_never_changed BEFORE UPDATE ON approval_scopes
BEGIN SELECT RAISE(ABORT, 'scopes are never changed'); END;
CREATE TRIGGER approval_scope_never_deleted BEFORE DELETE ON approval_scopes
BEGIN SELECT RAISE(ABORT, 'scopes are never deleted'); END;
CREATE TRIGGER recovery_never_changed BEFORE UPDATE ON recoveries
BEGIN SELECT RAISE(ABORT, 'recoveries are never changed'); END;
CREATE TRIGGER recovery_never_deleted BEFORE DELETE ON recoveries
BEGIN SELECT RAISE(ABORT, 'recoveries are never deleted'); END;
CREATE TRIGGER endorsement_never_changed BEFORE UPDATE ON endorsements
BEGIN SELECT RAISE(ABORT, 'endorsements are never changed'); END;
CREATE TRIGGER endorsement_never_deleted BEFORE DELETE ON endorsements
BEGIN SELECT RAISE(ABORT, 'endorsements are never deleted'); END;
CREATE TRIGGER closed_period_never_changed BEFORE UPDATE ON closed_periods
BEGIN SELECT RAISE(ABORT, 'closed periods are never changed'); END;
CREATE TRIGGER closed_period_never_deleted BEFORE DELETE ON closed_periods
BEGIN SELECT RAISE(ABORT, 'closed periods are never reopened'); END;
CREATE TRIGGER reimbursement_claim_never_changed BEFORE UPDATE ON reimbursement_claims
BEGIN SELECT RAISE(ABORT, 'reimbursement claims are never changed'); END;
CREATE TRIGGER reimbursement_claim_never_deleted BEFORE DELETE ON reimbursement_claims
BEGIN SELECT RAISE(ABORT, 'reimbursement claims are never deleted'); END;
CREATE TRIGGER reimbursement_evidence_never_changed BEFORE UPDATE ON reimbursement_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
CREATE TRIGGER reimbursement_evidence_never_deleted BEFORE DELETE ON reimbursement_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;

-- The new accounts stay on their sides, as the first ones do by their CHECKs.
CREATE TRIGGER sub_limit_not_negative BEFORE UPDATE ON account_balances
WHEN NEW.balance_fen < 0 AND (NEW.account GLOB 'limit:*:available' OR NEW.account GLOB 'limit:*:committed'
                              OR NEW.account GLOB 'limit:*:paid')
BEGIN SELECT RAISE(ABORT, 'invariant available_limit_not_negative'); END;
CREATE TRIGGER account_on_its_side BEFORE UPDATE ON account_balances
WHEN (NEW.balance_fen < 0 AND (NEW.account GLOB 'recovery:receivable:*'
                               OR NEW.account GLOB 'reimbursement:receivable:*'
                               OR NEW.account = 'entitlement:pending'))
  OR (NEW.balance_fen > 0 AND (NEW.account GLOB 'reimbursement:owed_to:*' OR NEW.account GLOB 'limit:*:granted'
                               OR (NEW.account GLOB 'entitlement:*' AND NEW.account <> 'entitlement:pending')))
BEGIN SELECT RAISE(ABORT, 'invariant account_on_its_side'); END;

CREATE TRIGGER restored_equals_payable BEFORE INSERT ON journal_entries
WHEN NEW.kind = 'residual_restored'
  AND (SELECT coalesce(sum(amount_fen), 0) FROM postings
       WHERE policy_id = NEW.policy_id AND sequence = NEW.sequence
         AND (substr(account, 1, 9) = 'incurred:' OR substr(account, 1, 8) = 'payable:')) <> 0
BEGIN SELECT RAISE(ABORT, 'invariant incurred_equals_payable_per_approval'); END;

-- Undoing takes a whole round of approvals back: the first of two and the final one. An approval of the determination
-- that the one it adjusts rests on restores a residual: nobody is asked twice for it.
DROP TRIGGER nothing_approved_twice;
CREATE TRIGGER nothing_approved_twice BEFORE INSERT ON approvals
WHEN NEW.determination_id IS NOT (SELECT determination_id FROM approvals WHERE id = NEW.adjusts)
  AND EXISTS (SELECT 1 FROM approvals AS earlier
             WHERE earlier.determination_id = NEW.determination_id AND earlier.step = NEW.step
               AND earlier.id > coalesce((SELECT max(undone.approval_id) FROM approval_undos AS undone
                                          JOIN approvals AS taken_back ON taken_back.id = undone.approval_id
                                          WHERE taken_back.determination_id = NEW.determination_id), 0))
BEGIN SELECT RAISE(ABORT, 'invariant nothing_approved_twice'); END;

DROP TRIGGER second_approver_is_not_first;
CREATE TRIGGER second_approver_is_not_first BEFORE INSERT ON approvals
WHEN NEW.step = 'final'
  AND NEW.determination_id IS NOT (SELECT determination_id FROM approvals WHERE id = NEW.adjusts)
  AND NEW.approved_by IN
    (SELECT approved_by FROM approvals AS earlier
     WHERE earlier.determination_id = NEW.determination_id AND earlier.step = 'first'
       AND earlier.id > coalesce((SELECT max(undone.approval_id) FROM approval_undos AS undone
                                  JOIN approvals AS taken_back ON taken_back.id = undone.approval_id
                                  WHERE taken_back.determination_id = NEW.determination_id), 0))
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

CREATE TRIGGER approval_adjusts_its_claim BEFORE INSERT ON approvals
WHEN NEW.adjusts IS NOT NULL
  AND (NEW.claim_id IS NOT (SELECT claim_id FROM approvals WHERE id = NEW.adjusts AND step = 'final')
       OR EXISTS (SELECT 1 FROM approval_undos WHERE approval_id = NEW.adjusts))
BEGIN SELECT RAISE(ABORT, 'an approval adjusts one of its own claim that stands'); END;

-- Restored of a residual is at most what stands of it.
CREATE TRIGGER restored_within_residual BEFORE INSERT ON approvals
WHEN NEW.adjusts IS NOT NULL
  AND NEW.determination_id = (SELECT determination_id FROM approvals WHERE id = NEW.adjusts)
  AND NEW.approved_fen + (SELECT coalesce(sum(approved_fen), 0) FROM approvals
                          WHERE adjusts = NEW.adjusts AND determination_id = NEW.determination_id)
      + (SELECT coalesce(sum(residual_fen), 0) FROM reductions WHERE approval_id = NEW.adjusts)
    > (SELECT residual_fen FROM approvals WHERE id = NEW.adjusts)
BEGIN SELECT RAISE(ABORT, 'invariant approved_plus_residual_equals_entitlement'); END;

CREATE TRIGGER undone_before_payment BEFORE INSERT ON approval_undos
WHEN (SELECT step FROM approvals WHERE id = NEW.approval_id) IS NOT 'final'
  OR EXISTS (SELECT 1 FROM payments AS p
             WHERE p.approval_id = NEW.approval_id
               AND NOT EXISTS (SELECT 1 FROM payment_results WHERE payment_id = p.id AND result = 'returned'))
  OR EXISTS (SELECT 1 FROM approvals WHERE adjusts = NEW.approval_id
             AND id NOT IN (SELECT approval_id FROM approval_undos))
  OR EXISTS (SELECT 1 FROM reductions WHERE approval_id = NEW.approval_id)
BEGIN SELECT RAISE(ABORT, 'only an approval that stands alone and is not paid is undone'); END;

CREATE TRIGGER nothing_paid_of_an_undone_approval BEFORE INSERT ON payments
WHEN EXISTS (SELECT 1 FROM approval_undos WHERE approval_id = NEW.approval_id)
BEGIN SELECT RAISE(ABORT, 'invariant paid_within_approved'); END;

DROP TRIGGER payment_is_the_approved_amount;
CREATE TRIGGER payment_is_the_approved_amount BEFORE INSERT ON payments
WHEN NEW.amount_fen <> (SELECT approved_fen FROM approvals WHERE id = NEW.approval_id)
                       - (SELECT coalesce(sum(unpaid_fen + recoverable_fen), 0) FROM reductions
                          WHERE approval_id = NEW.approval_id)
BEGIN SELECT RAISE(ABORT, 'invariant paid_within_approved'); END;

CREATE TRIGGER lowered_within_approved BEFORE INSERT ON reductions
WHEN NEW.claim_id IS NOT (SELECT claim_id FROM approvals WHERE id = NEW.approval_id AND step = 'final')
  OR EXISTS (SELECT 1 FROM approval_undos WHERE approval_id = NEW.approval_id)
  OR NEW.unpaid_fen + NEW.recoverable_fen
     + (SELECT coalesce(sum(unpaid_fen + recoverable_fen), 0) FROM reductions WHERE approval_id = NEW.approval_id)
     > (SELECT approved_fen FROM approvals WHERE id = NEW.approval_id)
BEGIN SELECT RAISE(ABORT, 'invariant approved_within_determined'); END;

CREATE TRIGGER lowerer_is_neither BEFORE INSERT ON reductions
WHEN NEW.lowered_by IN (SELECT determined_by FROM determinations WHERE claim_id = NEW.claim_id)
  OR NEW.lowered_by IN (SELECT sent_by FROM payments WHERE claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

CREATE TRIGGER recovery_receiver_is_neither BEFORE INSERT ON recoveries
WHEN NEW.received_by IN (SELECT determined_by FROM determinations WHERE claim_id = NEW.claim_id)
  OR NEW.received_by IN (SELECT approved_by FROM approvals WHERE claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

-- The invariants once more, over the whole database: no row means in order.
DROP VIEW invariant_violations;
CREATE VIEW invariant_violations AS
SELECT 'entry_balances' AS invariant, policy_id, sequence AS place, 'postings sum to ' || sum(amount_fen) AS found
FROM postings GROUP BY policy_id, sequence HAVING sum(amount_fen) <> 0
UNION ALL
SELECT 'trial_balance_is_zero', policy_id, 0, 'balances sum to ' || sum(balance_fen)
FROM account_balances GROUP BY policy_id HAVING sum(balance_fen) <> 0
UNION ALL
SELECT 'balances_equal_sum_of_postings', coalesce(b.policy_id, p.policy_id), 0, coalesce(b.account, p.account)
FROM account_balances AS b
FULL OUTER JOIN (SELECT policy_id, account, sum(amount_fen) AS total FROM postings GROUP BY policy_id, account) AS p
  ON p.policy_id = b.policy_id AND p.account = b.account
WHERE b.balance_fen IS NOT p.total
UNION ALL
SELECT 'available_limit_not_negative', policy_id, 0, account
FROM account_balances WHERE balance_fen < 0 AND (account = 'limit:available' OR account GLOB 'limit:*:available')
UNION ALL
SELECT 'incurred_equals_payable_per_approval', e.policy_id, e.sequence, e.claim
FROM journal_entries AS e JOIN postings AS p ON p.policy_id = e.policy_id AND p.sequence = e.sequence
WHERE e.kind IN ('indemnity_approved', 'residual_restored')
  AND (substr(p.account, 1, 9) = 'incurred:' OR substr(p.account, 1, 8) = 'payable:')
GROUP BY e.policy_id, e.sequence, e.claim HAVING sum(p.amount_fen) <> 0
UNION ALL
SELECT 'hash_chain_unbroken', e.policy_id, e.sequence, 'does not follow entry ' || (e.sequence - 1)
FROM journal_entries AS e
LEFT JOIN journal_entries AS before ON before.policy_id = e.policy_id AND before.sequence = e.sequence - 1
WHERE e.previous_hash <> coalesce(before.hash, zeroblob(32)) OR (before.hash IS NULL AND e.sequence <> 1)
UNION ALL
SELECT 'limit_matches_money', b.policy_id, 0,
       'committed ' || sum(iif(account = 'limit:committed', balance_fen, 0)) || ', owed or in clearing ' ||
       -sum(iif(substr(account, 1, 8) = 'payable:' OR substr(account, 1, 9) = 'clearing:', balance_fen, 0)) ||
       ', paid ' || sum(iif(account = 'limit:paid', balance_fen, 0)) ||
       ', confirmed ' || -sum(iif(account = 'bank:claims', balance_fen, 0)) ||
       ', paid back and not restored ' || coalesce(max(kept.total), 0)
FROM account_balances AS b
-- What a claimant pays back need not come back to the limit.
LEFT JOIN (SELECT e.policy_id, sum(p.amount_fen) AS total
           FROM journal_entries AS e
           JOIN postings AS p ON p.policy_id = e.policy_id AND p.sequence = e.sequence AND p.account = 'bank:claims'
           WHERE e.kind = 'recovery_received'
             AND NOT EXISTS (SELECT 1 FROM postings WHERE policy_id = e.policy_id AND sequence = e.sequence
                               AND account = 'limit:paid')
           GROUP BY e.policy_id) AS kept ON kept.policy_id = b.policy_id
GROUP BY b.policy_id
HAVING sum(iif(account = 'limit:committed' OR substr(account, 1, 8) = 'payable:'
               OR substr(account, 1, 9) = 'clearing:', balance_fen, 0)) <> 0
    OR sum(iif(account IN ('limit:paid', 'bank:claims'), balance_fen, 0)) <> coalesce(max(kept.total), 0)
UNION ALL
SELECT 'funding_parts_sum_to_approved', c.policy_id, d.id, c.number
FROM determinations AS d JOIN claims AS c ON c.id = d.claim_id
WHERE d.entitlement_fen <> (SELECT coalesce(sum(amount_fen), 0) FROM determination_funding
                            WHERE determination_id = d.id)
UNION ALL
SELECT 'funding_parts_sum_to_approved', c.policy_id, a.id, c.number
FROM approvals AS a JOIN claims AS c ON c.id = a.claim_id
WHERE a.approved_fen <> (SELECT coalesce(sum(amount_fen), 0) FROM approval_funding WHERE approval_id = a.id)
UNION ALL
SELECT 'approved_plus_residual_equals_entitlement', c.policy_id, a.id, c.number
FROM approvals AS a JOIN claims AS c ON c.id = a.claim_id
WHERE a.step = 'final' AND a.approved_fen + a.residual_fen <> a.entitlement_fen
UNION ALL
SELECT 'approved_within_determined', c.policy_id, a.id, c.number
FROM approvals AS a JOIN determinations AS d ON d.id = a.determination_id JOIN claims AS c ON c.id = a.claim_id
WHERE a.entitlement_fen > d.entitlement_fen
UNION ALL
-- All that stands approved of a claim, residuals included, is within what its latest approved determination gave.
SELECT 'approved_within_determined', c.policy_id, c.id, c.number
FROM claims AS c
JOIN (SELECT claim_id, sum(entitled_fen) AS total, max(determination_id) AS latest
      FROM standing_approvals GROUP BY claim_id) AS given ON given.claim_id = c.id
WHERE given.total >
      (SELECT entitlement_fen FROM determinations
       WHERE id = max(given.latest, coalesce((SELECT max(determination_id) FROM reductions WHERE claim_id = c.id), 0)))
UNION ALL
SELECT 'entitled_equals_sum_of_approvals', s.policy_id, 0, s.scope
FROM entitled_by_scope AS s
LEFT JOIN (SELECT c.policy_id, x.scope, sum(a.entitled_fen) AS total
           FROM approval_scopes AS x JOIN standing_approvals AS a ON a.id = x.approval_id
           JOIN claims AS c ON c.id = a.claim_id
           GROUP BY c.policy_id, x.scope) AS given ON given.policy_id = s.policy_id AND given.scope = s.scope
WHERE s.entitled_fen <> s.before_fen + coalesce(given.total, 0)
UNION ALL
SELECT 'paid_within_approved', b.policy_id, 0, b.account
FROM account_balances AS b
WHERE (substr(b.account, 1, 8) = 'payable:' OR substr(b.account, 1, 9) = 'clearing:') AND b.balance_fen > 0
UNION ALL
SELECT 'nothing_paid_twice', c.policy_id, p.approval_id, c.number
FROM payments AS p JOIN claims AS c ON c.id = p.claim_id
WHERE NOT EXISTS (SELECT 1 FROM payment_results WHERE payment_id = p.id AND result = 'returned')
GROUP BY c.policy_id, p.approval_id, c.number HAVING count(*) > 1
UNION ALL
SELECT 'maker_is_not_checker', c.policy_id, a.id, c.number
FROM approvals AS a JOIN claims AS c ON c.id = a.claim_id
WHERE a.approved_by IN (SELECT determined_by FROM determinations WHERE claim_id = a.claim_id)
   OR EXISTS (SELECT 1 FROM payments AS p
              WHERE p.claim_id = a.claim_id
                AND (p.sent_by = a.approved_by
                     OR p.sent_by IN (SELECT determined_by FROM determinations WHERE claim_id = a.claim_id)))
   OR EXISTS (SELECT 1 FROM payments AS p JOIN payment_results AS r ON r.payment_id = p.id
              WHERE p.claim_id = a.claim_id
                AND (r.recorded_by = a.approved_by
                     OR r.recorded_by IN (SELECT determined_by FROM determinations WHERE claim_id = a.claim_id)))
   OR (a.step = 'final'
       AND a.determination_id IS NOT (SELECT determination_id FROM approvals WHERE id = a.adjusts)
       AND EXISTS (SELECT 1 FROM approvals AS other
                   WHERE other.determination_id = a.determination_id AND other.step = 'first' AND other.id < a.id
                     AND other.approved_by = a.approved_by
                     AND other.id > coalesce((SELECT max(undone.approval_id) FROM approval_undos AS undone
                                              JOIN approvals AS taken_back ON taken_back.id = undone.approval_id
                                              WHERE taken_back.determination_id = a.determination_id
                                                AND taken_back.id < a.id), 0)))
UNION ALL
SELECT 'closed_claim_owes_nothing', c.policy_id, c.id, c.number
FROM claims AS c JOIN account_balances AS b
  ON b.policy_id = c.policy_id AND b.account IN ('payable:' || c.number, 'reserve:outstanding:' || c.number)
WHERE c.state IN ('closed', 'denied', 'withdrawn') AND b.balance_fen <> 0;
