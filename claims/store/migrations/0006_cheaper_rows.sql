-- What each damage report writes, without what nobody asks for: fewer pages a report, and none of them anywhere in the
-- file but those of its identity and of its key.

-- A list of three codes or more behind IN is made into a table of its own each time a row is checked: comparing with one
-- code after the other means the same. What is stored does not change, only the text of the checks.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema
SET sql = replace(sql, 'CHECK (kind IN (''identity'', ''phone'', ''account''))',
                  'CHECK (kind = ''identity'' OR kind = ''phone'' OR kind = ''account'')')
WHERE type = 'table' AND name = 'personal_data';

UPDATE sqlite_schema
SET sql = replace(sql, 'CHECK (state IN (''reported'', ''accepted'', ''surveyed'', ''determined'', ''noticed'', ''approved'',
                                       ''paying'', ''paid'', ''closed'', ''denied'', ''withdrawn''))',
                  'CHECK (state = ''reported'' OR state = ''accepted'' OR state = ''surveyed'' OR
                          state = ''determined'' OR state = ''noticed'' OR state = ''approved'' OR
                          state = ''paying'' OR state = ''paid'' OR state = ''closed'' OR
                          state = ''denied'' OR state = ''withdrawn'')')
WHERE type = 'table' AND name = 'claims';

UPDATE sqlite_schema
SET sql = replace(sql, 'CHECK (attribution IN (''confirmed'', ''probable'', ''unknown''))',
                  'CHECK (attribution = ''confirmed'' OR attribution = ''probable'' OR attribution = ''unknown'')')
WHERE type = 'table' AND name = 'surveys';

PRAGMA writable_schema = RESET;

DROP TRIGGER closed_claim_owes_nothing;
CREATE TRIGGER closed_claim_owes_nothing BEFORE UPDATE OF state ON claims
WHEN (NEW.state = 'closed' OR NEW.state = 'denied' OR NEW.state = 'withdrawn')
  AND EXISTS (SELECT 1 FROM account_balances
              WHERE policy_id = NEW.policy_id AND balance_fen <> 0
                AND account IN ('payable:' || NEW.number, 'reserve:outstanding:' || NEW.number))
BEGIN SELECT RAISE(ABORT, 'invariant closed_claim_owes_nothing'); END;

-- Nobody asks for a telephone or an account by its value, and an identity has an index of its own.
DROP INDEX personal_data_by_lookup;
-- Reports are listed by programme, and names are sought by any part of them.
DROP INDEX damage_reports_by_policy;
DROP INDEX claimants_by_name;
-- What concerns a report as a whole: what concerns one of its claims is found by the claim.
DROP INDEX happenings_by_report;
CREATE INDEX happenings_by_report ON happenings (report_id, id) WHERE report_id IS NOT NULL AND claim_id IS NULL;

-- The last number given is the last in the register of reports or claims itself.
DROP TABLE number_sequences;

-- A key that was used stays, with the hash of its request; the answer to it is dropped when the key expires. Answers are
-- numbered as they come, so the oldest are the first.
ALTER TABLE idempotency_answers RENAME TO former_answers;

CREATE TABLE idempotency_keys (
  user_id INTEGER NOT NULL REFERENCES users (id),
  route TEXT NOT NULL,
  key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
  request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
  recorded_at TEXT NOT NULL,
  answer_id INTEGER NOT NULL,
  PRIMARY KEY (user_id, route, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_answers (
  id INTEGER PRIMARY KEY,
  status INTEGER NOT NULL CHECK (status BETWEEN 200 AND 299),
  etag TEXT NOT NULL,
  body TEXT NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT;

CREATE TEMP TABLE answers_as_they_came AS
SELECT row_number() OVER (ORDER BY recorded_at, user_id, route, key) AS id, * FROM former_answers;
INSERT INTO idempotency_keys
SELECT user_id, route, key, request_hash, recorded_at, id FROM answers_as_they_came;
INSERT INTO idempotency_answers
SELECT id, status, etag, body, recorded_at FROM answers_as_they_came WHERE expired_at IS NULL;
DROP TABLE temp.answers_as_they_came;
DROP TABLE former_answers;
