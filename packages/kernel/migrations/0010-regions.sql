CREATE SCHEMA IF NOT EXISTS kernel;

CREATE TABLE kernel.region (
  -- city 2, district 6, street 9, community 12, grid 15 digits: an ancestor is a prefix
  code text COLLATE "C" PRIMARY KEY CHECK (code ~ '^(\d{2}|\d{6}|\d{9}|\d{12}|\d{15})$'),
  name text NOT NULL,
  parent text COLLATE "C",
  -- CGCS2000
  lon double precision,
  lat double precision,
  -- centre and outline are drawn for orientation only
  schematic boolean NOT NULL,
  -- rings of [lon, lat], the first point not repeated; null where the outline is not known
  outline jsonb,
  -- false once a newer list no longer has it: what happened there keeps its name
  current boolean NOT NULL DEFAULT true,
  CHECK ((lon IS NULL) = (lat IS NULL))
);
COMMENT ON TABLE kernel.region IS 'Administrative divisions of the city as loaded from its folder';
CREATE INDEX region_parent ON kernel.region (parent);

CREATE TABLE kernel.city_file (
  name text PRIMARY KEY,
  hash text NOT NULL,
  loaded_at timestamptz NOT NULL
);
COMMENT ON TABLE kernel.city_file IS 'Files of the city folder that are loaded, so that an unchanged one is not loaded again';
