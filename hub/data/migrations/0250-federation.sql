-- Context sources that hold part of the city's objects: districts' hubs, bureaus' brokers (GS CIM 009 clauses 5.9, 5.12).
CREATE TABLE data.csource_registration (
  tenant text NOT NULL DEFAULT '',
  id text NOT NULL,
  doc jsonb NOT NULL,
  -- keys and values that are sent along to the source, encrypted: they hold its access tokens
  info bytea,
  context jsonb,
  actor text NOT NULL,
  expires_at timestamptz,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  times_sent bigint NOT NULL DEFAULT 0,
  times_failed bigint NOT NULL DEFAULT 0,
  last_success timestamptz,
  last_failure timestamptz,
  PRIMARY KEY (id, tenant)
);
COMMENT ON TABLE data.csource_registration IS 'Context source registrations: which other broker holds which objects and attributes, and how requests are shared with it';
COMMENT ON COLUMN data.csource_registration.doc IS 'The registration as given, names expanded, without contextSourceInfo';
COMMENT ON COLUMN data.csource_registration.info IS 'contextSourceInfo, sealed with the secret of the hub; never answered back';
CREATE INDEX csource_registration_expiry ON data.csource_registration (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE data.csource_version (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint NOT NULL
);
COMMENT ON TABLE data.csource_version IS 'Moves with every change of a registration: processes see whether what they remember is current';
INSERT INTO data.csource_version (version) VALUES (1);
