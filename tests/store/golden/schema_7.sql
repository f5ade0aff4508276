CREATE INDEX approvals_adjusting ON approvals (adjusts, claim_id) WHERE adjusts IS NOT NULL;

CREATE INDEX approvals_by_claim ON approvals (claim_id, id);

CREATE INDEX approvals_by_determination ON approvals (determination_id, step);

CREATE INDEX approvals_held ON approvals (step) WHERE step = 'held';

CREATE INDEX approvals_pending ON approvals (claim_id, id) WHERE step = 'pending';

CREATE INDEX claimants_by_household ON claimants (household_id);

CREATE INDEX claims_by_claimant ON claims (claimant_id);

CREATE INDEX claims_by_state ON claims (policy_id, state, id);

CREATE INDEX damage_reports_by_event ON damage_reports (event_id);

CREATE INDEX determinations_by_claim ON determinations (claim_id, id);

CREATE UNIQUE INDEX determinations_replaced ON determinations (replaces) WHERE replaces IS NOT NULL;

CREATE INDEX endorsements_by_policy ON endorsements (policy_id, id);

CREATE INDEX entitled_by_scope_name ON entitled_by_scope (scope);

CREATE INDEX former_names_by_claimant ON former_names (claimant_id, id);

CREATE INDEX happenings_by_claim ON happenings (claim_id, id) WHERE claim_id IS NOT NULL;

CREATE INDEX happenings_by_report ON happenings (report_id, id) WHERE report_id IS NOT NULL AND claim_id IS NULL;

CREATE INDEX journal_entries_adjusted ON journal_entries (policy_id, adjusts) WHERE adjusts IS NOT NULL;

CREATE INDEX journal_entries_by_claim ON journal_entries (claim, policy_id, sequence) WHERE claim IS NOT NULL;

CREATE INDEX journal_entries_of_policy ON journal_entries (policy_id, kind, sequence) WHERE claim IS NULL;

CREATE INDEX journal_entries_recovered ON journal_entries (policy_id, sequence) WHERE kind = 'recovery_received';

CREATE INDEX journal_entries_reversed ON journal_entries (policy_id, reverses) WHERE reverses IS NOT NULL;

CREATE INDEX notices_by_claim ON notices (claim_id, id);

CREATE UNIQUE INDEX one_claimant_per_identity ON personal_data (programme, lookup) WHERE kind = 'identity';

CREATE INDEX payments_by_approval ON payments (approval_id, id);

CREATE INDEX payments_by_claim ON payments (claim_id, id);

CREATE INDEX recoveries_by_claim ON recoveries (claim_id, id);

CREATE INDEX reductions_by_approval ON reductions (approval_id);

CREATE INDEX reductions_by_claim ON reductions (claim_id, id);

CREATE INDEX reimbursement_claims_by_policy ON reimbursement_claims (policy_id, id);

CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE INDEX surveys_by_claim ON surveys (claim_id, id);

CREATE TABLE account_balances (
  policy_id TEXT NOT NULL REFERENCES policies (id),
  account TEXT NOT NULL,
  balance_fen INTEGER NOT NULL,
  PRIMARY KEY (policy_id, account),
  CONSTRAINT available_limit_not_negative CHECK (account <> 'limit:available' OR balance_fen >= 0),
  CONSTRAINT limit_pockets_not_negative
    CHECK (account NOT IN ('limit:committed', 'limit:paid') OR balance_fen >= 0),
  CONSTRAINT paid_within_approved CHECK (substr(account, 1, 8) <> 'payable:' OR balance_fen <= 0),
  CONSTRAINT sent_within_clearing CHECK (substr(account, 1, 9) <> 'clearing:' OR balance_fen <= 0),
  CONSTRAINT incurred_not_negative CHECK (substr(account, 1, 9) <> 'incurred:' OR balance_fen >= 0),
  CONSTRAINT reserve_not_negative CHECK (substr(account, 1, 20) <> 'reserve:outstanding:' OR balance_fen <= 0),
  CONSTRAINT residual_not_negative CHECK (substr(account, 1, 14) <> 'residual:owed:' OR balance_fen <= 0),
  CONSTRAINT premium_within_called CHECK (substr(account, 1, 19) <> 'premium:receivable:' OR balance_fen >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE approval_funding (
  approval_id INTEGER NOT NULL REFERENCES approvals (id),
  position INTEGER NOT NULL CHECK (position >= 1),
  funder TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
  PRIMARY KEY (approval_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE approval_scopes (
  approval_id INTEGER NOT NULL REFERENCES approvals (id),
  scope TEXT NOT NULL CHECK (length(scope) > 0),
  PRIMARY KEY (approval_id, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE approval_undos (
  approval_id INTEGER PRIMARY KEY REFERENCES approvals (id),
  sequence INTEGER NOT NULL,
  reason TEXT NOT NULL,
  undone_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE approvals (
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  determination_id INTEGER NOT NULL REFERENCES determinations (id),
  step TEXT NOT NULL CHECK (step = 'first' OR step = 'final' OR step = 'pending' OR step = 'held'),
  entitlement_fen INTEGER NOT NULL CHECK (entitlement_fen > 0),
  approved_fen INTEGER NOT NULL CHECK (approved_fen >= 0),
  residual_fen INTEGER NOT NULL CHECK (residual_fen >= 0),
  receipt TEXT NOT NULL CHECK (json_valid(receipt)),
  receipt_sha256 BLOB NOT NULL CHECK (length(receipt_sha256) = 32),
  sequence INTEGER,
  approved_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL, adjusts INTEGER REFERENCES approvals (id),
  CHECK ((step = 'final' OR step = 'pending') = (sequence IS NOT NULL)),
  CONSTRAINT approved_plus_residual_equals_entitlement
    CHECK (step <> 'final' OR approved_fen + residual_fen = entitlement_fen),
  CHECK (step = 'final' OR (approved_fen = 0 AND residual_fen = 0))
) STRICT;

CREATE TABLE assessments (
  survey_id INTEGER NOT NULL REFERENCES surveys (id),
  item INTEGER NOT NULL CHECK (item >= 1),
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  PRIMARY KEY (survey_id, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE carried_out_approvals (
  waiting_id INTEGER PRIMARY KEY REFERENCES approvals (id),
  approval_id INTEGER NOT NULL UNIQUE REFERENCES approvals (id),
  sequence INTEGER,
  carried_out_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE claimants (
  id INTEGER PRIMARY KEY,
  programme TEXT NOT NULL REFERENCES programmes (letters),
  household_id INTEGER NOT NULL REFERENCES households (id),
  kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation')),
  name TEXT NOT NULL CHECK (length(name) > 0),
  recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE claims (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  programme TEXT NOT NULL REFERENCES programmes (letters),
  policy_id TEXT NOT NULL REFERENCES policies (id),
  report_id INTEGER NOT NULL REFERENCES damage_reports (id),
  claimant_id INTEGER NOT NULL REFERENCES claimants (id),
  phone_id INTEGER NOT NULL REFERENCES personal_data (id),
  account_id INTEGER NOT NULL REFERENCES personal_data (id),
  account_holder TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'reported' OR state = 'accepted' OR state = 'surveyed' OR
                          state = 'determined' OR state = 'noticed' OR state = 'approved' OR
                          state = 'paying' OR state = 'paid' OR state = 'closed' OR
                          state = 'denied' OR state = 'withdrawn'),
  version INTEGER NOT NULL CHECK (version >= 1),
  UNIQUE (report_id, claimant_id)
) STRICT;

CREATE TABLE closed_periods (
  policy_id TEXT NOT NULL REFERENCES policies (id),
  through TEXT NOT NULL CHECK (date(through) IS through),
  head_sequence INTEGER NOT NULL,
  head_hash BLOB NOT NULL CHECK (length(head_hash) = 32),
  closed_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (policy_id, through)
) STRICT, WITHOUT ROWID;

CREATE TABLE damage_events (
  id INTEGER PRIMARY KEY,
  programme TEXT NOT NULL REFERENCES programmes (letters),
  recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE damage_reports (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  programme TEXT NOT NULL REFERENCES programmes (letters),
  policy_id TEXT NOT NULL REFERENCES policies (id),
  event_id INTEGER NOT NULL REFERENCES damage_events (id),
  species TEXT NOT NULL,
  damage_from TEXT NOT NULL CHECK (date(damage_from) IS damage_from),
  damage_to TEXT NOT NULL CHECK (date(damage_to) IS damage_to AND damage_to >= damage_from),
  discovered_at TEXT NOT NULL,
  reported_at TEXT NOT NULL CHECK (reported_at >= discovered_at),
  village TEXT NOT NULL,
  place TEXT NOT NULL,
  told_by TEXT NOT NULL,
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  version INTEGER NOT NULL CHECK (version >= 1),
  recorded_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE determination_findings (
  determination_id INTEGER NOT NULL REFERENCES determinations (id),
  position INTEGER NOT NULL CHECK (position >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('denial', 'flag')),
  code TEXT NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (determination_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE determination_funding (
  determination_id INTEGER NOT NULL REFERENCES determinations (id),
  position INTEGER NOT NULL CHECK (position >= 1),
  funder TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
  PRIMARY KEY (determination_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE determinations (
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  survey_id INTEGER REFERENCES surveys (id),
  rulebook_id INTEGER NOT NULL REFERENCES rulebooks (id),
  kind TEXT NOT NULL CHECK (kind IN ('rulebook', 'judged')),
  denied INTEGER NOT NULL CHECK (denied IN (0, 1)),
  entitlement_fen INTEGER NOT NULL CHECK (entitlement_fen >= 0 AND (denied = 0 OR entitlement_fen = 0)),
  receipt TEXT NOT NULL CHECK (json_valid(receipt)),
  receipt_sha256 BLOB NOT NULL CHECK (length(receipt_sha256) = 32),
  determined_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL, replaces INTEGER REFERENCES determinations (id),
  CHECK (kind = 'judged' OR survey_id IS NOT NULL),
  CHECK (kind = 'rulebook' OR denied = 1)
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

CREATE TABLE entitled_by_scope (
  policy_id TEXT NOT NULL REFERENCES policies (id),
  scope TEXT NOT NULL,
  before_fen INTEGER NOT NULL CHECK (before_fen >= 0),
  entitled_fen INTEGER NOT NULL CHECK (entitled_fen >= 0),
  PRIMARY KEY (policy_id, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE former_names (
  id INTEGER PRIMARY KEY,
  claimant_id INTEGER NOT NULL REFERENCES claimants (id),
  claim_id INTEGER REFERENCES claims (id),
  name TEXT NOT NULL CHECK (length(name) > 0),
  replaced_at TEXT NOT NULL,
  command TEXT NOT NULL
) STRICT;

CREATE TABLE happenings (
  id INTEGER PRIMARY KEY,
  command TEXT NOT NULL,
  kind TEXT NOT NULL,
  programme TEXT REFERENCES programmes (letters),
  policy_id TEXT REFERENCES policies (id),
  report_id INTEGER REFERENCES damage_reports (id),
  claim_id INTEGER REFERENCES claims (id),
  user_id INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL,
  business_date TEXT NOT NULL CHECK (date(business_date) IS business_date),
  reason TEXT NOT NULL,
  detail TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;

CREATE TABLE households (
  id INTEGER PRIMARY KEY,
  programme TEXT NOT NULL REFERENCES programmes (letters),
  village TEXT NOT NULL
) STRICT;

CREATE TABLE idempotency_answers (
  id INTEGER PRIMARY KEY,
  status INTEGER NOT NULL CHECK (status BETWEEN 200 AND 299),
  etag TEXT NOT NULL,
  body TEXT NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE idempotency_keys (
  user_id INTEGER NOT NULL REFERENCES users (id),
  route TEXT NOT NULL,
  key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
  request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
  recorded_at TEXT NOT NULL,
  answer_id INTEGER NOT NULL,
  PRIMARY KEY (user_id, route, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_entries (
  policy_id TEXT NOT NULL REFERENCES policies (id),
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  kind TEXT NOT NULL,
  claim TEXT REFERENCES claims (number),
  determination_id INTEGER REFERENCES determinations (id),
  reverses INTEGER,
  batch TEXT,
  effective_date TEXT NOT NULL CHECK (date(effective_date) IS effective_date),
  recorded_at TEXT NOT NULL,
  receipt_sha256 BLOB CHECK (length(receipt_sha256) = 32),
  previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32), adjusts INTEGER CHECK (adjusts < sequence),
  PRIMARY KEY (policy_id, sequence),
  FOREIGN KEY (policy_id, reverses) REFERENCES journal_entries (policy_id, sequence)
) STRICT;

CREATE TABLE loss_items (
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  item INTEGER NOT NULL CHECK (item >= 1),
  plot TEXT NOT NULL,
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  PRIMARY KEY (claim_id, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE notices (
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  determination_id INTEGER NOT NULL REFERENCES determinations (id),
  posted_on TEXT NOT NULL CHECK (date(posted_on) IS posted_on),
  days INTEGER NOT NULL CHECK (days >= 0),
  place TEXT NOT NULL,
  posted_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE payment_results (
  payment_id INTEGER NOT NULL REFERENCES payments (id),
  result TEXT NOT NULL CHECK (result IN ('confirmed', 'returned')),
  text TEXT NOT NULL,
  recorded_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (payment_id, result)
) STRICT, WITHOUT ROWID;

CREATE TABLE payments (
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  approval_id INTEGER NOT NULL REFERENCES approvals (id),
  account_id INTEGER NOT NULL REFERENCES personal_data (id),
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  batch TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  sent_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE personal_data (
  id INTEGER PRIMARY KEY,
  claimant_id INTEGER NOT NULL REFERENCES claimants (id),
  programme TEXT NOT NULL REFERENCES programmes (letters),
  kind TEXT NOT NULL CHECK (kind = 'identity' OR kind = 'phone' OR kind = 'account'),
  cipher BLOB NOT NULL,
  lookup BLOB NOT NULL CHECK (length(lookup) = 32),
  masked TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  UNIQUE (claimant_id, kind, lookup)
) STRICT;

CREATE TABLE policies (
  id TEXT PRIMARY KEY,
  programme TEXT NOT NULL REFERENCES programmes (letters),
  year INTEGER NOT NULL,
  date_from TEXT NOT NULL CHECK (date(date_from) IS date_from),
  date_to TEXT NOT NULL CHECK (date(date_to) IS date_to AND date_to >= date_from),
  premium_fen INTEGER NOT NULL CHECK (premium_fen >= 0),
  aggregate_limit_fen INTEGER NOT NULL CHECK (aggregate_limit_fen >= 0),
  rulebook_id INTEGER NOT NULL REFERENCES rulebooks (id),
  opened_by INTEGER NOT NULL REFERENCES users (id),
  opened_at TEXT NOT NULL,
  UNIQUE (programme, year)
) STRICT;

CREATE TABLE postings (
  policy_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  account TEXT NOT NULL CHECK (length(account) > 0),
  amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
  PRIMARY KEY (policy_id, sequence, position),
  FOREIGN KEY (policy_id, sequence) REFERENCES journal_entries (policy_id, sequence) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE prepaid_policies (
  policy_id TEXT PRIMARY KEY REFERENCES policies (id),
  prepaid_by TEXT NOT NULL CHECK (length(prepaid_by) > 0)
) STRICT;

CREATE TABLE programmes (
  letters TEXT PRIMARY KEY CHECK (letters GLOB '[A-Z][A-Z]'),
  county_code TEXT NOT NULL,
  insurer TEXT NOT NULL,
  utc_offset_minutes INTEGER NOT NULL CHECK (utc_offset_minutes BETWEEN -840 AND 840)
) STRICT;

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

CREATE TABLE reimbursement_evidence (
  reimbursement_claim_id INTEGER NOT NULL REFERENCES reimbursement_claims (id),
  position INTEGER NOT NULL CHECK (position >= 1),
  kind TEXT NOT NULL,
  reference TEXT NOT NULL,
  amount_fen INTEGER,
  PRIMARY KEY (reimbursement_claim_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE rulebooks (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  version TEXT NOT NULL,
  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
  text TEXT NOT NULL,
  UNIQUE (code, version)
) STRICT;

CREATE TABLE sessions (
  token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
  user_id INTEGER NOT NULL REFERENCES users (id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE settlements (
  policy_id TEXT PRIMARY KEY REFERENCES policies (id),
  granted_fen INTEGER NOT NULL CHECK (granted_fen >= 0),
  available_fen INTEGER NOT NULL CHECK (available_fen >= 0 AND available_fen <= granted_fen),
  effective_date TEXT NOT NULL CHECK (date(effective_date) IS effective_date),
  reason TEXT NOT NULL,
  settled_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE surveys (
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claims (id),
  kind TEXT NOT NULL CHECK (kind IN ('discovery', 'harvest')),
  visited_on TEXT NOT NULL CHECK (date(visited_on) IS visited_on),
  species TEXT NOT NULL,
  attribution TEXT NOT NULL CHECK (attribution = 'confirmed' OR attribution = 'probable' OR attribution = 'unknown'),
  note TEXT NOT NULL,
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  surveyed_by INTEGER NOT NULL REFERENCES users (id),
  recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE user_counties (
  user_id INTEGER NOT NULL REFERENCES users (id),
  county_code TEXT NOT NULL,
  PRIMARY KEY (user_id, county_code)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_roles (
  user_id INTEGER NOT NULL REFERENCES users (id),
  role TEXT NOT NULL CHECK (role IN ('clerk', 'adjuster', 'approver', 'cashier', 'auditor', 'admin')),
  PRIMARY KEY (user_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
  display_zh TEXT NOT NULL,
  display_en TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER account_on_its_side BEFORE UPDATE ON account_balances
WHEN (NEW.balance_fen < 0 AND (NEW.account GLOB 'recovery:receivable:*'
                               OR NEW.account GLOB 'reimbursement:receivable:*'
                               OR NEW.account = 'entitlement:pending'))
  OR (NEW.balance_fen > 0 AND (NEW.account GLOB 'reimbursement:owed_to:*' OR NEW.account GLOB 'limit:*:granted'
                               OR (NEW.account GLOB 'entitlement:*' AND NEW.account <> 'entitlement:pending')))
BEGIN SELECT RAISE(ABORT, 'invariant account_on_its_side'); END;

CREATE TRIGGER approval_adjusts_its_claim BEFORE INSERT ON approvals
WHEN NEW.adjusts IS NOT NULL
  AND (NEW.claim_id IS NOT (SELECT claim_id FROM approvals WHERE id = NEW.adjusts AND step = 'final')
       OR EXISTS (SELECT 1 FROM approval_undos WHERE approval_id = NEW.adjusts))
BEGIN SELECT RAISE(ABORT, 'an approval adjusts one of its own claim that stands'); END;

CREATE TRIGGER approval_funding_never_changed BEFORE UPDATE ON approval_funding
BEGIN SELECT RAISE(ABORT, 'funding is never changed'); END;

CREATE TRIGGER approval_funding_never_deleted BEFORE DELETE ON approval_funding
BEGIN SELECT RAISE(ABORT, 'funding is never deleted'); END;

CREATE TRIGGER approval_never_changed BEFORE UPDATE ON approvals
BEGIN SELECT RAISE(ABORT, 'approvals are never changed'); END;

CREATE TRIGGER approval_never_deleted BEFORE DELETE ON approvals
BEGIN SELECT RAISE(ABORT, 'approvals are never deleted'); END;

CREATE TRIGGER approval_of_its_claim BEFORE INSERT ON approvals
WHEN NEW.determination_id IS NOT (SELECT max(id) FROM determinations WHERE claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'an approval is of its claim''s latest determination'); END;

CREATE TRIGGER approval_scope_never_changed BEFORE UPDATE ON approval_scopes
BEGIN SELECT RAISE(ABORT, 'scopes are never changed'); END;

CREATE TRIGGER approval_scope_never_deleted BEFORE DELETE ON approval_scopes
BEGIN SELECT RAISE(ABORT, 'scopes are never deleted'); END;

CREATE TRIGGER approval_undo_never_changed BEFORE UPDATE ON approval_undos
BEGIN SELECT RAISE(ABORT, 'undone approvals are never changed'); END;

CREATE TRIGGER approval_undo_never_deleted BEFORE DELETE ON approval_undos
BEGIN SELECT RAISE(ABORT, 'undone approvals are never deleted'); END;

CREATE TRIGGER approved_within_determined BEFORE INSERT ON approvals
WHEN NEW.entitlement_fen > (SELECT entitlement_fen FROM determinations WHERE id = NEW.determination_id)
BEGIN SELECT RAISE(ABORT, 'invariant approved_within_determined'); END;

CREATE TRIGGER approver_is_neither BEFORE INSERT ON approvals
WHEN NEW.approved_by IN (SELECT determined_by FROM determinations WHERE claim_id = NEW.claim_id)
  OR NEW.approved_by IN (SELECT sent_by FROM payments WHERE claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

CREATE TRIGGER assessment_never_changed BEFORE UPDATE ON assessments
BEGIN SELECT RAISE(ABORT, 'assessments are never changed'); END;

CREATE TRIGGER assessment_never_deleted BEFORE DELETE ON assessments
BEGIN SELECT RAISE(ABORT, 'assessments are never deleted'); END;

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

CREATE TRIGGER carried_out_never_changed BEFORE UPDATE ON carried_out_approvals
BEGIN SELECT RAISE(ABORT, 'what was carried out is never changed'); END;

CREATE TRIGGER carried_out_never_deleted BEFORE DELETE ON carried_out_approvals
BEGIN SELECT RAISE(ABORT, 'what was carried out is never deleted'); END;

CREATE TRIGGER carrier_out_is_neither BEFORE INSERT ON carried_out_approvals
WHEN NEW.carried_out_by IN
    (SELECT d.determined_by FROM determinations AS d JOIN approvals AS a ON a.claim_id = d.claim_id
     WHERE a.id = NEW.waiting_id)
  OR NEW.carried_out_by IN
    (SELECT p.sent_by FROM payments AS p JOIN approvals AS a ON a.claim_id = p.claim_id WHERE a.id = NEW.waiting_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

CREATE TRIGGER cashier_carried_nothing_out BEFORE INSERT ON payments
WHEN NEW.sent_by IN
    (SELECT x.carried_out_by FROM approvals AS a JOIN carried_out_approvals AS x ON x.waiting_id = a.id
     WHERE a.claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

CREATE TRIGGER cashier_is_neither BEFORE INSERT ON payments
WHEN NEW.sent_by IN (SELECT approved_by FROM approvals WHERE claim_id = NEW.claim_id)
  OR NEW.sent_by IN (SELECT determined_by FROM determinations WHERE claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

CREATE TRIGGER claim_filed_with_its_claimant BEFORE INSERT ON claims
WHEN NOT EXISTS (SELECT 1 FROM personal_data
                 WHERE id = NEW.phone_id AND claimant_id = NEW.claimant_id AND kind = 'phone')
  OR NOT EXISTS (SELECT 1 FROM personal_data
                 WHERE id = NEW.account_id AND claimant_id = NEW.claimant_id AND kind = 'account')
BEGIN SELECT RAISE(ABORT, 'phone and account are the claimant''s own'); END;

CREATE TRIGGER claim_keeps_its_identity BEFORE UPDATE OF id, number, programme, report_id, claimant_id ON claims
BEGIN SELECT RAISE(ABORT, 'a claim keeps its number, report and claimant'); END;

CREATE TRIGGER claim_stays_in_its_book BEFORE UPDATE OF policy_id ON claims
WHEN NEW.policy_id <> OLD.policy_id AND EXISTS (SELECT 1 FROM journal_entries WHERE claim = OLD.number)
BEGIN SELECT RAISE(ABORT, 'a claim stays in the book that knows it'); END;

CREATE TRIGGER claim_stays_with_its_claimant BEFORE UPDATE OF phone_id, account_id ON claims
WHEN NOT EXISTS (SELECT 1 FROM personal_data
                 WHERE id = NEW.phone_id AND claimant_id = NEW.claimant_id AND kind = 'phone')
  OR NOT EXISTS (SELECT 1 FROM personal_data
                 WHERE id = NEW.account_id AND claimant_id = NEW.claimant_id AND kind = 'account')
BEGIN SELECT RAISE(ABORT, 'phone and account are the claimant''s own'); END;

CREATE TRIGGER closed_claim_owes_nothing BEFORE UPDATE OF state ON claims
WHEN (NEW.state = 'closed' OR NEW.state = 'denied' OR NEW.state = 'withdrawn')
  AND EXISTS (SELECT 1 FROM account_balances
              WHERE policy_id = NEW.policy_id AND balance_fen <> 0
                AND account IN ('payable:' || NEW.number, 'reserve:outstanding:' || NEW.number,
                                'entitlement:' || NEW.number))
BEGIN SELECT RAISE(ABORT, 'invariant closed_claim_owes_nothing'); END;

CREATE TRIGGER closed_period_never_changed BEFORE UPDATE ON closed_periods
BEGIN SELECT RAISE(ABORT, 'closed periods are never changed'); END;

CREATE TRIGGER closed_period_never_deleted BEFORE DELETE ON closed_periods
BEGIN SELECT RAISE(ABORT, 'closed periods are never reopened'); END;

CREATE TRIGGER closed_period_refuses BEFORE INSERT ON journal_entries
WHEN NEW.effective_date <= (SELECT max(through) FROM closed_periods WHERE policy_id = NEW.policy_id)
BEGIN SELECT RAISE(ABORT, 'the period is closed'); END;

CREATE TRIGGER confirmer_carried_nothing_out BEFORE INSERT ON payment_results
WHEN NEW.recorded_by IN
    (SELECT x.carried_out_by FROM payments AS p JOIN approvals AS a ON a.claim_id = p.claim_id
     JOIN carried_out_approvals AS x ON x.waiting_id = a.id WHERE p.id = NEW.payment_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

CREATE TRIGGER confirmer_is_neither BEFORE INSERT ON payment_results
WHEN NEW.recorded_by IN (SELECT a.approved_by FROM approvals AS a JOIN payments AS p ON p.claim_id = a.claim_id
                         WHERE p.id = NEW.payment_id)
  OR NEW.recorded_by IN (SELECT d.determined_by FROM determinations AS d JOIN payments AS p ON p.claim_id = d.claim_id
                         WHERE p.id = NEW.payment_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

CREATE TRIGGER determination_funding_never_changed BEFORE UPDATE ON determination_funding
BEGIN SELECT RAISE(ABORT, 'funding is never changed'); END;

CREATE TRIGGER determination_funding_never_deleted BEFORE DELETE ON determination_funding
BEGIN SELECT RAISE(ABORT, 'funding is never deleted'); END;

CREATE TRIGGER determination_never_changed BEFORE UPDATE ON determinations
BEGIN SELECT RAISE(ABORT, 'determinations are never changed'); END;

CREATE TRIGGER determination_never_deleted BEFORE DELETE ON determinations
BEGIN SELECT RAISE(ABORT, 'determinations are never deleted'); END;

CREATE TRIGGER determination_replaces_the_latest BEFORE INSERT ON determinations
WHEN NEW.replaces IS NOT (SELECT max(id) FROM determinations WHERE claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'a determination replaces the latest of its claim'); END;

CREATE TRIGGER determiner_carried_nothing_out BEFORE INSERT ON determinations
WHEN NEW.determined_by IN
    (SELECT x.carried_out_by FROM approvals AS a JOIN carried_out_approvals AS x ON x.waiting_id = a.id
     WHERE a.claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

CREATE TRIGGER determiner_is_neither BEFORE INSERT ON determinations
WHEN NEW.determined_by IN (SELECT approved_by FROM approvals WHERE claim_id = NEW.claim_id)
  OR NEW.determined_by IN (SELECT sent_by FROM payments WHERE claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

CREATE TRIGGER endorsement_never_changed BEFORE UPDATE ON endorsements
BEGIN SELECT RAISE(ABORT, 'endorsements are never changed'); END;

CREATE TRIGGER endorsement_never_deleted BEFORE DELETE ON endorsements
BEGIN SELECT RAISE(ABORT, 'endorsements are never deleted'); END;

CREATE TRIGGER entry_adjusts_its_claim BEFORE INSERT ON journal_entries
WHEN NEW.adjusts IS NOT NULL
  AND NEW.claim IS NOT (SELECT claim FROM journal_entries WHERE policy_id = NEW.policy_id AND sequence = NEW.adjusts)
BEGIN SELECT RAISE(ABORT, 'an entry adjusts an approval of its own claim'); END;

CREATE TRIGGER entry_balances BEFORE INSERT ON journal_entries
WHEN coalesce((SELECT sum(amount_fen) FROM postings
               WHERE policy_id = NEW.policy_id AND sequence = NEW.sequence), 1) <> 0
BEGIN SELECT RAISE(ABORT, 'invariant entry_balances'); END;

CREATE TRIGGER entry_moves_balances AFTER INSERT ON journal_entries
BEGIN
  -- First a row at zero, then the change: a CHECK sees the balance that results and nothing else.
  INSERT INTO account_balances (policy_id, account, balance_fen)
  SELECT DISTINCT policy_id, account, 0 FROM postings
  WHERE policy_id = NEW.policy_id AND sequence = NEW.sequence
  ON CONFLICT (policy_id, account) DO NOTHING;
  UPDATE account_balances
  SET balance_fen = balance_fen + (SELECT sum(amount_fen) FROM postings
                                   WHERE policy_id = NEW.policy_id AND sequence = NEW.sequence
                                     AND postings.account = account_balances.account)
  WHERE policy_id = NEW.policy_id
    AND account IN (SELECT account FROM postings WHERE policy_id = NEW.policy_id AND sequence = NEW.sequence);
END;

CREATE TRIGGER entry_never_changed BEFORE UPDATE ON journal_entries
BEGIN SELECT RAISE(ABORT, 'invariant entry_is_append_only'); END;

CREATE TRIGGER entry_never_deleted BEFORE DELETE ON journal_entries
BEGIN SELECT RAISE(ABORT, 'invariant entry_is_append_only'); END;

CREATE TRIGGER entry_of_its_book BEFORE INSERT ON journal_entries
WHEN NEW.claim IS NOT NULL AND NEW.policy_id IS NOT (SELECT policy_id FROM claims WHERE number = NEW.claim)
BEGIN SELECT RAISE(ABORT, 'an entry is in the book of its claim''s policy'); END;

CREATE TRIGGER entry_reversed_once BEFORE INSERT ON journal_entries
WHEN NEW.reverses IS NOT NULL
  AND EXISTS (SELECT 1 FROM journal_entries WHERE policy_id = NEW.policy_id AND reverses = NEW.reverses)
BEGIN SELECT RAISE(ABORT, 'an entry is reversed once'); END;

CREATE TRIGGER finding_never_changed BEFORE UPDATE ON determination_findings
BEGIN SELECT RAISE(ABORT, 'findings are never changed'); END;

CREATE TRIGGER finding_never_deleted BEFORE DELETE ON determination_findings
BEGIN SELECT RAISE(ABORT, 'findings are never deleted'); END;

CREATE TRIGGER happening_never_changed BEFORE UPDATE ON happenings
BEGIN SELECT RAISE(ABORT, 'happenings are never changed'); END;

CREATE TRIGGER happening_never_deleted BEFORE DELETE ON happenings
BEGIN SELECT RAISE(ABORT, 'happenings are never deleted'); END;

CREATE TRIGGER hash_chain_unbroken BEFORE INSERT ON journal_entries
WHEN NEW.sequence <> coalesce((SELECT max(sequence) FROM journal_entries WHERE policy_id = NEW.policy_id), 0) + 1
  OR NEW.previous_hash <> coalesce((SELECT hash FROM journal_entries
                                    WHERE policy_id = NEW.policy_id AND sequence = NEW.sequence - 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'invariant hash_chain_unbroken'); END;

CREATE TRIGGER held_in_order BEFORE INSERT ON approvals
WHEN NEW.step = 'final'
  AND EXISTS (SELECT 1 FROM held_approvals AS held
              WHERE held.policy_id = (SELECT policy_id FROM claims WHERE id = NEW.claim_id)
                AND held.claim_id <> NEW.claim_id
                AND held.id < coalesce((SELECT max(id) FROM held_approvals WHERE claim_id = NEW.claim_id),
                                       9223372036854775807))
BEGIN SELECT RAISE(ABORT, 'invariant held_in_order'); END;

CREATE TRIGGER incurred_equals_payable_per_approval BEFORE INSERT ON journal_entries
WHEN NEW.kind = 'indemnity_approved'
  AND (SELECT coalesce(sum(amount_fen), 0) FROM postings
       WHERE policy_id = NEW.policy_id AND sequence = NEW.sequence
         AND (substr(account, 1, 9) = 'incurred:' OR substr(account, 1, 8) = 'payable:')) <> 0
BEGIN SELECT RAISE(ABORT, 'invariant incurred_equals_payable_per_approval'); END;

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

CREATE TRIGGER nothing_approved_twice BEFORE INSERT ON approvals
WHEN NEW.determination_id IS NOT (SELECT determination_id FROM approvals WHERE id = NEW.adjusts)
  AND EXISTS (SELECT 1 FROM approvals AS earlier
             WHERE earlier.determination_id = NEW.determination_id AND earlier.step = NEW.step
               AND earlier.id > coalesce((SELECT max(undone.approval_id) FROM approval_undos AS undone
                                          JOIN approvals AS taken_back ON taken_back.id = undone.approval_id
                                          WHERE taken_back.determination_id = NEW.determination_id), 0))
BEGIN SELECT RAISE(ABORT, 'invariant nothing_approved_twice'); END;

CREATE TRIGGER nothing_confirmed_after_return BEFORE INSERT ON payment_results
WHEN EXISTS (SELECT 1 FROM payment_results WHERE payment_id = NEW.payment_id AND result = 'returned')
BEGIN SELECT RAISE(ABORT, 'invariant nothing_paid_twice'); END;

CREATE TRIGGER nothing_paid_of_an_undone_approval BEFORE INSERT ON payments
WHEN EXISTS (SELECT 1 FROM approval_undos WHERE approval_id = NEW.approval_id)
BEGIN SELECT RAISE(ABORT, 'invariant paid_within_approved'); END;

CREATE TRIGGER nothing_paid_twice BEFORE INSERT ON payments
WHEN EXISTS (SELECT 1 FROM payments AS earlier
             WHERE earlier.approval_id = NEW.approval_id
               AND NOT EXISTS (SELECT 1 FROM payment_results
                               WHERE payment_id = earlier.id AND result = 'returned'))
BEGIN SELECT RAISE(ABORT, 'invariant nothing_paid_twice'); END;

CREATE TRIGGER notice_never_changed BEFORE UPDATE ON notices
BEGIN SELECT RAISE(ABORT, 'notices are never changed'); END;

CREATE TRIGGER notice_never_deleted BEFORE DELETE ON notices
BEGIN SELECT RAISE(ABORT, 'notices are never deleted'); END;

CREATE TRIGGER notice_of_its_claim BEFORE INSERT ON notices
WHEN NEW.claim_id IS NOT (SELECT claim_id FROM determinations WHERE id = NEW.determination_id)
BEGIN SELECT RAISE(ABORT, 'a notice is of its claim''s determination'); END;

CREATE TRIGGER payment_is_the_approved_amount BEFORE INSERT ON payments
WHEN NEW.amount_fen <> (SELECT approved_fen FROM approvals WHERE id = NEW.approval_id)
                       - (SELECT coalesce(sum(unpaid_fen + recoverable_fen), 0) FROM reductions
                          WHERE approval_id = NEW.approval_id)
BEGIN SELECT RAISE(ABORT, 'invariant paid_within_approved'); END;

CREATE TRIGGER payment_never_changed BEFORE UPDATE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never changed'); END;

CREATE TRIGGER payment_never_deleted BEFORE DELETE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never deleted'); END;

CREATE TRIGGER payment_of_its_claim BEFORE INSERT ON payments
WHEN NOT EXISTS (SELECT 1 FROM approvals WHERE id = NEW.approval_id AND claim_id = NEW.claim_id AND step = 'final')
  OR NOT EXISTS (SELECT 1 FROM claims WHERE id = NEW.claim_id AND account_id = NEW.account_id)
BEGIN SELECT RAISE(ABORT, 'a payment is of its claim''s approval to the account it is filed with'); END;

CREATE TRIGGER payment_result_never_changed BEFORE UPDATE ON payment_results
BEGIN SELECT RAISE(ABORT, 'payment results are never changed'); END;

CREATE TRIGGER payment_result_never_deleted BEFORE DELETE ON payment_results
BEGIN SELECT RAISE(ABORT, 'payment results are never deleted'); END;

CREATE TRIGGER pending_once BEFORE INSERT ON approvals
WHEN NEW.step = 'pending' AND EXISTS (SELECT 1 FROM pending_entitlements WHERE claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant nothing_approved_twice'); END;

CREATE TRIGGER periods_close_in_order BEFORE INSERT ON closed_periods
WHEN NEW.through <= (SELECT max(through) FROM closed_periods WHERE policy_id = NEW.policy_id)
BEGIN SELECT RAISE(ABORT, 'periods are closed in order'); END;

CREATE TRIGGER policy_never_changed BEFORE UPDATE ON policies
BEGIN SELECT RAISE(ABORT, 'policies are never changed'); END;

CREATE TRIGGER policy_never_deleted BEFORE DELETE ON policies
BEGIN SELECT RAISE(ABORT, 'policies are never deleted'); END;

CREATE TRIGGER posting_never_changed BEFORE UPDATE ON postings
BEGIN SELECT RAISE(ABORT, 'invariant entry_is_append_only'); END;

CREATE TRIGGER posting_never_deleted BEFORE DELETE ON postings
BEGIN SELECT RAISE(ABORT, 'invariant entry_is_append_only'); END;

CREATE TRIGGER posting_only_before_sealing BEFORE INSERT ON postings
WHEN EXISTS (SELECT 1 FROM journal_entries WHERE policy_id = NEW.policy_id AND sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'invariant entry_is_append_only'); END;

CREATE TRIGGER recovery_never_changed BEFORE UPDATE ON recoveries
BEGIN SELECT RAISE(ABORT, 'recoveries are never changed'); END;

CREATE TRIGGER recovery_never_deleted BEFORE DELETE ON recoveries
BEGIN SELECT RAISE(ABORT, 'recoveries are never deleted'); END;

CREATE TRIGGER recovery_receiver_is_neither BEFORE INSERT ON recoveries
WHEN NEW.received_by IN (SELECT determined_by FROM determinations WHERE claim_id = NEW.claim_id)
  OR NEW.received_by IN (SELECT approved_by FROM approvals WHERE claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant maker_is_not_checker'); END;

CREATE TRIGGER reduction_never_changed BEFORE UPDATE ON reductions
BEGIN SELECT RAISE(ABORT, 'reductions are never changed'); END;

CREATE TRIGGER reduction_never_deleted BEFORE DELETE ON reductions
BEGIN SELECT RAISE(ABORT, 'reductions are never deleted'); END;

CREATE TRIGGER reimbursement_claim_never_changed BEFORE UPDATE ON reimbursement_claims
BEGIN SELECT RAISE(ABORT, 'reimbursement claims are never changed'); END;

CREATE TRIGGER reimbursement_claim_never_deleted BEFORE DELETE ON reimbursement_claims
BEGIN SELECT RAISE(ABORT, 'reimbursement claims are never deleted'); END;

CREATE TRIGGER reimbursement_evidence_never_changed BEFORE UPDATE ON reimbursement_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;

CREATE TRIGGER reimbursement_evidence_never_deleted BEFORE DELETE ON reimbursement_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;

CREATE TRIGGER restored_equals_payable BEFORE INSERT ON journal_entries
WHEN NEW.kind = 'residual_restored'
  AND (SELECT coalesce(sum(amount_fen), 0) FROM postings
       WHERE policy_id = NEW.policy_id AND sequence = NEW.sequence
         AND (substr(account, 1, 9) = 'incurred:' OR substr(account, 1, 8) = 'payable:')) <> 0
BEGIN SELECT RAISE(ABORT, 'invariant incurred_equals_payable_per_approval'); END;

CREATE TRIGGER restored_within_residual BEFORE INSERT ON approvals
WHEN NEW.adjusts IS NOT NULL
  AND NEW.determination_id = (SELECT determination_id FROM approvals WHERE id = NEW.adjusts)
  AND NEW.approved_fen + (SELECT coalesce(sum(approved_fen), 0) FROM approvals
                          WHERE adjusts = NEW.adjusts AND determination_id = NEW.determination_id)
      + (SELECT coalesce(sum(residual_fen), 0) FROM reductions WHERE approval_id = NEW.adjusts)
    > (SELECT residual_fen FROM approvals WHERE id = NEW.adjusts)
BEGIN SELECT RAISE(ABORT, 'invariant approved_plus_residual_equals_entitlement'); END;

CREATE TRIGGER rulebook_never_changed BEFORE UPDATE ON rulebooks
BEGIN SELECT RAISE(ABORT, 'rulebooks are never changed'); END;

CREATE TRIGGER rulebook_never_deleted BEFORE DELETE ON rulebooks
BEGIN SELECT RAISE(ABORT, 'rulebooks are never deleted'); END;

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

CREATE TRIGGER settled_as_recorded BEFORE INSERT ON journal_entries
WHEN NEW.kind = 'entitlement_settled'
  AND ((SELECT claim FROM journal_entries
        WHERE policy_id = NEW.policy_id AND sequence = NEW.reverses AND kind = 'entitlement_recorded') IS NOT NEW.claim
       OR (SELECT sum(amount_fen) FROM postings
           WHERE policy_id = NEW.policy_id AND sequence IN (NEW.sequence, NEW.reverses)
             AND account = 'entitlement:pending') <> 0)
BEGIN SELECT RAISE(ABORT, 'invariant pending_as_recorded'); END;

CREATE TRIGGER settled_once BEFORE INSERT ON approvals
WHEN NEW.step = 'pending'
  AND EXISTS (SELECT 1 FROM settlements AS s JOIN claims AS c ON c.policy_id = s.policy_id WHERE c.id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'invariant settled_once'); END;

CREATE TRIGGER settled_when_all_is_decided BEFORE INSERT ON settlements
WHEN EXISTS (SELECT 1 FROM claims WHERE policy_id = NEW.policy_id
               AND state IN ('reported', 'accepted', 'surveyed', 'determined', 'noticed'))
BEGIN SELECT RAISE(ABORT, 'a year is settled when every claim is decided'); END;

CREATE TRIGGER settlement_never_changed BEFORE UPDATE ON settlements
BEGIN SELECT RAISE(ABORT, 'settlements are never changed'); END;

CREATE TRIGGER settlement_never_deleted BEFORE DELETE ON settlements
BEGIN SELECT RAISE(ABORT, 'settlements are never deleted'); END;

CREATE TRIGGER sub_limit_not_negative BEFORE UPDATE ON account_balances
WHEN NEW.balance_fen < 0 AND (NEW.account GLOB 'limit:*:available' OR NEW.account GLOB 'limit:*:committed'
                              OR NEW.account GLOB 'limit:*:paid')
BEGIN SELECT RAISE(ABORT, 'invariant available_limit_not_negative'); END;

CREATE TRIGGER survey_never_changed BEFORE UPDATE ON surveys
BEGIN SELECT RAISE(ABORT, 'surveys are never changed'); END;

CREATE TRIGGER survey_never_deleted BEFORE DELETE ON surveys
BEGIN SELECT RAISE(ABORT, 'surveys are never deleted'); END;

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

CREATE VIEW held_approvals AS
SELECT a.id, a.claim_id, c.policy_id, a.entitlement_fen, a.recorded_at
FROM approvals AS a CROSS JOIN claims AS c ON c.id = a.claim_id
WHERE a.step = 'held' AND c.state = 'noticed'
  AND a.determination_id = (SELECT max(id) FROM determinations WHERE claim_id = a.claim_id)
  AND NOT EXISTS (SELECT 1 FROM carried_out_approvals WHERE waiting_id = a.id);

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

CREATE VIEW pending_entitlements AS
SELECT a.id, a.claim_id, a.determination_id, a.entitlement_fen
FROM approvals AS a
WHERE a.step = 'pending' AND NOT EXISTS (SELECT 1 FROM approval_undos WHERE approval_id = a.id)
  AND NOT EXISTS (SELECT 1 FROM carried_out_approvals WHERE waiting_id = a.id);

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

