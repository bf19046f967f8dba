CREATE TABLE data.count_release (
  -- hash of resource, rows, masks and grouping
  key text PRIMARY KEY,
  resource uuid NOT NULL,
  release integer NOT NULL,
  at timestamptz NOT NULL,
  -- rows of the scope when it was counted
  rows bigint NOT NULL,
  answer jsonb NOT NULL
);
COMMENT ON TABLE data.count_release IS 'Counts as they were last given out: they change only once so many rows did that no difference tells of one of them';
CREATE INDEX count_release_resource ON data.count_release (resource);
