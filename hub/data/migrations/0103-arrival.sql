CREATE TABLE data.arrival (
  -- the transaction that stored its readings: each row of data.observation names it for nothing, in xmin
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  source text NOT NULL,
  -- number of the request in which the items came, given at the door; several small ones of a commit share a row
  batch bigint NOT NULL,
  last_batch bigint NOT NULL,
  messages integer NOT NULL,
  protocol text NOT NULL,
  -- the sender's own number or name of the message, of the first where several share the row
  message text,
  received_at timestamptz NOT NULL,
  -- stored, and of the same requests rejected
  items integer NOT NULL,
  rejected integer NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  -- its series where other requests of the source came in the same transaction; null: every other one
  series int4multirange
);
COMMENT ON TABLE data.arrival IS 'How readings came: one row per request and transaction, found from a reading by its transaction; goes with the readings';
CREATE INDEX arrival_xid ON data.arrival (xid);
CREATE INDEX arrival_received ON data.arrival USING brin (received_at);

ALTER TABLE data.dead_letter ADD COLUMN batch bigint;
COMMENT ON COLUMN data.dead_letter.batch IS 'Number of the request in which the item was rejected last: finds the neighbours that were stored';
CREATE INDEX dead_letter_batch ON data.dead_letter (source, batch) WHERE batch IS NOT NULL;
