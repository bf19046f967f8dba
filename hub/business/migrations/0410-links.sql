CREATE TABLE business.case_link (
  district text NOT NULL,
  case_id uuid NOT NULL,
  kind text NOT NULL,
  target text NOT NULL,
  PRIMARY KEY (district, case_id, kind)
);
COMMENT ON TABLE business.case_link IS 'What a case is about outside the case engine: one id per kind, written with the action that ties them; found from the other end';
CREATE INDEX case_link_target ON business.case_link (kind, target);

-- a register of one type of case is read in its own order, however many cases of other types there are
CREATE INDEX case_file_type ON business.case_file (type, reported_at DESC, id DESC);
