CREATE SCHEMA IF NOT EXISTS exchange;

CREATE TABLE exchange.connector (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  title text NOT NULL,
  kind text NOT NULL,
  resource uuid NOT NULL,
  resource_title text NOT NULL,
  -- of the resource: who may see and manage the connector
  unit text NOT NULL,
  region text NOT NULL,
  settings jsonb NOT NULL,
  secrets bytea,
  secret_names text[] NOT NULL DEFAULT '{}',
  mapping jsonb NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  schedule text,
  next_at timestamptz,
  private_allowed boolean NOT NULL DEFAULT false,
  watermark jsonb,
  version integer NOT NULL DEFAULT 1,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL
);
COMMENT ON TABLE exchange.connector IS 'Ways by which rows come into a resource';
COMMENT ON COLUMN exchange.connector.secrets IS 'Passwords and secret headers, sealed with the secret of the hub';
COMMENT ON COLUMN exchange.connector.watermark IS 'Where the next increment starts; moved by the transaction that ends a run';
CREATE INDEX connector_region ON exchange.connector (region text_pattern_ops, unit);
CREATE INDEX connector_resource ON exchange.connector (resource);
CREATE INDEX connector_due ON exchange.connector (next_at) WHERE enabled AND next_at IS NOT NULL;

CREATE TABLE exchange.run (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connector uuid NOT NULL REFERENCES exchange.connector (id) ON DELETE CASCADE,
  resource uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'done', 'failed', 'cancelled')),
  trigger text NOT NULL CHECK (trigger IN ('hand', 'schedule', 'arrival', 'replay')),
  wish text CHECK (wish IN ('pause', 'cancel')),
  input jsonb,
  mapping jsonb NOT NULL,
  cursor jsonb,
  read bigint NOT NULL DEFAULT 0,
  written bigint NOT NULL DEFAULT 0,
  unchanged bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  removed bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  total bigint,
  total_unit text CHECK (total_unit IN ('rows', 'bytes')),
  -- time spent running, without pauses and waits
  busy_ms bigint NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0,
  next_try_at timestamptz,
  error text,
  lease_owner uuid,
  lease_until timestamptz,
  started_by text NOT NULL,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  changed_at timestamptz NOT NULL,
  ended_at timestamptz
);
COMMENT ON TABLE exchange.run IS 'Runs of connectors with how far they have come';
COMMENT ON COLUMN exchange.run.cursor IS 'Position in the source behind the last committed chunk: written in the transaction that writes its rows';
COMMENT ON COLUMN exchange.run.mapping IS 'The mapping as it was when the run was made';
CREATE UNIQUE INDEX run_active ON exchange.run (connector) WHERE state IN ('queued', 'running', 'paused') AND trigger <> 'replay';
CREATE INDEX run_connector ON exchange.run (connector, id DESC);
CREATE INDEX run_resource ON exchange.run (resource, id DESC);
CREATE INDEX run_waiting ON exchange.run (id) WHERE state IN ('queued', 'running');

CREATE TABLE exchange.reject (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connector uuid NOT NULL REFERENCES exchange.connector (id) ON DELETE CASCADE,
  run bigint NOT NULL,
  line bigint NOT NULL,
  content jsonb NOT NULL,
  -- of the content as it came: the same row rejected again is counted, not kept twice
  hash text NOT NULL,
  corrected boolean NOT NULL DEFAULT false,
  problems jsonb NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replayed', 'discarded')),
  seen integer NOT NULL DEFAULT 1,
  at timestamptz NOT NULL,
  decided_by text,
  decided_at timestamptz
);
COMMENT ON TABLE exchange.reject IS 'Rows that were not taken, with reason and content, until they are replayed or discarded';
CREATE UNIQUE INDEX reject_open ON exchange.reject (connector, hash) WHERE state = 'open';
CREATE INDEX reject_connector ON exchange.reject (connector, state, id);

CREATE TABLE exchange.upload (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  bytes bigint NOT NULL,
  format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
  charset text NOT NULL,
  delimiter text NOT NULL,
  sheets text[] NOT NULL DEFAULT '{}',
  columns jsonb NOT NULL,
  rows jsonb NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE exchange.upload IS 'Files that were uploaded, with their first rows; the bytes are in the data folder';
CREATE INDEX upload_owner ON exchange.upload (created_by, created_at DESC);
