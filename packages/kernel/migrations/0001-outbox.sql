CREATE SCHEMA IF NOT EXISTS kernel;

CREATE TABLE kernel.outbox (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- commit order is not sequence order: a reader only trusts transactions older than every running one
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  at timestamptz NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  region text NOT NULL,
  payload jsonb NOT NULL
);
COMMENT ON TABLE kernel.outbox IS 'Events written with the state they speak of; consumers read them in (xid, seq) order';
CREATE INDEX outbox_order ON kernel.outbox (xid, seq);

CREATE TABLE kernel.outbox_consumer (
  consumer text PRIMARY KEY,
  xid xid8 NOT NULL DEFAULT '0',
  seq bigint NOT NULL DEFAULT 0,
  moved_at timestamptz
);
COMMENT ON TABLE kernel.outbox_consumer IS 'How far each durable consumer has read';

CREATE TABLE kernel.outbox_retry (
  consumer text NOT NULL,
  seq bigint NOT NULL REFERENCES kernel.outbox (seq),
  key text NOT NULL,
  tries int NOT NULL,
  next_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'dead')),
  error text NOT NULL,
  PRIMARY KEY (consumer, seq)
);
COMMENT ON TABLE kernel.outbox_retry IS 'Events a consumer failed on; later events of the same key wait behind them, others pass';
CREATE INDEX outbox_retry_due ON kernel.outbox_retry (consumer, next_at) WHERE state = 'waiting';
