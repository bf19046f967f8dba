CREATE TABLE data.return_package (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  summary text NOT NULL,
  unit text NOT NULL,
  region text NOT NULL,
  cycle text NOT NULL,
  basis text NOT NULL,
  until_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'ended')),
  version int NOT NULL DEFAULT 0,
  changed_at timestamptz,
  checked_at timestamptz,
  error text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE data.return_package IS 'Return flow: what a unit gets back of the data that concern its region, refreshed by itself';
CREATE INDEX return_package_region ON data.return_package (region text_pattern_ops, created_at);
CREATE INDEX return_package_unit ON data.return_package (unit);

CREATE TABLE data.return_part (
  package uuid NOT NULL REFERENCES data.return_package (id),
  part int NOT NULL,
  resource uuid NOT NULL,
  grant_id uuid NOT NULL,
  fields text[] NOT NULL,
  -- what the policy showed when the rows were last made: another answer means other rows
  shape text,
  rows bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (package, part)
);
COMMENT ON TABLE data.return_part IS 'Fields of one resource in a package, under one grant';
CREATE INDEX return_part_resource ON data.return_part (resource);
CREATE INDEX return_part_grant ON data.return_part (grant_id);

CREATE TABLE data.return_version (
  package uuid NOT NULL REFERENCES data.return_package (id),
  version int NOT NULL,
  at timestamptz NOT NULL,
  rows bigint NOT NULL,
  added bigint NOT NULL,
  removed bigint NOT NULL,
  PRIMARY KEY (package, version)
);
COMMENT ON TABLE data.return_version IS 'Versions of a package: made only when something changed';

CREATE TABLE data.return_row (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  package uuid NOT NULL,
  part int NOT NULL,
  -- of the row as shown: rows have no key that a mask might not have hidden
  hash bytea NOT NULL,
  -- several rows may look the same
  nth int NOT NULL,
  doc jsonb NOT NULL,
  subject text,
  -- in every version from `since` to before `until`
  since int NOT NULL,
  until int
);
COMMENT ON TABLE data.return_row IS 'Rows of packages as the policy showed them; a version is the rows whose span holds it';
CREATE UNIQUE INDEX return_row_current ON data.return_row (package, part, hash, nth) WHERE until IS NULL;
CREATE INDEX return_row_page ON data.return_row (package, part, id);
