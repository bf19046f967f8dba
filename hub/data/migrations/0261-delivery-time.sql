-- Proofs are appended in the order of their time: a few bytes per block of rows find a span of it.
CREATE INDEX delivery_time ON data.delivery USING brin (queued_at);
