CREATE TABLE data.export (
  id uuid PRIMARY KEY,
  resource uuid NOT NULL,
  -- who asked, with the roles held then
  actor text NOT NULL,
  requester jsonb NOT NULL,
  unit text,
  purpose text,
  basis text,
  format text NOT NULL CHECK (format IN ('csv', 'xlsx', 'jsonl')),
  request jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'running', 'ready', 'failed', 'expired')),
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  expires_at timestamptz,
  rows bigint,
  bytes bigint,
  sha256 text,
  read bigint,
  grant_id uuid,
  manifest jsonb,
  error text,
  downloads integer NOT NULL DEFAULT 0
);
COMMENT ON TABLE data.export IS 'Files made of a resource: watermarked, expiring, with manifest; the row outlives the file';
CREATE INDEX export_actor ON data.export (actor, created_at DESC);
CREATE INDEX export_resource ON data.export (resource, created_at DESC);
CREATE INDEX export_expiry ON data.export (expires_at) WHERE state = 'ready';

CREATE TABLE data.replica (
  id uuid PRIMARY KEY,
  resource uuid NOT NULL,
  grant_id uuid NOT NULL,
  unit text NOT NULL,
  requester jsonb NOT NULL,
  reason jsonb NOT NULL,
  -- connection string of the grantee's database, sealed
  target bytea NOT NULL,
  -- host and database, for screens
  shown text NOT NULL,
  schema_name text NOT NULL,
  table_name text NOT NULL,
  state text NOT NULL CHECK (state IN ('active', 'paused', 'failed', 'stopped')),
  -- what the copy was made with; another shape means a new copy
  shape text,
  -- rows written after this are still to be copied
  seen_at timestamptz,
  -- initial copy: last key that arrived
  seen_key text,
  copied boolean NOT NULL DEFAULT false,
  rows bigint,
  written bigint NOT NULL DEFAULT 0,
  deleted bigint NOT NULL DEFAULT 0,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  run_at timestamptz,
  error text
);
COMMENT ON TABLE data.replica IS 'Tables of grantees that are kept equal to what their grant shows';
CREATE INDEX replica_resource ON data.replica (resource);
CREATE INDEX replica_unit ON data.replica (unit);
