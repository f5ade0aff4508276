-- A key expires by rule: the answer is dropped, and that the key was used, when and for which request stays.
ALTER TABLE idempotency_answers ADD COLUMN expired_at TEXT CHECK (expired_at IS NULL OR (body = '' AND etag = ''));

-- The oldest answers still kept are found without reading those that have expired.
CREATE INDEX idempotency_answers_kept ON idempotency_answers (recorded_at) WHERE expired_at IS NULL;
