CREATE TABLE data.shown_field (
  unit text NOT NULL,
  resource uuid NOT NULL,
  -- the first grant of the line of renewals; '' for what is seen without one
  line text NOT NULL,
  field text NOT NULL,
  -- as it was classified then
  category text NOT NULL,
  mask text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (unit, resource, line, field, category, mask)
);
COMMENT ON TABLE data.shown_field IS 'How each field was ever shown to a unit: what was shown once is known, whatever it is classified as later';
