CREATE TABLE business.routing_set (
  version int PRIMARY KEY,
  from_date date NOT NULL,
  rules jsonb NOT NULL,
  published_by text NOT NULL,
  published_at timestamptz NOT NULL,
  note text NOT NULL
);
COMMENT ON TABLE business.routing_set IS 'Published sets of routing rules; never changed: on a day the set with the latest from_date not after it holds, the highest version among equals';
