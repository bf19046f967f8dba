-- Catalogue (目录): information resources, their versions and what was done to them.
CREATE TABLE data.resource (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  no integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  path text NOT NULL,
  code text NOT NULL UNIQUE,
  state text NOT NULL CHECK (state IN ('draft', 'reviewing', 'published', 'changing', 'withdrawn')),
  -- the revision in work waits for a reviewer
  submitted boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 0,
  -- the version that is served, and the revision in work; each null when there is none
  served jsonb,
  work jsonb,
  -- who wrote the revision in work: none of them may review it
  authors text[] NOT NULL DEFAULT '{}',
  -- moves with every change of served or work
  revision integer NOT NULL DEFAULT 1,
  -- entries that a scenario declares: digest of the declaration
  declared text,
  grade integer,
  quality double precision,
  stopped boolean NOT NULL DEFAULT false,
  rows bigint NOT NULL DEFAULT 0,
  loaded_at timestamptz,
  published_at timestamptz,
  updated_at timestamptz NOT NULL,
  -- end of the update cycle that was last told as overdue
  lapsed_at timestamptz,
  changed_by xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CHECK (state IN ('published', 'changing', 'withdrawn') OR version = 0),
  CHECK (state IN ('draft', 'reviewing', 'withdrawn') OR served IS NOT NULL),
  CHECK (work IS NOT NULL OR served IS NOT NULL)
);
COMMENT ON TABLE data.resource IS 'Information resources: the version that is served, the revision in work, and what other rooms found out';
COMMENT ON COLUMN data.resource.grade IS 'Grade raised by volume; null when nothing raises it above its fields';
COMMENT ON COLUMN data.resource.changed_by IS 'Transaction that last wrote the row: every process reads what is not older than the oldest transaction it could not yet see';
CREATE INDEX resource_changed ON data.resource (changed_by);
CREATE UNIQUE INDEX resource_declared ON data.resource ((coalesce(served, work) ->> 'target')) WHERE declared IS NOT NULL;

CREATE TABLE data.resource_number (
  path text PRIMARY KEY,
  last integer NOT NULL
);
COMMENT ON TABLE data.resource_number IS 'Sequence number of resource codes, one per classification path';

CREATE TABLE data.resource_version (
  resource uuid NOT NULL REFERENCES data.resource,
  version integer NOT NULL,
  doc jsonb NOT NULL,
  authors text[] NOT NULL,
  -- null where no review is asked for: confirmed classifications and declarations of scenarios
  reviewer text,
  reason text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (resource, version)
);
COMMENT ON TABLE data.resource_version IS 'Every version that was ever served; never changed, never deleted';

CREATE TABLE data.resource_action (
  resource uuid NOT NULL REFERENCES data.resource,
  seq integer NOT NULL,
  action text NOT NULL,
  state text NOT NULL,
  version integer NOT NULL,
  actor text NOT NULL,
  actor_name text NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (resource, seq)
);
COMMENT ON TABLE data.resource_action IS 'What was done to a resource, by whom and why; state and version are those after the act';
