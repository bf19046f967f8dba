-- Subscriptions of NGSI-LD and the queues of their subscribers.
CREATE TABLE data.subscription (
  tenant text NOT NULL DEFAULT '',
  id text NOT NULL,
  -- entity: changes of city objects; csource: changes of context source registrations
  kind text NOT NULL CHECK (kind IN ('entity', 'csource')),
  doc jsonb NOT NULL,
  compiled jsonb NOT NULL,
  context jsonb,
  actor text NOT NULL,
  regions text[],
  active boolean NOT NULL,
  expires_at timestamptz,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  times_sent bigint NOT NULL DEFAULT 0,
  times_failed bigint NOT NULL DEFAULT 0,
  last_notification timestamptz,
  last_success timestamptz,
  last_failure timestamptz,
  -- failed tries since the last success: they set how long the next try waits
  failures integer NOT NULL DEFAULT 0,
  next_try_at timestamptz,
  next_interval_at timestamptz,
  leased_until timestamptz,
  lease_owner text,
  PRIMARY KEY (id, tenant)
);
COMMENT ON TABLE data.subscription IS 'Who wants to be told of what, where to, and how it went so far';
COMMENT ON COLUMN data.subscription.doc IS 'The subscription as given, names expanded';
COMMENT ON COLUMN data.subscription.compiled IS 'Conditions and shape of notifications, ready for use without its @context';
COMMENT ON COLUMN data.subscription.regions IS 'Region codes within which its owner may read; null: all';
COMMENT ON COLUMN data.subscription.leased_until IS 'One worker at a time sends to a subscriber, so that order is kept';
CREATE INDEX subscription_interval ON data.subscription (next_interval_at) WHERE next_interval_at IS NOT NULL;

CREATE TABLE data.subscription_version (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint NOT NULL
);
COMMENT ON TABLE data.subscription_version IS 'Moves with every change of a subscription: writers see in their own transaction whether what they remember is current';
INSERT INTO data.subscription_version (version) VALUES (1);

CREATE SEQUENCE data.change_seq;
CREATE TABLE data.change (
  seq bigint PRIMARY KEY DEFAULT nextval('data.change_seq'),
  tenant text NOT NULL DEFAULT '',
  entity text NOT NULL,
  at timestamptz NOT NULL,
  doc jsonb NOT NULL
);
COMMENT ON TABLE data.change IS 'A change that at least one subscriber waits for: the object as it became, kept once for all of them';
CREATE INDEX change_at ON data.change (at);

CREATE TABLE data.delivery (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL DEFAULT '',
  subscription text NOT NULL,
  change bigint NOT NULL,
  -- of the object that changed; empty for periodic notifications
  region text NOT NULL,
  entity text,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'tried', 'delivered', 'dead', 'superseded')),
  attempts integer NOT NULL DEFAULT 0,
  queued_at timestamptz NOT NULL,
  tried_at timestamptz,
  done_at timestamptz,
  -- HTTP status of the last answer
  status integer,
  error text,
  -- a replay sends a change again; the row it repeats
  replay_of bigint,
  notification text
);
COMMENT ON TABLE data.delivery IS 'What each subscriber is owed and got: one row per change and subscriber, never lost before it is delivered or dead';
COMMENT ON COLUMN data.delivery.state IS 'queued; tried (failed so far); delivered; dead (given up, can be retried); superseded (a newer state of the same object went out in its place)';
CREATE INDEX delivery_pending ON data.delivery (subscription, tenant, id) WHERE state IN ('queued', 'tried');
CREATE INDEX delivery_list ON data.delivery (subscription, tenant, id);
CREATE INDEX delivery_state ON data.delivery (state, id);
CREATE INDEX delivery_change ON data.delivery (change);
