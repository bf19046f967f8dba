CREATE TABLE data.event (
  source text NOT NULL,
  id text NOT NULL,
  type text NOT NULL,
  subject text,
  time timestamptz,
  datacontenttype text,
  dataschema text,
  -- JSON data, or the text of another content type, or base64 of bytes
  data jsonb,
  data_base64 text,
  extensions jsonb NOT NULL DEFAULT '{}',
  region text NOT NULL,
  received_by text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (source, id)
);
COMMENT ON TABLE data.event IS 'CloudEvents taken in that are no observations; source and id together are unique (CloudEvents 1.0 §3.1)';
CREATE INDEX event_type ON data.event (type, received_at);
CREATE INDEX event_received ON data.event (received_at);
