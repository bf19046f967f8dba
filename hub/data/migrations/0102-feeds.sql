CREATE TABLE data.csv_import (
  source text NOT NULL,
  name text NOT NULL,
  -- what the columns mean; the same name with another meaning is another import
  mapping jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  -- last line whose readings are committed: a repeated upload goes on behind it
  lines integer NOT NULL DEFAULT 0,
  stored integer NOT NULL DEFAULT 0,
  duplicate integer NOT NULL DEFAULT 0,
  rejected integer NOT NULL DEFAULT 0,
  empty integer NOT NULL DEFAULT 0,
  error text,
  -- who is writing it now; an abandoned upload is taken over after a minute
  lease timestamptz,
  started_by text NOT NULL,
  started_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (source, name)
);
COMMENT ON TABLE data.csv_import IS 'CSV files on their way in, with how far they have come';

CREATE TABLE data.pull (
  source text PRIMARY KEY REFERENCES data.source (id),
  adapter text NOT NULL CHECK (adapter IN ('cnemc')),
  url text NOT NULL,
  every_minutes integer NOT NULL CHECK (every_minutes > 0),
  filter jsonb NOT NULL DEFAULT '{}',
  enabled boolean NOT NULL DEFAULT true,
  next_at timestamptz NOT NULL,
  etag text,
  last_at timestamptz,
  last_result jsonb,
  last_error text,
  -- failures in a row: the next try waits longer
  failures integer NOT NULL DEFAULT 0
);
COMMENT ON TABLE data.pull IS 'Feeds that the hub fetches by itself, on a schedule';
