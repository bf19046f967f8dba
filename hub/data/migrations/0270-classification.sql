CREATE TABLE data.classification_suggestion (
  resource uuid NOT NULL,
  field text NOT NULL,
  grade int NOT NULL,
  category text NOT NULL,
  mask text NOT NULL,
  confidence double precision NOT NULL,
  -- shares and names of rules; never a value
  reason text NOT NULL,
  sampled int NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (resource, field)
);
COMMENT ON TABLE data.classification_suggestion IS 'Latest suggestion per field: grade, category and mask with the reason in words';

CREATE TABLE data.classification_lowering (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  resource uuid NOT NULL,
  owner text NOT NULL,
  region text NOT NULL,
  field text NOT NULL,
  before jsonb NOT NULL,
  after jsonb NOT NULL,
  reason text NOT NULL,
  asked_by text NOT NULL,
  asked_by_name text NOT NULL,
  asked_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'approved', 'refused')),
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  decision text,
  CHECK (decided_by IS NULL OR decided_by <> asked_by)
);
COMMENT ON TABLE data.classification_lowering IS 'Downgrades: asked with a reason by one person, decided by another';
CREATE UNIQUE INDEX classification_lowering_open ON data.classification_lowering (resource, field) WHERE state = 'open';
CREATE INDEX classification_lowering_region ON data.classification_lowering (region text_pattern_ops, id);
