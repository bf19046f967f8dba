-- Quality: changes to rules, what each row came to, counts and scores.
CREATE TABLE data.quality_rule (
  resource uuid NOT NULL,
  id text NOT NULL,
  -- null: a default rule that is only silenced
  rule jsonb,
  silenced_reason text,
  silenced_by text,
  silenced_at timestamptz,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (resource, id)
);
COMMENT ON TABLE data.quality_rule IS 'Quality rules that owners added, and default rules they changed or silenced; defaults themselves are derived';
CREATE INDEX quality_rule_other ON data.quality_rule ((rule->'check'->'parameters'->>'resource'))
  WHERE rule->'check'->'parameters' ? 'resource';

CREATE TABLE data.quality_state (
  resource uuid PRIMARY KEY,
  -- the rules on single rows in the order of their numbers in quality_row, and what they were made of
  ruleset text NOT NULL,
  row_rules text[] NOT NULL,
  -- newest write time of a row seen
  mark timestamptz,
  rows bigint NOT NULL DEFAULT 0,
  full_at timestamptz,
  owner text,
  score double precision,
  dimensions jsonb NOT NULL DEFAULT '[]',
  below text CHECK (below IN ('rectify', 'stop')),
  scored_at timestamptz
);
COMMENT ON TABLE data.quality_state IS 'How far the rows of a resource are checked, and its newest score';

CREATE TABLE data.quality_row (
  resource uuid NOT NULL,
  key text NOT NULL,
  -- transaction that wrote the checked version of the row: another one means it has changed
  version bigint NOT NULL,
  -- numbers of the rules it fails, and of those that do not apply to it
  failed smallint[] NOT NULL,
  skipped smallint[] NOT NULL,
  PRIMARY KEY (resource, key)
) WITH (autovacuum_vacuum_scale_factor = 0.05);
COMMENT ON TABLE data.quality_row IS 'What each held row came to under the rules on single rows, so that a changed or deleted row is counted out again';
CREATE INDEX quality_row_failed ON data.quality_row (resource) WHERE failed <> '{}';

CREATE TABLE data.quality_count (
  resource uuid NOT NULL,
  rule text NOT NULL,
  checked double precision NOT NULL,
  failed double precision NOT NULL,
  at timestamptz NOT NULL,
  problem text,
  PRIMARY KEY (resource, rule)
);
COMMENT ON TABLE data.quality_count IS 'Checked and failed by rule, as of the last check';

CREATE TABLE data.quality_day (
  resource uuid NOT NULL,
  day date NOT NULL,
  owner text NOT NULL,
  score double precision NOT NULL,
  dimensions jsonb NOT NULL,
  rows bigint NOT NULL,
  PRIMARY KEY (resource, day)
);
COMMENT ON TABLE data.quality_day IS 'Last score of each day, by local date';
CREATE INDEX quality_day_owner ON data.quality_day (owner, day);

CREATE TABLE data.quality_probe (
  resource uuid NOT NULL,
  at timestamptz NOT NULL,
  ok boolean NOT NULL,
  status integer,
  milliseconds integer NOT NULL,
  error text,
  PRIMARY KEY (resource, at)
);
COMMENT ON TABLE data.quality_probe IS 'Whether a listed service answered; kept for 90 days';
