-- City objects (NGSI-LD entities): present state in data.entity, past instances in data.attribute_instance.
CREATE SCHEMA IF NOT EXISTS data;

CREATE TABLE data.entity (
  id text PRIMARY KEY,
  type text NOT NULL,
  types text[] NOT NULL,
  scope text[] NOT NULL DEFAULT '{}',
  region text NOT NULL,
  source text,
  provenance text,
  doc jsonb NOT NULL DEFAULT '{}',
  keys text[] NOT NULL DEFAULT '{}',
  live boolean NOT NULL DEFAULT true,
  hidden jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  deleted_at timestamptz
);
COMMENT ON TABLE data.entity IS 'City objects with identity and state: one row per NGSI-LD entity';
COMMENT ON COLUMN data.entity.type IS 'First type as the hub calls it: a term of the default vocabulary without its prefix, else the whole IRI';
COMMENT ON COLUMN data.entity.types IS 'All types as IRIs';
COMMENT ON COLUMN data.entity.doc IS 'Attribute IRI → list of instances (one per datasetId); core members keep their short names, sub-attributes stand under attrs';
COMMENT ON COLUMN data.entity.keys IS 'Search tokens of types, attribute names, scopes and short values; see context/keys.ts';
COMMENT ON COLUMN data.entity.live IS 'false: deleted, or known to the temporal interface alone; its past stays readable';
COMMENT ON COLUMN data.entity.hidden IS 'Hub attribute name (or *) → time: sensed readings up to that time no longer belong to the entity';

CREATE INDEX entity_type ON data.entity (type, id) WHERE live;
CREATE INDEX entity_region ON data.entity (region text_pattern_ops) WHERE live;
CREATE INDEX entity_keys ON data.entity USING gin (keys) WITH (fastupdate = off) WHERE live;

CREATE TABLE data.entity_number (
  entity text NOT NULL,
  key text NOT NULL,
  num double precision NOT NULL
);
COMMENT ON TABLE data.entity_number IS 'Numeric and time values of live entities, so that range filters use an index';
CREATE INDEX entity_number_value ON data.entity_number (key, num, entity);
CREATE INDEX entity_number_entity ON data.entity_number (entity);

CREATE TABLE data.entity_geo (
  entity text NOT NULL,
  attribute text NOT NULL,
  dataset text,
  geometry jsonb NOT NULL,
  -- west, south, east, north of the geometry as PostgreSQL's own box: no extension needed for the prefilter
  bounds box NOT NULL,
  lon double precision NOT NULL,
  lat double precision NOT NULL,
  cell bigint NOT NULL
);
COMMENT ON TABLE data.entity_geo IS 'Geometries of live entities (CGCS2000/WGS84), one row per geo-property instance';
COMMENT ON COLUMN data.entity_geo.lon IS 'Longitude of the point, or of the centre of the bounds';
COMMENT ON COLUMN data.entity_geo.cell IS 'H3 cell (resolution 9) of lon, lat: clusters on maps';
CREATE INDEX entity_geo_entity ON data.entity_geo (entity);
CREATE INDEX entity_geo_bounds ON data.entity_geo USING gist (bounds);
CREATE INDEX entity_geo_cell ON data.entity_geo (cell);
