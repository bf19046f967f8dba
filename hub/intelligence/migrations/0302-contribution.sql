CREATE TABLE intelligence.contribution (
  event text NOT NULL,
  region text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  value double precision NOT NULL,
  -- null: as the indicator takes one that was not told
  weight double precision,
  -- 1 local, 2 elsewhere, 4 simulated
  mark smallint NOT NULL,
  -- what it happened to: case:<id>, resource:<id>, grant:<id>
  subject text,
  name text
);
COMMENT ON TABLE intelligence.contribution IS 'What each event added to the numbers it feeds, so that such a number leads back to the cases and rows behind it';
CREATE INDEX contribution_event ON intelligence.contribution (event, region, at);
CREATE INDEX contribution_at ON intelligence.contribution USING brin (at);
