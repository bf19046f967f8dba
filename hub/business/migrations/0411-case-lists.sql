-- Lists of open work run along small partial indexes of case_state alone: what a case can be filtered by stands there too.
ALTER TABLE business.case_state
  ADD COLUMN region text, ADD COLUMN type text, ADD COLUMN category text, ADD COLUMN urgency text,
  ADD COLUMN source text, ADD COLUMN reporter text, ADD COLUMN reported_at timestamptz;
UPDATE business.case_state s SET region = c.region, type = c.type, category = c.category, urgency = c.urgency,
  source = c.source, reporter = c.reporter, reported_at = c.reported_at
FROM business.case_file c WHERE c.district = s.district AND c.id = s.id;
ALTER TABLE business.case_state
  ALTER COLUMN region SET NOT NULL, ALTER COLUMN type SET NOT NULL, ALTER COLUMN category SET NOT NULL,
  ALTER COLUMN urgency SET NOT NULL, ALTER COLUMN source SET NOT NULL, ALTER COLUMN reported_at SET NOT NULL;
COMMENT ON TABLE business.case_state IS 'Where each case stands: the fold of its log, and what queues are found by (category and urgency follow case_file); what it is about is in business.case_file';

CREATE INDEX case_state_street ON business.case_state (street, due_at, id) WHERE open;
CREATE INDEX case_state_reported ON business.case_state (district, reported_at DESC, id DESC) WHERE open;
CREATE INDEX case_state_newest ON business.case_state (reported_at DESC, id DESC) WHERE open;
CREATE INDEX case_state_overdue ON business.case_state (due_at, id) WHERE open AND overdue;
CREATE INDEX case_state_supervised ON business.case_state (due_at, id) WHERE open AND supervised;
