-- Approvals that move no money yet: under prorate and priority until the year is settled ('pending'), under hold until the
-- limit reaches for all of it ('held').

-- What stands in the table does not change, only what may come into it.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema
SET sql = replace(replace(replace(sql,
    'CHECK (step IN (''first'', ''final''))',
    'CHECK (step = ''first'' OR step = ''final'' OR step = ''pending'' OR step = ''held'')'),
    'CHECK ((step = ''final'') = (sequence IS NOT NULL))',
    'CHECK ((step = ''final'' OR step = ''pending'') = (sequence IS NOT NULL))'),
    'CHECK (step = ''first'' OR approved_fen + residual_fen = entitlement_fen)',
    'CHECK (step <> ''final'' OR approved_fen + residual_fen = entitlement_fen)')
WHERE type = 'table' AND name = 'approvals';

PRAGMA writable_schema = RESET;

-- A policy's year, settled once. What each claim was given of the money is its approval.
CREATE TABLE settlements (
  policy_id TEXT PRIMARY KEY REFERENCES policies (id),
  granted_fen INTEGER NOT NULL CHECK (granted_fen >= 0),
  available_fen INTEGER NOT NULL CHECK (available_fen >= 0 AND available_fen <= granted_fen),
  effective_date TEXT NOT NULL CHECK (date(effective_date) IS effective_date),
  reason TEXT NOT NULL,
  settled_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL
) STRICT;

-- An approval that waited, and the final one it became; `sequence` is of the entry that took a pending entitlement back.
CREATE TABLE carried_out_approvals (
  waiting_id INTEGER PRIMARY KEY REFERENCES approvals (id),
  approval_id INTEGER NOT NULL UNIQUE REFERENCES approvals (id),
  sequence INTEGER,
  carried_out_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL
) STRICT;

-- Found without reading the approvals of all.
CREATE INDEX approvals_held ON approvals (step) WHERE step = 'held';
CREATE INDEX approvals_pending ON approvals (claim_id, id) WHERE step = 'pending';

CREATE VIEW pending_entitlements AS
SELECT a.id, a.claim_id, a.determination_id, a.entitlement_fen
FROM approvals AS a
WHERE a.step = 'pending' AND NOT EXISTS (SELECT 1 FROM approval_undos WHERE approval_id = a.id)
  AND NOT EXISTS (SELECT 1 FROM carried_out_approvals WHERE waiting_id = a.id);

-- The queue for funds. A claim leaves it when it is approved, withdrawn, sent back or appealed against: noticed again, it
-- has another determination.
CREATE VIEW held_approvals AS
SELECT a.id, a.claim_id, c.policy_id, a.entitlement_fen, a.recorded_at
FROM approvals AS a CROSS JOIN claims AS c ON c.id = a.claim_id
WHERE a.step = 'held' AND c.state = 'noticed'
  AND a.determination_id = (SELECT max(id) FROM determinations WHERE claim_id = a.claim_id)
  AND NOT EXISTS (SELECT 1 FROM carried_out_approvals WHERE waiting_id = a.id);

CREATE TRIGGER settlement_never_changed BEFORE UPDATE ON settlements
BEGIN SELECT RAISE(ABORT, 'settlements are never changed'); END;
CREATE TRIGGER settlement_never_deleted BEFORE DELETE ON settlements
BEGIN SELECT RAISE(ABORT, 'settlements are never deleted'); END;
CREATE TRIGGER carried_out_never_changed BEFORE UPDATE ON carried_out_approvals
BEGIN SELECT RAISE(ABORT, 'what was carried out is never changed'); END;
CREATE TRIGGER carried_out_never_deleted BEFORE DELETE ON carried_out_approvals
BEGIN SELECT RAISE(ABORT, 'what was carried out is never deleted'); END;

CREATE TRIGGER settled_when_all_is_decided BEFORE INSERT ON settlements
WHEN EXISTS (SELECT 1 FROM claims WHERE policy_id = NEW.policy_id
               AND state IN ('reported', 'accepted', 'surveyed', 'determined', 'noticed'))
BEGIN SELECT RAISE(ABORT, 'a year is settled when every claim is decided'); END;

CREATE TRIGGER settled_once BEFORE INSERT ON approvals
WHEN NEW.step = 'pending'
  AND EXISTS (SELECT 1 FROM settlements AS s JOIN claims AS c ON c.policy_id = s.policy_id WHERE c.id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant settled_once'); END;

-- One entitlement of a claim is pending at a time.
CREATE TRIGGER pending_once BEFORE INSERT ON approvals
WHEN NEW.step = 'pending' AND EXISTS (SELECT 1 FROM pending_entitlements WHERE claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant nothing_approved_twice'); END;

CREATE TRIGGER carried_out_as_it_waited BEFORE INSERT ON carried_out_approvals
WHEN NOT EXISTS
  (SELECT 1 FROM approvals AS w
   JOIN claims AS c ON c.id = w.claim_id
   JOIN approvals AS f ON f.claim_id = w.claim_id AND f.determination_id = w.determination_id
   WHERE w.id = NEW.waiting_id AND f.id = NEW.approval_id AND f.step = 'final' AND f.id > w.id
     AND f.approved_by = w.approved_by
     AND NOT EXISTS (SELECT 1 FROM approval_undos WHERE approval_id = w.id OR approval_id = f.id)
     AND ((w.step = 'pending' AND f.entitlement_fen = w.entitlement_fen AND NEW.sequence IS NOT NULL
           AND EXISTS (SELECT 1 FROM settlements WHERE policy_id = c.policy_id))
          OR (w.step = 'held' AND f.residual_fen = 0 AND NEW.sequence IS NULL)))
BEGIN SELECT RAISE(ABORT, 'an approval is carried out for its own claim, as it waited'); END;

CREATE TRIGGER held_in_order BEFORE INSERT ON approvals
WHEN NEW.step = 'final'
  AND EXISTS (SELECT 1 FROM held_approvals AS held
              WHERE held.policy_id = (SELECT policy_id FROM claims WHERE id = NEW.claim_id)
                AND held.claim_id <> NEW.claim_id
                AND held.id < coalesce((SELECT max(id) FROM held_approvals WHERE claim_id = NEW.claim_id),
                                       9223372036854775807))
BEGIN SELECT RAISE(ABORT, 'invariant held_in_order'); END;

-- Whoever carries an approval out has a hand in it.
CREATE TRIGGER carrier_out_is_neither BEFORE INSERT ON carried_out_approvals
WHEN NEW.carried_out_by IN
    (SELECT d.determined_by FROM determinations AS d JOIN approvals AS a ON a.claim_id = d.claim_id
     WHERE a.id = NEW.waiting_id)
  OR NEW.carried_out_by IN
    (SELECT p.sent_by FROM payments AS p JOIN approvals AS a ON a.claim_id = p.claim_id WHERE a.id = NEW.waiting_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;
CREATE TRIGGER determiner_carried_nothing_out BEFORE INSERT ON determinations
WHEN NEW.determined_by IN
    (SELECT x.carried_out_by FROM approvals AS a JOIN carried_out_approvals AS x ON x.waiting_id = a.id
     WHERE a.claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;
CREATE TRIGGER cashier_carried_nothing_out BEFORE INSERT ON payments
WHEN NEW.sent_by IN
    (SELECT x.carried_out_by FROM approvals AS a JOIN carried_out_approvals AS x ON x.waiting_id = a.id
     WHERE a.claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;
CREATE TRIGGER confirmer_carried_nothing_out BEFORE INSERT ON payment_results
WHEN NEW.recorded_by IN
    (SELECT x.carried_out_by FROM payments AS p JOIN approvals AS a ON a.claim_id = p.claim_id
     JOIN carried_out_approvals AS x ON x.waiting_id = a.id WHERE p.id = NEW.payment_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

-- The entry of a settlement takes back what was recorded of its claim, to the fen.
CREATE TRIGGER settled_as_recorded BEFORE INSERT ON journal_entries
WHEN NEW.kind = 'entitlement_settled'
  AND ((SELECT claim FROM journal_entries
        WHERE policy_id = NEW.policy_id AND sequence = NEW.reverses AND kind = 'entitlement_recorded') IS NOT NEW.claim
       OR (SELECT sum(amount_fen) FROM postings
           WHERE policy_id = NEW.policy_id AND sequence IN (NEW.sequence, NEW.reverses)
             AND account = 'entitlement:pending') <> 0)
BEGIN SELECT RAISE(ABORT, 'invariant pending_as_recorded'); END;

DROP TRIGGER second_approver_is_not_first;
CREATE TRIGGER second_approver_is_not_first BEFORE INSERT ON approvals
WHEN NEW.step <> 'first'
  AND NEW.determination_id IS NOT (SELECT determination_id FROM approvals WHERE id = NEW.adjusts)
  AND NEW.approved_by IN
    (SELECT approved_by FROM approvals AS earlier
     WHERE earlier.determination_id = NEW.determination_id AND earlier.step = 'first'
       AND earlier.id > coalesce((SELECT max(undone.approval_id) FROM approval_undos AS undone
                                  JOIN approvals AS taken_back ON taken_back.id = undone.approval_id
                                  WHERE taken_back.determination_id = NEW.determination_id), 0))
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

DROP TRIGGER undone_before_payment;
CREATE TRIGGER undone_before_payment BEFORE INSERT ON approval_undos
WHEN (SELECT sequence FROM approvals WHERE id = NEW.approval_id) IS NULL
  OR EXISTS (SELECT 1 FROM payments AS p
             WHERE p.approval_id = NEW.approval_id
               AND NOT EXISTS (SELECT 1 FROM payment_results WHERE payment_id = p.id AND result = 'returned'))
  OR EXISTS (SELECT 1 FROM approvals WHERE adjusts = NEW.approval_id
             AND id NOT IN (SELECT approval_id FROM approval_undos))
  OR EXISTS (SELECT 1 FROM reductions WHERE approval_id = NEW.approval_id)
  OR EXISTS (SELECT 1 FROM carried_out_approvals WHERE waiting_id = NEW.approval_id)
BEGIN SELECT RAISE(ABORT, 'only an approval that stands alone and is not paid is undone'); END;

DROP TRIGGER closed_claim_owes_nothing;
CREATE TRIGGER closed_claim_owes_nothing BEFORE UPDATE OF state ON claims
WHEN (NEW.state = 'closed' OR NEW.state = 'denied' OR NEW.state = 'withdrawn')
  AND EXISTS (SELECT 1 FROM account_balances
              WHERE policy_id = NEW.policy_id AND balance_fen <> 0
                AND account IN ('payable:' || NEW.number, 'reserve:outstanding:' || NEW.number,
                                'entitlement:' || NEW.number))
BEGIN SELECT RAISE(ABORT, 'invariant closed_claim_owes_nothing'); END;

DROP VIEW invariant_violations;
DROP VIEW standing_approvals;

-- What each approval that stands entitles to, pending ones included until they are settled: what was lowered is taken
-- off, and a restored residual adds nothing, for it counted when it was left unpaid.
CREATE VIEW standing_approvals AS
SELECT a.id, a.claim_id, a.determination_id, a.receipt,
       iif(a.adjusts IS NOT NULL AND a.determination_id IS (SELECT determination_id FROM approvals WHERE id = a.adjusts),
           0, a.entitlement_fen)
       - coalesce((SELECT sum(residual_fen + unpaid_fen + recoverable_fen) FROM reductions WHERE approval_id = a.id), 0)
       AS entitled_fen
FROM approvals AS a
WHERE (a.step = 'final'
       OR (a.step = 'pending' AND NOT EXISTS (SELECT 1 FROM carried_out_approvals WHERE waiting_id = a.id)))
  AND NOT EXISTS (SELECT 1 FROM approval_undos WHERE approval_id = a.id);

-- The invariants once more, over the whole database: no row means in order.
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
   OR (a.step <> 'first'
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
  ON b.policy_id = c.policy_id
     AND b.account IN ('payable:' || c.number, 'reserve:outstanding:' || c.number, 'entitlement:' || c.number)
WHERE c.state IN ('closed', 'denied', 'withdrawn') AND b.balance_fen <> 0
UNION ALL
SELECT 'maker_is_not_checker', c.policy_id, x.waiting_id, c.number
FROM carried_out_approvals AS x JOIN approvals AS a ON a.id = x.waiting_id JOIN claims AS c ON c.id = a.claim_id
WHERE x.carried_out_by IN (SELECT determined_by FROM determinations WHERE claim_id = a.claim_id)
   OR x.carried_out_by IN (SELECT sent_by FROM payments WHERE claim_id = a.claim_id)
UNION ALL
-- What stands pending of a claim is what its book says.
SELECT 'pending_as_recorded', c.policy_id, p.id, c.number
FROM pending_entitlements AS p JOIN claims AS c ON c.id = p.claim_id
LEFT JOIN account_balances AS b ON b.policy_id = c.policy_id AND b.account = 'entitlement:' || c.number
WHERE b.balance_fen IS NOT -p.entitlement_fen
UNION ALL
SELECT 'pending_as_recorded', b.policy_id, 0, b.account
FROM account_balances AS b
WHERE b.account GLOB 'entitlement:*' AND b.account <> 'entitlement:pending' AND b.balance_fen <> 0
  AND NOT EXISTS (SELECT 1 FROM claims AS c JOIN pending_entitlements AS p ON p.claim_id = c.id
                  WHERE c.number = substr(b.account, 13))
UNION ALL
SELECT 'settled_once', c.policy_id, p.id, c.number
FROM pending_entitlements AS p JOIN claims AS c ON c.id = p.claim_id JOIN settlements AS s ON s.policy_id = c.policy_id
UNION ALL
SELECT 'settled_once', c.policy_id, w.id, c.number
FROM carried_out_approvals AS x JOIN approvals AS w ON w.id = x.waiting_id JOIN approvals AS f ON f.id = x.approval_id
JOIN claims AS c ON c.id = w.claim_id
WHERE w.step = 'pending' AND (f.step <> 'final' OR f.claim_id <> w.claim_id OR f.entitlement_fen <> w.entitlement_fen
                              OR NOT EXISTS (SELECT 1 FROM settlements WHERE policy_id = c.policy_id))
UNION ALL
SELECT 'settled_within_available', s.policy_id, 0, 'available ' || s.available_fen || ', approved ' || sum(f.approved_fen)
FROM settlements AS s
JOIN claims AS c ON c.policy_id = s.policy_id
JOIN approvals AS w ON w.claim_id = c.id AND w.step = 'pending'
JOIN carried_out_approvals AS x ON x.waiting_id = w.id
JOIN approvals AS f ON f.id = x.approval_id
GROUP BY s.policy_id, s.available_fen HAVING sum(f.approved_fen) > s.available_fen
UNION ALL
-- Nobody passes a claim that waits for funds, and none of them is paid in part.
SELECT 'held_in_order', c.policy_id, w.id, c.number
FROM carried_out_approvals AS x JOIN approvals AS w ON w.id = x.waiting_id AND w.step = 'held'
JOIN approvals AS f ON f.id = x.approval_id JOIN claims AS c ON c.id = w.claim_id
WHERE f.residual_fen <> 0
   OR EXISTS (SELECT 1 FROM held_approvals AS earlier WHERE earlier.policy_id = c.policy_id AND earlier.id < w.id);
