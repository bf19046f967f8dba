-- The entities that one query found, kept so that its pages stay the pages of one answer (GS CIM 009 clauses 5.2.39, 5.14).
CREATE TABLE data.entity_map (
  id text PRIMARY KEY,
  tenant text NOT NULL DEFAULT '',
  -- who asked: nobody else sees the map
  account text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('current', 'temporal')),
  -- digest of the query: only the same query may tell what no longer belongs into the map
  query text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
COMMENT ON TABLE data.entity_map IS 'Entity maps of NGSI-LD: the set of entities that one query found, until it expires';
CREATE INDEX entity_map_expiry ON data.entity_map (expires_at);
CREATE INDEX entity_map_account ON data.entity_map (account, expires_at);

CREATE TABLE data.entity_map_entry (
  map text NOT NULL REFERENCES data.entity_map (id) ON DELETE CASCADE,
  entity text COLLATE "C" NOT NULL,
  -- of the entity when the map was made: an account that no longer reads there does not see the entry
  region text NOT NULL,
  sources text[] NOT NULL,
  PRIMARY KEY (map, entity)
);
COMMENT ON TABLE data.entity_map_entry IS 'Entities of an entity map in the order of its pages';
COMMENT ON COLUMN data.entity_map_entry.sources IS 'Registrations that told of the entity; @none for this hub itself';
