-- Frozen copies of what queries found (GS CIM 009 clauses 5.2.41, 5.16). The copy of snapshot S of tenant T stands in the
-- tables of entities under a tenant that no request can name: ~T~S.
CREATE TABLE data.snapshot (
  tenant text NOT NULL DEFAULT '',
  id text NOT NULL,
  account text NOT NULL,
  -- queries, lifetime, endpoint and receiverInfo as they were given
  doc jsonb NOT NULL,
  context jsonb,
  -- attributes and types that its queries look at: whoever may not ask them may not use the snapshot
  looks jsonb NOT NULL,
  priority integer NOT NULL CHECK (priority BETWEEN 1 AND 10),
  status text NOT NULL CHECK (status IN ('preparing', 'success', 'partial', 'empty', 'failure')),
  details jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  PRIMARY KEY (id, tenant)
);
COMMENT ON TABLE data.snapshot IS 'Snapshots of NGSI-LD: what queries found at one moment, to be read and written apart from the city';
CREATE INDEX snapshot_expiry ON data.snapshot (expires_at);
CREATE INDEX snapshot_account ON data.snapshot (account, priority, expires_at);
-- removing a copy must not look at the entities of the city
CREATE INDEX entity_snapshot ON data.entity (tenant) WHERE tenant LIKE '~%';
