CREATE SCHEMA IF NOT EXISTS kernel;

CREATE TABLE kernel.attachment (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- of the stored picture, which is also its name in the data folder; equal pictures are stored once
  sha256 text NOT NULL,
  bytes int NOT NULL,
  width int NOT NULL,
  height int NOT NULL,
  owner text NOT NULL,
  stage text NOT NULL CHECK (stage IN ('before', 'after', 'other')),
  -- what it belongs to, such as case:…; null until it is used
  subject text,
  at timestamptz NOT NULL
);
COMMENT ON TABLE kernel.attachment IS 'Photos: decoded and re-encoded on arrival, metadata stripped; the pictures lie in the data folder';
CREATE INDEX attachment_subject ON kernel.attachment (subject) WHERE subject IS NOT NULL;
CREATE INDEX attachment_sha256 ON kernel.attachment (sha256);
CREATE INDEX attachment_unused ON kernel.attachment (at) WHERE subject IS NULL;
CREATE INDEX attachment_owner ON kernel.attachment (owner, at) WHERE subject IS NULL;
