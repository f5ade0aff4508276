-- A determination names the one of its claim that it replaces: which ones stand is known without reading all of them.
ALTER TABLE determinations ADD COLUMN replaces INTEGER REFERENCES determinations (id);

DROP TRIGGER determination_never_changed;
UPDATE determinations
SET replaces = (SELECT max(earlier.id) FROM determinations AS earlier
                WHERE earlier.claim_id = determinations.claim_id AND earlier.id < determinations.id)
WHERE EXISTS (SELECT 1 FROM determinations AS earlier
              WHERE earlier.claim_id = determinations.claim_id AND earlier.id < determinations.id);
CREATE TRIGGER determination_never_changed BEFORE UPDATE ON determinations
BEGIN SELECT RAISE(ABORT, 'determinations are never changed'); END;

CREATE UNIQUE INDEX determinations_replaced ON determinations (replaces) WHERE replaces IS NOT NULL;

CREATE TRIGGER determination_replaces_the_latest BEFORE INSERT ON determinations
WHEN NEW.replaces IS NOT (SELECT max(id) FROM determinations WHERE claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'a determination replaces the latest of its claim'); END;
