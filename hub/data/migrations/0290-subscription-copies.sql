-- Subscriptions over several hubs (GS CIM 009 clauses 5.8.1, 5.8.2, 5.8.5, 5.8.6): a context source holds a reduced copy of
-- the subscription and tells this hub, which tells the subscriber.
CREATE TABLE data.subscription_copy (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  subscription text NOT NULL,
  registration text NOT NULL,
  -- address and tenant of the source; one that moved is another place
  place text NOT NULL,
  -- what is needed to reach the source, also after its registration is gone, encrypted: it holds its access token
  target bytea NOT NULL,
  via text,
  -- the copy as it shall be, names expanded; as the source has it, null when it has none
  doc jsonb NOT NULL,
  held jsonb,
  state text NOT NULL DEFAULT 'wanted' CHECK (state IN ('wanted', 'held', 'unwanted')),
  attempts integer NOT NULL DEFAULT 0,
  next_try_at timestamptz NOT NULL,
  error text,
  notified_at timestamptz,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL
);
COMMENT ON TABLE data.subscription_copy IS 'Which context source holds or shall hold a copy of which subscription, and how far that is done: work that survives a crash';
COMMENT ON COLUMN data.subscription_copy.state IS 'wanted: to be made or changed at the source; held: as wanted, looked after now and then; unwanted: to be deleted there';
CREATE UNIQUE INDEX subscription_copy_of ON data.subscription_copy (subscription, tenant, registration, place) WHERE state <> 'unwanted';
CREATE INDEX subscription_copy_due ON data.subscription_copy (next_try_at);

CREATE TABLE data.subscription_told (
  subscriber integer NOT NULL,
  entity text NOT NULL,
  -- attribute and dataset → digest, times and teller of what was told last
  doc jsonb NOT NULL,
  PRIMARY KEY (subscriber, entity)
);
COMMENT ON TABLE data.subscription_told IS 'What the subscriber of a subscription with copies was told of an entity: the same change comes from several hubs and is told once';
