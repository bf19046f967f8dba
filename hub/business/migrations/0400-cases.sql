CREATE SCHEMA IF NOT EXISTS business;

CREATE TABLE business.case_type (
  id text NOT NULL,
  version int NOT NULL,
  definition jsonb NOT NULL,
  hash text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (id, version)
);
COMMENT ON TABLE business.case_type IS 'Every definition a case may be pinned to; a changed definition is a new version';

-- Numbers people quote: unique within a day without any lock that transactions wait for.
CREATE SEQUENCE business.case_number MINVALUE 1 MAXVALUE 9999999 CYCLE CACHE 20;

CREATE TABLE business.case_file (
  district text NOT NULL,
  id uuid NOT NULL,
  case_no text NOT NULL,
  type text NOT NULL,
  version int NOT NULL,
  category text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  data jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL,
  open boolean NOT NULL,
  urgency text NOT NULL,
  region text NOT NULL,
  -- nine digits, or the region itself where it is coarser
  street text NOT NULL,
  address text NOT NULL,
  lon double precision,
  lat double precision,
  source text NOT NULL,
  provenance text NOT NULL,
  reporter text,
  alert_id text,
  desk text,
  unit text,
  -- whose turn it is; null when nobody's
  holder text,
  queue text,
  assignee text,
  overdue boolean NOT NULL DEFAULT false,
  supervised boolean NOT NULL DEFAULT false,
  -- involved units whose own region does not hold the case: their scope alone would not show it
  outside text[] NOT NULL DEFAULT '{}',
  -- infinity while no clock runs
  due_at timestamptz NOT NULL DEFAULT 'infinity',
  -- when the clocks next need looking at
  timer_at timestamptz,
  reported_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  closed_at timestamptz,
  seq int NOT NULL,
  fold jsonb NOT NULL,
  cover uuid,
  -- pairs of neighbouring letters of title, address and number: search that also works for two Chinese letters
  terms text[] NOT NULL,
  PRIMARY KEY (district, id)
) WITH (fillfactor = 85);
COMMENT ON TABLE business.case_file IS 'One row per case: the fold of its log, for lists and queues; the log is business.case_action';

CREATE UNIQUE INDEX case_file_no ON business.case_file (district, case_no);
CREATE UNIQUE INDEX case_file_alert ON business.case_file (alert_id, district) WHERE alert_id IS NOT NULL;
CREATE INDEX case_file_all ON business.case_file (reported_at DESC, id DESC);
CREATE INDEX case_file_district ON business.case_file (district, reported_at DESC, id DESC);
CREATE INDEX case_file_street ON business.case_file (street, reported_at DESC, id DESC);
CREATE INDEX case_file_category ON business.case_file (category text_pattern_ops, reported_at DESC);
CREATE INDEX case_file_unit ON business.case_file (unit, reported_at DESC, id DESC) WHERE unit IS NOT NULL;
CREATE INDEX case_file_reporter ON business.case_file (reporter, reported_at DESC, id DESC) WHERE reporter IS NOT NULL;
CREATE INDEX case_file_open ON business.case_file (due_at, id) WHERE open;
CREATE INDEX case_file_open_district ON business.case_file (district, due_at, id) WHERE open;
CREATE INDEX case_file_open_street ON business.case_file (street, due_at, id) WHERE open;
CREATE INDEX case_file_open_holder ON business.case_file (holder, due_at, id) WHERE open AND holder IS NOT NULL;
CREATE INDEX case_file_open_assignee ON business.case_file (assignee, due_at, id) WHERE open AND assignee IS NOT NULL;
CREATE INDEX case_file_near ON business.case_file (category, lat) WHERE open AND lat IS NOT NULL;
CREATE INDEX case_file_timer ON business.case_file (timer_at) WHERE timer_at IS NOT NULL;
CREATE INDEX case_file_outside ON business.case_file USING gin (outside) WHERE outside <> '{}';
CREATE INDEX case_file_terms ON business.case_file USING gin (terms);

CREATE TABLE business.case_action (
  district text NOT NULL,
  case_id uuid NOT NULL,
  seq int NOT NULL,
  action text NOT NULL,
  at timestamptz NOT NULL,
  actor_id text NOT NULL,
  actor_kind text NOT NULL,
  actor_name text NOT NULL,
  actor_unit text,
  from_state text,
  to_state text NOT NULL,
  data jsonb NOT NULL,
  note text NOT NULL,
  attachments uuid[] NOT NULL,
  settled jsonb NOT NULL,
  opening jsonb,
  PRIMARY KEY (district, case_id, seq)
);
COMMENT ON TABLE business.case_action IS 'Append-only log of every case; its order is seq';

CREATE FUNCTION business.log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log of a case is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER case_action_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON business.case_action
  FOR EACH STATEMENT EXECUTE FUNCTION business.log_refuse();

CREATE TABLE business.case_person (
  district text NOT NULL,
  case_id uuid NOT NULL,
  name text NOT NULL,
  phone text NOT NULL,
  PRIMARY KEY (district, case_id)
);
COMMENT ON TABLE business.case_person IS 'How to reach the one who reported; kept apart so that no list ever loads it';

CREATE TABLE business.case_follower (
  district text NOT NULL,
  case_id uuid NOT NULL,
  account text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (district, case_id, account)
);
COMMENT ON TABLE business.case_follower IS 'Citizens who joined the report of another instead of reporting again';
CREATE INDEX case_follower_account ON business.case_follower (account, at DESC);

CREATE TABLE business.request_key (
  actor text NOT NULL,
  key text NOT NULL,
  case_id uuid NOT NULL,
  seq int NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (actor, key)
);
COMMENT ON TABLE business.request_key IS 'Keys that clients gave to make a repeated submission harmless; kept for 30 days';
CREATE INDEX request_key_at ON business.request_key (at);
