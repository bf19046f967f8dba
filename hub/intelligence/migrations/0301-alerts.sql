-- Alerts: what is watched, what was raised, what happened to it.
CREATE TABLE intelligence.alert (
  id uuid PRIMARY KEY,
  rule text NOT NULL,
  -- an entity's id, or the region of an indicator
  subject text NOT NULL,
  level text NOT NULL CHECK (level IN ('blue', 'yellow', 'orange', 'red')),
  state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'closed')),
  region text COLLATE "C" NOT NULL,
  entity text,
  entity_name text,
  indicator text,
  lon double precision,
  lat double precision,
  value double precision NOT NULL,
  threshold double precision NOT NULL,
  raised_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  closed_at timestamptz,
  closed_by text CHECK (closed_by IN ('recovered', 'signed-off')),
  reason text,
  owner text,
  case_id text,
  provenance text NOT NULL CHECK (provenance IN ('local', 'elsewhere', 'simulated')),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);
COMMENT ON TABLE intelligence.alert IS 'Alerts: an object or an indicator past its threshold, from raised to closed';
COMMENT ON COLUMN intelligence.alert.raised_at IS 'Time of the reading that raised it, not of its arrival';
CREATE UNIQUE INDEX alert_one_open ON intelligence.alert (rule, subject) WHERE state <> 'closed';
CREATE INDEX alert_open ON intelligence.alert (region, raised_at DESC, id DESC) WHERE state <> 'closed';
CREATE INDEX alert_list ON intelligence.alert (raised_at DESC, id DESC);
CREATE INDEX alert_region ON intelligence.alert (region, raised_at DESC, id DESC);
CREATE INDEX alert_case ON intelligence.alert (case_id) WHERE case_id IS NOT NULL;

CREATE TABLE intelligence.alert_log (
  alert uuid NOT NULL REFERENCES intelligence.alert (id),
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('raised', 'escalated', 'eased', 'acknowledged', 'assigned', 'case-linked', 'recovered', 'signed-off')),
  level text NOT NULL,
  value double precision,
  actor text,
  note text NOT NULL DEFAULT '',
  PRIMARY KEY (alert, seq)
);
COMMENT ON TABLE intelligence.alert_log IS 'What happened to an alert, append-only; its level at any past minute is the last entry before';

-- One row per watch that is not at rest: a condition that has begun to hold, an open alert, or a silence after one.
CREATE TABLE intelligence.watch (
  rule text NOT NULL,
  subject text NOT NULL,
  -- since when each level's threshold has been reached without a break
  since jsonb NOT NULL DEFAULT '{}',
  last_at timestamptz NOT NULL DEFAULT '-infinity',
  alert uuid REFERENCES intelligence.alert (id),
  level text,
  quiet_until timestamptz NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (rule, subject)
) WITH (fillfactor = 70);
COMMENT ON TABLE intelligence.watch IS 'State of alert rules per subject; an object at rest has no row';
