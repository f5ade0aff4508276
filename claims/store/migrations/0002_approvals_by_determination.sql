-- Whoever approves is asked which approvals the determination has: found without reading those of all others.
CREATE INDEX approvals_by_determination ON approvals (determination_id, step);
