CREATE SCHEMA IF NOT EXISTS kernel;

CREATE TABLE kernel.audit_entry (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- the sealer takes an entry only when every older transaction has ended, so that none is passed over
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- milliseconds, the precision that is hashed
  at timestamptz(3) NOT NULL,
  actor_id text NOT NULL,
  actor_kind text NOT NULL,
  actor_name text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  region text NOT NULL,
  purpose text,
  basis text,
  details jsonb NOT NULL DEFAULT '{}',
  trace_id text
);
COMMENT ON TABLE kernel.audit_entry IS 'Who did what to what, where, why and on what basis; append-only, chained by audit_group';
CREATE INDEX audit_entry_order ON kernel.audit_entry (xid, seq);
CREATE INDEX audit_entry_subject ON kernel.audit_entry (subject, seq);
CREATE INDEX audit_entry_actor ON kernel.audit_entry (actor_id, seq);
CREATE INDEX audit_entry_region ON kernel.audit_entry (region text_pattern_ops, seq);
CREATE INDEX audit_entry_at ON kernel.audit_entry (at);

CREATE TABLE kernel.audit_group (
  n bigint PRIMARY KEY,
  entries bigint[] NOT NULL,
  sealed_at timestamptz(3) NOT NULL,
  sha256 text NOT NULL,
  -- null where the platform's OpenSSL does not offer SM3
  sm3 text,
  -- the next group takes what lies after (last_xid, last_seq) and has at least the sequence number floor_seq
  last_xid xid8 NOT NULL,
  last_seq bigint NOT NULL,
  floor_seq bigint NOT NULL
);
COMMENT ON TABLE kernel.audit_group IS 'Sealed audit entries in order; each head is a hash over the entries and the head before';

CREATE FUNCTION kernel.audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit records are append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kernel.audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION kernel.audit_refuse();
CREATE TRIGGER audit_group_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kernel.audit_group
  FOR EACH STATEMENT EXECUTE FUNCTION kernel.audit_refuse();
