CREATE TABLE kernel.unit (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL,
  -- what it is in charge of, for routing
  duties text[] NOT NULL DEFAULT '{}',
  region text COLLATE "C" NOT NULL REFERENCES kernel.region (code),
  parent text COLLATE "C" REFERENCES kernel.unit (id) DEFERRABLE INITIALLY DEFERRED,
  -- the name follows the usual pattern and was not taken from a published list
  generated boolean NOT NULL DEFAULT false,
  current boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE kernel.unit IS 'Bodies that can be responsible, as loaded from the city folder';
CREATE INDEX unit_region ON kernel.unit (region text_pattern_ops);
CREATE INDEX unit_parent ON kernel.unit (parent);
