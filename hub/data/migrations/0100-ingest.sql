-- Ingest: sources, series dictionary, observations by time, latest state, rejected items, faults of sensors.
CREATE SCHEMA IF NOT EXISTS data;

CREATE TABLE data.source (
  id text PRIMARY KEY,
  title text NOT NULL,
  unit text NOT NULL,
  region text NOT NULL,
  provenance text NOT NULL CHECK (provenance IN ('local', 'elsewhere', 'simulated')),
  protocol text NOT NULL CHECK (protocol IN ('mqtt', 'ngsi-ld', 'cloudevents', 'open311', 'file', 'pull', 'internal')),
  -- entity types it may write; null is any
  types text[],
  -- seconds after which a silent source is shown as late; null takes the shortest expectation of its types
  expected_every integer,
  created_at timestamptz NOT NULL,
  last_seen timestamptz
);
COMMENT ON TABLE data.source IS 'Who may bring observations: title, owner unit, region, provenance, protocol';

CREATE TABLE data.source_minute (
  source text NOT NULL,
  minute timestamptz NOT NULL,
  received integer NOT NULL,
  stored integer NOT NULL,
  duplicate integer NOT NULL,
  rejected integer NOT NULL,
  PRIMARY KEY (source, minute)
);
COMMENT ON TABLE data.source_minute IS 'Items per source and minute for the display of rates; a ring of two days';

CREATE TABLE data.series (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  district smallint NOT NULL,
  entity text NOT NULL,
  type text NOT NULL,
  attribute text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('number', 'text', 'boolean')),
  region text NOT NULL,
  source text NOT NULL,
  unit text,
  derived boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  UNIQUE (entity, attribute)
);
COMMENT ON TABLE data.series IS 'Dictionary of series: entity × attribute → small integer; one source per series';
COMMENT ON COLUMN data.series.district IS 'Digits 3 to 6 of the region code (0 for a city-wide series): distribution key of the growing tables';
CREATE INDEX series_type ON data.series (type, attribute);
CREATE INDEX series_region ON data.series (region text_pattern_ops);
CREATE INDEX series_source ON data.series (source);

-- No default partition: the pipeline makes partitions before it writes, and a row without one is an error, never a surprise.
CREATE TABLE data.observation (
  district smallint NOT NULL,
  series integer NOT NULL,
  at timestamptz NOT NULL,
  value double precision NOT NULL,
  PRIMARY KEY (district, series, at)
) PARTITION BY RANGE (at);
COMMENT ON TABLE data.observation IS 'Numeric readings, the raw rows behind every number; partitioned by time';

CREATE TABLE data.latest (
  district smallint NOT NULL,
  series integer NOT NULL,
  at timestamptz NOT NULL,
  -- numeric series
  value double precision,
  -- text and boolean series
  state jsonb,
  -- how many times in a row the value came unchanged: stuck sensors
  repeats integer NOT NULL DEFAULT 1,
  PRIMARY KEY (district, series)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
COMMENT ON TABLE data.latest IS 'Newest reading of every series, written in the transaction of the reading';

CREATE TABLE data.dead_letter (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source text NOT NULL,
  region text NOT NULL,
  received_at timestamptz NOT NULL,
  -- the same item rejected again for the same reason is counted here instead of kept twice
  seen integer NOT NULL DEFAULT 1,
  last_at timestamptz NOT NULL,
  digest text NOT NULL,
  raw text NOT NULL,
  truncated boolean NOT NULL,
  -- file imports: number of the line
  line integer,
  code text NOT NULL,
  message text NOT NULL,
  path text,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replayed', 'discarded')),
  attempts integer NOT NULL DEFAULT 0,
  result jsonb,
  decided_by text,
  decided_at timestamptz,
  reason text
);
COMMENT ON TABLE data.dead_letter IS 'Rejected items with their reason: to be seen, fixed and replayed';
CREATE UNIQUE INDEX dead_letter_open ON data.dead_letter (source, digest) WHERE state = 'open';
CREATE INDEX dead_letter_list ON data.dead_letter (state, id);
CREATE INDEX dead_letter_source ON data.dead_letter (source, state, id);

CREATE TABLE data.sensor_fault (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('stuck', 'gap')),
  entity text NOT NULL,
  -- empty: the whole object is silent
  attribute text NOT NULL,
  type text NOT NULL,
  region text NOT NULL,
  source text NOT NULL,
  -- first reading of the unchanged run, or the last reading before the silence
  since timestamptz NOT NULL,
  detected_at timestamptz NOT NULL,
  value double precision,
  count integer,
  recovered_at timestamptz
);
COMMENT ON TABLE data.sensor_fault IS 'Stuck sensors and gaps: open until recovered_at is set';
CREATE UNIQUE INDEX sensor_fault_open ON data.sensor_fault (entity, attribute, kind) WHERE recovered_at IS NULL;
CREATE INDEX sensor_fault_source ON data.sensor_fault (source, detected_at);
