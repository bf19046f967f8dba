-- City objects (NGSI-LD entities): present state in data.entity, past instances in data.attribute_instance.
-- A tenant of NGSI-LD (GS CIM 009 clause 4.14) leads every key; '' is the default tenant, the city itself.
CREATE SCHEMA IF NOT EXISTS data;

CREATE TABLE data.tenant (
  id text PRIMARY KEY,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE data.tenant IS 'NGSI-LD tenants besides the default one; created by the first write that names them';

CREATE TABLE data.entity (
  tenant text NOT NULL DEFAULT '',
  id text NOT NULL,
  type text NOT NULL,
  types text[] NOT NULL,
  scope text[] NOT NULL DEFAULT '{}',
  region text NOT NULL,
  source text,
  provenance text,
  doc jsonb NOT NULL DEFAULT '{}',
  keys text[] NOT NULL DEFAULT '{}',
  live boolean NOT NULL DEFAULT true,
  -- temporal: made through the temporal interface and never written otherwise; its past and present go together
  origin text NOT NULL DEFAULT 'core' CHECK (origin IN ('core', 'temporal')),
  hidden jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  expires_at timestamptz,
  -- the earliest expiry of the entity and its attributes
  next_expiry timestamptz,
  deleted_at timestamptz,
  -- the id leads: the pipeline looks entities up by it
  PRIMARY KEY (id, tenant)
);
COMMENT ON TABLE data.entity IS 'City objects with identity and state: one row per NGSI-LD entity';
COMMENT ON COLUMN data.entity.type IS 'First type as the hub calls it: a term of the default vocabulary without its prefix, else the whole IRI';
COMMENT ON COLUMN data.entity.types IS 'All types as IRIs';
COMMENT ON COLUMN data.entity.doc IS 'Attribute IRI → list of instances (one per datasetId); core members keep their short names, sub-attributes stand under attrs';
COMMENT ON COLUMN data.entity.keys IS 'Search tokens of types, attribute names, scopes and short values; see context/model/keys.ts';
COMMENT ON COLUMN data.entity.live IS 'false: deleted; its past stays readable until it is deleted through the temporal interface';
COMMENT ON COLUMN data.entity.hidden IS 'Hub attribute name (or *) → time: sensed readings up to that time no longer belong to the entity; with ~ before the name, to its past';

CREATE INDEX entity_type ON data.entity (tenant, type, id) WHERE live;
CREATE INDEX entity_region ON data.entity (region text_pattern_ops) WHERE live;
CREATE INDEX entity_keys ON data.entity USING gin (keys) WITH (fastupdate = off) WHERE live;
-- which types occur beside others: entities of all other types are found by their first type, in the order of ids
CREATE INDEX entity_mixed ON data.entity USING gin (types) WHERE live AND cardinality(types) > 1;
CREATE INDEX entity_deleted ON data.entity USING gin (types) WHERE NOT live;
CREATE INDEX entity_expiry ON data.entity (next_expiry) WHERE next_expiry IS NOT NULL;

CREATE TABLE data.entity_number (
  tenant text NOT NULL DEFAULT '',
  entity text NOT NULL,
  key text NOT NULL,
  num double precision NOT NULL,
  -- the entity has other numbers with this key
  several boolean NOT NULL
);
COMMENT ON TABLE data.entity_number IS 'Numeric values of live entities, so that range filters use an index';
COMMENT ON COLUMN data.entity_number.several IS 'One number of the entity may lie above a lower bound and another below an upper one: these are looked at apart';
CREATE INDEX entity_number_value ON data.entity_number (tenant, key, num, entity);
CREATE INDEX entity_number_entity ON data.entity_number (tenant, entity);
CREATE INDEX entity_number_several ON data.entity_number (tenant, key, num, entity) WHERE several;

CREATE TABLE data.entity_geo (
  tenant text NOT NULL DEFAULT '',
  entity text NOT NULL,
  attribute text NOT NULL,
  dataset text,
  geometry jsonb NOT NULL,
  -- west, south, east, north of the geometry as PostgreSQL's own box: no extension needed for the prefilter
  bounds box NOT NULL,
  -- both null unless the geometry is a point: nearness of points is then decided by the database alone
  lon double precision,
  lat double precision,
  cell bigint NOT NULL
);
COMMENT ON TABLE data.entity_geo IS 'Geometries of live entities (CGCS2000/WGS84), one row per geo-property instance';
COMMENT ON COLUMN data.entity_geo.cell IS 'H3 cell (resolution 9) of the centre of the bounds: clusters on maps';
CREATE INDEX entity_geo_entity ON data.entity_geo (tenant, entity);
CREATE INDEX entity_geo_bounds ON data.entity_geo USING gist (bounds);
CREATE INDEX entity_geo_cell ON data.entity_geo (cell);

CREATE TABLE data.attribute_instance (
  tenant text NOT NULL DEFAULT '',
  entity text NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  attribute text NOT NULL,
  dataset text,
  observed_at timestamptz,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  deleted_at timestamptz,
  -- who wrote it; shown in the history of the entity
  actor text,
  doc jsonb NOT NULL,
  PRIMARY KEY (tenant, entity, seq)
);
COMMENT ON TABLE data.attribute_instance IS 'Temporal evolution: every instance an attribute ever had through NGSI-LD; sensed readings stand in data.observation';
COMMENT ON COLUMN data.attribute_instance.attribute IS 'IRI of the attribute; the IRI of scope for changes of scope';
COMMENT ON COLUMN data.attribute_instance.deleted_at IS 'The attribute (instance) was deleted at that time; doc then keeps its last type';

CREATE TABLE data.pending_reading (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source text NOT NULL,
  items jsonb NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE data.pending_reading IS 'Readings of NGSI-LD writes on their way into the ingest pipeline: written with the entity, removed once the pipeline has committed them';

CREATE TABLE data.ld_context (
  tenant text NOT NULL DEFAULT '',
  id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('Hosted', 'Cached', 'ImplicitlyCreated')),
  url text,
  body jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  fetched_at timestamptz,
  last_used timestamptz,
  hits bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant, id)
);
COMMENT ON TABLE data.ld_context IS 'JSON-LD contexts: hosted for users, created for inline contexts, or cached from their address';
CREATE UNIQUE INDEX ld_context_url ON data.ld_context (tenant, url) WHERE url IS NOT NULL;

-- Which attributes have series at all, and whose: filters on sensed values.
CREATE INDEX series_attribute ON data.series (attribute, entity);
