-- A consumer reads its topics and nothing else: before, each look walked past every event since its last, whatever its topic.
CREATE INDEX outbox_topic ON kernel.outbox (topic, xid, seq);
DROP INDEX kernel.outbox_order;
