CREATE TABLE data.data_grant (
  id uuid PRIMARY KEY,
  resource uuid NOT NULL,
  grantee text NOT NULL,
  fields text[] NOT NULL,
  clear text[] NOT NULL,
  purpose text NOT NULL,
  basis text NOT NULL,
  region text,
  channels text[] NOT NULL,
  -- calls a day
  quota integer CHECK (quota > 0),
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL CHECK (until_at > from_at),
  granted_by text NOT NULL,
  granted_at timestamptz NOT NULL,
  case_id text,
  revoked_at timestamptz,
  revoked_by text,
  revoked_reason text,
  -- first read under it
  used_at timestamptz
);
COMMENT ON TABLE data.data_grant IS 'Grants: which unit may use which fields of a resource, for which purpose, until when';
CREATE INDEX data_grant_resource ON data.data_grant (resource, granted_at DESC);
CREATE INDEX data_grant_grantee ON data.data_grant (grantee, granted_at DESC);
CREATE INDEX data_grant_case ON data.data_grant (case_id) WHERE case_id IS NOT NULL;

CREATE TABLE data.data_grant_day (
  grant_id uuid NOT NULL REFERENCES data.data_grant (id),
  day date NOT NULL,
  calls integer NOT NULL,
  PRIMARY KEY (grant_id, day)
);
COMMENT ON TABLE data.data_grant_day IS 'Calls counted against the daily quota of a grant';

CREATE SEQUENCE data.read_log_id;
CREATE TABLE data.read_log (
  id bigint NOT NULL DEFAULT nextval('data.read_log_id'),
  at timestamptz NOT NULL,
  actor text NOT NULL,
  actor_name text NOT NULL,
  unit text,
  resource uuid NOT NULL,
  fields text[] NOT NULL,
  masked text[] NOT NULL,
  purpose text,
  basis text,
  way text NOT NULL,
  grant_id uuid,
  rows bigint NOT NULL,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
COMMENT ON TABLE data.read_log IS 'Every read of a resource: who, unit, purpose, basis, fields, when. Append-only; a month is a partition';
CREATE INDEX read_log_resource ON data.read_log (resource, at DESC, id DESC);
CREATE INDEX read_log_actor ON data.read_log (actor, at DESC, id DESC);
CREATE TABLE data.read_log_rest PARTITION OF data.read_log DEFAULT;

CREATE TABLE data.read_subject (
  at timestamptz NOT NULL,
  read bigint NOT NULL,
  subject text NOT NULL,
  PRIMARY KEY (subject, at, read)
) PARTITION BY RANGE (at);
COMMENT ON TABLE data.read_subject IS 'Whom the rows of a read were about, by pseudonymous key. Append-only; a month is a partition';
CREATE TABLE data.read_subject_rest PARTITION OF data.read_subject DEFAULT;

CREATE FUNCTION data.keep_reads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME LIKE 'read_log%' AND NEW.rows >= OLD.rows
    AND to_jsonb(NEW) - 'rows' = to_jsonb(OLD) - 'rows' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'records of reads are append-only';
END $$;
COMMENT ON FUNCTION data.keep_reads IS 'Refuses every change of a record but the count of a read that goes on';
CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON data.read_log FOR EACH ROW EXECUTE FUNCTION data.keep_reads();
CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON data.read_subject FOR EACH ROW EXECUTE FUNCTION data.keep_reads();
