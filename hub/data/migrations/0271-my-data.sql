CREATE TABLE data.read_objection (
  read bigint NOT NULL,
  account text NOT NULL,
  subject text NOT NULL,
  resource uuid NOT NULL,
  text text NOT NULL,
  at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'sent' CHECK (state IN ('sent', 'open', 'answered', 'closed')),
  case_id text,
  case_no text,
  reply text,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (read, subject)
);
COMMENT ON TABLE data.read_objection IS 'Objections of persons and enterprises to reads of their records, with where the case about them stands';
CREATE INDEX read_objection_account ON data.read_objection (account, at DESC);

CREATE TABLE data.read_lookup (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject text NOT NULL,
  actor text NOT NULL,
  actor_name text NOT NULL,
  unit text,
  purpose text NOT NULL,
  basis text NOT NULL,
  at timestamptz NOT NULL
);
COMMENT ON TABLE data.read_lookup IS 'Who looked at the list of reads of a subject: shown to the subject as well';
CREATE INDEX read_lookup_subject ON data.read_lookup (subject, id DESC);
