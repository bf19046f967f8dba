CREATE TABLE kernel.account_subject (
  account uuid NOT NULL REFERENCES kernel.account (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('person', 'enterprise')),
  -- HMAC of the normalised number under the hub's secret, hex
  key text NOT NULL CHECK (key ~ '^[0-9a-f]{64}$'),
  -- 1****************4, all that screens ever show
  masked text NOT NULL,
  method text NOT NULL CHECK (method IN ('simulated', 'outside')),
  verified_at timestamptz NOT NULL,
  PRIMARY KEY (account, kind)
);
COMMENT ON TABLE kernel.account_subject IS 'The verified person or enterprise behind an account; the number itself is never stored';
-- one person, one account; an enterprise may have several
CREATE UNIQUE INDEX account_subject_person ON kernel.account_subject (key) WHERE kind = 'person';
